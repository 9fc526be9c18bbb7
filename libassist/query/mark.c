/* SPDX-License-Identifier: MIT
 * The characters of the query language.
 *
 *   quotes     " ... "   U+FF02 ... U+FF02   U+201C ... U+201D   U+201E ... U+201C or U+201D
 *              U+300C ... U+300D   U+300E ... U+300F
 *   titles     U+300A ... U+300B   U+3008 ... U+3009
 *   full width of ( ) | - + * = : ~
 *
 * Space is what the analysis calls space or newline, and the control characters that set text apart. */
#include "query/mark.h"

#include "text/table.h"

const uint8_t as_marks_of_ascii[128] = {
    ['('] = AS_MARK_OPEN,   [')'] = AS_MARK_CLOSE,  ['|'] = AS_MARK_BAR,      ['-'] = AS_MARK_MINUS,
    ['+'] = AS_MARK_PLUS,   ['*'] = AS_MARK_STAR,   ['?'] = AS_MARK_QUESTION, ['='] = AS_MARK_EQUALS,
    [':'] = AS_MARK_COLON,  ['^'] = AS_MARK_CARET,  ['~'] = AS_MARK_TILDE,    ['\\'] = AS_MARK_BACKSLASH,
    ['"'] = AS_MARK_QUOTE,  [' '] = AS_MARK_SPACE,  ['\t'] = AS_MARK_SPACE,   ['\n'] = AS_MARK_SPACE,
    ['\v'] = AS_MARK_SPACE, ['\f'] = AS_MARK_SPACE, ['\r'] = AS_MARK_SPACE,
};

static enum as_mark wide_mark(uint32_t code_point) {
  switch (code_point) {
  case 0xFF08: return AS_MARK_OPEN;
  case 0xFF09: return AS_MARK_CLOSE;
  case 0xFF5C: return AS_MARK_BAR;
  case 0xFF0D: return AS_MARK_MINUS;
  case 0xFF0B: return AS_MARK_PLUS;
  case 0xFF0A: return AS_MARK_STAR;
  case 0xFF1D: return AS_MARK_EQUALS;
  case 0xFF1A: return AS_MARK_COLON;
  case 0xFF5E: return AS_MARK_TILDE;
  case 0xFF02: return AS_MARK_QUOTE;
  case 0x201C:
  case 0x201E:
  case 0x300C:
  case 0x300E: return AS_MARK_QUOTE_LEFT;
  case 0x201D: return AS_MARK_QUOTE_RIGHT;
  case 0x300A:
  case 0x3008: return AS_MARK_TITLE_LEFT;
  case 0x85:
  case 0x2028:
  case 0x2029: return AS_MARK_SPACE;
  default: return AS_MARK_NONE;
  }
}

enum as_mark as_mark_find(uint32_t code_point) {
  enum as_mark mark = wide_mark(code_point);
  if (mark != AS_MARK_NONE) return mark;
  unsigned class = as_table_class(code_point);
  return class == AS_CHAR_SPACE || class == AS_CHAR_NEWLINE ? AS_MARK_SPACE : AS_MARK_NONE;
}

const uint32_t *as_mark_closers(uint32_t opener, bool loose) {
  static const uint32_t straight[] = {'"', 0xFF02, 0};
  static const uint32_t curly[] = {0x201D, 0};
  static const uint32_t curly_loose[] = {0x201C, '"', 0xFF02, 0};
  static const uint32_t low[] = {0x201C, 0x201D, 0};
  static const uint32_t corner[] = {0x300D, 0};
  static const uint32_t white_corner[] = {0x300F, 0};
  static const uint32_t title[] = {0x300B, 0};
  static const uint32_t angle[] = {0x3009, 0};
  switch (opener) {
  case 0x201C: return loose ? curly_loose : curly;
  case 0x201D: return curly;
  case 0x201E: return low;
  case 0x300C: return corner;
  case 0x300E: return white_corner;
  case 0x300A: return title;
  case 0x3008: return angle;
  default: return straight;
  }
}
