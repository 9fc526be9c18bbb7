/* SPDX-License-Identifier: MIT
 * Atoms to units: what separates, what breaks, what is glued, and the positions.  The rules are doc/analysis.md.
 *
 *   next = gap (spaces, newlines, others, stray marks), then one unit:
 *
 *     Han, kana, Hangul   a character, the marks after it, and for Han the annotations that read it
 *     letter, digit       a token: text/scanner_token.c
 *
 * One atom is always read ahead.  Where a rule must see further (a comma between digits), it reads on in a copy of
 * the reader; where it can only know afterwards (letters o that are zeros), it keeps a copy to return to. */
#include "text/scanner.h"

#include <string.h>

#include "port/mem.h"
#include "text/annotation.h"
#include "text/scanner_token.h"

#define ZERO 0x3007u

/* What a beginning sets is not set here, and nothing at all clears the room for what is read. */
void as_scanner_init(as_scanner *scanner) {
  as_token_init(&scanner->token);
  scanner->annotations = NULL;
  scanner->lines = NULL;
  scanner->history.next = 0;
}

void as_scanner_clear(as_scanner *scanner) { as_token_clear(&scanner->token); }

as_scanner *as_scanner_new(void) {
  as_scanner *scanner = as_mem_alloc(sizeof *scanner);
  if (scanner == NULL) return NULL;
  as_scanner_init(scanner);
  as_scanner_begin(scanner, AS_TEXT_DOCUMENT, "", 0);
  return scanner;
}

void as_scanner_free(as_scanner *scanner) {
  if (scanner == NULL) return;
  as_scanner_clear(scanner);
  as_mem_free(scanner);
}

static void tell(as_annotation_sink *sink, size_t start, size_t end) {
  if (sink != NULL && !sink->stopped && !sink->each(sink->context, start, end)) sink->stopped = true;
}

void as_scanner_advance(as_scanner *scanner) {
  if (as_reader_next_plain(&scanner->reader, &scanner->ahead)) return;
  as_annotation_sink *sink = scanner->annotations;
  as_reader_next(&scanner->reader, &scanner->ahead);
  if (sink == NULL || scanner->reader.hidden_end <= sink->seen) return;
  sink->seen = scanner->reader.hidden_end;
  tell(sink, scanner->reader.hidden_start, scanner->reader.hidden_end);
}

void as_scanner_begin(as_scanner *scanner, enum as_text_kind kind, const void *text, size_t size) {
  scanner->kind = kind;
  scanner->previous = 0;
  scanner->previous_class = 0;
  scanner->previous_code = 0;
  scanner->position = 0;
  scanner->line_units = 0;
  scanner->clock = AS_CLOCK_NONE;
  scanner->zeros = 0;
  scanner->token.failed = false;
  as_history_clear(&scanner->history);
  as_reader_begin(&scanner->reader, text, size);
  as_scanner_advance(scanner);
}

bool as_scanner_failed(const as_scanner *scanner) { return scanner->token.failed; }

bool as_is_joint(uint32_t code) {
  return code == '.' || code == '-' || code == '_' || code == '\'' || code == '/' || code == ':' ||
         code == '@' || code == '&' || code == '+' || code == 0x2044;
}

static bool is_character(unsigned char_class) {
  return char_class == AS_CHAR_HAN || char_class == AS_CHAR_KANA || char_class == AS_CHAR_HANGUL;
}

/* A newline was passed: space after a long line when the next goes on, else a break. */
static void pass_newline(as_scanner *scanner) {
  unsigned next = scanner->ahead.char_class;
  bool wraps = scanner->line_units >= AS_LINE_UNITS && next != AS_CHAR_SPACE && next != AS_CHAR_NEWLINE;
  if (scanner->kind == AS_TEXT_QUERY || wraps) {
    scanner->gap.space = true;
  } else {
    scanner->gap.breaks = true;
  }
  scanner->gap.newline = true;
  scanner->line_units = 0;
}

/* Pass everything up to the next unit. */
static void pass_gap(as_scanner *scanner) {
  as_gap *gap = &scanner->gap;
  memset(gap, 0, sizeof *gap);
  for (;;) {
    unsigned char_class = scanner->ahead.char_class;
    uint32_t code = scanner->ahead.code;
    if (char_class == AS_ATOM_END || as_is_token_class(char_class) || is_character(char_class)) return;
    as_scanner_advance(scanner);
    if (char_class == AS_CHAR_NEWLINE) {
      pass_newline(scanner);
    } else if (char_class == AS_CHAR_SPACE) {
      gap->space = true;
    } else if (char_class == AS_CHAR_OTHER) {
      if (gap->others == 0) gap->other = code;
      if (gap->others < 2) gap->others++;
    }
  }
}

static bool is_joined(const as_scanner *scanner, unsigned kind) {
  const as_gap *gap = &scanner->gap;
  return scanner->previous == AS_UNIT_TOKEN && kind == AS_UNIT_TOKEN && gap->others == 1 &&
         as_is_joint(gap->other) && !gap->space && !gap->breaks;
}

/* What the gap says about the unit after it; its position is counted here. */
static void place_unit(as_scanner *scanner, as_unit *unit, enum as_unit_kind kind) {
  const as_gap *gap = &scanner->gap;
  bool first = scanner->previous == 0;
  bool joined = is_joined(scanner, kind);
  bool broken = gap->breaks || (gap->others > 0 && !joined);
  memset(unit, 0, sizeof *unit);
  unit->kind = (uint8_t)kind;
  unit->break_before = broken && !first;
  unit->space_before = gap->space && !broken && !first;
  unit->joint_before = joined;
  unit->line_before = unit->break_before && gap->newline;
  unit->position = first ? 0 : scanner->position + 1 + (broken ? 1 : 0);
  unit->start = scanner->ahead.start;
  scanner->position = unit->position;
  scanner->line_units++;
}

/* An interlinear annotation that follows the unit directly is covered with it. */
static void cover_hidden(const as_scanner *scanner, as_unit *unit) {
  const as_reader *reader = &scanner->reader;
  if (reader->hidden_end > unit->full_end && reader->hidden_start >= unit->end &&
      reader->hidden_end <= scanner->ahead.start)
    unit->full_end = reader->hidden_end;
}

void as_scanner_absorb(as_scanner *scanner, size_t *out_end, size_t *out_full_end) {
  bool annotated = false;
  for (;;) {
    while (scanner->ahead.char_class == AS_CHAR_MARK) {
      if (!annotated) *out_end = scanner->ahead.end;
      as_scanner_advance(scanner);
    }
    if (scanner->ahead.char_class != AS_CHAR_OTHER && scanner->ahead.char_class != AS_CHAR_SPACE) return;
    size_t start = scanner->ahead.start;
    size_t end = as_annotation_end(scanner->reader.text, scanner->reader.size, start, &scanner->history);
    if (end == 0) return;
    tell(scanner->annotations, start, end);
    annotated = true;
    *out_full_end = end;
    as_reader_seek(&scanner->reader, end);
    as_scanner_advance(scanner);
  }
}

/* The unit is complete but for its ends: remember it. */
static void leave_character(as_scanner *scanner, as_unit *unit, uint32_t original) {
  bool han = unit->char_class == AS_CHAR_HAN;
  if (!han || unit->break_before) as_history_clear(&scanner->history);
  if (han) as_history_add(&scanner->history, original);
  unit->second = unit->code;
  if (unit->char_class == AS_CHAR_HANGUL && scanner->previous_class == AS_CHAR_HANGUL && unit->space_before)
    unit->second |= AS_UNIT_SPACED;
  scanner->previous = AS_UNIT_CHAR;
  scanner->previous_class = unit->char_class;
  scanner->previous_code = unit->code;
  scanner->clock = AS_CLOCK_NONE;
}

static void character_unit(as_scanner *scanner, as_unit *unit) {
  const uint32_t original = scanner->ahead.original;
  place_unit(scanner, unit, AS_UNIT_CHAR);
  unit->char_class = scanner->ahead.char_class;
  unit->code = scanner->ahead.code;
  unit->end = scanner->ahead.end;
  as_scanner_advance(scanner);
  leave_character(scanner, unit, original);
  if (unit->char_class == AS_CHAR_HAN) {
    as_scanner_absorb(scanner, &unit->end, &unit->full_end);
  } else {
    for (; scanner->ahead.char_class == AS_CHAR_MARK; as_scanner_advance(scanner))
      unit->end = scanner->ahead.end;
  }
  if (unit->full_end < unit->end) unit->full_end = unit->end;
  cover_hidden(scanner, unit);
}

/* One letter o of a token that stands between Han numerals. */
static void zero_unit(as_scanner *scanner, as_unit *unit) {
  memset(&scanner->gap, 0, sizeof scanner->gap);
  place_unit(scanner, unit, AS_UNIT_CHAR);
  unit->char_class = AS_CHAR_HAN;
  unit->code = as_entry_value(as_table_entry(ZERO));
  unit->end = unit->full_end = scanner->ahead.end;
  scanner->zeros--;
  as_scanner_advance(scanner);
  leave_character(scanner, unit, ZERO);
  cover_hidden(scanner, unit);
}

static bool is_numeral(uint32_t code) {
  static const uint16_t numerals[] = {0x3007, 0x4E00, 0x4E8C, 0x4E09, 0x56DB, 0x4E94, 0x516D, 0x4E03, 0x516B,
                                      0x4E5D, 0x5341, 0x767E, 0x5343, 0x4E07, 0x4EBF, 0x96F6, 0x4E24};
  for (size_t i = 0; i < sizeof numerals / sizeof *numerals; i++)
    if (code == as_entry_value(as_table_entry(numerals[i]))) return true;
  return false;
}

/* May the token ahead be zeros, by what is before it? */
static bool maybe_zeros(const as_scanner *scanner) {
  const as_gap *gap = &scanner->gap;
  return scanner->ahead.code == 'o' && !scanner->ahead.apart && gap->others == 0 && !gap->space &&
         !gap->breaks && scanner->previous == AS_UNIT_CHAR && scanner->previous_class == AS_CHAR_HAN &&
         is_numeral(scanner->previous_code);
}

static void token_unit(as_scanner *scanner, as_unit *unit) {
  bool maybe = maybe_zeros(scanner);
  if (maybe) {
    scanner->zero_reader = scanner->reader;
    scanner->zero_ahead = scanner->ahead;
  }
  uint32_t position = scanner->position, line_units = scanner->line_units;
  place_unit(scanner, unit, AS_UNIT_TOKEN);
  size_t letters = as_scanner_token(scanner, unit, maybe);
  if (letters > 0 && scanner->ahead.char_class == AS_CHAR_HAN && is_numeral(scanner->ahead.code)) {
    scanner->reader = scanner->zero_reader;
    scanner->ahead = scanner->zero_ahead;
    scanner->position = position;
    scanner->line_units = line_units;
    scanner->zeros = letters;
    zero_unit(scanner, unit);
    return;
  }
  as_history_clear(&scanner->history);
  scanner->previous = AS_UNIT_TOKEN;
  scanner->previous_class = AS_CHAR_LETTER;
  unit->full_end = unit->end;
  cover_hidden(scanner, unit);
}

bool as_scanner_next(as_scanner *scanner, as_unit *out_unit) {
  if (scanner->zeros > 0) {
    zero_unit(scanner, out_unit);
    return true;
  }
  pass_gap(scanner);
  if (scanner->ahead.char_class == AS_ATOM_END) return false;
  if (is_character(scanner->ahead.char_class)) {
    character_unit(scanner, out_unit);
  } else {
    token_unit(scanner, out_unit);
  }
  return !scanner->token.failed;
}
