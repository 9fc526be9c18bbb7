/* SPDX-License-Identifier: MIT
 *
 * A model of a segment: documents and lists of every shape, made from a seed, and presented as a source of
 * terms. */
#include "segment_model.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "format/length.h"

uint32_t model_random(uint64_t *seed, uint32_t below) {
  *seed += UINT64_C(0x9E3779B97F4A7C15);
  uint64_t z = *seed;
  z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
  z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
  z ^= z >> 31;
  return below == 0 ? 0 : (uint32_t)((z >> 32) * below >> 32);
}

static void make_document(model_document *document, uint32_t number, uint64_t *seed) {
  static const char words[] = "鄉村振興戰略實施意見和醫院領導帶隊到基層";
  snprintf(document->key, sizeof document->key, "notes/%u/%06u.txt", number % 7, number * 7919 % 1000003);
  if (number % 3 == 0) snprintf(document->stamp, sizeof document->stamp, "s%u", number);
  document->insertion = number + number / 10 * 3;
  document->text = 10 + model_random(seed, 5000);
  document->lengths[0] =
      1 + (model_random(seed, 20) == 0 ? model_random(seed, 20000) : model_random(seed, 700));
  document->lengths[1] = number % 5 == 0 ? model_random(seed, 40) : 0;
  document->title_begin = number % 50 == 49 ? 3 : 0;
  document->title_end = document->title_begin + model_random(seed, 20);
  if (number % 2 == 0)
    document->values[document->value_count++] = (as_column_value){0, number * UINT64_C(86400000000)};
  for (uint32_t i = number % 9; i > 6; i--) {
    document->values[document->value_count++] =
        (as_column_value){1, (uint64_t)model_random(seed, UINT32_MAX) << 32};
  }
  for (uint32_t i = number % 5; i < 2; i++) {
    snprintf(document->author[document->text_count], 32, "作者%u",
             model_random(seed, number % 2 == 0 ? 9 : 999));
    document->texts[document->text_count].field = 1;
    document->texts[document->text_count].text = as_slice_of_text(document->author[document->text_count]);
    document->text_count++;
  }
  document->stored_size = number % 11 == 0 ? 0 : 3 * model_random(seed, 900);
  document->stored = malloc(document->stored_size + 1);
  for (size_t i = 0; i < document->stored_size; i += 3) {
    memcpy(document->stored + i, words + 3 * model_random(seed, 19), 3);
  }
}

static void make_positions(segment_model *model, model_term *term, uint64_t *seed) {
  size_t room = 0;
  for (uint32_t i = 0; i < term->documents; i++) room += term->frequency[i];
  term->position = malloc((room + 1) * sizeof(uint32_t));
  for (uint32_t i = 0; i < term->documents; i++) {
    uint32_t length = model->document[term->document[i]].lengths[term->term.field];
    uint32_t next = 0; /* least position that is free */
    for (uint32_t left = term->frequency[i]; left > 0; left--) {
      uint32_t spare = length - next - left; /* places that may be left out */
      next += model_random(seed, 2 * (spare / (left + 1)) + 1 < spare + 1 ? 2 * (spare / (left + 1)) + 1
                                                                          : spare + 1);
      term->position[term->positions_count++] = next++;
    }
  }
}

/* A list in which a document is with chance 1 in STEP; clusters now and then. */
static void add_term(segment_model *model, as_term key, uint32_t step, uint64_t *seed) {
  model_term term = {.term = key};
  term.document = malloc((model->documents + 1) * sizeof(uint32_t));
  term.frequency = malloc((model->documents + 1) * sizeof(uint32_t));
  bool all = step == 0;
  for (uint32_t d = 0; d < model->documents; d++) {
    uint32_t length = model->document[d].lengths[key.field];
    if (length == 0 || (!all && model_random(seed, d / 300 % 4 == 0 ? step / 4 + 1 : step) != 0)) continue;
    uint32_t most = model_random(seed, 40) == 0 ? length : 3;
    uint32_t frequency = model_random(seed, 4) != 0 ? 1 : 1 + model_random(seed, most);
    term.document[term.documents] = d;
    term.frequency[term.documents++] = frequency > length ? length : frequency;
  }
  if (term.documents == 0) {
    free(term.document);
    free(term.frequency);
    return;
  }
  if (key.kind != AS_TERM_CHAR) {
    make_positions(model, &term, seed);
  } else {
    term.positions_count = term.documents;
    for (uint32_t i = 0; i < term.documents; i++) term.frequency[i] = 1;
  }
  if (model->terms == model->term_room) {
    model->term_room = model->term_room * 2 + 64;
    model->term = realloc(model->term, model->term_room * sizeof *model->term);
  }
  model->term[model->terms++] = term;
}

static uint32_t random_step(const segment_model *model, uint64_t *seed) {
  uint32_t dice = model_random(seed, 20);
  if (dice < 10) return model->documents + 1;
  if (dice < 14) return 2 + model_random(seed, model->documents / 4 + 1);
  return model_random(seed, 12);
}

/* Characters that FIELD has lists of, ascending, U+FFFD among them. */
static size_t characters_of(const segment_model *model, uint8_t field, uint32_t *out_codes) {
  size_t count = 0;
  bool alone = false;
  for (size_t i = 0; i < model->terms; i++) {
    const as_term *term = &model->term[i].term;
    if (term->field != field || term->kind != AS_TERM_CHAR) continue;
    if (term->first > AS_SECOND_ALONE && !alone) {
      out_codes[count++] = AS_SECOND_ALONE;
      alone = true;
    }
    out_codes[count++] = term->first;
  }
  if (count > 0 && !alone) out_codes[count++] = AS_SECOND_ALONE;
  return count;
}

static void make_characters(segment_model *model, uint8_t field, size_t count, uint64_t *seed) {
  as_term term = {.field = field, .kind = AS_TERM_CHAR, .first = 0x4E00};
  for (size_t i = 0; i < count; i++) {
    add_term(model, term, random_step(model, seed), seed);
    term.first += 1 + model_random(seed, 30);
    if (i == count / 2 && field == 0) term.first += 0xB000; /* some are behind U+FFFD */
  }
}

/* Pairs of what has a list; seconds of pairs of characters now and then behind a space. */
static void make_pairs(segment_model *model, uint8_t field, uint8_t kind, size_t count, uint64_t *seed) {
  uint32_t *codes = malloc((model->terms + 2) * sizeof *codes);
  const size_t characters = characters_of(model, field, codes);
  const bool both = kind == AS_TERM_PAIR;
  size_t first = 0, second = 0;
  for (size_t i = 0; i < count && first < characters; i++) {
    const uint32_t apart = second < characters ? 0 : AS_SECOND_APART;
    as_term term = {.field = field, .kind = kind, .first = codes[first], .second = (uint32_t)second};
    if (both) term.second = codes[second % characters] + apart;
    if (codes[first] != AS_SECOND_ALONE) add_term(model, term, random_step(model, seed), seed);
    second += 1 + model_random(seed, both ? 3 : 40);
    if (model_random(seed, 90) != 0 && (!both || second < 2 * characters)) continue;
    first += 1 + model_random(seed, 3);
    second = model_random(seed, both ? 5 : 100);
  }
  free(codes);
}

static void make_tokens(segment_model *model, uint8_t field, size_t count, uint64_t *seed) {
  as_term term = {.field = field, .kind = AS_TERM_TOKEN};
  for (size_t i = 0; i < count; i++) {
    add_term(model, term, random_step(model, seed), seed);
    term.second += 1 + model_random(seed, 40);
  }
}

segment_model *model_new(uint32_t documents, size_t terms, uint64_t seed) {
  segment_model *model = calloc(1, sizeof *model);
  model->documents = documents;
  model->document = calloc(documents + 1, sizeof *model->document);
  for (uint32_t i = 0; i < documents; i++) make_document(&model->document[i], i, &seed);
  model->tokens = terms / 4 + 5;
  model->token = calloc(model->tokens, sizeof *model->token);
  for (size_t i = 0; i < model->tokens; i++) snprintf(model->token[i], 24, "tok%07zu", i * 13);
  for (uint8_t field = 0; field < 2; field++) {
    add_term(model, (as_term){.field = field, .kind = AS_TERM_BREAK}, 0, &seed);
    make_characters(model, field, terms / 8 + 1, &seed);
    make_pairs(model, field, AS_TERM_PAIR, terms / 2 + 1, &seed);
    make_pairs(model, field, AS_TERM_CHAR_TOKEN, terms / 8 + 1, &seed);
    make_pairs(model, field, AS_TERM_TOKEN_CHAR, terms / 8 + 1, &seed);
    make_tokens(model, field, terms / 8 + 1, &seed);
  }
  return model;
}

void model_free(segment_model *model) {
  for (size_t i = 0; i < model->terms; i++) {
    free(model->term[i].document);
    free(model->term[i].frequency);
    free(model->term[i].position);
  }
  for (uint32_t i = 0; i < model->documents; i++) free(model->document[i].stored);
  free(model->document);
  free(model->ranks);
  free(model->term);
  free(model->token);
  free(model);
}

/* ---- the source ---- */

static assist_status next_token(void *context, uint8_t field, as_slice *out_token, bool *out_more,
                                assist_error *error) {
  segment_model *model = context;
  (void)error;
  *out_more = field == 0 && model->next_token < model->tokens;
  if (*out_more) *out_token = as_slice_of_text(model->token[model->next_token++]);
  return ASSIST_OK;
}

static assist_status next_term(void *context, as_term *out_term, bool *out_more, assist_error *error) {
  segment_model *model = context;
  (void)error;
  *out_more = model->next_term < model->terms;
  if (*out_more) *out_term = model->term[model->next_term++].term;
  model->next_posting = 0;
  model->next_position = 0;
  return ASSIST_OK;
}

static assist_status next_block(void *context, as_posting_block *out_block, assist_error *error) {
  segment_model *model = context;
  const model_term *term = &model->term[model->next_term - 1];
  (void)error;
  uint32_t left = term->documents - model->next_posting;
  out_block->count = left < AS_SOURCE_BLOCK ? left : AS_SOURCE_BLOCK;
  out_block->positions = term->position == NULL ? NULL : term->position + model->next_position;
  for (uint32_t i = 0; i < out_block->count; i++) {
    out_block->documents[i] = term->document[model->next_posting + i];
    out_block->frequencies[i] = term->frequency[model->next_posting + i];
    model->next_position += out_block->frequencies[i];
  }
  model->next_posting += out_block->count;
  return ASSIST_OK;
}

as_term_source model_source(segment_model *model) {
  model->next_token = model->next_term = 0;
  return (as_term_source){model, next_token, next_term, next_block};
}

/* Halves interleaved from the end. */
void model_reorder(segment_model *model) {
  const uint32_t count = model->documents;
  uint64_t *insertions = malloc((count + 1) * sizeof *insertions);
  model->ranks = malloc((count + 1) * sizeof *model->ranks);
  for (uint32_t i = 0; i < count; i++) insertions[i] = model->document[i].insertion;
  for (uint32_t i = 0; i < count; i++) {
    const uint32_t back = count - 1 - i;
    model->ranks[i] = back % 2 == 0 ? back / 2 : (count + 1) / 2 + back / 2;
    model->document[i].insertion = insertions[model->ranks[i]];
  }
  free(insertions);
}

#define LINE_UNITS 3u

void model_marks(const segment_model *model, uint32_t number, as_mark_list *out) {
  const uint32_t count = model->documents < MODEL_LINES ? 0 : number * 5 % 7;
  out->list.count = 0;
  out->whole = number % 2 == 0;
  for (uint32_t i = 0, at = number % 3; i < count; i++, at += LINE_UNITS + number % 4) {
    as_line_mark mark = {(number + i * i) % MODEL_LINES, at, at + LINE_UNITS};
    if (mark.end > model->document[number].lengths[0] || !as_vec_push(&out->list, mark)) break;
  }
  if (!as_marks_are_many(out, as_length_of_code(as_length_code(model->document[number].lengths[0]))))
    out->list.count = 0;
}

/* Of the documents that have each, no more is said than what may be. */
static assist_status write_lines(const segment_model *model, as_segment_writer *writer, assist_error *error) {
  as_buf rows;
  as_buf_init(&rows);
  for (uint32_t i = 0; i < MODEL_LINES && model->documents >= MODEL_LINES; i++) {
    as_buf_add_u64(&rows, (i + 1) * UINT64_C(0x1234567890ABCDEF));
    as_buf_add_u32(&rows, 2 + i * 3 % (MODEL_LINES - 1));
  }
  assist_status status = as_segment_writer_furniture(writer, &rows, error);
  as_buf_clear(&rows);
  return status;
}

static assist_status write_marks(const segment_model *model, uint32_t number, as_segment_writer *writer,
                                 assist_error *error) {
  as_mark_list marks = {.whole = false};
  model_marks(model, number, &marks);
  assist_status status = as_segment_writer_marks(writer, number, &marks, error);
  as_vec_free(&marks.list);
  return status;
}

static assist_status write_documents(const segment_model *model, as_segment_writer *writer,
                                     assist_error *error) {
  assist_status told = write_lines(model, writer, error);
  if (told != ASSIST_OK) return told;
  for (uint32_t i = 0; i < model->documents; i++) {
    const model_document *from = &model->document[i];
    as_segment_document document = {.key = as_slice_of_text(from->key),
                                    .stamp = as_slice_of_text(from->stamp),
                                    .insertion = from->insertion,
                                    .text_bytes = from->text,
                                    .lengths = from->lengths,
                                    .title_begin = from->title_begin,
                                    .title_end = from->title_end,
                                    .values = from->values,
                                    .value_count = from->value_count,
                                    .texts = from->texts,
                                    .text_count = from->text_count,
                                    .stored = as_slice_of(from->stored, from->stored_size)};
    assist_status status = as_segment_writer_add(writer, &document, error);
    if (status == ASSIST_OK) status = write_marks(model, i, writer, error);
    if (status != ASSIST_OK) return status;
  }
  return ASSIST_OK;
}

assist_status model_write(segment_model *model, as_folder *folder, bool store, as_segment_record *out_record,
                          assist_error *error) {
  as_segment_writer_options options = {.field_count = 2,
                                       .column_count = 3,
                                       .store = store,
                                       .store_level = 3,
                                       .apart = model->apart,
                                       .ranks = model->ranks,
                                       .rank_count = model->ranks == NULL ? 0 : model->documents};
  as_segment_writer *writer;
  assist_status status = as_segment_writer_open(folder, "new-segment", &options, &writer, error);
  if (status != ASSIST_OK) return status;
  as_term_source source = model_source(model);
  status = write_documents(model, writer, error);
  if (status == ASSIST_OK) status = as_segment_writer_terms(writer, &source, error);
  if (status == ASSIST_OK) return as_segment_writer_finish(writer, out_record, error);
  as_segment_writer_abandon(writer);
  return status;
}

/* ---- open ---- */

assist_status model_open(opened_model *opened, uint32_t documents, size_t terms, uint64_t seed,
                         assist_error *error) {
  as_segment_record record;
  *opened = (opened_model){.path = "/tmp/assist-model-XXXXXX"};
  if (mkdtemp(opened->path) == NULL) return ASSIST_IO;
  opened->model = model_new(documents, terms, seed);
  assist_status status = as_folder_open(opened->path, &opened->folder, error);
  if (status == ASSIST_OK) status = model_write(opened->model, opened->folder, false, &record, error);
  return status != ASSIST_OK ? status
                             : as_segment_open(opened->folder, &record, false, &opened->segment, error);
}

static assist_status remove_file(void *context, const char *name) {
  return as_folder_remove(context, name, NULL);
}

void model_close(opened_model *opened) {
  as_segment_close(opened->segment);
  model_free(opened->model);
  if (opened->folder != NULL) (void)as_folder_list(opened->folder, remove_file, opened->folder, NULL);
  as_folder_close(opened->folder);
  rmdir(opened->path);
}
