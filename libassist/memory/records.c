/* SPDX-License-Identifier: MIT
 *
 * A stream is read twice: keys are counted, then each record is put where it belongs, behind those of the same key before it.  So
 * nothing is sorted but the keys, and those by a bit each.
 *
 *   count    ends[key]++            keys that were not seen before are listed
 *   keys     in order               ends become beginnings, one part of the keys after another
 *   put      buffer[ends[key]++]    so that in the end they are ends
 *
 * Nearly every stream fits the buffer and is one part.  Else keys in a row are taken as long as their records fit; of a key that is
 * too much by itself records come a buffer full at a time, as they stand.  So the buffer may be of any size, and a stream is
 * read about (its length / capacity) times more. */
#include "memory/records.h"

#include <string.h>

#include "base/bits.h"
#include "port/mem.h"

#define KEYS_A_WORD 64u
#define KEYS_A_HEAD (KEYS_A_WORD * 64u)
#define NARROW_BITS 32u
#define PIECE ((size_t)4096) /* records of a key that is alone in its stream */

void as_records_init(as_records *records, uint64_t *buffer, size_t capacity) {
  *records = (as_records){.row.records = buffer, .capacity = capacity};
}

static void free_tables(as_records *records) {
  as_mem_free(records->ends);
  as_mem_free(records->seen);
  as_mem_free(records->words_seen);
  records->ends = NULL;
  records->seen = records->words_seen = NULL;
  records->room = 0;
}

void as_records_clear(as_records *records) {
  free_tables(records);
  as_vec_free(&records->keys);
}

/* Records of half the size are half as far apart when they are put where they belong. */
void as_records_shape(as_records *records, const as_lane *lane) {
  const unsigned entry_at = as_bits_width(lane->longest);
  records->row.entry_at = entry_at;
  records->row.narrow = entry_at < NARROW_BITS && as_bits_width(lane->entries) <= NARROW_BITS - entry_at;
  as_steps_init(&records->steps, entry_at);
}

/* Room for KEYS in the tables, all of them zero. */
static bool make_room(as_records *records, uint32_t keys) {
  if (keys <= records->room) return true;
  free_tables(records);
  const size_t heads = keys / KEYS_A_HEAD + 1;
  records->ends = as_mem_calloc(keys, sizeof *records->ends);
  records->seen = as_mem_calloc(heads * KEYS_A_WORD, sizeof *records->seen);
  records->words_seen = as_mem_calloc(heads, sizeof *records->words_seen);
  if (records->ends == NULL || records->seen == NULL || records->words_seen == NULL) return false;
  records->room = keys;
  return true;
}

static void see(as_records *records, uint32_t key) {
  const uint32_t word = key / KEYS_A_WORD;
  records->seen[word] |= UINT64_C(1) << key % KEYS_A_WORD;
  records->words_seen[word / 64] |= UINT64_C(1) << word % 64;
}

/* Keys of the cells of VIEW; inlined, a loop each for RANKS and none.  Whether one is new cannot be foreseen: it is written to the list
 * always, and counted when it is. */
AS_ALWAYS_INLINE void count_view(as_records *records, as_stream_view *io_view, const uint32_t *ranks) {
  const uint32_t first = records->source.first, wanted = records->source.wanted;
  as_stream_view view = *io_view;
  uint32_t *const counts = records->ends, *const keys = records->keys.items;
  size_t found = records->keys.count;
  while (view.at < view.limit) {
    const uint32_t cell = *view.at;
    uint32_t key = cell & AS_CELL_WIDE;
    if (as_cell_is_rare(cell)) {
      key = as_stream_get(&view);
    } else {
      view.at++;
    }
    if (ranks != NULL) key = ranks[key];
    if (ranks != NULL && key - first >= wanted) continue;
    const uint32_t before = counts[key]++;
    keys[found] = key;
    found += before == 0;
  }
  records->keys.count = found;
  *io_view = view;
}

static bool count_keys(as_records *records) {
  as_stream_reader *reader = &records->reader;
  as_stream_open(reader, records->source.stream);
  while (as_stream_more(reader)) {
    as_stream_view view = as_stream_view_of(reader);
    const size_t wanted = records->keys.count + (size_t)(view.limit - view.at);
    if (records->keys.capacity < wanted && !as_vec_reserve(&records->keys, wanted)) return false;
    if (records->source.ranks == NULL) {
      count_view(records, &view, NULL);
    } else {
      count_view(records, &view, records->source.ranks);
    }
    as_stream_view_end(reader, &view);
  }
  return true;
}

/* Keys whose bits are set in WORD, behind COUNT others; the bits are cleared. */
static size_t list_word(as_records *records, uint32_t word, size_t count) {
  uint64_t bits = records->seen[word];
  records->seen[word] = 0;
  for (; bits != 0; bits &= bits - 1)
    records->keys.items[count++] = word * KEYS_A_WORD + (uint32_t)__builtin_ctzll(bits);
  return count;
}

/* AS_KEY_NONE is a large one: only wide ones stand behind it. */
static void leave_none(as_records *records) {
  uint32_t *keys = records->keys.items;
  size_t at = records->keys.count;
  while (at > 0 && keys[at - 1] > AS_KEY_NONE) at--;
  if (at == 0 || keys[at - 1] != AS_KEY_NONE) return;
  records->keys.count--;
  memmove(keys + at - 1, keys + at, (records->keys.count - (at - 1)) * sizeof *keys);
}

/* In order. */
static void sort_keys(as_records *records) {
  const uint32_t heads = records->source.keys / KEYS_A_HEAD + 1;
  size_t count = 0;
  for (size_t i = 0; i < records->keys.count; i++) see(records, records->keys.items[i]);
  for (uint32_t head = 0; head < heads; head++) {
    uint64_t bits = records->words_seen[head];
    records->words_seen[head] = 0;
    for (; bits != 0; bits &= bits - 1)
      count = list_word(records, head * 64 + (uint32_t)__builtin_ctzll(bits), count);
  }
}

static void forget_keys(as_records *records, size_t begin, size_t end) {
  for (size_t i = begin; i < end; i++) records->ends[records->keys.items[i]] = 0;
}

bool as_records_begin(as_records *records, as_record_source source) {
  forget_keys(records, records->part, records->keys.count);
  records->keys.count = records->part = records->part_end = records->count = 0;
  records->source = source;
  records->streaming = false;
  if (!make_room(records, source.keys)) return false;
  if (source.keys == 1) return as_stream_cells(source.stream) == 0 || as_vec_push(&records->keys, 0);
  if (!count_keys(records)) return false;
  sort_keys(records);
  if (!source.with_none) return true;
  leave_none(records);
  records->ends[AS_KEY_NONE] = 0;
  return true;
}

/* What puts records where they belong. */
typedef struct placing {
  const uint32_t *ranks;
  uint32_t none, first, span; /* no key, which goes to the place behind the buffer; the keys wanted */
} placing;

/* The next occurrence: its key; *io_place becomes its record. */
AS_ALWAYS_INLINE uint32_t next_record(as_stream_view *view, const as_steps *steps, uint64_t *io_place) {
  const uint32_t cell = *view->at;
  uint64_t place = *io_place;
  uint32_t key = cell & AS_CELL_WIDE;
  if (!as_cell_is_rare(cell)) {
    place = (place & steps->keep[as_cell_step(cell)]) + steps->add[as_cell_step(cell)] + as_cell_low(cell);
    view->at++;
  } else {
    as_steps_unpack(steps, place, view);
    key = as_stream_get(view);
    place = as_steps_pack(steps, view);
  }
  *io_place = place;
  return key;
}

/* Records of the keys wanted from VIEW.  Inlined with RANKED, PART and NARROW as constants: a loop each. */
AS_ALWAYS_INLINE void put_view(as_records *records, const placing *how, as_stream_view *io_view, bool ranked,
                               bool part, bool narrow) {
  as_stream_view view = *io_view;
  const placing to = *how;
  const as_steps *steps = &records->steps;
  const as_record_row row = {records->row.records, records->row.entry_at, narrow};
  uint32_t *const ends = records->ends;
  uint64_t place = as_steps_pack(steps, &view);
  while (view.at < view.limit) {
    uint32_t key = next_record(&view, steps, &place);
    if (ranked) key = to.ranks[key];
    if (part && key - to.first >= to.span) continue;
    const uint32_t end = ends[key];
    as_record_put(&row, end, place);
    ends[key] = end + (ranked || key != to.none);
  }
  as_steps_unpack(steps, place, &view);
  *io_view = view;
}

AS_ALWAYS_INLINE void put_any(as_records *records, const placing *how, as_stream_view *view, bool part,
                              bool narrow) {
  if (how->ranks != NULL) {
    put_view(records, how, view, true, true, narrow);
  } else if (part) {
    put_view(records, how, view, false, true, narrow);
  } else {
    put_view(records, how, view, false, false, narrow);
  }
}

static void put_records(as_records *records, const placing *how, bool part) {
  as_stream_reader *reader = &records->reader;
  as_stream_open(reader, records->source.stream);
  while (as_stream_more(reader)) {
    as_stream_view view = as_stream_view_of(reader);
    if (records->row.narrow) {
      put_any(records, how, &view, part, true);
    } else {
      put_any(records, how, &view, part, false);
    }
    as_stream_view_end(reader, &view);
  }
}

static void make_part(as_records *records) {
  const as_record_source *source = &records->source;
  const uint32_t *keys = records->keys.items, first = keys[records->part];
  const placing how = {source->ranks, source->with_none ? AS_KEY_NONE : UINT32_MAX, first,
                       keys[records->part_end - 1] - first + 1};
  if (source->with_none) records->ends[AS_KEY_NONE] = (uint32_t)records->capacity;
  put_records(records, &how, records->part > 0 || records->part_end < records->keys.count);
  if (source->with_none) records->ends[AS_KEY_NONE] = 0;
}

/* The next keys in a row whose records fit: where each begins. */
static size_t take_keys(as_records *records) {
  size_t sum = 0, end = records->part;
  for (; end < records->keys.count; end++) {
    uint32_t *place = &records->ends[records->keys.items[end]];
    const uint32_t count = *place;
    if (sum + count > records->capacity) break;
    *place = (uint32_t)sum;
    sum += count;
  }
  records->count = sum;
  return end;
}

bool as_records_next(as_records *records) {
  forget_keys(records, records->part, records->part_end);
  records->part = records->part_end;
  records->streaming = false;
  if (records->part == records->keys.count) return false;
  if (records->source.keys > 1) records->part_end = take_keys(records);
  if (records->part_end > records->part) {
    make_part(records);
    return true;
  }
  records->part_end++;
  records->streaming = true;
  as_stream_open(&records->reader, records->source.stream);
  return as_records_piece(records);
}

/* Records of KEY from VIEW behind COUNT others, LIMIT at most; returns how many there are then. */
static size_t put_piece(const as_records *records, uint32_t key, as_stream_view *io_view, size_t count,
                        size_t limit) {
  as_stream_view view = *io_view;
  const uint32_t *ranks = records->source.ranks;
  uint64_t place = as_steps_pack(&records->steps, &view);
  while (view.at < view.limit && count < limit) {
    const uint32_t here = next_record(&view, &records->steps, &place);
    as_record_put(&records->row, count, place);
    count += (ranks == NULL ? here : ranks[here]) == key;
  }
  as_steps_unpack(&records->steps, place, &view);
  *io_view = view;
  return count;
}

bool as_records_piece(as_records *records) {
  if (!records->streaming) return false;
  as_stream_reader *reader = &records->reader;
  const uint32_t key = records->keys.items[records->part];
  const size_t limit = records->source.keys > 1 || records->capacity < PIECE ? records->capacity : PIECE;
  size_t count = 0;
  while (count < limit && as_stream_more(reader)) {
    as_stream_view view = as_stream_view_of(reader);
    count = put_piece(records, key, &view, count, limit);
    as_stream_view_end(reader, &view);
  }
  records->count = count;
  return count > 0;
}
