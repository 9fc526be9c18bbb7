/* SPDX-License-Identifier: MIT
 *
 * People ask for the same words again, and words share characters.  A term may stand in one of a few slots, next to each other, in a
 * table of fixed size, where what is newer takes the place of what is older.
 *
 *   row  = key key key key slot slot slot slot
 *   slot = turn counts occurrences offset size
 *
 * A slot, with its key, is written by whoever makes its turn odd, and then even again.  Every word is stored with release and loaded with acquire,
 * so a reader that saw a word of a later writing sees a later turn too, and passes.  A writer that finds a turn odd passes as well:
 * what it knows is learned another time.  A character is one word, which needs no turn.  So is a
 * logarithm. */
#include "segread/known.h"

#include <stdatomic.h>

#include "base/bits.h"
#include "port/mem.h"
#include "segread/opened.h"

#define SLOTS_LEAST 64u
#define SLOTS_MOST 8192u
#define TOGETHER 4u /* slots that a term may stand in */
#define CHARACTERS 1024u
#define LOGARITHMS 4096u
#define LOGARITHM_BITS 38u /* 6 and 32 fraction bits */
#define FIRST_BITS 21u
#define KIND_BITS 3u
#define MIX UINT64_C(0x9E3779B97F4A7C15)

enum { COUNTS, OCCURRENCES, OFFSET, SIZE, WORDS };

typedef struct slot {
  _Atomic uint64_t turn; /* 0: never written; odd: being written */
  _Atomic uint64_t words[WORDS];
} slot;

/* Where a term may stand.  Keys are together: one line of memory tells whether it does. */
typedef struct row {
  _Atomic uint64_t keys[TOGETHER];
  slot slots[TOGETHER];
} row;

struct as_known {
  unsigned shift; /* of a hash, to the number of its slots */
  row *rows;
  _Atomic uint64_t characters[CHARACTERS]; /* field and code from bit 32 on, with bit 63 set; number */
  _Atomic uint64_t
      logarithms[LOGARITHMS]; /* number from bit 38 on; its logarithm.  0: none, since no number is 0 */
};

static as_known *make(const as_segment *segment) {
  as_segment_counts counts;
  as_segment_counts_of(segment, &counts);
  uint32_t slots = SLOTS_LEAST;
  while (slots < SLOTS_MOST && slots < counts.terms) slots *= 2;
  as_known *known = as_mem_calloc(1, sizeof *known);
  if (known == NULL) return NULL;
  known->shift = 64 - as_bits_log2(slots / TOGETHER);
  known->rows = as_mem_calloc(slots / TOGETHER, sizeof *known->rows);
  if (known->rows != NULL) return known;
  as_mem_free(known);
  return NULL;
}

as_known *as_known_of(as_segment *segment) {
  as_known *known = atomic_load_explicit(&segment->known, memory_order_acquire);
  if (known != NULL) return known;
  as_known *made = make(segment);
  if (made == NULL) return NULL;
  if (atomic_compare_exchange_strong_explicit(&segment->known, &known, made, memory_order_acq_rel,
                                              memory_order_acquire))
    return made;
  as_known_free(made); /* another thread came first */
  return known;
}

void as_known_free(as_known *known) {
  if (known == NULL) return;
  as_mem_free(known->rows);
  as_mem_free(known);
}

/* ---- terms ---- */

/* False for a term that no index has. */
static bool key_of(as_term term, uint64_t *out_key) {
  *out_key = (uint64_t)term.field << (32 + FIRST_BITS + KIND_BITS) |
             (uint64_t)term.kind << (32 + FIRST_BITS) | (uint64_t)term.first << 32 | term.second;
  return term.first >> FIRST_BITS == 0 && term.kind >> KIND_BITS == 0;
}

static row *row_of(const as_known *known, uint64_t key) {
  return &known->rows[(size_t)(key * MIX >> known->shift)];
}

static uint64_t word_of(const slot *from, unsigned i) {
  return atomic_load_explicit(&from->words[i], memory_order_acquire);
}

static bool read_slot(const row *from, unsigned i, uint64_t key, as_term term, as_term_info *out_info) {
  const slot *at = &from->slots[i];
  const uint64_t turn = atomic_load_explicit(&at->turn, memory_order_acquire);
  const uint64_t found = atomic_load_explicit(&from->keys[i], memory_order_acquire);
  if (found != key || turn == 0 || turn % 2 != 0) return false;
  const uint64_t counts = word_of(at, COUNTS);
  const as_term_info info = {.term = term,
                             .documents = (uint32_t)counts,
                             .occurrences = word_of(at, OCCURRENCES),
                             .offset = word_of(at, OFFSET),
                             .size = word_of(at, SIZE),
                             .singles = (uint8_t)(counts >> 32),
                             .single = (uint8_t)(counts >> 40)};
  if (atomic_load_explicit(&at->turn, memory_order_relaxed) != turn) return false;
  *out_info = info;
  return true;
}

/* Nothing branches on which slot it is: that could not be predicted. */
bool as_known_find(const as_known *known, as_term term, as_term_info *out_info) {
  uint64_t key;
  if (!key_of(term, &key)) return false;
  const row *from = row_of(known, key);
  unsigned which = 0;
  for (unsigned i = 0; i < TOGETHER; i++)
    which |= (unsigned)(atomic_load_explicit(&from->keys[i], memory_order_relaxed) == key) << i;
  return which != 0 && read_slot(from, (unsigned)__builtin_ctz(which), key, term, out_info);
}

void as_known_fetch(const as_known *known, as_term term) {
  uint64_t key;
  if (!key_of(term, &key)) return;
  const row *from = row_of(known, key);
  for (unsigned i = 0; i < TOGETHER; i++) __builtin_prefetch(&from->slots[i]);
}

static uint64_t turn_of(const slot *of) { return atomic_load_explicit(&of->turn, memory_order_relaxed); }

static void write_slot(row *to, unsigned i, uint64_t key, const uint64_t words[WORDS]) {
  slot *at = &to->slots[i];
  uint64_t turn = turn_of(at);
  if (turn % 2 != 0 || !atomic_compare_exchange_strong_explicit(&at->turn, &turn, turn + 1,
                                                                memory_order_acquire, memory_order_relaxed))
    return;
  atomic_store_explicit(&to->keys[i], key, memory_order_release);
  for (unsigned w = 0; w < WORDS; w++) atomic_store_explicit(&at->words[w], words[w], memory_order_release);
  atomic_store_explicit(&at->turn, turn + 2, memory_order_release);
}

/* Into the slot that was written least often: they take turns. */
void as_known_learn(as_known *known, const as_term_info *info) {
  uint64_t key;
  if (!key_of(info->term, &key)) return;
  const uint64_t counts = info->documents | (uint64_t)info->singles << 32 | (uint64_t)info->single << 40;
  const uint64_t words[WORDS] = {counts, info->occurrences, info->offset, info->size};
  row *to = row_of(known, key);
  unsigned least = 0;
  for (unsigned i = 1; i < TOGETHER; i++)
    if (turn_of(&to->slots[i]) < turn_of(&to->slots[least])) least = i;
  write_slot(to, least, key, words);
}

/* ---- characters ---- */

static uint64_t character_key(uint8_t field, uint32_t code) {
  return UINT64_C(1) << 31 | (uint64_t)field << FIRST_BITS | code;
}

static size_t place_of(uint64_t key) { return (size_t)(key * MIX >> 32) % CHARACTERS; }

bool as_known_number(const as_known *known, uint8_t field, uint32_t code, uint32_t *out_number) {
  const uint64_t key = character_key(field, code);
  const uint64_t word = atomic_load_explicit(&known->characters[place_of(key)], memory_order_relaxed);
  *out_number = (uint32_t)word;
  return word >> 32 == key && code >> FIRST_BITS == 0;
}

void as_known_learn_number(as_known *known, uint8_t field, uint32_t code, uint32_t number) {
  const uint64_t key = character_key(field, code);
  if (code >> FIRST_BITS == 0)
    atomic_store_explicit(&known->characters[place_of(key)], key << 32 | number, memory_order_relaxed);
}

/* ---- logarithms ---- */

uint64_t as_known_logarithm(as_known *known, uint64_t number, uint64_t (*logarithm)(uint64_t number)) {
  if (known == NULL || number >> (64 - LOGARITHM_BITS) != 0) return logarithm(number);
  _Atomic uint64_t *place = &known->logarithms[number / 2 % LOGARITHMS]; /* nearly all are odd */
  const uint64_t word = atomic_load_explicit(place, memory_order_relaxed);
  if (word >> LOGARITHM_BITS == number) return word & as_bits_mask(LOGARITHM_BITS);
  const uint64_t made = logarithm(number);
  atomic_store_explicit(place, number << LOGARITHM_BITS | made, memory_order_relaxed);
  return made;
}
