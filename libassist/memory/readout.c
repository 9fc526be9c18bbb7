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

#include "port/mem.h"

#define LEAST_CAPACITY ((size_t)1024)

/* No more is mapped than a batch of this size can need. */
static size_t fitting_capacity(const as_readout *readout, size_t sort_bytes) {
  size_t most = 0;
  for (size_t i = 0; i < readout->field_count; i++) {
    const as_lane *lane = readout->fields[i].lane;
    if (lane != NULL && lane->places > most) most = lane->places;
  }
  size_t capacity = sort_bytes / (2 * sizeof(uint64_t));
  if (most < capacity) capacity = most;
  return capacity < LEAST_CAPACITY ? LEAST_CAPACITY : capacity;
}

static bool prepare(as_read_field *field, const as_lane *lane) {
  uint32_t tokens = as_bytemap_count(lane->tokens), keys = (uint32_t)AS_KEYS_OF_CHARS;
  field->lane = lane;
  return as_ranks_init(&field->ranks, lane->tokens) &&
         as_places_init(&field->places, lane, tokens > keys ? tokens : keys);
}

bool as_readout_init(as_readout *readout, as_lane *const *lanes, size_t lane_count, size_t sort_bytes) {
  *readout = (as_readout){0};
  readout->fields = as_mem_calloc(lane_count, sizeof *readout->fields);
  bool good = readout->fields != NULL;
  if (good) readout->field_count = lane_count;
  for (size_t i = 0; good && i < lane_count; i++) {
    if (lanes[i] != NULL) good = prepare(&readout->fields[i], lanes[i]);
  }
  size_t capacity = good ? fitting_capacity(readout, sort_bytes) : 0;
  readout->buffer_size = 2 * capacity * sizeof *readout->buffers;
  if (good) readout->buffers = as_mem_map(readout->buffer_size);
  if (readout->buffers == NULL) {
    as_readout_clear(readout);
    return false;
  }
  as_records_init(&readout->records, readout->buffers, capacity);
  return true;
}

void as_readout_clear(as_readout *readout) {
  for (size_t i = 0; i < readout->field_count; i++) {
    as_ranks_clear(&readout->fields[i].ranks);
    as_places_clear(&readout->fields[i].places);
  }
  as_records_clear(&readout->records);
  as_mem_free(readout->fields);
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

/* The stream of the next first unit of field and kind; NULL: there is no more. */
static const as_stream *next_stream(as_readout *readout) {
  const as_lane *lane = readout->fields[readout->field].lane;
  const as_char_streams *streams = NULL;
  switch (readout->kind) {
  case AS_TERM_CHAR:
  case AS_TERM_PAIR: streams = &lane->chars; break;
  case AS_TERM_CHAR_TOKEN: streams = &lane->after; break;
  case AS_TERM_TOKEN_CHAR: streams = &lane->before; break;
  default: break;
  }
  const as_stream *stream = readout->kind == AS_TERM_BREAK ? &lane->breaks : &lane->tokens_at;
  if (streams != NULL) {
    stream = as_char_streams_next(streams, readout->next_code, &readout->first);
  } else {
    readout->first = 0;
    if (readout->next_code != 0 || stream->head == NULL) return NULL;
  }
  if (stream != NULL) readout->next_code = readout->first + 1;
  return stream;
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
    if (stream == NULL) {
      readout->next_code = 0;
      if (field->lane != NULL && ++readout->kind < AS_TERM_KINDS) continue;
      readout->kind = 0;
      readout->field++;
    } else if (readout->kind == AS_TERM_CHAR) {
      as_stream_open(&readout->list, stream);
      readout->cursor = (as_place_cursor){0};
      *out_more = true;
    } else {
      as_records_begin(&readout->records, &field->places, source_of(readout, stream));
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

static uint32_t owner_of(const as_lane *lane, uint32_t entry) {
  return lane->every ? entry : lane->owners.items[entry];
}

static void char_block(as_readout *readout, uint32_t *documents, uint32_t *frequencies, uint32_t *out_count) {
  const as_read_field *field = &readout->fields[readout->field];
  as_stream_reader list = readout->list;
  as_place_cursor cursor = readout->cursor;
  uint32_t count = 0;
  do {
    while (list.at < list.end && count < AS_READOUT_BLOCK) {
      (void)as_stream_get(&list);
      if (list.place < cursor.next) continue;
      as_place_cursor_to(&cursor, &field->places, list.place);
      frequencies[count] = 1;
      documents[count++] = owner_of(field->lane, cursor.entry);
    }
  } while (count < AS_READOUT_BLOCK && as_stream_chunk(&list));
  readout->list = list;
  readout->cursor = cursor;
  *out_count = count;
}

/* Room for one position of every record that is left in this piece and may go into the block. */
static bool reserve_positions(as_readout *readout) {
  const as_records *records = &readout->records;
  size_t at = readout->at, end = records->count, step = AS_READOUT_BLOCK;
  if (at >= end) return true; /* the last piece of a stream is empty */
  while (at + step < end && as_records_key(records, records->sorted[at + step]) == readout->key) step *= 2;
  if (at + step > end) step = end - at;
  return as_vec_reserve(&readout->positions, readout->positions.count + step);
}

/* The position that a record's place means, and its entry. */
static inline uint32_t position_of(const as_places *places, uint64_t place, as_place_cursor *cursor,
                                   uint32_t *out_entry) {
  if (places->bits == AS_PLACES_WHOLE) {
    as_place_cursor_pass(cursor, places, (uint32_t)place);
    *out_entry = cursor->entry;
    return (uint32_t)place - cursor->start;
  }
  *out_entry = (uint32_t)(place >> places->bits);
  return (uint32_t)place & ((1u << places->bits) - 1);
}

/* Records of this piece into the block, until it is full; the last of ENTRIES is that of the last document in it. */
static bool fill_block(as_readout *readout, uint32_t *entries, uint32_t *frequencies, uint32_t *count) {
  const as_places *places = readout->records.places;
  const uint64_t *sorted = readout->records.sorted;
  const size_t end = readout->records.count;
  const uint32_t key = readout->key;
  const unsigned key_at = places->key_at;
  const uint64_t mask = (UINT64_C(1) << key_at) - 1;
  if (!reserve_positions(readout)) return false;
  uint32_t *positions = readout->positions.items + readout->positions.count;
  uint32_t filled = *count;
  size_t at = readout->at;
  as_place_cursor cursor = {0};
  for (; at < end && (uint32_t)(sorted[at] >> key_at) == key; at++) {
    uint32_t entry, position = position_of(places, sorted[at] & mask, &cursor, &entry);
    if (filled == 0 || entries[filled - 1] != entry) {
      if (filled == AS_READOUT_BLOCK) break;
      entries[filled] = entry;
      frequencies[filled++] = 0;
    }
    frequencies[filled - 1]++;
    *positions++ = position;
  }
  readout->positions.count = (size_t)(positions - readout->positions.items);
  readout->at = at;
  *count = filled;
  return true;
}

bool as_readout_block(as_readout *readout, uint32_t *documents, uint32_t *frequencies, uint32_t *out_count) {
  *out_count = 0;
  readout->positions.count = 0;
  if (!readout->in_term) return true;
  if (readout->kind == AS_TERM_CHAR) {
    char_block(readout, documents, frequencies, out_count);
  } else {
    const as_lane *lane = readout->fields[readout->field].lane;
    do {
      if (!fill_block(readout, documents, frequencies, out_count)) return false;
      if (readout->at < readout->records.count || !as_records_piece(&readout->records)) break;
      readout->at = 0;
    } while (true);
    for (uint32_t i = 0; !lane->every && i < *out_count; i++) documents[i] = lane->owners.items[documents[i]];
  }
  readout->in_term = *out_count != 0;
  return true;
}
