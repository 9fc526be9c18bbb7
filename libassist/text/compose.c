/* SPDX-License-Identifier: MIT
 * NFC of a short sequence through ICU.
 *
 * The fold table maps one code point at a time, so it cannot know that half-width カ and a voicing mark are one
 * character, or three jamo one syllable.  The reader gathers such a cluster and gives it here.  The composition of
 * assigned characters never changes between Unicode versions (the stability policy), so a newer ICU at run time finds
 * the same terms as the one the index was written with. */
#include "text/compose.h"

#include <unicode/unorm2.h>
#include <unicode/ustring.h>
#include <unicode/utf16.h>

enum { UNITS = 512 };

static int32_t to_utf16(const uint32_t *codes, unsigned count, UChar *out) {
  int32_t size = 0;
  for (unsigned i = 0; i < count && size < UNITS - 2; i++) {
    if (codes[i] <= 0xFFFF) {
      out[size++] = (UChar)codes[i];
    } else {
      out[size++] = (UChar)U16_LEAD(codes[i]);
      out[size++] = (UChar)U16_TRAIL(codes[i]);
    }
  }
  return size;
}

unsigned as_compose(uint32_t *codes, unsigned count, unsigned capacity) {
  UErrorCode status = U_ZERO_ERROR;
  UChar before[UNITS], after[UNITS];
  const UNormalizer2 *nfc = unorm2_getNFCInstance(&status);
  int32_t before_size = to_utf16(codes, count, before);
  int32_t after_size = unorm2_normalize(nfc, before, before_size, after, UNITS, &status);
  if (U_FAILURE(status) || u_countChar32(after, after_size) > (int32_t)capacity) return count;
  unsigned composed = 0;
  for (int32_t at = 0; at < after_size; at++) {
    codes[composed] = after[at];
    if (U16_IS_LEAD(after[at]) && at + 1 < after_size) {
      codes[composed] = (uint32_t)U16_GET_SUPPLEMENTARY(after[at], after[at + 1]);
      at++;
    }
    composed++;
  }
  return composed;
}
