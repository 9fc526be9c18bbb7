/* SPDX-License-Identifier: MIT
 *
 * A table of lines by their hashes, with the number of documents that have them and the last of those.  It
 * never grows beyond some hundred thousand lines: when it is full, the half that was seen least is forgotten.  What many
 * documents have is seen again before that happens, and what one has is gone soon.
 *
 * What is counted depends on the documents and their order alone, so a merge to one segment gives the same rows however
 * the documents came.  The place of a line in the table depends on an address, so that no document can be
 * made to fill it badly; nothing that leaves the counter does. */
#include "index/line_counter.h"

#include <stdlib.h>
#include <string.h>

#include "format/docs_directory.h"
#include "port/mem.h"
#include "text/lines.h"

#define FIRST_SLOTS ((size_t)1 << 10)
#define MOST_SLOTS ((size_t)1 << 17)

typedef struct slot {
  uint64_t hash; /* 0: free */
  uint32_t documents, last;
  uint32_t place;  /* the position where it was seen; once it has been seen again, its name in the log */
  uint16_t length; /* of positions; 0: it has none, or nothing is to be known of that place */
  bool named;
} slot;

struct as_line_counter {
  slot *slots;
  size_t room; /* a power of two */
  size_t used;
  uint32_t documents;
  uint64_t seed;
  as_mark_log log;
};

as_line_counter *as_line_counter_new(void) {
  as_line_counter *counter = as_mem_calloc(1, sizeof *counter);
  if (counter == NULL) return NULL;
  counter->slots = as_mem_calloc(FIRST_SLOTS, sizeof *counter->slots);
  counter->room = FIRST_SLOTS;
  counter->seed = (uint64_t)(uintptr_t)counter | 1;
  if (counter->slots != NULL) return counter;
  as_line_counter_free(counter);
  return NULL;
}

void as_line_counter_free(as_line_counter *counter) {
  if (counter == NULL) return;
  as_mem_free(counter->slots);
  as_mark_log_clear(&counter->log);
  as_mem_free(counter);
}

void as_line_counter_reset(as_line_counter *counter) {
  memset(counter->slots, 0, counter->room * sizeof *counter->slots);
  counter->used = counter->documents = 0;
  as_mark_log_reset(&counter->log);
}

size_t as_line_counter_memory(const as_line_counter *counter) {
  return counter->room * sizeof(slot) + as_mark_log_memory(&counter->log);
}

/* The slot of HASH, or the free one where it belongs. */
static slot *find(as_line_counter *counter, uint64_t hash) {
  size_t at = (size_t)((hash * counter->seed) >> 32) & (counter->room - 1);
  while (counter->slots[at].hash != 0 && counter->slots[at].hash != hash) at = (at + 1) & (counter->room - 1);
  return &counter->slots[at];
}

/* All lines of OLD with more than LEAST documents, put where they belong now. */
static void put_again(as_line_counter *counter, const slot *old, size_t count, uint32_t least) {
  counter->used = 0;
  for (size_t i = 0; i < count; i++) {
    if (old[i].hash == 0 || old[i].documents <= least) continue;
    *find(counter, old[i].hash) = old[i];
    counter->used++;
  }
}

static size_t count_up_to(const as_line_counter *counter, uint32_t documents) {
  size_t sum = 0;
  for (size_t i = 0; i < counter->room; i++)
    sum += counter->slots[i].hash != 0 && counter->slots[i].documents <= documents;
  return sum;
}

/* So many documents that at least half of the lines have no more. */
static uint32_t middle(const as_line_counter *counter) {
  uint32_t documents = 1;
  while (count_up_to(counter, documents) < counter->used / 2) documents *= 2;
  return documents;
}

static bool make_room(as_line_counter *counter) {
  if (counter->used < counter->room / 4 * 3) return true;
  size_t count = counter->room;
  uint32_t least = count < MOST_SLOTS ? 0 : middle(counter);
  size_t room = count < MOST_SLOTS ? 2 * count : count;
  slot *fresh = as_mem_calloc(room, sizeof *fresh);
  if (fresh == NULL) return false;
  slot *old = counter->slots;
  counter->slots = fresh;
  counter->room = room;
  put_again(counter, old, count, least);
  as_mem_free(old);
  return true;
}

/* One more document has the line, or the same once more.  *OUT_SLOT is where it is; NULL: no memory. */
static bool count_line(as_line_counter *counter, uint64_t hash, slot **out_slot, bool *out_fresh) {
  slot *found = find(counter, hash);
  *out_fresh = found->hash == 0;
  if (*out_fresh) {
    if (!make_room(counter)) return false;
    found = find(counter, hash);
    *found = (slot){.hash = hash, .documents = 1, .last = counter->documents};
    counter->used++;
  } else if (found->last != counter->documents) {
    found->documents++;
  }
  *out_slot = found;
  return true;
}

/* ---- where they stand ---- */

/* FOUND is seen for the second time: it gets a name, and its first place goes to the log. */
static bool name_line(as_line_counter *counter, slot *found, uint32_t document) {
  uint32_t name;
  if (!as_mark_log_name(&counter->log, found->hash, &name)) return false;
  const as_line_mark mark = {name, found->place, found->place + found->length};
  if (found->length > 0 && !as_mark_log_late(&counter->log, document, mark)) return false;
  found->place = name;
  found->named = true;
  return true;
}

static bool mark_line(as_line_counter *counter, slot *found, bool fresh, const as_placed_line *line) {
  const uint32_t length = line->end - line->begin;
  if (fresh) {
    found->place = line->begin;
    found->length = length <= UINT16_MAX ? (uint16_t)length : 0;
    return true;
  }
  if (!found->named && !name_line(counter, found, found->last - 1)) return false;
  const as_line_mark mark = {found->place, line->begin, line->end};
  return length == 0 || as_mark_log_add(&counter->log, mark);
}

/* *LINES grows by those that have positions. */
static bool add_text(as_line_counter *counter, as_placed_lines of, bool several, uint32_t *lines) {
  as_placed_line line;
  slot *found;
  bool fresh;
  while (as_placed_lines_next(&of, &line)) {
    *lines += line.end > line.begin;
    const uint64_t hash = as_line_counted_hash(of.text, &line.line);
    if (hash == 0) continue;
    if (!count_line(counter, hash, &found, &fresh)) return false;
    if (!several) line.end = line.begin;
    if (!mark_line(counter, found, fresh, &line)) return false;
    found->last = counter->documents;
  }
  return true;
}

bool as_line_counter_add(as_line_counter *counter, const as_line_places *places) {
  const bool several = as_line_places_are_several(places);
  uint32_t lines = 0;
  counter->documents++;
  for (size_t i = 0; i < places->texts.count; i++)
    if (!add_text(counter, as_line_places_of(places, i), several, &lines)) return false;
  return !several || as_mark_log_end(&counter->log, counter->documents - 1, lines);
}

/* ---- how many there are ---- */

static bool count_text(as_line_counter *counter, as_slice text) {
  as_line line;
  slot *found;
  bool fresh;
  for (size_t at = 0; as_line_next(text.bytes, text.size, at, &line); at = line.after) {
    const uint64_t hash = as_line_counted_hash(text.bytes, &line);
    if (hash == 0) continue;
    if (!count_line(counter, hash, &found, &fresh)) return false;
    found->last = counter->documents;
  }
  return true;
}

bool as_line_counter_count(as_line_counter *counter, const assist_document *document) {
  counter->documents++;
  for (size_t i = 0; i < as_document_value_count(document); i++) {
    assist_value value = as_document_value(document, i);
    if (value.kind != ASSIST_VALUE_TEXT || strcmp(value.field, "body") != 0) continue;
    if (!count_text(counter, as_slice_of(value.text, value.size))) return false;
  }
  return true;
}

as_mark_log *as_line_counter_log(as_line_counter *counter) { return &counter->log; }

static int by_count(const void *a, const void *b) {
  const slot *x = a, *y = b;
  if (x->documents != y->documents) return x->documents > y->documents ? -1 : 1;
  return x->hash < y->hash ? -1 : x->hash > y->hash;
}

static int by_hash(const void *a, const void *b) {
  const slot *x = a, *y = b;
  return x->hash < y->hash ? -1 : x->hash > y->hash;
}

void as_line_counter_rows(const as_line_counter *counter, as_buf *out) {
  size_t count = 0;
  slot *rows = as_mem_array(counter->used, sizeof *rows);
  if (rows == NULL) {
    out->failed = true;
    return;
  }
  for (size_t i = 0; i < counter->room; i++)
    if (counter->slots[i].documents >= AS_FURNITURE_LEAST) rows[count++] = counter->slots[i];
  qsort(rows, count, sizeof *rows, by_count);
  if (count > AS_FURNITURE_MOST) count = AS_FURNITURE_MOST;
  qsort(rows, count, sizeof *rows, by_hash);
  for (size_t i = 0; i < count; i++) {
    as_buf_add_u64(out, rows[i].hash);
    as_buf_add_u32(out, rows[i].documents);
  }
  as_mem_free(rows);
}
