/* SPDX-License-Identifier: MIT
 *
 * Words are gathered into loads, and loads go by a conveyor:
 *
 *   load      BORDER word word ... BREAK | BORDER word ... BREAK | ... BREAK BREAK      as many as are read at once
 *   papers    lane, entry, length        | lane, entry, length   |                      beside it
 *
 * Without a thread each document is dealt when it ends; loads are counted all the same.
 *
 * A batch must end at the same document every time, but how far a thread is cannot be foreseen.  So nothing asks how much has been
 * dealt.  When a load is begun, the one as many as fit a conveyor before it has been dealt for certain: the size of
 * the pool after that one is known, and what came since is reckoned by its words. */
#include "memory/dealer.h"

#include "base/conveyor.h"
#include "base/error.h"
#include "port/mem.h"

#define LOAD_MOST ((size_t)32 * 1024) /* words */
#define LOAD_LEAST ((size_t)1024)
#define LOADS_A_BUDGET 2048u
#define WORD_BYTES 8u /* that a word may take in the streams: one cell, more where it begins a chunk */
#define LAG (AS_CONVEYOR_LOADS + 1)
#define REMEMBERED (2 * AS_CONVEYOR_LOADS)

typedef struct paper {
  uint32_t entry, length;
  uint8_t lane;
} paper;

struct as_dealer {
  as_pool *pool;
  as_lane *const *lanes;
  bool apart;
  size_t load_words;
  as_conveyor *conveyor; /* NULL: no thread now */
  as_load *load;         /* at hand; NULL: none */
  size_t in_load;        /* words */
  uint64_t words;        /* of all loads */
  uint32_t loads;        /* that were given */
  /* Of a load, by its number: */
  uint64_t words_before[REMEMBERED];
  size_t used[REMEMBERED]; /* of the pool, after it */
  AS_VEC(paper) papers[AS_CONVEYOR_LOADS];
};

as_dealer *as_dealer_new(as_pool *pool, as_lane *const *lanes, uint64_t budget, bool apart) {
  as_dealer *dealer = as_mem_calloc(1, sizeof *dealer);
  if (dealer == NULL) return NULL;
  dealer->pool = pool;
  dealer->lanes = lanes;
  dealer->apart = apart;
  const uint64_t share = budget / LOADS_A_BUDGET / sizeof(uint32_t);
  dealer->load_words = share > LOAD_MOST ? LOAD_MOST : share < LOAD_LEAST ? LOAD_LEAST : (size_t)share;
  return dealer;
}

void as_dealer_reset(as_dealer *dealer) {
  as_conveyor_free(dealer->conveyor);
  dealer->conveyor = NULL;
  dealer->load = NULL;
  dealer->in_load = 0;
  dealer->words = 0;
  dealer->loads = 0;
}

void as_dealer_free(as_dealer *dealer) {
  if (dealer == NULL) return;
  as_dealer_reset(dealer);
  for (size_t i = 0; i < AS_CONVEYOR_LOADS; i++) as_vec_free(&dealer->papers[i]);
  as_mem_free(dealer);
}

/* In the conveyor's thread. */
static assist_status deal_load(void *context, const as_load *load, assist_error *error) {
  as_dealer *dealer = context;
  const uint32_t *words = (const uint32_t *)(const void *)load->bytes.bytes;
  const paper *papers = dealer->papers[load->first % AS_CONVEYOR_LOADS].items;
  const size_t count = dealer->papers[load->first % AS_CONVEYOR_LOADS].count;
  for (size_t i = 0; i < count; i++) {
    if (!as_lane_deal(dealer->lanes[papers[i].lane], words + 1, papers[i].length, papers[i].entry))
      return as_fail_nomem(error);
    words += papers[i].length + AS_LANE_AROUND;
  }
  dealer->used[load->first % REMEMBERED] = dealer->pool->used;
  return ASSIST_OK;
}

static assist_status take_load(as_dealer *dealer, assist_error *error) {
  if (dealer->conveyor == NULL) {
    assist_status status = as_conveyor_new(deal_load, dealer, &dealer->conveyor, error);
    if (status == ASSIST_NOMEM) return status;
    if (status != ASSIST_OK) dealer->apart = false; /* no thread is to be had */
    if (status != ASSIST_OK) return ASSIST_OK;
  }
  assist_status status = as_conveyor_take(dealer->conveyor, &dealer->load, error);
  if (status != ASSIST_OK) return status;
  dealer->load->first = dealer->loads;
  dealer->papers[dealer->loads % AS_CONVEYOR_LOADS].count = 0;
  return ASSIST_OK;
}

static assist_status give_load(as_dealer *dealer, assist_error *error) {
  if (dealer->load == NULL) {
    dealer->used[dealer->loads % REMEMBERED] = dealer->pool->used;
  } else {
    as_buf *bytes = &dealer->load->bytes;
    for (size_t i = 0; i < AS_LANE_BEHIND; i++)
      as_buf_add(bytes, &(uint32_t){AS_WORD_BREAK}, sizeof(uint32_t));
    if (as_buf_failed(bytes)) return as_fail_nomem(error);
    as_conveyor_give(dealer->conveyor);
    dealer->load = NULL;
  }
  dealer->loads++;
  dealer->words_before[dealer->loads % REMEMBERED] = dealer->words;
  dealer->in_load = 0;
  return ASSIST_OK;
}

assist_status as_dealer_put(as_dealer *dealer, uint8_t number, assist_error *error) {
  as_lane *lane = dealer->lanes[number];
  const paper made = {lane->entries - 1, (uint32_t)as_lane_length(lane), number};
  if (dealer->apart && dealer->load == NULL) {
    assist_status status = take_load(dealer, error);
    if (status != ASSIST_OK) return status;
  }
  if (!as_lane_end(lane)) return as_fail_nomem(error);
  const uint32_t *words = lane->words.items;
  if (dealer->load == NULL) {
    if (!as_lane_deal(lane, words + 1, made.length, made.entry)) return as_fail_nomem(error);
  } else {
    as_buf *bytes = &dealer->load->bytes;
    as_buf_add(bytes, words, (made.length + AS_LANE_AROUND) * sizeof *words);
    if (as_buf_failed(bytes) || !as_vec_push(&dealer->papers[dealer->loads % AS_CONVEYOR_LOADS], made))
      return as_fail_nomem(error);
  }
  dealer->words += made.length;
  dealer->in_load += made.length;
  return dealer->in_load < dealer->load_words ? ASSIST_OK : give_load(dealer, error);
}

assist_status as_dealer_end(as_dealer *dealer, assist_error *error) {
  assist_status status = dealer->load == NULL ? ASSIST_OK : give_load(dealer, error);
  if (status == ASSIST_OK && dealer->conveyor != NULL) status = as_conveyor_end(dealer->conveyor, error);
  as_conveyor_free(dealer->conveyor);
  dealer->conveyor = NULL;
  dealer->load = NULL;
  return status;
}

size_t as_dealer_memory(const as_dealer *dealer) {
  const size_t loads = AS_CONVEYOR_LOADS * dealer->load_words * sizeof(uint32_t);
  const bool known = dealer->loads >= LAG;
  const uint64_t before = known ? dealer->words_before[(dealer->loads - LAG + 1) % REMEMBERED] : 0;
  const size_t used = known ? dealer->used[(dealer->loads - LAG) % REMEMBERED] : 0;
  return sizeof *dealer + loads + used + (size_t)(dealer->words - before) * WORD_BYTES;
}
