/* SPDX-License-Identifier: MIT
 *
 * Terms as text, and back.
 *
 *   CHAR, TOKEN    the character, the token
 *   PAIR           both characters, a space between when the second stands after one (Hangul); |character| where it stands alone
 *   CHAR_TOKEN     character, token
 *   TOKEN_CHAR     token, character
 *
 * A token that was cut ends in 16 bytes of hash, which are no text: it is printed as the part that is left, an ellipsis and
 * the hash in hex; its postings are asked by the whole word.  Breaks are not listed.  Printed terms are read back by the
 * analysis itself, so that whoever types the same characters otherwise gets the same term. */
#include "index/dump.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/vec.h"
#include "index/term_join.h"
#include "port/mem.h"
#include "text/unit.h"
#include "text/utf8.h"

static void print_char(uint32_t code, as_buf *out) {
  uint8_t bytes[4];
  as_buf_add(out, bytes, as_utf8_put(code, bytes));
}

static void print_token(as_slice token, as_buf *out) {
  static const char digits[] = "0123456789abcdef";
  size_t bad;
  if (token.size != AS_TOKEN_PREFIX + 16 || as_utf8_valid(token.bytes, token.size, &bad)) {
    as_buf_add(out, token.bytes, token.size);
    return;
  }
  as_buf_add(out, token.bytes, AS_TOKEN_PREFIX);
  as_buf_add_text(out, "…");
  for (size_t i = AS_TOKEN_PREFIX; i < token.size; i++) {
    as_buf_add_u8(out, (uint8_t)digits[token.bytes[i] >> 4]);
    as_buf_add_u8(out, (uint8_t)digits[token.bytes[i] & 15]);
  }
}

/* TERM of SEGMENT, with the ordinals of the segment. */
static assist_status print_term(as_segment *segment, as_term term, as_buf *out, assist_error *error) {
  as_buf token;
  assist_status status = ASSIST_OK;
  as_buf_init(&token);
  as_buf_reset(out);
  if (term.kind >= AS_TERM_CHAR_TOKEN)
    status = as_terms_token(segment, term.field, term.second, &token, error);
  as_slice text = as_slice_of(token.bytes, token.size);
  bool alone = term.kind == AS_TERM_PAIR && term.second == AS_SECOND_ALONE;
  if (alone) as_buf_add_u8(out, '|');
  if (term.kind == AS_TERM_CHAR || term.kind == AS_TERM_PAIR || term.kind == AS_TERM_CHAR_TOKEN) {
    print_char(term.first, out);
  }
  if (alone) as_buf_add_u8(out, '|');
  if (term.kind == AS_TERM_PAIR && (term.second & AS_UNIT_SPACED) != 0) as_buf_add_u8(out, ' ');
  if (term.kind == AS_TERM_PAIR && !alone) print_char(term.second & ~AS_UNIT_SPACED, out);
  if (term.kind >= AS_TERM_CHAR_TOKEN) print_token(text, out);
  if (term.kind == AS_TERM_TOKEN_CHAR) print_char(term.first, out);
  bool failed = as_buf_failed(out) || as_buf_failed(&token);
  as_buf_clear(&token);
  if (status == ASSIST_OK && failed) return as_fail_nomem(error);
  return status;
}

static const char *field_name(const as_schema *schema, uint8_t number) {
  for (size_t i = 1; i < schema->count; i++) { /* from body on: field 0 is called by it */
    if (schema->fields[i].text_number == number) return schema->fields[i].name;
  }
  return "";
}

/* Counts of the current term over all leaves, and the leaf that shall print it. */
static size_t sum_counts(const as_term_join *join, uint64_t *out_documents, uint64_t *out_occurrences) {
  size_t any = 0;
  *out_documents = *out_occurrences = 0;
  for (size_t i = 0; i < join->count; i++) {
    if (!as_term_join_has(join, i)) continue;
    any = i;
    *out_documents += join->inputs[i].info.documents;
    *out_occurrences += join->inputs[i].info.occurrences;
  }
  return any;
}

static assist_status read_tokens(as_term_join *join, uint8_t fields, assist_error *error) {
  as_slice token;
  for (uint8_t field = 0; field < fields; field++) {
    for (bool more = true; more;) {
      assist_status status = as_term_join_token(join, field, &token, &more, error);
      if (status != ASSIST_OK) return status;
    }
  }
  return ASSIST_OK;
}

static assist_status give_terms(const as_snapshot *snapshot, as_term_join *join, as_dump_term each,
                                void *context, as_buf *text, assist_error *error) {
  const as_schema *schema = &snapshot->manifest->schema;
  assist_status status = read_tokens(join, schema->text_count, error);
  while (status == ASSIST_OK) {
    as_term term;
    bool more;
    uint64_t documents, occurrences;
    status = as_term_join_term(join, &term, &more, error);
    if (status != ASSIST_OK || !more) break;
    if (term.kind == AS_TERM_BREAK) continue;
    size_t any = sum_counts(join, &documents, &occurrences);
    status = print_term(join->inputs[any].segment, join->inputs[any].info.term, text, error);
    if (status != ASSIST_OK) break;
    if (each(context, (const char *)text->bytes, text->size, field_name(schema, term.field), documents,
             occurrences) != 0) {
      status = as_fail(error, ASSIST_CANCELLED, "stopped by the caller");
    }
  }
  return status;
}

assist_status as_dump_terms(const as_snapshot *snapshot, as_dump_term each, void *context,
                            assist_error *error) {
  as_term_join join = {0};
  as_buf text;
  as_segment **segments = as_mem_array(snapshot->leaf_count, sizeof *segments);
  if (segments == NULL) return as_fail_nomem(error);
  for (size_t i = 0; i < snapshot->leaf_count; i++) segments[i] = snapshot->leaves[i].segment;
  as_buf_init(&text);
  assist_status status = as_term_join_open(&join, segments, snapshot->leaf_count, error);
  if (status == ASSIST_OK) status = give_terms(snapshot, &join, each, context, &text, error);
  as_term_join_close(&join);
  as_buf_clear(&text);
  as_mem_free(segments);
  return status;
}

/* A printed term, analysed: its token, if it has one, by bytes. */
typedef struct parsed {
  as_term term;
  as_buf token;
} parsed;

static bool parse_units(as_scanner *scanner, as_slice text, parsed *to) {
  as_unit unit;
  uint8_t kinds[2] = {0, 0};
  size_t count = 0;
  as_scanner_begin(scanner, AS_TEXT_QUERY, text.bytes, text.size);
  while (as_scanner_next(scanner, &unit)) {
    if (count == 2 || (count == 1 && unit.break_before)) return false;
    kinds[count] = unit.kind;
    if (unit.kind == AS_UNIT_TOKEN) {
      as_buf_reset(&to->token);
      as_buf_add(&to->token, unit.token.bytes, unit.token.size);
    } else if (count == 1 && kinds[0] == AS_UNIT_CHAR) {
      to->term.second = unit.second;
    } else {
      to->term.first = unit.code;
    }
    count++;
  }
  if (count == 0 || (kinds[0] == AS_UNIT_TOKEN && kinds[1] == AS_UNIT_TOKEN)) return false;
  bool first_char = kinds[0] == AS_UNIT_CHAR;
  if (count == 1) {
    to->term.kind = first_char ? AS_TERM_CHAR : AS_TERM_TOKEN;
  } else if (first_char) {
    to->term.kind = kinds[1] == AS_UNIT_CHAR ? AS_TERM_PAIR : AS_TERM_CHAR_TOKEN;
  } else {
    to->term.kind = AS_TERM_TOKEN_CHAR;
  }
  return true;
}

/* The part within |...|; else all of TEXT. */
static as_slice inside_bars(as_slice text, bool *out_bars) {
  *out_bars = text.size > 2 && text.bytes[0] == '|' && text.bytes[text.size - 1] == '|';
  return *out_bars ? as_slice_of(text.bytes + 1, text.size - 2) : text;
}

static assist_status parse_term(const as_snapshot *snapshot, const char *field, as_slice text, parsed *to,
                                assist_error *error) {
  char shown[128];
  uint8_t number = as_schema_text_number(&snapshot->manifest->schema, field);
  if (number == AS_NO_NUMBER) {
    return as_fail(error, ASSIST_NOTFOUND, "no text field is called '%s'",
                   as_error_escape(shown, sizeof shown, field, strlen(field)));
  }
  as_scanner *scanner = as_scanner_new();
  if (scanner == NULL) return as_fail_nomem(error);
  to->term = (as_term){number, 0, 0, 0};
  bool bars, is_term = parse_units(scanner, inside_bars(text, &bars), to);
  if (bars) {
    is_term = is_term && to->term.kind == AS_TERM_CHAR;
    to->term.kind = AS_TERM_PAIR;
    to->term.second = AS_SECOND_ALONE;
  }
  bool failed = as_scanner_failed(scanner) || as_buf_failed(&to->token);
  as_scanner_free(scanner);
  if (failed) return as_fail_nomem(error);
  if (is_term) return ASSIST_OK;
  return as_fail(error, ASSIST_NOTFOUND, "'%s' is not a term",
                 as_error_escape(shown, sizeof shown, text.bytes, text.size));
}

static assist_status find_in_leaf(const as_leaf *leaf, const parsed *wanted, as_term_info *out_info,
                                  bool *out_found, assist_error *error) {
  as_term term = wanted->term;
  *out_found = false;
  if (term.field >= as_segment_field_count(leaf->segment)) return ASSIST_OK;
  if (term.kind >= AS_TERM_CHAR_TOKEN) {
    as_slice token = as_slice_of(wanted->token.bytes, wanted->token.size);
    assist_status status =
        as_terms_find_token(leaf->segment, term.field, token, &term.second, out_found, error);
    if (status != ASSIST_OK || !*out_found) return status;
  }
  return as_terms_find(leaf->segment, term, out_info, out_found, error);
}

/* Postings of a leaf that has its documents in another order than that of insertion, on their way into that. */
typedef struct kept_posting {
  uint64_t number;
  size_t first, count; /* of its positions */
} kept_posting;

typedef struct kept_postings {
  AS_VEC(kept_posting) items;
  AS_VEC(uint32_t) positions;
} kept_postings;

static bool keep(kept_postings *kept, uint64_t number, const uint32_t *positions, uint32_t count) {
  const kept_posting item = {number, kept->positions.count, count};
  if (!as_vec_reserve(&kept->positions, kept->positions.count + count)) return false;
  if (count != 0) memcpy(kept->positions.items + kept->positions.count, positions, count * sizeof *positions);
  kept->positions.count += count;
  return as_vec_push(&kept->items, item);
}

static int by_number(const void *a, const void *b) {
  const kept_posting *x = a, *y = b;
  return x->number < y->number ? -1 : x->number > y->number;
}

static assist_status give_kept(const kept_postings *kept, bool positions, as_dump_posting each, void *context,
                               assist_error *error) {
  if (kept->items.count != 0)
    qsort(kept->items.items, kept->items.count, sizeof *kept->items.items, by_number);
  for (size_t i = 0; i < kept->items.count; i++) {
    const kept_posting *item = &kept->items.items[i];
    const uint32_t *own = positions ? kept->positions.items + item->first : NULL;
    if (each(context, item->number, own, item->count) != 0)
      return as_fail(error, ASSIST_CANCELLED, "stopped by the caller");
  }
  return ASSIST_OK;
}

static assist_status give_leaf(const as_leaf *leaf, const as_term_info *info, as_postings *postings,
                               as_dump_posting each, void *context, assist_error *error) {
  kept_postings kept = {0};
  assist_status status = as_postings_open(postings, leaf->segment, info, error);
  if (status != ASSIST_OK) return status;
  for (uint32_t d = as_postings_next(postings); d != AS_DOC_END; d = as_postings_next(postings)) {
    uint32_t count = 0;
    const uint32_t *positions = NULL;
    if (as_leaf_is_dead(leaf, d)) continue;
    if (info->term.kind != AS_TERM_CHAR) positions = as_postings_positions(postings, &count);
    if (postings->status != ASSIST_OK) break;
    if (leaf->ranks != NULL) {
      if (!keep(&kept, as_leaf_number(leaf, d), positions, count)) status = as_fail_nomem(error);
    } else if (each(context, leaf->base + d, positions, count) != 0) {
      status = as_fail(error, ASSIST_CANCELLED, "stopped by the caller");
    }
    if (status != ASSIST_OK) break;
  }
  if (status == ASSIST_OK && postings->status != ASSIST_OK) {
    if (error != NULL) *error = postings->error;
    status = postings->status;
  }
  if (status == ASSIST_OK) status = give_kept(&kept, info->term.kind != AS_TERM_CHAR, each, context, error);
  as_vec_free(&kept.items);
  as_vec_free(&kept.positions);
  return status;
}

assist_status as_dump_postings(const as_snapshot *snapshot, const char *field, as_slice term,
                               as_dump_posting each, void *context, assist_error *error) {
  parsed wanted;
  as_postings postings;
  bool any = false;
  as_buf_init(&wanted.token);
  assist_status status = parse_term(snapshot, field, term, &wanted, error);
  as_postings_init(&postings);
  for (size_t i = 0; status == ASSIST_OK && i < snapshot->leaf_count; i++) {
    as_term_info info;
    bool found;
    status = find_in_leaf(&snapshot->leaves[i], &wanted, &info, &found, error);
    if (status != ASSIST_OK || !found) continue;
    any = true;
    status = give_leaf(&snapshot->leaves[i], &info, &postings, each, context, error);
  }
  as_postings_clear(&postings);
  as_buf_clear(&wanted.token);
  if (status != ASSIST_OK || any) return status;
  char shown[128];
  return as_fail(error, ASSIST_NOTFOUND, "no document has '%s'",
                 as_error_escape(shown, sizeof shown, term.bytes, term.size));
}
