/* SPDX-License-Identifier: MIT
 *
 * From streams to terms and postings.
 *
 *   field 0 .. n
 *     kind BREAK .. TOKEN
 *       first unit      one stream
 *         records       | key key key | key | key key ...     sorted, a part at a time
 *           term        '-------------'                       a group of equal keys
 *             block     documents, frequencies, positions     at most 128 documents
 *
 * A key that streams (its records are more than a part) is one group that goes on in the next piece.  Lists of CHAR terms need
 * no records: they are the documents of a stream, in the order in which they stand there. */
#include "memory/readout.h"

#include "base/bits.h"
#include "port/mem.h"

#define LEAST_CAPACITY ((size_t)1024)

/* No more is mapped than a batch of this size can need. */
static size_t fitting_capacity(const as_readout *readout, size_t sort_bytes) {
  size_t most = 0;
  for (size_t i = 0; i < readout->field_count; i++) {
    const as_lane *lane = readout->fields[i].lane;
    if (lane != NULL && lane->positions > most) most = lane->positions;
  }
  size_t capacity = sort_bytes / (2 * sizeof(uint64_t));
  if (most < capacity) capacity = most;
  return capacity < LEAST_CAPACITY ? LEAST_CAPACITY : capacity;
}

static bool give_up(as_readout *readout) {
  as_readout_clear(readout);
  return false;
}

static bool map_buffers(as_readout *readout, size_t sort_bytes) {
  const size_t capacity = fitting_capacity(readout, sort_bytes);
  readout->end = UINT32_MAX;
  readout->buffer_size = 2 * capacity * sizeof *readout->buffers;
  readout->buffers = as_mem_map(readout->buffer_size);
  if (readout->buffers == NULL) return give_up(readout);
  as_records_init(&readout->records, readout->buffers, capacity);
  return true;
}

bool as_readout_init(as_readout *readout, as_lane *const *lanes, size_t lane_count, size_t sort_bytes) {
  *readout = (as_readout){0};
  readout->fields = as_mem_calloc(lane_count, sizeof *readout->fields);
  bool good = readout->fields != NULL;
  if (good) readout->field_count = lane_count;
  for (size_t i = 0; good && i < lane_count; i++) {
    readout->fields[i].lane = lanes[i];
    if (lanes[i] != NULL) good = as_ranks_init(&readout->fields[i].ranks, lanes[i]->tokens);
  }
  return good ? map_buffers(readout, sort_bytes) : give_up(readout);
}

bool as_readout_init_beside(as_readout *readout, const as_readout *owner, size_t sort_bytes) {
  *readout = (as_readout){.fields = owner->fields, .field_count = owner->field_count, .beside = true};
  return map_buffers(readout, sort_bytes);
}

void as_readout_clear(as_readout *readout) {
  for (size_t i = 0; !readout->beside && i < readout->field_count; i++)
    as_ranks_clear(&readout->fields[i].ranks);
  as_records_clear(&readout->records);
  if (!readout->beside) as_mem_free(readout->fields);
  as_mem_unmap(readout->buffers, readout->buffer_size);
  as_vec_free(&readout->positions);
  *readout = (as_readout){0};
}

bool as_readout_token(as_readout *readout, size_t field, as_slice *out_token) {
  if (field >= readout->field_count) return false;
  as_read_field *from = &readout->fields[field];
  if (from->token_at >= from->ranks.count) return false;
  *out_token = as_bytemap_key(from->lane->tokens, from->ranks.numbers[from->token_at++]);
  return true;
}

/* The stream of LANE and KIND with the first unit from CODE on; NULL: there is no more. */
static const as_stream *stream_from(const as_lane *lane, uint8_t kind, uint32_t code, uint32_t *out_first) {
  const as_char_streams *streams = NULL;
  switch (kind) {
  case AS_TERM_CHAR:
  case AS_TERM_PAIR: streams = &lane->chars; break;
  case AS_TERM_CHAR_TOKEN: streams = &lane->after; break;
  case AS_TERM_TOKEN_CHAR: streams = &lane->before; break;
  default: break;
  }
  if (streams != NULL) return as_char_streams_next(streams, code, out_first);
  *out_first = 0;
  if (code != 0) return NULL;
  return as_char_streams_find(&lane->chars, kind == AS_TERM_BREAK ? AS_CODE_BREAK : AS_CODE_TOKEN);
}

/* The stream of the next first unit of field and kind; NULL: there is no more. */
static const as_stream *next_stream(as_readout *readout) {
  const as_lane *lane = readout->fields[readout->field].lane;
  const as_stream *stream = stream_from(lane, readout->kind, readout->next_code, &readout->first);
  if (stream == NULL || readout->first >= readout->end) return NULL;
  readout->next_code = readout->first + 1;
  return stream;
}

static bool add_ranges(const as_lane *lane, uint8_t field, uint8_t kind, size_t cells,
                       as_term_ranges *ranges) {
  as_term_range range = {field, kind, 0, 0};
  size_t sum = 0;
  uint32_t first;
  for (const as_stream *stream; (stream = stream_from(lane, kind, range.end, &first)) != NULL;) {
    range.end = first + 1;
    sum += as_stream_cells(stream);
    if (sum < cells) continue;
    if (!as_vec_push(ranges, range)) return false;
    range.begin = range.end;
    sum = 0;
  }
  return range.begin == range.end || as_vec_push(ranges, range);
}

bool as_readout_ranges(const as_readout *readout, size_t cells, as_term_ranges *out_ranges) {
  for (size_t field = 0; field < readout->field_count; field++) {
    const as_lane *lane = readout->fields[field].lane;
    for (uint8_t kind = 0; lane != NULL && kind < AS_TERM_KINDS; kind++) {
      if (!add_ranges(lane, (uint8_t)field, kind, cells, out_ranges)) return false;
    }
  }
  return true;
}

void as_readout_begin(as_readout *readout, as_term_range range) {
  readout->field = range.field;
  readout->kind = range.kind;
  readout->next_code = range.begin;
  readout->end = range.end;
  readout->records.source.stream = NULL;
  readout->in_term = false;
}

static as_record_source source_of(const as_readout *readout, const as_stream *stream) {
  const as_ranks *ranks = &readout->fields[readout->field].ranks;
  switch (readout->kind) {
  case AS_TERM_BREAK: return (as_record_source){stream, NULL, 1, false};
  case AS_TERM_PAIR: return (as_record_source){stream, NULL, (uint32_t)AS_KEYS_OF_CHARS, true};
  default: return (as_record_source){stream, ranks->ranks, ranks->count, false};
  }
}

/* The next part of records, or list, of this first unit or a later one, a later kind, a later field. */
static bool next_part(as_readout *readout, bool *out_more) {
  *out_more = false;
  if (readout->records.source.stream != NULL && !as_records_next(&readout->records, out_more)) return false;
  while (!*out_more && readout->field < readout->field_count) {
    const as_read_field *field = &readout->fields[readout->field];
    const as_stream *stream = field->lane == NULL ? NULL : next_stream(readout);
    readout->records.source.stream = NULL;
    if (stream == NULL && readout->end != UINT32_MAX) {
      readout->field = readout->field_count; /* of the range there is no more */
    } else if (stream == NULL) {
      readout->next_code = 0;
      if (field->lane != NULL && ++readout->kind < AS_TERM_KINDS) continue;
      readout->kind = 0;
      readout->field++;
    } else if (readout->kind == AS_TERM_CHAR) {
      as_stream_open(&readout->list, stream);
      *out_more = true;
    } else {
      as_records_shape(&readout->records, field->lane->entries, field->lane->longest);
      as_records_begin(&readout->records, source_of(readout, stream));
      if (!as_records_next(&readout->records, out_more)) return false;
    }
  }
  readout->at = 0;
  return true;
}

/* What the caller left of the current term. */
static bool skip_rest(as_readout *readout) {
  uint32_t documents[AS_READOUT_BLOCK], frequencies[AS_READOUT_BLOCK], count = 1;
  while (count != 0 && readout->in_term) {
    if (!as_readout_block(readout, documents, frequencies, &count)) return false;
  }
  return true;
}

bool as_readout_term(as_readout *readout, as_term *out_term, bool *out_more) {
  *out_more = true;
  if (!skip_rest(readout)) return false;
  if (readout->records.source.stream == NULL || readout->at >= readout->records.count) {
    if (!next_part(readout, out_more)) return false;
    if (!*out_more) return true;
  }
  readout->in_term = true;
  *out_term = (as_term){(uint8_t)readout->field, readout->kind, readout->first, 0};
  if (readout->kind == AS_TERM_CHAR) return true;
  readout->key = as_records_key(&readout->records, readout->records.sorted[readout->at]);
  out_term->second = readout->key;
  return true;
}

/* Entries of VIEW that are not the one before, until COUNT is a block's; one occurrence after another, some in the document of the
 * one before: written always, counted when new.  Positions are left as they are. */
static uint32_t list_entries(as_stream_view *io_view, uint32_t *entries, uint32_t count) {
  static const uint8_t steps[AS_CELL_STEPS] = {0,  0,  0,  0,  1,  2,  3,  4,  5,  6,  7,
                                               8,  9,  10, 11, 12, 13, 14, 15, 16, 17, 18,
                                               19, 20, 21, 22, 23, 24, 25, 26, 27, 28};
  as_stream_view view = *io_view;
  while (view.at < view.limit && count < AS_READOUT_BLOCK) {
    const uint32_t *stop =
        view.limit - view.at < AS_READOUT_BLOCK - count ? view.limit : view.at + (AS_READOUT_BLOCK - count);
    while (view.at < stop) {
      const uint32_t cell = *view.at;
      uint32_t step = steps[as_cell_step(cell)];
      if (as_cell_is_rare(cell)) {
        step = 0 - view.next_entry;
        (void)as_stream_get(&view);
        step += view.next_entry;
      } else {
        view.next_entry += step;
        view.at++;
      }
      entries[count] = view.next_entry - 1;
      count += step != 0;
    }
  }
  *io_view = view;
  return count;
}

static void char_block(as_readout *readout, uint32_t *entries, uint32_t *frequencies, uint32_t *out_count) {
  as_stream_reader *list = &readout->list;
  uint32_t count = 0;
  while (count < AS_READOUT_BLOCK && (list->at < list->limit || as_stream_more(list))) {
    as_stream_view view = as_stream_view_of(list);
    count = list_entries(&view, entries, count);
    as_stream_view_end(list, &view);
  }
  for (uint32_t i = 0; i < count; i++) frequencies[i] = 1;
  *out_count = count;
}

/* Entry and position of a record, taken apart. */
typedef struct splitter {
  uint64_t entries, positions; /* masks */
  unsigned entry_at;
} splitter;

static splitter splitter_of(const as_records *records) {
  const unsigned entry_at = records->entry_at, key_at = records->key_at;
  return (splitter){as_bits_mask(key_at - entry_at), as_bits_mask(entry_at), entry_at};
}

static inline uint32_t entry_of(splitter split, uint64_t record) {
  return (uint32_t)(record >> split.entry_at & split.entries);
}

/* Records of this piece into the block, until it is full.  ENDS: behind the last of each document's positions. */
static bool fill_block(as_readout *readout, uint32_t *entries, uint32_t *ends, uint32_t *io_count) {
  const uint64_t *record = readout->records.sorted + readout->at;
  const uint64_t *end = readout->records.sorted + readout->records.count;
  if (record >= end) return true; /* the last piece of a stream is empty */
  const size_t wanted = readout->positions.count + (size_t)(end - record);
  if (readout->positions.capacity < wanted && !as_vec_reserve(&readout->positions, wanted)) return false;
  const splitter split = splitter_of(&readout->records);
  const unsigned key_at = readout->records.key_at;
  const uint64_t base = (uint64_t)readout->key << key_at, span = UINT64_C(1) << key_at;
  uint32_t *positions = readout->positions.items;
  uint32_t place = (uint32_t)readout->positions.count, count = *io_count;
  uint32_t last = count > 0 ? entries[count - 1] : UINT32_MAX;
  for (; record < end && *record - base < span; record++) {
    const uint64_t rest = *record - base;
    uint32_t entry = (uint32_t)(rest >> split.entry_at);
    if (count == AS_READOUT_BLOCK && entry != last) break;
    count += entry != last;
    entries[count - 1] = last = entry;
    positions[place++] = (uint32_t)(rest & split.positions);
    ends[count - 1] = place;
  }
  readout->positions.count = place;
  readout->at = (size_t)(record - readout->records.sorted);
  *io_count = count;
  return true;
}

/* Nearly half of all terms occur once.  False: this one may not. */
static bool single(as_readout *readout, uint32_t *entries, uint32_t *frequencies) {
  const as_records *records = &readout->records;
  const uint64_t *record = records->sorted + readout->at;
  if (records->streaming || readout->at + 1 >= records->count || readout->positions.capacity == 0 ||
      as_records_key(records, record[1]) == readout->key ||
      as_records_key(records, record[0]) != readout->key)
    return false;
  const splitter split = splitter_of(records);
  *entries = entry_of(split, *record);
  *frequencies = 1;
  readout->positions.items[0] = (uint32_t)(*record & split.positions);
  readout->positions.count = 1;
  readout->at++;
  return true;
}

static bool term_block(as_readout *readout, uint32_t *entries, uint32_t *frequencies, uint32_t *out_count) {
  if (single(readout, entries, frequencies)) {
    *out_count = 1;
    return true;
  }
  uint32_t ends[AS_READOUT_BLOCK], before = 0;
  for (;;) {
    if (!fill_block(readout, entries, ends, out_count)) return false;
    if (readout->at < readout->records.count || !as_records_piece(&readout->records)) break;
    readout->at = 0;
  }
  for (uint32_t i = 0; i < *out_count; i++) {
    frequencies[i] = ends[i] - before;
    before = ends[i];
  }
  return true;
}

bool as_readout_block(as_readout *readout, uint32_t *documents, uint32_t *frequencies, uint32_t *out_count) {
  *out_count = 0;
  readout->positions.count = 0;
  if (!readout->in_term) return true;
  if (readout->kind == AS_TERM_CHAR) {
    char_block(readout, documents, frequencies, out_count);
  } else if (!term_block(readout, documents, frequencies, out_count)) {
    return false;
  }
  const as_lane *lane = readout->fields[readout->field].lane;
  for (uint32_t i = 0; !lane->every && i < *out_count; i++) documents[i] = lane->owners.items[documents[i]];
  readout->in_term = *out_count == AS_READOUT_BLOCK; /* what is not full is the last */
  return true;
}
