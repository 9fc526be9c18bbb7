/* SPDX-License-Identifier: MIT
 * A token is a maximal run of letters, digits and the marks after them, with two rules for numbers:
 *
 *   1,234,567    digits, comma, exactly three digits: glued, the comma vanishes     -> 1234567
 *   08:46:058月  the third token of hh:mm:ss is cut after two digits               -> 08 46 05 8 月
 *
 * What comes from an expanding, enclosed, super- or subscript character is glued only to atoms of the same character.
 * A digit here is one of 0 to 9 after folding. */
#include "text/scanner_token.h"

typedef struct span {
  as_atom last;
  bool digits;     /* nothing but digits so far */
  unsigned length; /* of those digits, at most 3 counted */
  unsigned group;  /* digits since the last comma, at most 4 counted */
  unsigned value;  /* of the first two */
  unsigned commas; /* 0 or 1 for some */
  size_t letters_o;
  bool only_o;
} span;

static bool is_digit(const as_atom *atom) {
  return atom->char_class == AS_CHAR_DIGIT && atom->code >= '0' && atom->code <= '9' && !atom->apart;
}

static void take(as_scanner *scanner, span *run) {
  const as_atom *atom = &scanner->ahead;
  if (!is_digit(atom)) run->digits = false;
  if (run->digits) {
    if (run->length < 2) run->value = run->value * 10 + (atom->code - '0');
    if (run->length < 3) run->length++;
    if (run->group < 4) run->group++;
  }
  if (atom->code == 'o' && atom->char_class == AS_CHAR_LETTER) {
    run->letters_o++;
  } else {
    run->only_o = false;
  }
  as_token_add(&scanner->token, atom->code);
  run->last = *atom;
  as_scanner_advance(scanner);
}

static bool is_glued(const as_atom *before, const as_atom *after) {
  if (!as_is_token_class(after->char_class) && after->char_class != AS_CHAR_MARK) return false;
  return before->apart == after->apart && (!before->apart || before->start == after->start);
}

/* `ahead` is a comma: do exactly three digits follow? */
static bool three_digits_follow(const as_scanner *scanner) {
  as_reader reader = scanner->reader;
  as_atom atom;
  for (unsigned count = 0; count < 3; count++) {
    as_reader_next(&reader, &atom);
    if (!is_digit(&atom)) return false;
  }
  as_reader_next(&reader, &atom);
  return !is_digit(&atom);
}

static bool is_group_comma(const as_scanner *scanner, const span *run) {
  if (!run->digits || scanner->ahead.code != ',' || scanner->ahead.char_class != AS_CHAR_OTHER) return false;
  if (scanner->ahead.apart || run->group > 3 || (run->commas > 0 && run->group != 3)) return false;
  return three_digits_follow(scanner);
}

/* Seconds, after hh:mm: and two digits. */
static bool is_seconds(const span *run) { return run->digits && run->length == 2 && run->value <= 60; }

static enum as_clock clock_after(const span *run, enum as_clock before) {
  if (!run->digits || run->length > 2) return AS_CLOCK_NONE;
  if (before == AS_CLOCK_HOURS && run->length == 2 && run->value <= 59) return AS_CLOCK_MINUTES;
  return run->value <= 24 ? AS_CLOCK_HOURS : AS_CLOCK_NONE;
}

size_t as_scanner_token(as_scanner *scanner, as_unit *unit, bool count_o) {
  span run = {.digits = true, .only_o = true};
  enum as_clock before = unit->joint_before && scanner->gap.other == ':' ? scanner->clock : AS_CLOCK_NONE;
  scanner->clock = AS_CLOCK_NONE;
  as_token_begin(&scanner->token);
  take(scanner, &run);
  for (;;) {
    if (before == AS_CLOCK_MINUTES && is_seconds(&run)) break;
    if (is_glued(&run.last, &scanner->ahead)) {
      take(scanner, &run);
    } else if (is_group_comma(scanner, &run)) {
      as_scanner_advance(scanner);
      run.commas = 1;
      run.group = 0;
    } else {
      scanner->clock = clock_after(&run, before);
      break;
    }
  }
  unit->char_class = AS_CHAR_LETTER;
  unit->end = run.last.end;
  unit->token = as_token_end(&scanner->token);
  return count_o && run.only_o ? run.letters_o : 0;
}
