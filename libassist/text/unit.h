/* SPDX-License-Identifier: MIT
 * The heart of the analysis: text to units, by doc/analysis.md.  One definition for index, query, snippet, ranking
 * and the oracle.
 *
 *   bytes -> code points -> fold (table) -> annotations and ignorables leave -> units with positions
 *
 * A unit is one Han, Kana or Hangul character (AS_UNIT_CHAR) or one maximal run of other letters and digits
 * (AS_UNIT_TOKEN).  Each has a position, counted from 0; a break between two units advances the position by one more,
 * however long it is; breaks before the first and after the last unit advance nothing.
 *
 * The scanner is a pull parser over one text; it allocates only for token bytes.  It may fill a few units ahead. */
#ifndef AS_TEXT_UNIT_H
#define AS_TEXT_UNIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <assist/status.h>

#include "base/slice.h"

enum as_unit_kind { AS_UNIT_CHAR = 1, AS_UNIT_TOKEN = 2 };

/* A token longer than this many folded bytes is indexed as its first AS_TOKEN_PREFIX bytes and 16 bytes of hash. */
#define AS_TOKEN_BYTES 255u
#define AS_TOKEN_PREFIX 128u

/* A Hangul character after a space is another second half of a pair than the same one without (doc/analysis.md: space
 * separates two Hangul): its `second` code carries this bit. */
#define AS_UNIT_SPACED 0x40000u

typedef struct as_unit {
  uint8_t kind;       /* enum as_unit_kind */
  uint8_t char_class; /* enum as_char_class of a CHAR; LETTER for a token */
  bool break_before;  /* a break stands between the unit before and this one (false for the first) */
  bool space_before;  /* at least one space did, and no break (a newline that is space counts) */
  bool joint_before;  /* a joint did: token joint token */
  bool line_before;   /* break_before, and the break holds a newline */
  uint32_t code;      /* CHAR: folded code point, below 0x40000 */
  uint32_t second; /* CHAR, as the second of a pair: code, or code|AS_UNIT_SPACED for Hangul after a space */
  uint32_t position;
  size_t start, end; /* bytes of the original text, without a trailing annotation */
  size_t full_end;   /* end, or the end of the annotation(s) that read this unit: what a highlight covers */
  /* TOKEN: folded bytes as indexed (cut and hashed when over AS_TOKEN_BYTES); borrowed until the next call. */
  as_slice token;
} as_unit;

/* What the text is: it changes only what a newline means and which ambiguous marks are looked at. */
enum as_text_kind {
  /* A newline breaks, unless its line has at least 20 units and the next is not indented. */
  AS_TEXT_DOCUMENT = 0,
  AS_TEXT_QUERY = 1 /* a newline is space */
};

typedef struct as_scanner as_scanner;

as_scanner *as_scanner_new(void); /* reusable for any number of texts; NULL: no memory */
void as_scanner_free(as_scanner *scanner);
/* Begin TEXT (borrowed until the next begin).  Any bytes. */
void as_scanner_begin(as_scanner *scanner, enum as_text_kind kind, const void *text, size_t size);
/* The next unit; false at the end of the text or when memory ran out (as_scanner_failed tells). */
bool as_scanner_next(as_scanner *scanner, as_unit *out_unit);
bool as_scanner_failed(const as_scanner *scanner);

/* For indexing: the whole of TEXT at once, as fast as the machine allows.  For every token, and every row of characters, in order, one
 * of the two functions is called with its (first) position, counted from FIRST_POSITION; a row may come in pieces.  Breaks are positions
 * without a unit: left out between calls, or named in a row.  Returns
 * the next free position (that of a unit that would follow without a break).  Equal to the scanner unit for unit:
 * tests hold the two together.
 * Errors: NOMEM; LIMIT when a position would reach AS_POSITION_LIMIT; CANCELLED when a function of the sink returned
 * false (the sink knows why). */
#define AS_POSITION_LIMIT (1u << 28)
#define AS_UNIT_BREAK 0xFFFFFFFFu
typedef struct as_unit_sink {
  void *context;
  /* SECONDS: `second` of as_unit for each of COUNT characters; its lower 18 bits are the code.  AS_UNIT_BREAK: a break,
   * which has its position like a character; never the last of them. */
  bool (*characters)(void *context, uint32_t position, const uint32_t *seconds, uint32_t count);
  bool (*token)(void *context, uint32_t position, const uint8_t *bytes, size_t size);
} as_unit_sink;
assist_status as_scan_all(as_scanner *scanner, const void *text, size_t size, uint32_t first_position,
                          const as_unit_sink *sink, uint32_t *out_next_position, assist_error *error);
/* From now on as_scan_all adds the first unit of every line but a text's first to STARTS (text/lines.h), which says whether it could; NULL:
 * it does not. */
struct as_line_starts;
void as_scanner_note_lines(as_scanner *scanner, struct as_line_starts *starts);

/* The original code points of a unit's bytes [start, end), ignorables left out, for the exact form `="..."`: equal
 * spelling means equal sequences.  Appends 4-byte code points to nothing: compares directly. */
bool as_unit_same_spelling(const uint8_t *text_a, const as_unit *a, const uint8_t *text_b, const as_unit *b);

/* The byte ranges of annotations in TEXT (a query): calls EACH for every annotation, in order.  The query's lexer takes
 * them out before it looks at brackets.  A space before a bracket belongs to the range.  False: EACH said so, or no
 * memory. */
bool as_scan_annotations(const void *text, size_t size, bool (*each)(void *context, size_t start, size_t end),
                         void *context);

/* The fold of a short text, one unit after another without separators but a space between two tokens and a U+0020
 * for each break: for lists (question words) and for messages.  Appends to OUT. */
struct as_buf;
void as_fold_text(as_scanner *scanner, const void *text, size_t size, struct as_buf *out);

/* Identifies tables and rules: 16 hex digits of the table's hash, a dash and the version of the rules. */
#define AS_ANALYSIS_RULES 1
const char *as_analysis_fingerprint(void);

#endif
