/* SPDX-License-Identifier: MIT
 *
 * A segment as it is written: which file gets what, and when.
 *
 *   open    .docs  .store            created
 *   add     documents into both
 *   terms   .posts .terms            created, tokens, then for each term its list and its entry; ended
 *   finish  .docs  .store ended      all synced, then all renamed
 *
 * Files have temporary names until every one is whole and synced; closing one that has not been renamed
 * removes it, so that a failure at any point leaves no more than files that no commit names. */
#include "segwrite/segment.h"

#include <string.h>

#include "base/error.h"
#include "port/mem.h"
#include "segwrite/crew.h"
#include "segwrite/dictionary.h"
#include "segwrite/documents.h"
#include "segwrite/lists.h"
#include "segwrite/store.h"

#define STEM_MOST 200u

struct as_segment_writer {
  as_folder *folder;
  as_segment_writer_options options;
  as_sealed *files[AS_SEGMENT_FILES]; /* NULL: not yet, or no stored text */
  as_document_writer documents;
  as_store_writer store;
  as_segment_record record;
  bool has_terms;
  char stem[STEM_MOST];
};

static assist_status create(as_segment_writer *writer, enum as_segment_file kind, assist_error *error) {
  return as_sealed_open(writer->folder, writer->stem, kind, &writer->files[kind], error);
}

static assist_status prepare(as_segment_writer *writer, assist_error *error) {
  const as_segment_writer_options *options = &writer->options;
  assist_status status = create(writer, AS_FILE_DOCUMENTS, error);
  if (status != ASSIST_OK) return status;
  status = as_document_writer_init(&writer->documents, writer->files[AS_FILE_DOCUMENTS], options->field_count,
                                   options->column_count, error);
  writer->documents.ordered = options->ordered;
  if (status == ASSIST_OK && options->ranks != NULL)
    status = as_document_writer_reorder(&writer->documents, options->ranks, options->rank_count, error);
  if (status != ASSIST_OK || !options->store) return status;
  status = create(writer, AS_FILE_STORE, error);
  if (status != ASSIST_OK) return status;
  return as_store_writer_init(&writer->store, writer->files[AS_FILE_STORE], options->store_level,
                              options->apart, error);
}

assist_status as_segment_writer_open(as_folder *folder, const char *temporary_stem,
                                     const as_segment_writer_options *options, as_segment_writer **out_writer,
                                     assist_error *error) {
  size_t size = strlen(temporary_stem) + 1;
  if (size > STEM_MOST || options->field_count == 0)
    return as_fail(error, ASSIST_INVALID, "bad segment options");
  as_segment_writer *writer = as_mem_calloc(1, sizeof *writer);
  if (writer == NULL) return as_fail_nomem(error);
  writer->folder = folder;
  writer->options = *options;
  memcpy(writer->stem, temporary_stem, size);
  assist_status status = prepare(writer, error);
  if (status != ASSIST_OK) {
    as_segment_writer_abandon(writer);
    return status;
  }
  *out_writer = writer;
  return ASSIST_OK;
}

assist_status as_segment_writer_add(as_segment_writer *writer, const as_segment_document *document,
                                    assist_error *error) {
  assist_status status = as_document_writer_add(&writer->documents, document, error);
  if (status != ASSIST_OK || !writer->options.store) return status;
  return as_store_writer_add(&writer->store, document->stored, error);
}

void as_segment_writer_give_up_values(as_segment_writer *writer, uint8_t field) {
  as_document_writer_give_up_values(&writer->documents, field);
}

assist_status as_segment_writer_furniture(as_segment_writer *writer, const as_buf *rows,
                                          assist_error *error) {
  return as_document_writer_furniture(&writer->documents, rows, error);
}

assist_status as_segment_writer_marks(as_segment_writer *writer, uint32_t document, const as_mark_list *marks,
                                      assist_error *error) {
  return as_document_writer_marks(&writer->documents, document, marks, error);
}

/* ---- terms ---- */

typedef struct term_writers {
  as_list_writer lists;
  as_dictionary_writer dictionary;
  as_saturation *saturations; /* in each field */
} term_writers;

static assist_status put_tokens(term_writers *writers, uint8_t field, const as_term_source *source,
                                assist_error *error) {
  for (;;) {
    as_slice token;
    bool more = false;
    assist_status status = source->next_token(source->context, field, &token, &more, error);
    if (status != ASSIST_OK) return status;
    if (!more) return as_dictionary_writer_tokens_end(&writers->dictionary, field, error);
    status = as_dictionary_writer_token(&writers->dictionary, field, token, error);
    if (status != ASSIST_OK) return status;
  }
}

static void end_block(term_writers *writers) {
  as_dictionary_writer_end_block(&writers->dictionary, as_list_writer_end_block(&writers->lists));
}

static assist_status put_term(as_segment_writer *writer, term_writers *writers, as_term term,
                              const as_term_source *source, assist_error *error) {
  as_entry entry;
  bool known = term.field < writer->options.field_count;
  bool any = false;
  assist_status status = as_list_writer_begin(&writers->lists, source, &any, error);
  if (status != ASSIST_OK || !any) return status;
  if (as_dictionary_writer_is_full(&writers->dictionary, term)) end_block(writers);
  writers->lists.length_codes = known ? writer->documents.codes[term.field] : NULL;
  writers->lists.saturation = known ? &writers->saturations[term.field] : NULL;
  status = as_list_writer_put(&writers->lists, source, term, &entry, error);
  if (status != ASSIST_OK) return status;
  return as_dictionary_writer_term(&writers->dictionary, term, &entry, error);
}

static assist_status put_all_tokens(as_segment_writer *writer, term_writers *writers,
                                    const as_term_source *source, assist_error *error) {
  for (unsigned field = 0; field < writer->options.field_count; field++) {
    assist_status status = put_tokens(writers, (uint8_t)field, source, error);
    if (status != ASSIST_OK) return status;
  }
  return ASSIST_OK;
}

static assist_status put_terms(as_segment_writer *writer, term_writers *writers, const as_term_source *source,
                               assist_error *error) {
  for (;;) {
    as_term term;
    bool more = false;
    assist_status status = source->next_term(source->context, &term, &more, error);
    if (status != ASSIST_OK || !more) return status;
    status = put_term(writer, writers, term, source, error);
    if (status != ASSIST_OK) return status;
  }
}

static assist_status end_file(as_segment_writer *writer, enum as_segment_file kind, const as_buf *directory,
                              assist_error *error) {
  return as_sealed_finish(writer->files[kind], directory, writer->documents.directory.documents,
                          &writer->record.files[kind], error);
}

static assist_status end_terms(as_segment_writer *writer, term_writers *writers, assist_error *error) {
  as_buf directory;
  as_buf_init(&directory);
  end_block(writers);
  assist_status status = as_list_writer_flush(&writers->lists, error);
  if (status == ASSIST_OK) status = end_file(writer, AS_FILE_POSTINGS, &directory, error);
  if (status == ASSIST_OK) status = as_dictionary_writer_end(&writers->dictionary, &directory, error);
  if (status == ASSIST_OK) status = end_file(writer, AS_FILE_TERMS, &directory, error);
  as_buf_clear(&directory);
  return status;
}

typedef struct crew_terms {
  as_segment_writer *writer;
  term_writers *writers;
} crew_terms;

/* From the crew. */
static assist_status take(void *context, const as_crew_term *made, assist_error *error) {
  const crew_terms *terms = context;
  as_list_writer *lists = &terms->writers->lists;
  const as_term term = made->term;
  assist_status status = ASSIST_OK;
  if (as_dictionary_writer_is_full(&terms->writers->dictionary, term)) end_block(terms->writers);
  lists->length_codes = terms->writer->documents.codes[term.field];
  if (as_entry_is_single(&made->entry)) {
    as_list_writer_put_single(lists, term, made->document, made->position);
  } else {
    status = as_list_writer_put_done(lists, made->list, error);
  }
  if (status != ASSIST_OK) return status;
  return as_dictionary_writer_term(&terms->writers->dictionary, term, &made->entry, error);
}

static assist_status put_slices(as_segment_writer *writer, term_writers *writers,
                                const as_term_slices *slices, assist_error *error) {
  crew_terms terms = {writer, writers};
  const as_crew_job job = {.slices = slices,
                           .documents = writer->documents.directory.documents,
                           .field_count = writer->options.field_count,
                           .lengths = writer->documents.codes,
                           .saturations = writers->saturations,
                           .take = take,
                           .context = &terms};
  return as_crew_run(&job, error);
}

static assist_status begin_saturations(const as_segment_writer *writer, term_writers *writers,
                                       assist_error *error) {
  const as_docs_directory *directory = &writer->documents.directory;
  const unsigned count = writer->options.field_count;
  writers->saturations = as_mem_array(count, sizeof *writers->saturations);
  if (writers->saturations == NULL) return as_fail_nomem(error);
  for (unsigned i = 0; i < count; i++)
    as_saturation_init(&writers->saturations[i], directory->documents, directory->fields[i].sum);
  return ASSIST_OK;
}

/* From SOURCE, or else from SLICES. */
static assist_status write_terms(as_segment_writer *writer, const as_term_source *source,
                                 const as_term_slices *slices, assist_error *error) {
  if (writer->has_terms) return as_fail(error, ASSIST_INVALID, "terms were written before");
  writer->has_terms = true;
  term_writers writers = {0};
  assist_status status = create(writer, AS_FILE_POSTINGS, error);
  if (status == ASSIST_OK) status = create(writer, AS_FILE_TERMS, error);
  if (status != ASSIST_OK) return status;
  as_sealed *posts = writer->files[AS_FILE_POSTINGS];
  as_list_writer_init(&writers.lists, posts, writer->documents.directory.documents);
  status = as_dictionary_writer_init(&writers.dictionary, writer->files[AS_FILE_TERMS],
                                     writer->options.field_count, as_sealed_at(posts), error);
  if (status == ASSIST_OK) status = begin_saturations(writer, &writers, error);
  if (status == ASSIST_OK)
    status = put_all_tokens(writer, &writers, source == NULL ? &slices->tokens : source, error);
  if (status == ASSIST_OK)
    status = source == NULL ? put_slices(writer, &writers, slices, error)
                            : put_terms(writer, &writers, source, error);
  if (status == ASSIST_OK) status = end_terms(writer, &writers, error);
  as_list_writer_clear(&writers.lists);
  as_dictionary_writer_clear(&writers.dictionary);
  as_mem_free(writers.saturations);
  return status;
}

assist_status as_segment_writer_terms(as_segment_writer *writer, const as_term_source *source,
                                      assist_error *error) {
  return write_terms(writer, source, NULL, error);
}

assist_status as_segment_writer_slices(as_segment_writer *writer, const as_term_slices *slices,
                                       assist_error *error) {
  return write_terms(writer, NULL, slices, error);
}

/* ---- the end ---- */

static assist_status end_documents(as_segment_writer *writer, assist_error *error) {
  as_buf directory;
  as_buf_init(&directory);
  assist_status status = as_document_writer_end(&writer->documents, &directory, error);
  if (status == ASSIST_OK) status = end_file(writer, AS_FILE_DOCUMENTS, &directory, error);
  as_buf_reset(&directory);
  if (status == ASSIST_OK && writer->options.store)
    status = as_store_writer_end(&writer->store, &directory, error);
  if (status == ASSIST_OK && writer->options.store)
    status = end_file(writer, AS_FILE_STORE, &directory, error);
  as_buf_clear(&directory);
  return status;
}

assist_status as_segment_writer_finish(as_segment_writer *writer, as_segment_record *out_record,
                                       assist_error *error) {
  assist_status status =
      writer->has_terms ? ASSIST_OK : as_fail(error, ASSIST_INVALID, "segment without terms");
  if (status == ASSIST_OK) status = end_documents(writer, error);
  for (unsigned i = 0; i < AS_SEGMENT_FILES && status == ASSIST_OK; i++) {
    if (writer->files[i] != NULL) status = as_sealed_rename(writer->files[i], error);
  }
  writer->record.documents = writer->documents.directory.documents;
  if (status == ASSIST_OK) *out_record = writer->record;
  as_segment_writer_abandon(writer);
  return status;
}

void as_segment_writer_abandon(as_segment_writer *writer) {
  if (writer == NULL) return;
  as_document_writer_clear(&writer->documents);
  as_store_writer_clear(&writer->store);
  for (unsigned i = 0; i < AS_SEGMENT_FILES; i++) as_sealed_close(writer->files[i]);
  as_mem_free(writer);
}

size_t as_segment_writer_memory(const as_segment_writer *writer) {
  size_t sum =
      sizeof *writer + as_document_writer_memory(&writer->documents) + as_store_writer_memory(&writer->store);
  for (unsigned i = 0; i < AS_SEGMENT_FILES; i++) {
    if (i != AS_FILE_STORE)
      sum += as_sealed_memory(writer->files[i]); /* as_store_writer_memory has that one */
  }
  return sum;
}
