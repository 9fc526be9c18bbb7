/* SPDX-License-Identifier: MIT
 *
 * From streams to terms and postings.
 *
 *   field 0 .. n
 *     kind BREAK .. TOKEN
 *       first unit      one stream
 *         records       | key key key | key | key key ...     by key, a part at a time
 *           term        '-------------'                       those of one key
 *             block     documents, frequencies, positions     at most 128 documents
 *
 * A key that streams (its records are more than a part, or all of the stream) goes on in the next piece.  Lists of CHAR terms need
 * no records: they are the documents of a stream, in the order in which they stand there. */
#include "memory/readout.h"

#include "base/bits.h"
#include "port/mem.h"

#define LEAST_CAPACITY ((size_t)1024)
#define TOKEN_RANGES 4u

/* No more is mapped than a batch of this size can need. */
static size_t fitting_capacity(const as_readout *readout, size_t sort_bytes) {
  size_t most = 0;
  for (size_t i = 0; i < readout->field_count; i++) {
    const as_lane *lane = readout->fields[i].lane;
    if (lane != NULL && lane->positions > most) most = lane->positions;
  }
  size_t capacity = sort_bytes / sizeof(uint64_t);
  if (most < capacity) capacity = most;
  return capacity < LEAST_CAPACITY ? LEAST_CAPACITY : capacity;
}

static bool give_up(as_readout *readout) {
  as_readout_clear(readout);
  return false;
}

static bool map_buffers(as_readout *readout, size_t sort_bytes) {
  const size_t capacity = fitting_capacity(readout, sort_bytes);
  readout->end = readout->token_count = UINT32_MAX;
  readout->buffer_size = (capacity + 1) * sizeof *readout->buffer; /* one for what is left out */
  readout->buffer = as_mem_map(readout->buffer_size);
  if (readout->buffer == NULL) return give_up(readout);
  as_records_init(&readout->records, readout->buffer, capacity);
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
  as_mem_unmap(readout->buffer, readout->buffer_size);
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
  as_term_range range = {field, kind, 0, 0, 0, UINT32_MAX};
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

/* Tokens, all in one stream, are the last, and who has nothing to do then would wait for who reads them: the stream is read by several,
 * for a part of the tokens each. */
static bool add_token_ranges(const as_readout *readout, uint8_t field, size_t cells, as_term_ranges *ranges) {
  const as_stream *stream = as_char_streams_find(&readout->fields[field].lane->chars, AS_CODE_TOKEN);
  const uint32_t tokens = readout->fields[field].ranks.count;
  if (stream == NULL) return true;
  const uint32_t parts =
      as_stream_cells(stream) / TOKEN_RANGES < cells || tokens < TOKEN_RANGES ? 1 : TOKEN_RANGES;
  const uint32_t step = (tokens + parts - 1) / parts;
  for (uint32_t first = 0; first < tokens; first += step) {
    if (!as_vec_push(ranges, ((as_term_range){field, AS_TERM_TOKEN, 0, 1, first, step}))) return false;
  }
  return true;
}

bool as_readout_ranges(const as_readout *readout, size_t cells, as_term_ranges *out_ranges) {
  for (size_t field = 0; field < readout->field_count; field++) {
    const as_lane *lane = readout->fields[field].lane;
    for (uint8_t kind = 0; lane != NULL && kind < AS_TERM_KINDS; kind++) {
      const bool good = kind == AS_TERM_TOKEN ? add_token_ranges(readout, (uint8_t)field, cells, out_ranges)
                                              : add_ranges(lane, (uint8_t)field, kind, cells, out_ranges);
      if (!good) return false;
    }
  }
  return true;
}

void as_readout_begin(as_readout *readout, as_term_range range) {
  readout->field = range.field;
  readout->kind = range.kind;
  readout->next_code = range.begin;
  readout->end = range.end;
  readout->first_token = range.first;
  readout->token_count = range.count;
  readout->in_part = readout->in_term = false;
}

static as_record_source source_of(const as_readout *readout, const as_stream *stream) {
  const as_ranks *ranks = &readout->fields[readout->field].ranks;
  switch (readout->kind) {
  case AS_TERM_BREAK: return (as_record_source){.stream = stream, .keys = 1};
  case AS_TERM_PAIR: return (as_record_source){.stream = stream, .keys = AS_KEYS_OF_CHARS, .with_none = true};
  default:
    return (as_record_source){.stream = stream,
                              .ranks = ranks->ranks,
                              .keys = ranks->count,
                              .first = readout->first_token,
                              .wanted = readout->token_count};
  }
}

/* No more streams of this field and kind. */
static void pass_kind(as_readout *readout) {
  if (readout->end != UINT32_MAX) {
    readout->field = readout->field_count; /* of the range there is no more */
    return;
  }
  readout->next_code = 0;
  if (readout->fields[readout->field].lane != NULL && ++readout->kind < AS_TERM_KINDS) return;
  readout->kind = 0;
  readout->field++;
}

/* The next part of records, or list, of this first unit or a later one, a later kind, a later field. */
static bool next_part(as_readout *readout, bool *out_more) {
  as_records *records = &readout->records;
  bool more = readout->in_part && as_records_next(records);
  while (!more && readout->field < readout->field_count) {
    const as_lane *lane = readout->fields[readout->field].lane;
    const as_stream *stream = lane == NULL ? NULL : next_stream(readout);
    readout->in_part = false;
    if (stream == NULL) {
      pass_kind(readout);
    } else if (readout->kind == AS_TERM_CHAR) {
      as_stream_open(&readout->list, stream);
      more = true;
    } else {
      as_records_shape(records, lane);
      if (!as_records_begin(records, source_of(readout, stream))) return false;
      more = readout->in_part = as_records_next(records);
    }
  }
  readout->term = records->part;
  readout->at = readout->term_end = 0;
  *out_more = more;
  return true;
}

/* What the caller left of the term before is passed. */
bool as_readout_term(as_readout *readout, as_term *out_term, bool *out_more) {
  const as_records *records = &readout->records;
  *out_more = true;
  readout->at = readout->term_end;
  if (!readout->in_part || readout->term == records->part_end) {
    if (!next_part(readout, out_more)) return false;
    if (!*out_more) return true;
  }
  readout->in_term = true;
  *out_term = (as_term){(uint8_t)readout->field, readout->kind, readout->first, 0};
  if (readout->kind == AS_TERM_CHAR) return true;
  const uint32_t key = records->keys.items[readout->term++];
  out_term->second = key;
  readout->term_end = records->streaming ? records->count : records->ends[key];
  return true;
}

static void char_block(as_readout *readout, uint32_t *entries, uint32_t *frequencies, uint32_t *out_count) {
  as_stream_reader *list = &readout->list;
  uint32_t count = 0;
  while (count < AS_READOUT_BLOCK && (list->at < list->limit || as_stream_more(list))) {
    as_stream_view view = as_stream_view_of(list);
    count = as_split_list(&view, entries, count);
    as_stream_view_end(list, &view);
  }
  for (uint32_t i = 0; i < count; i++) frequencies[i] = 1;
  *out_count = count;
}

/* Records of this piece into the block, until it is full. */
static bool fill_block(as_readout *readout, as_split *block) {
  const size_t wanted = block->place + (readout->term_end - readout->at) + AS_SPLIT_SPARE;
  if (readout->positions.capacity < wanted && !as_vec_reserve(&readout->positions, wanted)) return false;
  block->positions = readout->positions.items;
  readout->at = as_split_records(block, &readout->records.row, readout->at, readout->term_end);
  readout->positions.count = block->place;
  return true;
}

/* Nearly half of all terms occur once.  False: this one may not. */
static bool single(as_readout *readout, uint32_t *entries, uint32_t *frequencies) {
  const as_records *records = &readout->records;
  if (readout->term_end - readout->at != 1 || records->streaming || readout->positions.capacity == 0)
    return false;
  const uint64_t record = as_record_get(&records->row, readout->at++);
  *entries = (uint32_t)(record >> records->row.entry_at);
  *frequencies = 1;
  readout->positions.items[0] = (uint32_t)(record & as_bits_mask(records->row.entry_at));
  readout->positions.count = 1;
  return true;
}

static bool term_block(as_readout *readout, uint32_t *entries, uint32_t *frequencies, uint32_t *out_count) {
  if (single(readout, entries, frequencies)) {
    *out_count = 1;
    return true;
  }
  uint32_t ends[AS_READOUT_BLOCK + 1], before = 0; /* one place before the first */
  as_split block = {.entries = entries, .ends = ends + 1, .last = UINT32_MAX};
  for (;;) {
    if (!fill_block(readout, &block)) return false;
    if (readout->at < readout->term_end || !as_records_piece(&readout->records)) break;
    readout->at = 0;
    readout->term_end = readout->records.count;
  }
  for (uint32_t i = 0; i < block.count; i++) {
    frequencies[i] = block.ends[i] - before;
    before = block.ends[i];
  }
  *out_count = block.count;
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
