/* SPDX-License-Identifier: MIT
 * Shapes, matched by code points.
 *
 *   PREFIX     bytes compared
 *   WILDCARD   ? is one code point, * any number: the usual loop that goes back to the last *
 *   FUZZY      Damerau and Levenshtein's distance, where two neighbours swapped are one mistake and nothing is edited twice
 *              ("optimal string alignment"), at most 1 or 2
 *   STEM       the token's stem is that of the word (text/stem.h)
 *
 * The rows of FUZZY, one a code point of the token, depend on the token's beginning alone:
 *
 *             ""  l  i  n  g            a row whose least distance is above the limit, and the row before it too, kills
 *        ""    0  1  2  3  4            every token that begins so (a swap may reach over one row); tokens come sorted, so
 *        l     1  0  1  2  3            the rows of the common beginning stay
 *        n     2  1  1  1  2 */
#include "query/likeness.h"

#include <string.h>

#include "port/mem.h"
#include "text/unit.h"
#include "text/utf8.h"

static bool add_codes(as_likeness *shape, const as_node *pattern) {
  const uint8_t *text = (const uint8_t *)pattern->text;
  shape->codes = as_mem_array(pattern->size + 1, sizeof *shape->codes);
  if (shape->codes == NULL) return false;
  bool literal = true, operators = shape->kind == AS_PATTERN_WILDCARD;
  for (size_t at = 0; at < pattern->size;) {
    uint32_t code;
    bool escaped = operators && text[at] == '\\' && at + 1 < pattern->size;
    size_t start = at += escaped;
    at += as_utf8_next(text + at, pattern->size - at, &code);
    if (operators && !escaped && (code == '?' || code == '*')) {
      code = code == '?' ? AS_LIKENESS_ONE : AS_LIKENESS_ANY;
      literal = false;
    } else if (literal && shape->kind != AS_PATTERN_FUZZY) {
      as_buf_add(&shape->prefix, text + start, at - start);
    }
    shape->codes[shape->count++] = code;
  }
  return !as_buf_failed(&shape->prefix);
}

static size_t row_limit(const as_likeness *shape) { return shape->count + shape->edits + 2; }

static bool make_rows(as_likeness *shape) {
  size_t rows = row_limit(shape) + 1;
  shape->rows = as_mem_array(rows, shape->count + 1);
  shape->token_codes = as_mem_array(rows, sizeof *shape->token_codes);
  shape->ends = as_mem_array(rows, sizeof *shape->ends);
  if (shape->rows == NULL || shape->token_codes == NULL || shape->ends == NULL) return false;
  for (size_t j = 0; j <= shape->count; j++)
    shape->rows[j] = (uint8_t)(j > shape->edits ? shape->edits + 1 : j);
  shape->ends[0] = 0;
  return true;
}

static bool make_stem(as_likeness *shape, const as_node *pattern) {
  shape->stemmer = as_stemmer_new(pattern->language);
  if (shape->stemmer == NULL) return false;
  as_slice stem = as_stem(shape->stemmer, as_slice_of(pattern->text, pattern->size));
  if (stem.bytes == NULL) return false;
  as_buf_add(&shape->last, stem.bytes, stem.size);
  as_buf_add(&shape->prefix, stem.bytes, as_stem_fixed(pattern->language, stem));
  return !as_buf_failed(&shape->last) && !as_buf_failed(&shape->prefix);
}

bool as_likeness_init(as_likeness *shape, const as_node *pattern) {
  *shape = (as_likeness){.kind = pattern->pattern, .edits = pattern->edits};
  if (shape->edits > AS_LIKENESS_EDITS) shape->edits = AS_LIKENESS_EDITS;
  as_buf_init(&shape->prefix);
  as_buf_init(&shape->last);
  if (shape->kind == AS_PATTERN_STEM) return make_stem(shape, pattern);
  if (!add_codes(shape, pattern)) return false;
  if (shape->kind != AS_PATTERN_FUZZY) return true;
  shape->never = shape->count > AS_TOKEN_BYTES + AS_LIKENESS_EDITS;
  return shape->never || make_rows(shape);
}

void as_likeness_clear(as_likeness *shape) {
  as_mem_free(shape->codes);
  as_mem_free(shape->rows);
  as_mem_free(shape->token_codes);
  as_mem_free(shape->ends);
  as_buf_clear(&shape->prefix);
  as_buf_clear(&shape->last);
  as_stemmer_free(shape->stemmer);
  *shape = (as_likeness){0};
}

/* ---- wildcards ---- */

static bool matches_wildcard(const as_likeness *shape, as_slice token) {
  size_t at = 0, code_at = 0, star = SIZE_MAX,
         star_at = 0; /* after the last *, and what it has taken so far */
  while (at < token.size || code_at < shape->count) {
    uint32_t wanted = code_at < shape->count ? shape->codes[code_at] : AS_LIKENESS_ANY + 1;
    if (wanted == AS_LIKENESS_ANY) {
      star = ++code_at;
      star_at = at;
      continue;
    }
    uint32_t code;
    unsigned used = at < token.size ? as_utf8_next(token.bytes + at, token.size - at, &code) : 0;
    if (used > 0 && (wanted == AS_LIKENESS_ONE || wanted == code)) {
      at += used;
      code_at++;
      continue;
    }
    if (star == SIZE_MAX || star_at >= token.size) return false;
    star_at += as_utf8_next(token.bytes + star_at, token.size - star_at, &code);
    at = star_at;
    code_at = star;
  }
  return true;
}

/* ---- mistakes ---- */

static uint8_t least(unsigned a, unsigned b) { return (uint8_t)(a < b ? a : b); }

/* Row DEPTH from those before; true when some distance in it is within the limit. */
static bool work_out(as_likeness *shape, size_t depth) {
  size_t width = shape->count + 1;
  uint8_t *row = shape->rows + depth * width;
  const uint8_t *before = row - width, *swapped = depth > 1 ? before - width : NULL;
  uint32_t code = shape->token_codes[depth];
  uint8_t most = (uint8_t)(shape->edits + 1);
  row[0] = least((unsigned)(depth > most ? most : depth), most);
  bool alive = row[0] < most;
  for (size_t j = 1; j < width; j++) {
    bool same = shape->codes[j - 1] == code;
    uint8_t value = least(before[j] + 1u, row[j - 1] + 1u);
    value = least(value, before[j - 1] + (same ? 0u : 1u));
    if (swapped != NULL && j > 1 && shape->codes[j - 2] == code &&
        shape->token_codes[depth - 1] == shape->codes[j - 1])
      value = least(value, swapped[j - 2] + 1u);
    row[j] = least(value, most);
    alive |= row[j] < most;
  }
  return alive;
}

/* Is any distance of row DEPTH within the limit? */
static bool is_alive(const as_likeness *shape, size_t depth) {
  const uint8_t *row = shape->rows + depth * (shape->count + 1);
  for (size_t j = 0; j <= shape->count; j++)
    if (row[j] <= shape->edits) return true;
  return false;
}

/* Keep the rows that TOKEN shares with the last one.  A broken sequence is known by the byte after it, so that must be shared as
 * well. */
static void keep_rows(as_likeness *shape, as_slice token) {
  size_t most = shape->last.size < token.size ? shape->last.size : token.size, shared = 0;
  while (shared < most && shape->last.bytes[shared] == token.bytes[shared]) shared++;
  while (shape->depth > 0 && shape->ends[shape->depth] >= shared) shape->depth--;
  as_buf_reset(&shape->last);
}

static bool matches_fuzzy(as_likeness *shape, as_slice token, unsigned *out_edits) {
  keep_rows(shape, token);
  size_t at = shape->ends[shape->depth], width = shape->count + 1;
  bool alive = is_alive(shape, shape->depth), before = true;
  while (at < token.size && (alive || before) && shape->depth < row_limit(shape)) {
    size_t depth = ++shape->depth;
    at += as_utf8_next(token.bytes + at, token.size - at, &shape->token_codes[depth]);
    shape->ends[depth] = at;
    before = alive;
    alive = work_out(shape, depth);
  }
  as_buf_add(&shape->last, token.bytes, at);
  if (as_buf_failed(&shape->last)) shape->depth = 0;
  if (!alive && !before) shape->dead = at;
  if (at < token.size) return false;
  *out_edits = shape->rows[shape->depth * width + shape->count];
  return *out_edits <= shape->edits;
}

static bool matches_stem(as_likeness *shape, as_slice token) {
  as_slice stem = as_stem(shape->stemmer, token);
  shape->failed |= stem.bytes == NULL;
  return as_slice_equal(stem, as_slice_of(shape->last.bytes, shape->last.size));
}

bool as_likeness_matches(as_likeness *shape, as_slice token, unsigned *out_edits) {
  *out_edits = 0;
  shape->dead = 0;
  if (shape->never) return false;
  if (shape->kind == AS_PATTERN_FUZZY) return matches_fuzzy(shape, token, out_edits);
  as_slice prefix = as_slice_of(shape->prefix.bytes, shape->prefix.size);
  bool begins =
      prefix.size == 0 || (token.size >= prefix.size && memcmp(token.bytes, prefix.bytes, prefix.size) == 0);
  if (!begins) return false;
  if (shape->kind == AS_PATTERN_STEM) return matches_stem(shape, token);
  return shape->kind == AS_PATTERN_PREFIX || matches_wildcard(shape, token);
}
