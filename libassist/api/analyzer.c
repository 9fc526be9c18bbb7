/* SPDX-License-Identifier: MIT
 * assist_analyzer_...: the scanner of text/, seen from outside; and offsets in the units of other languages.
 *
 * Offsets are converted in one pass over the text.  Broken bytes count as the analysis counts them: one
 * U+FFFD for each maximal ill-formed sequence, which is one UTF-16 unit and one code point. */
#include <assist/analyzer.h>

#include "base/buf.h"
#include "base/error.h"
#include "port/mem.h"
#include "text/unit.h"
#include "text/utf8.h"

struct assist_analyzer {
  as_scanner *scanner;
  as_buf text; /* of the token given last */
};

assist_status assist_analyzer_new(assist_analyzer **out_analyzer, assist_error *error) {
  if (out_analyzer == NULL) return as_fail(error, ASSIST_INVALID, "a place for the analyzer is missing");
  assist_analyzer *analyzer = as_mem_calloc(1, sizeof *analyzer);
  if (analyzer == NULL) return as_fail_nomem(error);
  as_buf_init(&analyzer->text);
  analyzer->scanner = as_scanner_new();
  if (analyzer->scanner == NULL) {
    assist_analyzer_free(analyzer);
    return as_fail_nomem(error);
  }
  as_scanner_begin(analyzer->scanner, AS_TEXT_DOCUMENT, "", 0);
  *out_analyzer = analyzer;
  return ASSIST_OK;
}

void assist_analyzer_free(assist_analyzer *analyzer) {
  if (analyzer == NULL) return;
  as_scanner_free(analyzer->scanner);
  as_buf_clear(&analyzer->text);
  as_mem_free(analyzer);
}

void assist_analyzer_begin(assist_analyzer *analyzer, const char *text, size_t size, int as_query) {
  if (analyzer == NULL) return;
  enum as_text_kind kind = as_query ? AS_TEXT_QUERY : AS_TEXT_DOCUMENT;
  as_scanner_begin(analyzer->scanner, kind, text != NULL ? text : "", text != NULL ? size : 0);
}

/* The folded text of UNIT, with a NUL, in the analyzer. */
static bool keep_text(assist_analyzer *analyzer, const as_unit *unit) {
  uint8_t character[4];
  as_buf_reset(&analyzer->text);
  if (unit->kind == AS_UNIT_CHAR)
    as_buf_add(&analyzer->text, character, as_utf8_put(unit->code, character));
  else
    as_buf_add(&analyzer->text, unit->token.bytes, unit->token.size);
  as_buf_add_u8(&analyzer->text, '\0');
  return !as_buf_failed(&analyzer->text);
}

int assist_analyzer_next(assist_analyzer *analyzer, assist_token *out_token) {
  as_unit unit;
  if (analyzer == NULL || out_token == NULL) return ASSIST_INVALID;
  if (!as_scanner_next(analyzer->scanner, &unit))
    return as_scanner_failed(analyzer->scanner) ? ASSIST_NOMEM : 0;
  if (!keep_text(analyzer, &unit)) return ASSIST_NOMEM;
  out_token->kind = unit.kind == AS_UNIT_CHAR ? ASSIST_TOKEN_CHARACTER : ASSIST_TOKEN_WORD;
  out_token->text = (const char *)analyzer->text.bytes;
  out_token->size = analyzer->text.size - 1;
  out_token->position = unit.position;
  out_token->start = unit.start;
  out_token->end = unit.end;
  out_token->full_end = unit.full_end;
  out_token->before = (unit.break_before ? ASSIST_BEFORE_BREAK : 0) |
                      (unit.space_before ? ASSIST_BEFORE_SPACE : 0) |
                      (unit.joint_before ? ASSIST_BEFORE_JOINT : 0);
  return 1;
}

assist_status assist_offsets_convert(const char *text, size_t size, int unit, size_t *offsets, size_t count,
                                     assist_error *error) {
  if (unit < ASSIST_OFFSET_BYTE || unit > ASSIST_OFFSET_CODEPOINT)
    return as_fail(error, ASSIST_INVALID, "%d is no unit of offsets", unit);
  if (count > 0 && (offsets == NULL || (text == NULL && size > 0)))
    return as_fail(error, ASSIST_INVALID, "no text, or no offsets");
  for (size_t i = 0; i < count; i++)
    if (offsets[i] > size || (i > 0 && offsets[i] < offsets[i - 1]))
      return as_fail(error, ASSIST_INVALID, "offset %zu does not ascend, or is beyond the text", i);
  if (unit == ASSIST_OFFSET_BYTE) return ASSIST_OK;
  const uint8_t *bytes = (const uint8_t *)text;
  size_t at = 0, units = 0;
  for (size_t i = 0; i < count; i++) {
    while (at < offsets[i]) {
      uint32_t code_point;
      at += as_utf8_next(bytes + at, size - at, &code_point);
      units += unit == ASSIST_OFFSET_UTF16 && code_point > 0xFFFF ? 2 : 1;
    }
    offsets[i] = units;
  }
  return ASSIST_OK;
}
