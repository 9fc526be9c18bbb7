/* SPDX-License-Identifier: MIT
 *
 * A join of sorted lists, twice: of token lists, which gives every token a joint ordinal and every segment a table from its
 * own ordinals to those; then of dictionaries, whose terms become numbers that order as terms do:
 *
 *   key   [60..53] field  [52..50] kind  [49..32] first  [31..0] second (a joint ordinal where it is a token)
 *
 * There are few segments, so the least of their heads is found by looking at all. */
#include "index/term_join.h"

#include "base/error.h"
#include "port/mem.h"

#define KEY_END UINT64_MAX
#define FIELD_SHIFT 53
#define KIND_SHIFT 50
#define FIRST_SHIFT 32
#define FIRST_MASK 0x3FFFFu
#define DROPPED UINT32_MAX /* a token that does not count */

static assist_status open_input(as_term_join_input *input, as_segment *segment, assist_error *error) {
  input->segment = segment;
  input->key = 0;
  input->ordinals = as_mem_calloc(as_segment_field_count(segment), sizeof *input->ordinals);
  return input->ordinals == NULL ? as_fail_nomem(error) : as_terms_scan_open(segment, &input->terms, error);
}

assist_status as_term_join_open(as_term_join *join, as_segment *const *segments, size_t count,
                                assist_error *error) {
  *join = (as_term_join){0};
  join->inputs = as_mem_calloc(count, sizeof *join->inputs);
  if (join->inputs == NULL) return as_fail_nomem(error);
  for (size_t i = 0; i < count; i++) {
    join->count = i + 1;
    assist_status status = open_input(&join->inputs[i], segments[i], error);
    if (status != ASSIST_OK) return status;
  }
  return ASSIST_OK;
}

void as_term_join_close(as_term_join *join) {
  for (size_t i = 0; i < join->count; i++) {
    as_term_join_input *input = &join->inputs[i];
    if (input->tokens != NULL) as_tokens_scan_close(input->tokens);
    if (input->terms != NULL) as_terms_scan_close(input->terms);
    for (size_t field = 0; input->ordinals != NULL && field < as_segment_field_count(input->segment);
         field++) {
      as_mem_free(input->ordinals[field]);
    }
    as_mem_free(input->ordinals);
  }
  as_mem_free(join->inputs);
  *join = (as_term_join){0};
}

/* The next token of INPUT that counts. */
static assist_status next_token(as_term_join *join, as_term_join_input *input, assist_error *error) {
  do {
    assist_status status = as_tokens_scan_next(input->tokens, &input->token, &input->has_token, error);
    if (status != ASSIST_OK) return status;
    input->own_ordinal++; /* from UINT32_MAX at first */
  } while (input->has_token && input->alive_tokens != NULL &&
           !as_bitset_has(&input->alive_tokens[join->field], input->own_ordinal));
  return ASSIST_OK;
}

static assist_status begin_field(as_term_join *join, as_term_join_input *input, assist_error *error) {
  input->has_token = false;
  if (join->field >= as_segment_field_count(input->segment)) return ASSIST_OK;
  uint32_t count = as_terms_token_count(input->segment, join->field);
  uint32_t *ordinals = as_mem_array(count, sizeof *ordinals);
  if (ordinals == NULL) return as_fail_nomem(error);
  for (uint32_t i = 0; i < count; i++) ordinals[i] = DROPPED;
  as_mem_free(input->ordinals[join->field]);
  input->ordinals[join->field] = ordinals;
  assist_status status = as_tokens_scan_open(input->segment, join->field, &input->tokens, error);
  if (status != ASSIST_OK) return status;
  input->own_ordinal = UINT32_MAX;
  return next_token(join, input, error);
}

static assist_status begin_tokens(as_term_join *join, uint8_t field, assist_error *error) {
  join->field = field;
  join->in_tokens = true;
  join->given = false;
  join->joint_ordinal = 0;
  for (size_t i = 0; i < join->count; i++) {
    assist_status status = begin_field(join, &join->inputs[i], error);
    if (status != ASSIST_OK) return status;
  }
  return ASSIST_OK;
}

static void end_tokens(as_term_join *join) {
  for (size_t i = 0; i < join->count; i++) {
    if (join->inputs[i].tokens != NULL) as_tokens_scan_close(join->inputs[i].tokens);
    join->inputs[i].tokens = NULL;
  }
  join->in_tokens = false;
}

static const as_term_join_input *least_token(const as_term_join *join) {
  const as_term_join_input *least = NULL;
  for (size_t i = 0; i < join->count; i++) {
    const as_term_join_input *input = &join->inputs[i];
    if (input->has_token && (least == NULL || as_slice_compare(input->token, least->token) < 0))
      least = input;
  }
  return least;
}

/* Move on every input that stands at the token given last, noting its joint ordinal.  The one that lent its bytes is compared
 * with last, for moving on ends the loan. */
static assist_status pass_token(as_term_join *join, assist_error *error) {
  const as_term_join_input *lender = least_token(join);
  for (size_t i = 0; i < join->count; i++) {
    as_term_join_input *input = &join->inputs[i];
    if (!input->has_token || input == lender || !as_slice_equal(input->token, lender->token)) continue;
    input->ordinals[join->field][input->own_ordinal] = join->joint_ordinal;
    assist_status status = next_token(join, input, error);
    if (status != ASSIST_OK) return status;
  }
  as_term_join_input *last = &join->inputs[lender - join->inputs];
  last->ordinals[join->field][last->own_ordinal] = join->joint_ordinal++;
  return next_token(join, last, error);
}

assist_status as_term_join_token(as_term_join *join, uint8_t field, as_slice *out_token, bool *out_more,
                                 assist_error *error) {
  assist_status status = ASSIST_OK;
  if (!join->in_tokens || join->field != field) status = begin_tokens(join, field, error);
  if (status == ASSIST_OK && join->given) status = pass_token(join, error);
  if (status != ASSIST_OK) return status;
  const as_term_join_input *least = least_token(join);
  *out_more = least != NULL;
  join->given = *out_more;
  if (least != NULL) {
    *out_token = least->token;
  } else {
    end_tokens(join);
  }
  return ASSIST_OK;
}

static bool has_token(uint8_t kind) { return kind >= AS_TERM_CHAR_TOKEN; }

/* Joint key of the term INPUT stands at; false when its token does not count. */
static bool joint_key(as_term_join_input *input) {
  as_term term = input->info.term;
  if (has_token(term.kind)) {
    if (term.second >= as_terms_token_count(input->segment, term.field) ||
        input->ordinals[term.field] == NULL) {
      return false;
    }
    term.second = input->ordinals[term.field][term.second];
    if (term.second == DROPPED) return false;
  }
  input->key = (uint64_t)term.field << FIELD_SHIFT | (uint64_t)term.kind << KIND_SHIFT |
               (uint64_t)term.first << FIRST_SHIFT | term.second;
  return true;
}

static assist_status next_term(as_term_join_input *input, assist_error *error) {
  bool more;
  do {
    assist_status status = as_terms_scan_next(input->terms, &input->info, &more, error);
    if (status != ASSIST_OK) return status;
    if (!more) input->key = KEY_END;
  } while (more && !joint_key(input));
  return ASSIST_OK;
}

assist_status as_term_join_term(as_term_join *join, as_term *out_term, bool *out_more, assist_error *error) {
  uint64_t least = KEY_END;
  for (size_t i = 0; i < join->count; i++) {
    as_term_join_input *input = &join->inputs[i];
    if (input->key == join->key) { /* at first all are 0, which is before the first term's turn */
      assist_status status = next_term(input, error);
      if (status != ASSIST_OK) return status;
    }
    if (input->key < least) least = input->key;
  }
  join->key = least;
  *out_more = least != KEY_END;
  *out_term = (as_term){(uint8_t)(least >> FIELD_SHIFT), (uint8_t)(least >> KIND_SHIFT & 7),
                        (uint32_t)(least >> FIRST_SHIFT & FIRST_MASK), (uint32_t)least};
  return ASSIST_OK;
}
