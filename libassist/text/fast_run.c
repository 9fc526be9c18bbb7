/* SPDX-License-Identifier: MIT
 * Plain text at full speed.
 *
 * Nearly all of a Chinese text is three-byte Han, punctuation and short ASCII words.  This loop knows those and their
 * gaps; at the sight of anything else it goes back to the end of the last unit it gave out, and the scanner, which
 * knows all the rules, takes over for one unit.  So every rule exists once, and the two meet only between units:
 *
 *   plain here     Han, kana, Hangul with nothing composing after them; ASCII words up to 255 bytes; spaces, newlines,
 *                  one-to-one punctuation of any plane; the bracket after Han (the same as_annotation_end decides)
 *   one row        Han and the punctuation between them (text/han_row.h)
 *   left to next   expansions, marks, ignorables, anchors, other scripts, digits before comma or colon,
 *                  letters o after Han, long words, broken bytes at the end, the last three bytes of the text
 *
 * The state lives in a local struct that the compiler keeps in registers: every helper is inlined into one loop. */
#include "text/fast_run.h"

#include "text/annotation.h"
#include "text/han_row.h"
#include "text/utf8.h"

enum gap { GAP_NONE = 0, GAP_SPACE = 1, GAP_JOINT = 2, GAP_BREAK = 3 };

typedef struct stretch {
  const uint8_t *text, *at, *end;
  const uint8_t *resume; /* after the last unit given out, or an annotation of it */
  const as_unit_sink *sink;
  as_history *history;
  as_line_starts *lines; /* or NULL */
  uint32_t row;          /* characters before `resume` that the history does not know of yet */
  uint32_t next;         /* the position of a unit that follows without a break */
  uint32_t line_units;   /* at `resume` */
  uint32_t code;
  uint8_t previous, previous_class, gap;
  bool fresh_line; /* there is a newline in the gap */
  bool stopped;
} stretch;

/* ASCII letters and digits; folding them is setting bit 5. */
static inline bool is_word_byte(uint8_t byte) {
  return (uint8_t)((byte | 0x20u) - 'a') < 26 || (uint8_t)(byte - '0') < 10;
}

static inline bool is_plain(uint32_t entry, unsigned char_class) { return entry >> 24 == char_class << 3; }

static inline void forget(stretch *run) {
  run->row = 0;
  as_history_clear(run->history);
}

static inline void begin_line(stretch *run, uint32_t end) {
  run->line_units = 0;
  if (run->lines != NULL) as_line_starts_add(run->lines, (size_t)(run->at - run->text), run->next, end);
}

/* The gap before a unit of KIND, which stands where the run is, counts, and is over. */
static inline void close_gap(stretch *run, unsigned kind) {
  bool joined = run->gap == GAP_JOINT && kind == AS_UNIT_TOKEN && run->previous == AS_UNIT_TOKEN;
  const uint32_t end = run->next;
  if (run->gap >= GAP_JOINT && !joined) {
    if (run->previous != 0) run->next++;
    forget(run);
  }
  if (run->fresh_line) begin_line(run, end);
  run->fresh_line = false;
  run->gap = GAP_NONE;
}

static inline void leave_units(stretch *run, uint32_t count, const uint8_t *after, uint8_t kind,
                               unsigned char_class) {
  run->at = run->resume = after;
  run->line_units += count;
  run->previous = kind;
  run->previous_class = (uint8_t)char_class;
}

/* Three well-formed bytes; those after E0 and ED, whose second byte has bounds of its own, are left out. */
static inline bool is_three(const uint8_t *at) {
  return at[0] > 0xE0 && at[0] < 0xF0 && at[0] != 0xED && ((at[1] ^ 0x80) | (at[2] ^ 0x80)) < 0x40;
}

static inline uint32_t three(const uint8_t *at) {
  return (at[0] & 15u) << 12 | (at[1] & 63u) << 6 | (at[2] & 63u);
}

/* The last characters of the row given out go into the history: not before something asks for it, which is seldom. */
static void remember(stretch *run) {
  as_history *history = run->history;
  uint32_t kept = run->row < AS_HISTORY ? run->row : AS_HISTORY;
  history->next += run->row - kept;
  for (uint32_t back = kept; back > 0; back--) as_history_add(history, three(run->resume - 3 * (size_t)back));
  run->row = 0;
}

/* Codes to the sink, but for a break at the end, which stays. */
static inline bool give_row(stretch *run, as_han_row *row) {
  const uint32_t kept = row->count > 0 && row->open, given = row->count - kept;
  row->count = kept;
  if (given == 0) return true;
  run->code = row->codes[given - 1];
  run->stopped = !run->sink->characters(run->sink->context, run->next, row->codes, given);
  run->next += given;
  row->codes[0] = AS_UNIT_BREAK;
  return !run->stopped;
}

/* Plain Han, as far as they go, a row at a time. */
static inline void give_han(stretch *run) {
  const uint8_t *begin = run->at;
  as_han_row row;
  bool full;
  if (run->gap != GAP_NONE) close_gap(run, AS_UNIT_CHAR);
  if (run->row != 0) remember(run);
  row.at = row.group = row.after = begin;
  row.end = run->end;
  row.count = row.units = 0;
  row.open = false;
  do { full = as_han_row_take(&row); } while (give_row(run, &row) && full);
  leave_units(run, row.units, row.after, AS_UNIT_CHAR, AS_CHAR_HAN);
  run->at = row.at;
  run->gap = row.open ? GAP_BREAK : GAP_NONE;
  if (row.group != begin) as_history_clear(run->history);
  run->row = (uint32_t)(row.after - row.group) / 3;
}

/* What follows kana, Hangul or a word at AT decides whether they are plain: the entry there, ASCII without look. */
static inline bool is_plain_after(const stretch *run, const uint8_t *at) {
  uint32_t code;
  if (*at < 0x80) return true;
  as_utf8_next(at, (size_t)(run->end - at), &code);
  uint32_t entry = as_table_entry(code);
  unsigned char_class = as_entry_class(entry);
  if (char_class == AS_CHAR_MARK || char_class == AS_CHAR_IGNORED || char_class == AS_CHAR_ANCHOR)
    return false;
  return (as_entry_flags(entry) & AS_CHAR_COMPOSES) == 0;
}

static inline bool give_other_character(stretch *run, uint32_t entry) {
  unsigned char_class = as_entry_class(entry);
  uint32_t code = as_entry_value(entry), second = code;
  if (!is_plain_after(run, run->at + 3)) return false;
  if (char_class == AS_CHAR_HANGUL && run->previous_class == AS_CHAR_HANGUL && run->gap == GAP_SPACE)
    second |= AS_UNIT_SPACED;
  close_gap(run, AS_UNIT_CHAR);
  forget(run);
  run->code = code;
  run->stopped = !run->sink->characters(run->sink->context, run->next++, &second, 1);
  leave_units(run, 1, run->at + 3, AS_UNIT_CHAR, char_class);
  return !run->stopped;
}

/* A bracket, or a space, right after Han: an annotation is passed. */
static bool pass_annotation(stretch *run) {
  if (run->gap != GAP_NONE || run->previous_class != AS_CHAR_HAN) return false;
  if (run->row != 0) remember(run);
  size_t end = as_annotation_end(run->text, (size_t)(run->end - run->text), (size_t)(run->at - run->text),
                                 run->history);
  if (end == 0) return false;
  run->at = run->resume = run->text + end;
  return true;
}

static inline void pass_other(stretch *run, unsigned size, uint32_t code) {
  bool bracket = code == '(' || code == '[';
  if (bracket && pass_annotation(run)) return;
  bool joint = run->gap == GAP_NONE && run->previous == AS_UNIT_TOKEN && as_is_joint(code);
  run->gap = joint ? GAP_JOINT : GAP_BREAK;
  run->at += size;
}

static inline void pass_space(stretch *run, unsigned size) {
  if (pass_annotation(run)) return;
  if (run->gap == GAP_NONE) run->gap = GAP_SPACE;
  if (run->gap == GAP_JOINT) run->gap = GAP_BREAK;
  run->at += size;
}

/* A newline, where what follows it is plain enough to tell whether it is space. */
static bool pass_newline(stretch *run) {
  const uint8_t *after = run->at + 1;
  uint32_t code;
  if (*run->at == '\r' && *after == '\n') after++;
  as_utf8_next(after, (size_t)(run->end - after), &code);
  uint32_t entry = as_table_entry(code);
  unsigned next = as_entry_class(entry);
  if (as_entry_flags(entry) != 0 || next == AS_CHAR_IGNORED || next == AS_CHAR_ANCHOR) return false;
  bool wraps = run->line_units >= AS_LINE_UNITS && !run->fresh_line && next != AS_CHAR_SPACE &&
               next != AS_CHAR_NEWLINE;
  run->gap = !wraps || run->gap >= GAP_JOINT ? GAP_BREAK : GAP_SPACE;
  run->fresh_line = true;
  run->at = after;
  return true;
}

/* Does the scanner have to look at a word with this after it?  DIGITS: it is made of nothing else. */
static inline bool is_word_end(const stretch *run, const uint8_t *at, bool digits) {
  uint32_t code = *at;
  if (code >= 0x80) {
    as_utf8_next(at, (size_t)(run->end - at), &code);
    uint32_t entry = as_table_entry(code);
    unsigned char_class = as_entry_class(entry);
    if (char_class >= AS_CHAR_LETTER && char_class != AS_CHAR_SPACE && char_class != AS_CHAR_NEWLINE)
      return false;
    if (as_entry_flags(entry) != 0) return (as_entry_flags(entry) & AS_CHAR_COMPOSES) == 0 && !digits;
    code = as_entry_value(entry);
  }
  return !digits || (code != ',' && code != ':');
}

static inline bool give_word(stretch *run) {
  uint8_t word[AS_TOKEN_BYTES];
  const uint8_t *at = run->at;
  unsigned size = 0;
  bool digits = true;
  for (; at < run->end && is_word_byte(*at); at++) {
    if (size == AS_TOKEN_BYTES) return false;
    digits = digits && *at <= '9';
    word[size++] = *at | 0x20u;
  }
  if (at == run->end || !is_word_end(run, at, digits)) return false;
  if (word[0] == 'o' && run->gap == GAP_NONE && run->previous_class == AS_CHAR_HAN) return false;
  close_gap(run, AS_UNIT_TOKEN);
  forget(run);
  run->stopped = !run->sink->token(run->sink->context, run->next++, word, size);
  leave_units(run, 1, at, AS_UNIT_TOKEN, AS_CHAR_LETTER);
  return !run->stopped;
}

static inline bool pass_entry(stretch *run, unsigned size, uint32_t entry) {
  if (is_plain(entry, AS_CHAR_OTHER)) {
    pass_other(run, size, as_entry_value(entry));
  } else if (is_plain(entry, AS_CHAR_SPACE)) {
    pass_space(run, size);
  } else if (is_plain(entry, AS_CHAR_NEWLINE)) {
    return pass_newline(run);
  } else if (size == 3 && (is_plain(entry, AS_CHAR_KANA) || is_plain(entry, AS_CHAR_HANGUL))) {
    return give_other_character(run, entry);
  } else {
    return false;
  }
  return true;
}

/* One gap's worth or some units; at least four bytes are left.  Han that fold to another plane are left to the scanner. */
static inline bool step(stretch *run) {
  uint32_t code = *run->at;
  if (is_word_byte((uint8_t)code)) return give_word(run);
  unsigned size = 1;
  if (is_three(run->at)) {
    code = three(run->at);
    size = 3;
    if (as_table_rows[code] - 1u < AS_ROW_BREAK - 1u) {
      give_han(run);
      return !run->stopped;
    }
  } else if (code >= 0x80) {
    size = as_utf8_next(run->at, (size_t)(run->end - run->at), &code);
  }
  return pass_entry(run, size, as_table_entry(code));
}

/* Give the state back: the scanner reads on after the last unit, and from the start of the gap. */
static void hand_over(as_scanner *scanner, const stretch *run, uint32_t first) {
  if (run->resume == NULL) return;
  scanner->previous = run->previous;
  scanner->previous_class = run->previous_class;
  scanner->previous_code = run->code;
  scanner->position = run->next - first - 1;
  scanner->line_units = run->line_units;
  as_reader_seek(&scanner->reader, (size_t)(run->resume - run->text));
  as_scanner_advance(scanner);
  size_t end = 0, full_end = 0;
  if (run->previous_class == AS_CHAR_HAN) as_scanner_absorb(scanner, &end, &full_end);
}

bool as_fast_run(as_scanner *scanner, uint32_t first, const as_unit_sink *sink) {
  bool edge = scanner->ahead.whole && scanner->reader.pending_at == scanner->reader.pending_count;
  if (!edge || scanner->zeros > 0 || scanner->clock != AS_CLOCK_NONE) return true;
  const uint8_t *text = scanner->reader.text;
  as_history history = scanner->history;
  stretch run = {
      .text = text,
      .at = text + scanner->ahead.start,
      .end = text + scanner->reader.size,
      .sink = sink,
      .history = &history,
      .lines = scanner->lines,
      .next = first + (scanner->previous == 0 ? 0 : scanner->position + 1),
      .line_units = scanner->line_units,
      .code = scanner->previous_code,
      .previous = scanner->previous,
      .previous_class = scanner->previous_class,
  };
  while (run.end - run.at > 3 && step(&run)) continue;
  if (run.row != 0) remember(&run);
  scanner->history = history;
  hand_over(scanner, &run, first);
  return !run.stopped;
}
