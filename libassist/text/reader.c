/* SPDX-License-Identifier: MIT
 * The reader: one code point after another through the flat table.
 *
 *   decode -> vanish (ignorables, anchors, hidden interlinear text) -> fold -> [cluster -> NFC -> fold] -> atoms
 *
 * Nearly every character takes the short way: one entry, one atom.  Two kinds take the long one: a character with an
 * expansion, and a letter, digit, kana or jamo before something that may compose with it.  Both leave their folded
 * code points in `pending`, from where they are handed out one by one with the byte range of the whole.
 *
 * Han never composes, so a Han character takes the short way whatever follows; the fast scan relies on that.  Brackets
 * that an expansion brings along (the one in U+3231) are dropped here.
 *
 * Not here: what separates, what is glued to what, positions. */
#include "text/reader.h"

#include "text/compose.h"
#include "text/utf8.h"

#define ANCHOR_OPEN 0xFFF9u
#define ANCHOR_SEPARATOR 0xFFFAu
#define ANCHOR_CLOSE 0xFFFBu

void as_reader_begin(as_reader *reader, const void *text, size_t size) {
  reader->text = text;
  reader->size = size;
  reader->anchored = false;
  reader->hidden_start = reader->hidden_end = 0;
  as_reader_seek(reader, 0);
}

void as_reader_seek(as_reader *reader, size_t offset) {
  reader->offset = offset;
  reader->pending_at = reader->pending_count = 0;
}

static inline unsigned decode(const as_reader *reader, size_t offset, uint32_t *out_code_point) {
  return as_utf8_next(reader->text + offset, reader->size - offset, out_code_point);
}

/* The end of the U+FFFB that closes the annotation whose text begins at OFFSET; 0: it is not balanced. */
static size_t interlinear_end(const as_reader *reader, size_t offset) {
  for (unsigned count = 0; offset < reader->size && count <= AS_INTERLINEAR; count++) {
    uint32_t code;
    offset += decode(reader, offset, &code);
    if (code == ANCHOR_CLOSE) return offset;
    if (code == ANCHOR_OPEN) return 0;
  }
  return 0;
}

/* An anchor at START was read, the reader stands behind it. */
static void pass_anchor(as_reader *reader, size_t start, uint32_t code) {
  size_t end = code == ANCHOR_SEPARATOR && reader->anchored ? interlinear_end(reader, reader->offset) : 0;
  reader->anchored = code == ANCHOR_OPEN;
  if (end == 0) return;
  reader->hidden_start = start;
  reader->hidden_end = end;
  reader->offset = end;
}

/* As as_reader_raw, and the code point's entry with it. */
static inline bool next_raw(as_reader *reader, size_t *out_start, uint32_t *out_code_point,
                            uint32_t *out_entry) {
  while (reader->offset < reader->size) {
    size_t start = reader->offset;
    reader->offset += decode(reader, start, out_code_point);
    *out_entry = as_table_entry(*out_code_point);
    unsigned char_class = as_entry_class(*out_entry);
    if (char_class == AS_CHAR_ANCHOR) {
      pass_anchor(reader, start, *out_code_point);
    } else if (char_class != AS_CHAR_IGNORED) {
      *out_start = start;
      return true;
    }
  }
  return false;
}

bool as_reader_raw(as_reader *reader, size_t *out_start, uint32_t *out_code_point) {
  uint32_t entry;
  return next_raw(reader, out_start, out_code_point, &entry);
}

static bool inserted_bracket(uint32_t code) {
  return code == '(' || code == ')' || code == 0x3014 || code == 0x3015;
}

/* Append the folded form of ENTRY to the pending codes. */
static void add_folded(as_reader *reader, uint32_t entry) {
  const uint32_t single = as_entry_value(entry), *codes = &single;
  unsigned count = 1;
  bool expands = (as_entry_flags(entry) & AS_CHAR_EXPANDS) != 0;
  if (expands) {
    codes = as_table_expansions + as_entry_value(entry);
    count = *codes++;
  }
  for (unsigned i = 0; i < count && reader->pending_count < AS_PENDING; i++)
    if (!expands || !inserted_bracket(codes[i])) reader->pending[reader->pending_count++] = codes[i];
}

/* May the character at the reader's offset compose with one of CHAR_CLASS before it?  Then it is passed, and
 * *out_entry set.  Conjoining vowels and finals do so after Hangul alone. */
static bool pass_composing(as_reader *reader, unsigned char_class, uint32_t *out_entry) {
  size_t offset = reader->offset;
  while (offset < reader->size && reader->text[offset] >= 0x80) {
    uint32_t code;
    offset += decode(reader, offset, &code);
    *out_entry = as_table_entry(code);
    if ((as_entry_flags(*out_entry) & AS_CHAR_COMPOSES) != 0) {
      if (as_entry_class(*out_entry) == AS_CHAR_HANGUL && char_class != AS_CHAR_HANGUL) return false;
      reader->offset = offset;
      return true;
    }
    if (as_entry_class(*out_entry) != AS_CHAR_IGNORED) return false;
  }
  return false;
}

static bool may_compose(unsigned char_class) {
  return char_class == AS_CHAR_LETTER || char_class == AS_CHAR_DIGIT || char_class == AS_CHAR_KANA ||
         char_class == AS_CHAR_HANGUL;
}

/* The pending codes, just composed, through the table once more: ｶ and a voicing mark make ガ, which has a fold. */
static void fold_again(as_reader *reader) {
  uint32_t composed[AS_PENDING];
  unsigned count = reader->pending_count;
  for (unsigned i = 0; i < count; i++) composed[i] = reader->pending[i];
  reader->pending_count = 0;
  for (unsigned i = 0; i < count; i++) add_folded(reader, as_table_entry(composed[i]));
}

/* The long way.  ENTRY is the character before the reader's offset; MARK, when COMPOSES, the one after it, passed. */
static void gather(as_reader *reader, uint32_t entry, bool composes, uint32_t mark) {
  reader->pending_at = reader->pending_count = 0;
  add_folded(reader, entry);
  unsigned length = 1, char_class = as_entry_class(entry);
  for (; composes; composes = length < AS_CLUSTER && pass_composing(reader, char_class, &mark)) {
    add_folded(reader, mark);
    length++;
  }
  if (length > 1) {
    reader->pending_count = as_compose(reader->pending, reader->pending_count, AS_PENDING);
    fold_again(reader);
  }
  reader->shared.end = reader->offset;
  reader->shared.apart = (as_entry_flags(entry) & AS_CHAR_APART) != 0;
  reader->shared.whole = reader->pending_count == 1;
}

static void take_pending(as_reader *reader, as_atom *out_atom) {
  *out_atom = reader->shared;
  out_atom->code = reader->pending[reader->pending_at++];
  out_atom->char_class = (uint8_t)as_table_class(out_atom->code);
}

static inline bool is_at_end(const as_reader *reader) { return reader->offset >= reader->size; }

/* Nothing of ASCII composes with what is before it. */
static inline bool is_before_ascii(const as_reader *reader) {
  return is_at_end(reader) || reader->text[reader->offset] < 0x80;
}

/* The code point at START by the long way, which may leave nothing pending: then it vanishes. */
static void read_long(as_reader *reader, size_t start, uint32_t code_point, uint32_t entry, bool composes,
                      uint32_t mark) {
  reader->shared = (as_atom){.original = code_point, .char_class = AS_ATOM_END, .start = start};
  gather(reader, entry, composes, mark);
}

void as_reader_next(as_reader *reader, as_atom *out_atom) {
  while (reader->pending_at == reader->pending_count) {
    size_t start;
    uint32_t code_point, entry, mark = 0;
    if (!next_raw(reader, &start, &code_point, &entry)) {
      *out_atom =
          (as_atom){.char_class = AS_ATOM_END, .whole = true, .start = reader->size, .end = reader->size};
      return;
    }
    unsigned char_class = as_entry_class(entry), flags = as_entry_flags(entry);
    if (code_point == '\r' && !is_at_end(reader) && reader->text[reader->offset] == '\n') reader->offset++;
    bool composes =
        may_compose(char_class) && !is_before_ascii(reader) && pass_composing(reader, char_class, &mark);
    if (composes || (flags & (AS_CHAR_EXPANDS | AS_CHAR_APART)) != 0) {
      read_long(reader, start, code_point, entry, composes, mark);
      continue;
    }
    out_atom->code = as_entry_value(entry);
    out_atom->original = code_point;
    out_atom->char_class = (uint8_t)char_class;
    out_atom->apart = false;
    out_atom->whole = true;
    out_atom->start = start;
    out_atom->end = reader->offset;
    return;
  }
  take_pending(reader, out_atom);
}
