/* SPDX-License-Identifier: MIT
 *
 * From records to terms and postings.
 *
 *   field 0 .. n
 *     kind BREAK .. TOKEN
 *       partition   | key key key | key | key key ...     sorted records
 *         term      '-------------'                       a group of equal keys
 *           block   documents, frequencies, positions     at most 128 documents
 *
 * A key that streams (its records fill more than a partition) is one group that goes on in the next piece.  Lists of CHAR terms
 * lie ready in the buffer; their lengths are the counts made at sealing. */
#include "memory/readout.h"

#include "port/mem.h"

/* As many records as may be needed at all: no more is mapped for a small batch. */
static size_t fitting_capacity(const as_readout *readout, size_t sort_bytes) {
  size_t most = 0;
  for (size_t i = 0; i < readout->field_count; i++) {
    const as_lane *lane = readout->fields[i].lane;
    if (lane != NULL && lane->count > most) most = lane->count;
  }
  size_t capacity = sort_bytes / 16;
  if (capacity < 1024) capacity = 1024;
  return most < capacity ? most + 1 : capacity;
}

bool as_readout_init(as_readout *readout, as_lane *const *lanes, size_t lane_count, size_t sort_bytes) {
  *readout = (as_readout){0};
  readout->fields = as_mem_calloc(lane_count, sizeof *readout->fields);
  readout->token_at = as_mem_calloc(lane_count, sizeof *readout->token_at);
  bool good = readout->fields != NULL && readout->token_at != NULL;
  if (good) readout->field_count = lane_count;
  for (size_t i = 0; good && i < lane_count; i++) {
    if (lanes[i] != NULL) good = as_ranked_init(&readout->fields[i], lanes[i]);
  }
  size_t capacity = good ? fitting_capacity(readout, sort_bytes) : 0;
  readout->buffer_size = 16 * (capacity + AS_RECORDS_SLACK);
  if (good) readout->buffers = as_mem_map(readout->buffer_size);
  if (readout->buffers == NULL) {
    as_readout_clear(readout);
    return false;
  }
  as_records_init(&readout->records, readout->buffers, capacity);
  return true;
}

void as_readout_clear(as_readout *readout) {
  for (size_t i = 0; i < readout->field_count; i++) as_ranked_clear(&readout->fields[i]);
  as_records_clear(&readout->records);
  as_mem_free(readout->fields);
  as_mem_free(readout->token_at);
  as_mem_unmap(readout->buffers, readout->buffer_size);
  as_vec_free(&readout->positions);
  *readout = (as_readout){0};
}

static as_slice token_of_rank(const as_ranked *ranked, uint32_t rank) {
  return as_bytemap_key(ranked->lane->tokens, ranked->numbers[rank]);
}

bool as_readout_token(as_readout *readout, size_t field, as_slice *out_token) {
  if (field >= readout->field_count || readout->token_at[field] >= readout->fields[field].tokens)
    return false;
  *out_token = token_of_rank(&readout->fields[field], readout->token_at[field]++);
  return true;
}

static uint32_t second_code(const as_ranked *ranked, uint32_t second) {
  if (second < ranked->chars) return ranked->codes[second];
  return ranked->codes[second - ranked->chars] | AS_WORD_SPACED;
}

static as_term term_of(const as_readout *readout, uint64_t record) {
  const as_ranked *ranked = &readout->fields[readout->field];
  uint32_t first = as_records_first(&readout->records, record);
  uint32_t second = as_records_second(&readout->records, record);
  as_term term = {(uint8_t)readout->field, readout->kind, 0, 0};
  switch (readout->kind) {
  case AS_TERM_PAIR:
    term.first = ranked->codes[first];
    term.second = second_code(ranked, second);
    break;
  case AS_TERM_CHAR_TOKEN:
  case AS_TERM_TOKEN_CHAR:
    term.first = ranked->codes[first];
    term.second = second;
    break;
  case AS_TERM_TOKEN: term.second = first; break;
  default: break;
  }
  return term;
}

/* The next partition that has records, of this kind or a later one or a later field.  *out_more false: all is read. */
static bool next_partition(as_readout *readout, bool *out_more) {
  for (; readout->field < readout->field_count; readout->field++, readout->kind = 0) {
    const as_ranked *ranked = &readout->fields[readout->field];
    for (; ranked->lane != NULL && readout->kind < AS_TERM_KINDS; readout->kind++, readout->in_kind = false) {
      if (!readout->in_kind) as_records_begin(&readout->records, ranked, readout->kind);
      readout->in_kind = true;
      if (!as_records_next(&readout->records, out_more)) return false;
      readout->at = readout->end = 0;
      readout->character = readout->records.first;
      if (*out_more) return true;
    }
  }
  *out_more = false;
  return true;
}

/* The next character of the partition that has documents. */
static void begin_list(as_readout *readout, as_term *out_term) {
  const as_ranked *ranked = &readout->fields[readout->field];
  while (ranked->counts[AS_TERM_CHAR][readout->character] == 0) readout->character++;
  readout->at = readout->end;
  readout->end = readout->records.streaming ? readout->records.count
                                            : readout->end + ranked->counts[AS_TERM_CHAR][readout->character];
  *out_term = (as_term){(uint8_t)readout->field, AS_TERM_CHAR, ranked->codes[readout->character++], 0};
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
  bool chars = readout->in_kind && readout->kind == AS_TERM_CHAR;
  if ((chars ? readout->end : readout->at) >= readout->records.count) {
    if (!next_partition(readout, out_more)) return false;
    if (!*out_more) return true;
  }
  readout->in_term = true;
  if (readout->kind == AS_TERM_CHAR) {
    begin_list(readout, out_term);
    return true;
  }
  uint64_t record = readout->records.sorted[readout->at];
  readout->key = (uint32_t)(record >> readout->fields[readout->field].key_at);
  *out_term = term_of(readout, record);
  return true;
}

static uint32_t owner_of(const as_ranked *ranked, uint32_t entry) {
  return ranked->lane->every ? entry : ranked->lane->owners.items[entry];
}

static void char_block(as_readout *readout, uint32_t *documents, uint32_t *frequencies, uint32_t *out_count) {
  const as_ranked *ranked = &readout->fields[readout->field];
  uint32_t count = 0;
  if (readout->at == readout->end && as_records_piece(&readout->records)) {
    readout->at = 0;
    readout->end = readout->records.count;
  }
  while (count < AS_READOUT_BLOCK && readout->at < readout->end) {
    frequencies[count] = 1;
    documents[count++] = owner_of(ranked, readout->records.documents[readout->at++]);
  }
  *out_count = count;
}

/* Room for one position of every record that is left in this piece and may go into the block. */
static bool reserve_positions(as_readout *readout) {
  const uint64_t *sorted = readout->records.sorted;
  const unsigned key_at = readout->fields[readout->field].key_at;
  size_t at = readout->at, end = readout->records.count;
  size_t step = AS_READOUT_BLOCK;
  if (at >= end) return true; /* the last piece of a stream is empty */
  while (at + step < end && (uint32_t)(sorted[at + step] >> key_at) == readout->key) step *= 2;
  if (at + step > end) step = end - at;
  return as_vec_reserve(&readout->positions, readout->positions.count + step);
}

/* The position within its entry that PLACE means, and the entry, which is not before *entry. */
static inline uint32_t place_of(const as_ranked *ranked, uint64_t place, uint32_t *entry) {
  if (ranked->place_bits == AS_PLACE_WORD) {
    *entry = as_ranked_entry(ranked, *entry, (uint32_t)place);
    return (uint32_t)place - ranked->lane->starts.items[*entry];
  }
  *entry = (uint32_t)(place >> ranked->place_bits);
  return (uint32_t)place & ((1u << ranked->place_bits) - 1);
}

/* Records of this piece into the block, until it is full; *entry is that of the last document in it. */
static bool fill_block(as_readout *readout, uint32_t *entries, uint32_t *frequencies, uint32_t *count) {
  const as_ranked *ranked = &readout->fields[readout->field];
  const uint64_t *sorted = readout->records.sorted;
  const size_t end = readout->records.count;
  const uint32_t key = readout->key;
  const unsigned key_at = ranked->key_at;
  const uint64_t places = (UINT64_C(1) << key_at) - 1;
  if (!reserve_positions(readout)) return false;
  uint32_t *positions = readout->positions.items + readout->positions.count;
  uint32_t filled = *count;
  size_t at = readout->at;
  uint32_t entry = filled > 0 ? entries[filled - 1] : 0;
  for (; at < end && (uint32_t)(sorted[at] >> key_at) == key; at++) {
    uint32_t position = place_of(ranked, sorted[at] & places, &entry);
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
  const as_ranked *ranked = &readout->fields[readout->field];
  *out_count = 0;
  readout->positions.count = 0;
  if (!readout->in_term) return true;
  if (readout->kind == AS_TERM_CHAR) {
    char_block(readout, documents, frequencies, out_count);
  } else {
    do {
      if (!fill_block(readout, documents, frequencies, out_count)) return false;
      if (readout->at < readout->records.count || !as_records_piece(&readout->records)) break;
      readout->at = 0;
    } while (true);
    if (!ranked->lane->every) {
      for (uint32_t i = 0; i < *out_count; i++) documents[i] = owner_of(ranked, documents[i]);
    }
  }
  readout->in_term = *out_count != 0;
  return true;
}
