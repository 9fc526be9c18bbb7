/* SPDX-License-Identifier: MIT
 *
 * A look into a list unpacks a block of 128 documents, and in a list that has many of the documents no two looks share one.  Most of what
 * is looked into are the lists of a few hundred common characters.
 *
 *   slot = tally set                a list may stand in one of a few slots, next to each other, in a table of fixed size
 *   set  = whose it is, bits        never changed once it is in its slot, never taken out while the segment is open
 *
 * The tally is one word: part of the list's offset, and how many looks were announced.  It decides nothing but when a set is made, so
 * that it does not matter that two threads may count at once, or a slot without a set go over to another list.  Whose a set
 * is stands in the set itself, as all that is known of a list: in a damaged dictionary two may begin at one place. */
#include "segread/dense.h"

#include <stdatomic.h>

#include "port/mem.h"
#include "segread/opened.h"
#include "segread/postings.h"

#define SLOTS_LEAST 64u
#define SLOTS_MOST 4096u
#define TOGETHER 4u /* slots that a list may stand in */
#define LOOK_BITS 24u
#define LOOKS_MOST ((UINT64_C(1) << LOOK_BITS) - 1)
#define MIX UINT64_C(0x9E3779B97F4A7C15)

typedef struct dense_set {
  as_term_info info;
  uint64_t words[];
} dense_set;

typedef struct slot {
  _Atomic uint64_t tally; /* offset, and looks in the low bits; 0: free */
  dense_set *_Atomic set; /* NULL: none */
} slot;

struct as_dense {
  uint32_t slots;
  _Atomic uint64_t memory; /* of the sets */
  slot slot[];
};

static as_dense *make(const as_segment *segment) {
  as_segment_counts counts;
  as_segment_counts_of(segment, &counts);
  uint32_t slots = SLOTS_LEAST;
  while (slots < SLOTS_MOST && slots < counts.terms) slots *= 2;
  as_dense *dense = as_mem_calloc(1, sizeof *dense + slots * sizeof(slot));
  if (dense != NULL) dense->slots = slots;
  return dense;
}

static as_dense *dense_of(as_segment *segment) {
  as_dense *dense = atomic_load_explicit(&segment->dense, memory_order_acquire);
  if (dense != NULL) return dense;
  as_dense *made = make(segment);
  if (made == NULL) return NULL;
  if (atomic_compare_exchange_strong_explicit(&segment->dense, &dense, made, memory_order_acq_rel,
                                              memory_order_acquire))
    return made;
  as_dense_free(made); /* another thread came first */
  return dense;
}

void as_dense_free(as_dense *dense) {
  for (uint32_t i = 0; dense != NULL && i < dense->slots; i++)
    as_mem_free(atomic_load_explicit(&dense->slot[i].set, memory_order_relaxed));
  as_mem_free(dense);
}

uint64_t as_dense_memory(const as_segment *segment) {
  const as_dense *dense = atomic_load_explicit(&segment->dense, memory_order_acquire);
  return dense == NULL ? 0 : atomic_load_explicit(&dense->memory, memory_order_relaxed);
}

uint64_t as_dense_memory_most(const as_segment *segment) {
  uint64_t most = (uint64_t)segment->record.documents * AS_DENSE_BYTES;
  return most < AS_DENSE_MEMORY ? most : AS_DENSE_MEMORY;
}

/* ---- sets ---- */

static bool is_of(const dense_set *set, const as_term_info *info) {
  return set->info.offset == info->offset && set->info.size == info->size &&
         set->info.documents == info->documents && set->info.occurrences == info->occurrences &&
         set->info.term.kind == info->term.kind;
}

/* A list that is damaged has no set: who looks into it finds out as far as it matters. */
static bool fill(dense_set *set, as_segment *segment) {
  as_postings list;
  as_postings_init(&list);
  (void)as_postings_open(&list, segment, &set->info, NULL);
  for (uint32_t document = as_postings_next(&list); document != AS_DOC_END;
       document = as_postings_next(&list))
    set->words[document / 64] |= UINT64_C(1) << document % 64;
  bool good = list.status == ASSIST_OK;
  as_postings_clear(&list);
  return good;
}

static const uint64_t *make_set(as_dense *dense, slot *at, as_segment *segment, const as_term_info *info) {
  const size_t words = ((size_t)segment->record.documents + 63) / 64, size = words * sizeof(uint64_t);
  if (atomic_fetch_add_explicit(&dense->memory, size, memory_order_relaxed) + size <=
      as_dense_memory_most(segment)) {
    dense_set *none = NULL, *set = as_mem_calloc(1, sizeof *set + size);
    if (set != NULL) set->info = *info;
    if (set != NULL && fill(set, segment) &&
        atomic_compare_exchange_strong_explicit(&at->set, &none, set, memory_order_release,
                                                memory_order_relaxed))
      return set->words;
    as_mem_free(set);
  }
  atomic_fetch_sub_explicit(&dense->memory, size, memory_order_relaxed);
  return NULL;
}

/* ---- when ---- */

static uint64_t tally_of(const slot *of) { return atomic_load_explicit(&of->tally, memory_order_relaxed); }

/* Adds LOOKS to the list's tally, in a slot of its own or in that without a set that was asked for least; NULL: none, or not yet often
 * enough. */
static slot *count_looks(slot *slots, uint64_t key, uint64_t looks, uint64_t enough) {
  slot *chosen = NULL;
  for (unsigned i = 0; i < TOGETHER; i++) {
    slot *at = &slots[i];
    if (atomic_load_explicit(&at->set, memory_order_relaxed) != NULL) continue;
    const uint64_t tally = tally_of(at);
    if (tally >> LOOK_BITS == key) {
      chosen = at;
      break;
    }
    if (chosen == NULL || (tally & LOOKS_MOST) < (tally_of(chosen) & LOOKS_MOST)) chosen = at;
  }
  if (chosen == NULL) return NULL;
  const uint64_t tally = tally_of(chosen);
  uint64_t sum = looks + (tally >> LOOK_BITS == key ? tally & LOOKS_MOST : 0);
  const bool often = sum >= enough;
  if (sum > LOOKS_MOST || often) sum = 0; /* what fails is tried again after as many */
  atomic_store_explicit(&chosen->tally, key << LOOK_BITS | sum, memory_order_relaxed);
  return often ? chosen : NULL;
}

const uint64_t *as_dense_documents(as_segment *segment, const as_term_info *info, uint32_t looks) {
  const uint64_t documents = segment->record.documents;
  if (info->documents < AS_POSTINGS_BLOCK || info->documents < documents / AS_DENSE_SHARE) return NULL;
  as_dense *dense = dense_of(segment);
  if (dense == NULL) return NULL;
  const uint64_t hash = info->offset * MIX;
  slot *slots = &dense->slot[(size_t)(hash >> 40) % (dense->slots / TOGETHER) * TOGETHER];
  for (unsigned i = 0; i < TOGETHER; i++) {
    const dense_set *set = atomic_load_explicit(&slots[i].set, memory_order_acquire);
    if (set != NULL && is_of(set, info)) return set->words;
  }
  const uint64_t blocks = info->documents / AS_POSTINGS_BLOCK;
  slot *at = count_looks(slots, info->offset + 1, looks, blocks);
  return at == NULL ? NULL : make_set(dense, at, segment, info);
}
