/* SPDX-License-Identifier: MIT
 * Numbers for units.
 *
 *   folded   a character is its own folded code (19 bits with the mark of a Hangul after space);
 *            a token is 2^19 and on
 *   exact    every unit is 2^19 and on: named by its fold and, after it, the code points as written without
 *            those that vanish
 *
 * Most characters of a text occur in no pattern: a bit set tells at once. */
#include "snippet/symbol.h"

#include "text/reader.h"

#define CODES (UINT32_C(1) << 19)

bool as_symbols_init(as_symbols *symbols, bool exact) {
  *symbols = (as_symbols){.exact = exact};
  as_buf_init(&symbols->name);
  symbols->names = as_bytemap_new();
  return symbols->names != NULL && as_bitset_init(&symbols->characters, CODES);
}

void as_symbols_clear(as_symbols *symbols) {
  if (symbols->names != NULL) as_bytemap_free(symbols->names);
  as_bitset_clear(&symbols->characters);
  as_buf_clear(&symbols->name);
}

static void name_spelling(as_buf *name, const as_unit *unit, const uint8_t *text) {
  as_reader reader;
  as_reader_begin(&reader, text + unit->start, unit->end - unit->start);
  reader.anchored = true; /* an interlinear annotation inside is hidden, as in as_unit_same_spelling */
  size_t start;
  uint32_t code_point;
  while (as_reader_raw(&reader, &start, &code_point)) as_buf_add_u32(name, code_point);
}

static as_slice name_of(as_symbols *symbols, const as_unit *unit, uint32_t code, const uint8_t *text) {
  as_buf *name = &symbols->name;
  as_buf_reset(name);
  as_buf_add_u8(name, unit->kind);
  if (unit->kind == AS_UNIT_CHAR)
    as_buf_add_u32(name, code);
  else
    as_buf_add_block(name, unit->token.bytes, unit->token.size);
  if (symbols->exact) name_spelling(name, unit, text);
  if (as_buf_failed(name)) symbols->failed = true;
  return as_slice_of(name->bytes, name->size);
}

static uint32_t add_one(as_symbols *symbols, const as_unit *unit, uint32_t code, const uint8_t *text) {
  if (unit->kind == AS_UNIT_CHAR) {
    as_bitset_add(&symbols->characters, code);
    if (!symbols->exact) return code;
  }
  uint32_t number = as_bytemap_add(symbols->names, name_of(symbols, unit, code, text), NULL);
  if (number == UINT32_MAX) symbols->failed = true;
  return CODES + number;
}

static uint32_t find_one(as_symbols *symbols, const as_unit *unit, uint32_t code, const uint8_t *text) {
  if (unit->kind == AS_UNIT_CHAR) {
    if (!as_bitset_has(&symbols->characters, code)) return AS_SYMBOL_NONE;
    if (!symbols->exact) return code;
  }
  uint32_t number = as_bytemap_find(symbols->names, name_of(symbols, unit, code, text));
  return number == UINT32_MAX ? AS_SYMBOL_NONE : CODES + number;
}

static as_symbol_pair pair_of(as_symbols *symbols, const as_unit *unit, const uint8_t *text,
                              uint32_t (*one)(as_symbols *, const as_unit *, uint32_t, const uint8_t *)) {
  uint32_t code = unit->code & (CODES - 1), second = unit->second & (CODES - 1);
  as_symbol_pair pair;
  pair.first = pair.next = one(symbols, unit, code, text);
  if (!unit->break_before && unit->kind == AS_UNIT_CHAR && second != code)
    pair.next = one(symbols, unit, second, text);
  if (unit->break_before && pair.next != AS_SYMBOL_NONE) pair.next |= AS_SYMBOL_AFTER_BREAK;
  return pair;
}

as_symbol_pair as_symbols_add(as_symbols *symbols, const as_unit *unit, const uint8_t *text) {
  return pair_of(symbols, unit, text, add_one);
}

as_symbol_pair as_symbols_find(as_symbols *symbols, const as_unit *unit, const uint8_t *text) {
  return pair_of(symbols, unit, text, find_one);
}
