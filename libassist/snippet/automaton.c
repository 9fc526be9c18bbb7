/* SPDX-License-Identifier: MIT
 * Aho and Corasick's automaton over units.  The letters are symbols (snippet/symbol.h): the first unit of
 * a phrase by itself, each further one with what stands before it, nothing or a break.  Whoever falls
 * back to a suffix forgets what stood before its first unit; both forms of each state's last symbol are
 * kept for that.
 *
 *   patterns  医院  院，长        states  0 -医-> 1 -院-> 2      fail(2) = 3
 *                                         0 -院-> 3 -,长-> 4
 *
 * Edges of all states share one hash table. */
#include "snippet/automaton.h"

static uint64_t edge_of(uint32_t state, uint32_t symbol) { return (uint64_t)state << 32 | symbol; }

static size_t slot_of(const as_automaton *automaton, uint64_t edge) {
  uint64_t mixed = edge * UINT64_C(0x9E3779B97F4A7C15);
  size_t slot = (size_t)(mixed >> 32) & (automaton->edge_slots - 1);
  while (automaton->targets[slot] != 0 && automaton->edges[slot] != edge)
    slot = (slot + 1) & (automaton->edge_slots - 1);
  return slot;
}

/* 0: no edge. */
static uint32_t go(const as_automaton *automaton, uint32_t state, as_symbol_pair symbol) {
  uint32_t wanted = state == 0 ? symbol.first : symbol.next;
  return wanted == AS_SYMBOL_NONE ? 0 : automaton->targets[slot_of(automaton, edge_of(state, wanted))];
}

/* STATE or the longest suffix of it that goes on with SYMBOL, one step further. */
static uint32_t advance(const as_automaton *automaton, uint32_t state, as_symbol_pair symbol) {
  for (;;) {
    uint32_t target = go(automaton, state, symbol);
    if (target != 0 || state == 0) return target;
    state = automaton->states.items[state].fail;
  }
}

static uint32_t add_edge(as_automaton *automaton, uint32_t from, as_symbol_pair symbol) {
  uint64_t edge = edge_of(from, from == 0 ? symbol.first : symbol.next);
  size_t slot = slot_of(automaton, edge);
  if (automaton->targets[slot] != 0) return automaton->targets[slot];
  uint32_t number = (uint32_t)automaton->states.count;
  as_automaton_state state = {.parent = from,
                              .pattern = AS_AUTOMATON_NONE,
                              .depth = automaton->states.items[from].depth + 1,
                              .symbol = symbol};
  if (!as_vec_push(&automaton->states, state)) return 0;
  automaton->edges[slot] = edge;
  automaton->targets[slot] = number;
  return number;
}

static as_unit unit_of(const as_pattern *pattern, size_t i) {
  const as_phrase_unit *from = &pattern->units[i];
  bool after_break = i > 0 && from->position != from[-1].position + 1;
  return (as_unit){.kind = from->kind,
                   .char_class = from->char_class,
                   .break_before = after_break,
                   .code = from->code,
                   .second = from->second,
                   .start = from->start,
                   .end = from->end,
                   .token = from->token};
}

static bool add_pattern(as_automaton *automaton, const as_pattern *list, uint32_t number) {
  const as_pattern *pattern = &list[number];
  uint32_t state = 0;
  for (size_t i = 0; i < pattern->count; i++) {
    as_unit unit = unit_of(pattern, i);
    as_symbol_pair symbol = as_symbols_add(&automaton->symbols, &unit, pattern->text);
    if (automaton->symbols.failed) return false;
    state = add_edge(automaton, state, symbol);
    if (state == 0) return false;
  }
  if (pattern->count > automaton->longest) automaton->longest = pattern->count;
  uint32_t *last = &automaton->states.items[state].pattern;
  for (; *last != AS_AUTOMATON_NONE; last = &automaton->next[*last])
    if (list[*last].part == pattern->part && list[*last].member == 0 && pattern->member == 0)
      return true; /* said twice */
  *last = number;
  return true;
}

static void link_state(as_automaton *automaton, uint32_t number) {
  as_automaton_state *states = automaton->states.items, *state = &states[number];
  state->fail = state->parent == 0 ? 0 : advance(automaton, states[state->parent].fail, state->symbol);
  state->found = state->pattern != AS_AUTOMATON_NONE ? number : states[state->fail].found;
}

/* Suffixes, the short states first. */
static bool link_states(as_automaton *automaton) {
  as_automaton_state *states = automaton->states.items;
  uint32_t *heads = as_mem_calloc(automaton->longest + 1, sizeof *heads); /* by depth; 0: none */
  if (heads == NULL) return false;
  for (uint32_t i = 1; i < automaton->states.count; i++) {
    states[i].same_depth = heads[states[i].depth];
    heads[states[i].depth] = i;
  }
  for (size_t depth = 1; depth <= automaton->longest; depth++)
    for (uint32_t i = heads[depth]; i != 0; i = states[i].same_depth) link_state(automaton, i);
  as_mem_free(heads);
  return true;
}

static bool make_room(as_automaton *automaton, size_t units, size_t patterns) {
  size_t slots = 16;
  while (slots < 2 * units) slots *= 2;
  automaton->edge_slots = slots;
  automaton->pattern_count = patterns;
  automaton->edges = as_mem_array(slots, sizeof *automaton->edges);
  automaton->targets = as_mem_calloc(slots, sizeof *automaton->targets);
  automaton->next = as_mem_array(patterns, sizeof *automaton->next);
  if (automaton->edges == NULL || automaton->targets == NULL || automaton->next == NULL) return false;
  for (size_t i = 0; i < patterns; i++) automaton->next[i] = AS_AUTOMATON_NONE;
  as_automaton_state start = {.pattern = AS_AUTOMATON_NONE};
  return as_vec_push(&automaton->states, start);
}

bool as_automaton_build(as_automaton *automaton, const as_patterns *patterns, bool exact) {
  *automaton = (as_automaton){0};
  size_t units = 0;
  for (size_t i = 0; i < patterns->list.count; i++)
    if ((patterns->list.items[i].text != NULL) == exact) units += patterns->list.items[i].count;
  if (units == 0) return true;
  if (!as_symbols_init(&automaton->symbols, exact) || !make_room(automaton, units, patterns->list.count))
    return false;
  for (size_t i = 0; i < patterns->list.count; i++) {
    bool wanted = (patterns->list.items[i].text != NULL) == exact;
    if (wanted && !add_pattern(automaton, patterns->list.items, (uint32_t)i)) return false;
  }
  return link_states(automaton);
}

void as_automaton_clear(as_automaton *automaton) {
  as_symbols_clear(&automaton->symbols);
  as_vec_free(&automaton->states);
  as_mem_free(automaton->edges);
  as_mem_free(automaton->targets);
  as_mem_free(automaton->next);
}

uint32_t as_automaton_step(as_automaton *automaton, uint32_t state, const as_unit *unit,
                           const uint8_t *text) {
  as_symbol_pair symbol = as_symbols_find(&automaton->symbols, unit, text);
  return symbol.first == AS_SYMBOL_NONE && symbol.next == AS_SYMBOL_NONE ? 0
                                                                         : advance(automaton, state, symbol);
}
