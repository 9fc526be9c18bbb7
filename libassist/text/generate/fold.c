/* SPDX-License-Identifier: MIT
 * What ICU knows of one code point: its NFKC_Casefold, whether it may compose backwards, whether it is Han. */
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/uscript.h>
#include <unicode/ustring.h>
#include <unicode/utf16.h>

#include "generate.h"

static const UNormalizer2 *nfkc;
static const UNormalizer2 *casefold;

void fold_open(void) {
  UErrorCode status = U_ZERO_ERROR;
  nfkc = unorm2_getNFKCInstance(&status);
  casefold = unorm2_getNFKCCasefoldInstance(&status);
  if (U_FAILURE(status)) die("ICU: %s", u_errorName(status));
}

static size_t normalize(const UNormalizer2 *form, uint32_t code_point, uint32_t *out, size_t room) {
  UChar source[2], target[128];
  int32_t source_size = 0;
  U16_APPEND_UNSAFE(source, source_size, code_point);
  UErrorCode status = U_ZERO_ERROR;
  int32_t size = unorm2_normalize(form, source, source_size, target, 128, &status);
  if (U_FAILURE(status)) die("ICU: normalising U+%04X: %s", code_point, u_errorName(status));
  UChar32 wide[128];
  int32_t count = 0;
  u_strToUTF32(wide, 128, &count, target, size, &status);
  if (U_FAILURE(status) || (size_t)count > room) die("U+%04X expands to more than %zu", code_point, room);
  for (int32_t i = 0; i < count; i++) out[i] = (uint32_t)wide[i];
  return (size_t)count;
}

uint32_t fold_compatible(uint32_t code_point) {
  if (code_point >= 0xD800 && code_point <= 0xDFFF) return code_point;
  uint32_t items[64];
  return normalize(nfkc, code_point, items, 64) == 1 ? items[0] : code_point;
}

size_t fold_casefold(uint32_t code_point, uint32_t *out, size_t room) {
  return normalize(casefold, code_point, out, room);
}

bool fold_composes(uint32_t code_point) { return !unorm2_hasBoundaryBefore(nfkc, (UChar32)code_point); }

bool fold_is_han(uint32_t code_point) {
  if (code_point >= 0x20000 && code_point <= 0x3FFFF)
    return true;                         /* later extensions than ICU's Unicode too */
  if (code_point == 0x3006) return true; /* 〆: script Common */
  UErrorCode status = U_ZERO_ERROR;
  if (uscript_getScript((UChar32)code_point, &status) != USCRIPT_HAN) return false;
  return !u_ispunct((UChar32)code_point);
}
