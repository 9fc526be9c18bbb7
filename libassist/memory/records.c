/* SPDX-License-Identifier: MIT
 *
 * Nearly every stream fits the buffers and is one part: unpacked, then sorted by key, while it is in cache.  Else:
 *
 *   counted     occurrences are counted by key, and keys in a row are taken as long as their records fit
 *   streaming   one key is too much by itself: its records need no sort, and come a buffer full at a time
 *
 * So the buffers may be of any size, and a stream is read about (its length / capacity) times. */
#include "memory/records.h"

#include <string.h>

#include "base/bits.h"
#include "memory/radix.h"
#include "port/mem.h"

void as_records_init(as_records *records, uint64_t *buffers, size_t capacity) {
  *records = (as_records){0};
  records->buffers = buffers;
  records->capacity = capacity;
}

void as_records_clear(as_records *records) {
  as_mem_free(records->counts);
  records->counts = NULL;
}

static void rewind_reader(as_records *records) { as_stream_open(&records->reader, records->source.stream); }

bool as_records_fit(uint64_t keys, uint64_t entries, uint64_t positions) {
  return as_bits_width(keys) + as_bits_width(entries) + as_bits_width(positions) <= 64;
}

void as_records_shape(as_records *records, uint32_t entries, uint32_t longest) {
  records->entry_at = as_bits_width(longest);
  as_steps_init(&records->steps, records->entry_at);
  records->key_at = records->entry_at + as_bits_width(entries);
}

void as_records_begin(as_records *records, as_record_source source) {
  as_records_clear(records);
  records->source = source;
  records->key = records->key_end = 0;
  records->streaming = false;
  records->count = 0;
}

/* What a piece of a stream is made into records with. */
typedef struct unpacking {
  const uint32_t *ranks;
  uint32_t none, first, span; /* no key; the keys wanted */
  unsigned key_at;
} unpacking;

/* Records of the keys wanted from cells of VIEW that begin below STOP, to OUT; returns behind the last.  *io_keys gathers the
 * bits of wide keys.  Inlined with RANKED and PART as constants: a loop each. */
AS_ALWAYS_INLINE uint64_t *unpack_view(const unpacking *how, const as_steps *steps, as_stream_view *io_view,
                                       const uint32_t *stop, uint64_t *out, bool ranked, bool part,
                                       uint32_t *io_keys) {
  as_stream_view view = *io_view;
  const unpacking to = *how;
  uint64_t place = as_steps_pack(steps, &view);
  while (view.at < stop) {
    const uint32_t cell = *view.at;
    uint32_t key = cell & AS_CELL_WIDE;
    if (!as_cell_is_rare(cell)) {
      place = (place & steps->keep[as_cell_step(cell)]) + steps->add[as_cell_step(cell)] + as_cell_low(cell);
      view.at++;
    } else {
      as_steps_unpack(steps, place, &view);
      key = as_stream_get(&view);
      place = as_steps_pack(steps, &view);
      *io_keys |= key;
    }
    bool wanted = key != to.none;
    if (ranked) key = to.ranks[key];
    if (part) wanted = wanted & (key - to.first < to.span);
    *out = (uint64_t)key << to.key_at | place;
    out += wanted;
  }
  as_steps_unpack(steps, place, &view);
  *io_view = view;
  return out;
}

/* From where the reader stands on, until the buffer is full. */
AS_ALWAYS_INLINE size_t unpack(as_records *records, bool ranked, bool part, uint32_t *io_keys) {
  const as_record_source source = records->source;
  const unpacking how = {source.ranks, source.with_none ? AS_KEY_NONE : UINT32_MAX, records->key,
                         records->key_end - records->key, records->key_at};
  as_stream_reader *reader = &records->reader;
  uint64_t *out = records->buffers, *const limit = out + records->capacity;
  while (out < limit && (reader->at < reader->limit || as_stream_more(reader))) {
    as_stream_view view = as_stream_view_of(reader);
    const uint32_t *stop = view.limit - view.at < limit - out ? view.limit : view.at + (limit - out);
    out = unpack_view(&how, &records->steps, &view, stop, out, ranked, part, io_keys);
    as_stream_view_end(reader, &view);
  }
  return (size_t)(out - records->buffers);
}

/* All bits that keys may have come back in *out_keys. */
static size_t unpack_part(as_records *records, bool part, uint32_t *out_keys) {
  uint32_t wide = 0;
  *out_keys = records->source.keys - 1;
  if (records->source.ranks != NULL) return unpack(records, true, true, &wide);
  const size_t count = part ? unpack(records, false, true, &wide) : unpack(records, false, false, &wide);
  if (*out_keys > AS_CELL_WIDE && wide < AS_CELL_WIDE) *out_keys = AS_CELL_WIDE;
  return count;
}

static void make(as_records *records, bool part) {
  uint32_t keys;
  rewind_reader(records);
  records->count = unpack_part(records, part, &keys);
  records->sorted = records->buffers;
  if (records->streaming || records->count < 2) return;
  records->sorted = as_radix_sort(records->buffers, records->buffers + records->capacity, records->count,
                                  records->key_at, as_bits_width(keys));
}

bool as_records_piece(as_records *records) {
  uint32_t keys;
  if (!records->streaming) return false;
  records->count = unpack_part(records, true, &keys);
  return records->count > 0;
}

static bool count_keys(as_records *records) {
  const as_record_source *source = &records->source;
  as_stream_reader *reader = &records->reader;
  records->counts = as_mem_calloc(source->keys, sizeof *records->counts);
  if (records->counts == NULL) return false;
  as_stream_open(reader, source->stream);
  while (as_stream_more(reader)) {
    as_stream_view view = as_stream_view_of(reader);
    while (view.at < view.limit) {
      uint32_t key = as_stream_get(&view);
      if (source->with_none && key == AS_KEY_NONE) continue;
      records->counts[source->ranks == NULL ? key : source->ranks[key]]++;
    }
    as_stream_view_end(reader, &view);
  }
  return true;
}

/* The next keys in a row that fit; one that does not is taken alone. */
static void take_keys(as_records *records) {
  size_t sum = 0;
  uint32_t end = records->key = records->key_end;
  while (end < records->source.keys && sum + records->counts[end] <= records->capacity)
    sum += records->counts[end++];
  records->streaming = end == records->key;
  records->key_end = records->streaming ? end + 1 : end;
}

bool as_records_next(as_records *records, bool *out_more) {
  *out_more = true;
  if (records->counts == NULL && records->key_end == 0) {
    if (as_stream_cells(records->source.stream) <= records->capacity) {
      records->key_end = records->source.keys;
      make(records, false);
      *out_more = records->count > 0;
      return true;
    }
    if (!count_keys(records)) return false;
  }
  while (records->key_end < records->source.keys) {
    take_keys(records);
    make(records, true);
    if (records->count > 0) return true;
  }
  records->streaming = false;
  *out_more = false;
  return true;
}
