/* SPDX-License-Identifier: MIT
 * What a term is, as plain data.  Terms of a segment are ordered by (field, kind, first, second).
 *
 *   kind          first                      second               positions are those of
 *   BREAK         0                          0                    the break itself
 *   CHAR          character                  0                    (none: a list of documents)
 *   PAIR          character                  character            its first character
 *   CHAR_TOKEN    character                  token                the character (which stands first)
 *   TOKEN_CHAR    character (stands second)  token (stands first) the token
 *   TOKEN         0                          token                the token
 *
 * Characters are folded code points below 0x40000; the second of a PAIR may carry 0x40000 (Hangul after a space).  A token is
 * its ordinal in the sorted token list of its field in its segment. */
#ifndef AS_BASE_TERM_H
#define AS_BASE_TERM_H

#include <stdint.h>

enum as_term_kind {
  AS_TERM_BREAK = 0,
  AS_TERM_CHAR,
  AS_TERM_PAIR,
  AS_TERM_CHAR_TOKEN,
  AS_TERM_TOKEN_CHAR,
  AS_TERM_TOKEN,
  AS_TERM_KINDS
};

typedef struct as_term {
  uint8_t field; /* number of a text field in the schema; 0 is title and body */
  uint8_t kind;
  uint32_t first;
  uint32_t second;
} as_term;

#define AS_SECOND_ALONE 0xFFFDu  /* no character's code: U+FFFD is punctuation */
#define AS_SECOND_APART 0x40000u /* more than the code of a second that stands behind a space */

#define AS_DOC_END UINT32_MAX /* beyond every document of a segment */
#define AS_SEGMENT_DOCS_MAX 0x7FFFFFFFu
#define AS_POSITIONS_MAX 0x0FFFFFFFu /* positions of one field of one document: 2^28 - 1 */

#endif
