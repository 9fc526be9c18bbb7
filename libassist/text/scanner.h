/* SPDX-License-Identifier: MIT
 * The inside of a scanner: shared by scanner.c (one unit at a time) and scan_all.c (a whole text, fast).  Others may
 * keep one on the stack, for a text too short to ask for memory, and do not look into it. */
#ifndef AS_TEXT_SCANNER_H
#define AS_TEXT_SCANNER_H

#include "text/history.h"
#include "text/lines.h"
#include "text/reader.h"
#include "text/token.h"
#include "text/unit.h"

#define AS_LINE_UNITS 20u /* a line of so many units may be one of hard-wrapped prose */

/* What stands between the unit before and `ahead`. */
typedef struct as_gap {
  bool space, newline, breaks; /* breaks: a newline that is none of the spaces */
  unsigned others;             /* 0, 1, 2 for more: atoms of class OTHER */
  uint32_t other;              /* the first of them */
} as_gap;

/* How far `hh:mm:` has been read by the tokens so far. */
enum as_clock { AS_CLOCK_NONE = 0, AS_CLOCK_HOURS = 1, AS_CLOCK_MINUTES = 2 };

/* Told of every annotation that leaves the text; false stops. */
typedef struct as_annotation_sink {
  bool (*each)(void *context, size_t start, size_t end);
  void *context;
  size_t seen; /* hidden_end of the last interlinear annotation told */
  bool stopped;
} as_annotation_sink;

struct as_scanner {
  enum as_text_kind kind;
  as_reader reader;
  as_atom ahead; /* the next atom, read and not yet used */
  as_gap gap;
  as_history history;
  as_token token;
  as_annotation_sink *annotations; /* NULL: nobody asks */
  as_line_starts *lines;           /* what begins a line is added, by as_scan_all alone; NULL: nobody asks */
  uint8_t previous;                /* kind of the unit before, 0 at the start */
  uint8_t previous_class;
  uint32_t previous_code;
  uint32_t position; /* of the unit before */
  uint32_t line_units;
  enum as_clock clock;
  as_reader zero_reader; /* state before a token of the letter o that may turn out to be zeros */
  as_atom zero_ahead;
  size_t zeros; /* that many such letters are to be read as zeros now */
};

void as_scanner_init(as_scanner *scanner); /* as_scanner_begin is due; no allocation */
void as_scanner_clear(as_scanner *scanner);
void as_scanner_advance(as_scanner *scanner); /* read the next atom into `ahead` */
/* Pass what belongs to the Han character before: marks and annotations.  *out_end grows with marks, *out_full_end
 * with annotations. */
void as_scanner_absorb(as_scanner *scanner, size_t *out_end, size_t *out_full_end);
/* May CODE (folded) join two tokens?  U+2044, out of the expansion of fractions, is one more slash. */
bool as_is_joint(uint32_t code);

#endif
