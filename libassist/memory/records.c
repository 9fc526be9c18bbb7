/* SPDX-License-Identifier: MIT
 *
 * Cuts the keys of one kind into partitions that fit the buffers, by the counts made at sealing:
 *
 *   ordinary    some first units in a row, all their seconds; pairs are grouped by first while they are made
 *   split       one first unit has too many records: its seconds are counted, and some in a row are taken
 *   streaming   one key has too many: its records need no sort, and come as they are, a buffer full at a time
 *
 * So the buffers may be of any size, and the number of scans is about (records of the kind) / capacity. */
#include "memory/records.h"

#include <string.h>

#include "base/bits.h"
#include "memory/radix.h"
#include "memory/scan.h"
#include "port/mem.h"

void as_records_init(as_records *records, uint64_t *buffers, size_t capacity) {
  *records = (as_records){0};
  records->buffers = buffers;
  records->capacity = capacity;
}

void as_records_clear(as_records *records) {
  as_mem_free(records->second_counts);
  records->second_counts = NULL;
}

static uint32_t firsts(const as_records *records) {
  if (records->kind == AS_TERM_BREAK) return 1;
  return records->kind == AS_TERM_TOKEN ? records->ranked->tokens : records->ranked->chars;
}

void as_records_begin(as_records *records, const as_ranked *ranked, enum as_term_kind kind) {
  as_records_clear(records);
  records->ranked = ranked;
  records->kind = (uint8_t)kind;
  records->first = records->end = 0;
  records->second = records->second_end = 0;
  records->split = records->streaming = false;
  records->count = 0;
  records->seconds = kind == AS_TERM_PAIR                                       ? ranked->chars * 2
                     : kind == AS_TERM_CHAR_TOKEN || kind == AS_TERM_TOKEN_CHAR ? ranked->tokens
                                                                                : 1;
  records->second_bits = records->seconds > 1 ? as_bits_width(records->seconds - 1) : 0;
}

/* Items of COUNTS from AT on whose sum fits LIMIT, at most MOST of them; *out_sum is theirs.  None: the first alone is too much. */
static uint32_t take(const uint32_t *counts, uint32_t at, uint32_t end, uint64_t most, size_t limit,
                     size_t *out_sum) {
  size_t sum = 0;
  uint32_t begin = at;
  while (at < end && at - begin < most && sum + counts[at] <= limit) sum += counts[at++];
  *out_sum = sum;
  return at;
}

static as_scan_range range_of(const as_records *records) {
  return (as_scan_range){records->kind,       records->first,       records->end,           records->second,
                         records->second_end, records->second_bits, records->ranked->key_at};
}

static void make(as_records *records) {
  const as_scan_range range = range_of(records);
  uint64_t *spare = records->buffers + records->capacity + AS_RECORDS_SLACK;
  records->count =
      as_scan_records(records->ranked, &range, &records->resume, records->buffers, records->capacity);
  records->sorted = records->buffers;
  if (records->streaming || records->count == 0) return;
  unsigned bits = records->second_bits + as_bits_width(records->end - records->first - 1);
  records->sorted = as_radix_sort(records->buffers, spare, records->count, records->ranked->key_at, bits);
}

static bool is_pair(uint8_t kind) {
  return kind == AS_TERM_PAIR || kind == AS_TERM_CHAR_TOKEN || kind == AS_TERM_TOKEN_CHAR;
}

/* Pairs, of which the counts by first unit are known: the scan itself puts each record into the group of its first, and the
 * groups, which are small, are sorted by second one after another while they are in cache.  Only a group's worth of spare room
 * is needed, so a partition may fill most of both buffers. */
static bool make_grouped(as_records *records, size_t sum) {
  const as_scan_range range = range_of(records);
  const uint32_t *counts = records->ranked->counts[records->kind];
  const size_t room = 2 * (records->capacity + AS_RECORDS_SLACK);
  uint32_t groups = records->end - records->first, place = 0;
  uint32_t *places = as_mem_array(groups, sizeof *places);
  if (places == NULL) return false;
  for (uint32_t i = 0; i < groups; i++) {
    places[i] = place;
    place += counts[records->first + i];
  }
  as_scan_scatter(records->ranked, &range, places, records->buffers);
  for (uint32_t i = 0; i < groups; i++) {
    size_t count = counts[records->first + i];
    uint64_t *group = records->buffers + places[i] - count, *spare = records->buffers + room - count;
    const uint64_t *sorted =
        count > 1 ? as_radix_sort(group, spare, count, records->ranked->key_at, records->second_bits) : group;
    if (sorted != group) memcpy(group, sorted, count * sizeof *group);
  }
  as_mem_free(places);
  records->sorted = records->buffers;
  records->count = sum;
  return true;
}

/* Groups from AT on that fit together, with spare room for the largest; *out_sum records in all. */
static uint32_t take_groups(const as_records *records, uint32_t at, uint64_t most, size_t *out_sum) {
  const uint32_t *counts = records->ranked->counts[records->kind];
  const size_t room = 2 * (records->capacity + AS_RECORDS_SLACK);
  uint32_t begin = at, largest = 0;
  size_t sum = 0;
  for (; at < firsts(records) && at - begin < most; at++) {
    uint32_t here = counts[at] > largest ? counts[at] : largest;
    if (sum + counts[at] + here > room) break;
    sum += counts[at];
    largest = here;
  }
  *out_sum = sum;
  return at;
}

/* Within one first unit.  False: no records are left in it. */
static bool next_split(as_records *records) {
  size_t sum = 0;
  while (records->second_end < records->seconds) {
    records->second = records->second_end;
    uint32_t end =
        take(records->second_counts, records->second, records->seconds, UINT32_MAX, records->capacity, &sum);
    records->streaming = end == records->second;
    records->second_end = records->streaming ? end + 1 : end;
    if (!records->streaming && sum == 0) continue;
    records->resume = 0;
    make(records);
    return true;
  }
  return records->split = records->streaming = false;
}

static bool begin_split(as_records *records) {
  if (records->second_counts == NULL) {
    records->second_counts = as_mem_array(records->seconds, sizeof *records->second_counts);
  }
  if (records->second_counts == NULL) return false;
  memset(records->second_counts, 0, records->seconds * sizeof *records->second_counts);
  as_scan_seconds(records->ranked, records->kind, records->first, records->second_counts);
  records->split = true;
  records->second_end = 0;
  return true;
}

bool as_records_piece(as_records *records) {
  if (!records->streaming) return false;
  if (records->kind == AS_TERM_CHAR) {
    records->count = as_scan_document_list(records->ranked, records->first, &records->resume,
                                           (uint32_t *)records->buffers, records->capacity * 4);
  } else {
    make(records);
  }
  return records->count > 0;
}

/* Documents of a range of characters, each list where the lists before it end. */
static bool next_documents(as_records *records, uint32_t end, size_t sum) {
  const uint32_t *counts = records->ranked->counts[AS_TERM_CHAR];
  uint32_t *out = (uint32_t *)records->buffers;
  records->documents = out;
  records->streaming = end == records->first;
  if (records->streaming) {
    records->end = end + 1;
    records->resume = 0;
    return as_records_piece(records);
  }
  uint32_t *places = as_mem_array(end - records->first, sizeof *places);
  if (places == NULL) return false;
  uint32_t place = 0;
  for (uint32_t i = records->first; i < end; i++) {
    places[i - records->first] = place;
    place += counts[i];
  }
  as_scan_documents(records->ranked, records->first, end, places, out);
  as_mem_free(places);
  records->end = end;
  records->count = sum;
  return true;
}

bool as_records_next(as_records *records, bool *out_more) {
  const uint32_t *counts = records->ranked->counts[records->kind];
  const uint64_t most = UINT64_C(1) << (64 - records->ranked->key_at - records->second_bits);
  const bool chars = records->kind == AS_TERM_CHAR;
  *out_more = true;
  if (records->split && next_split(records)) return true;
  while (records->end < firsts(records)) {
    size_t sum;
    records->first = records->end;
    uint32_t end = is_pair(records->kind) ? take_groups(records, records->first, most, &sum)
                                          : take(counts, records->first, firsts(records), most,
                                                 records->capacity * (chars ? 4 : 1), &sum);
    records->end = end > records->first ? end : records->first + 1;
    if (end > records->first && sum == 0) continue;
    if (chars) return next_documents(records, end, sum);
    if (end == records->first) return begin_split(records) && next_split(records);
    records->second = 0;
    records->second_end = records->seconds;
    records->streaming = false;
    records->resume = 0;
    if (is_pair(records->kind)) return make_grouped(records, sum);
    make(records);
    return true;
  }
  *out_more = false;
  return true;
}
