/* SPDX-License-Identifier: MIT
 *
 * The brute-force oracle (see oracle.h).  Compare every start of every document; no cleverness. */
#include "oracle.h"

#include <stdlib.h>
#include <string.h>

static uint64_t hash_text(const char *text, size_t size, int kind) {
  uint64_t hash = UINT64_C(14695981039346656037) ^ (uint64_t)kind;
  for (size_t i = 0; i < size; i++) hash = (hash ^ (unsigned char)text[i]) * UINT64_C(1099511628211);
  return hash;
}

/* Hangul syllables and jamo are what a space separates (they are all three-byte characters). */
static bool is_hangul(const assist_token *token) {
  const unsigned char *t = (const unsigned char *)token->text;
  if (token->kind != ASSIST_TOKEN_CHARACTER || token->size != 3) return false;
  unsigned code = (t[0] & 0x0Fu) << 12 | (t[1] & 0x3Fu) << 6 | (t[2] & 0x3Fu);
  return (code >= 0xAC00 && code <= 0xD7A3) || (code >= 0x1100 && code <= 0x11FF);
}

bool oracle_add(struct oracle_text *to, assist_analyzer *analyzer, const char *text, size_t size,
                bool as_query) {
  uint32_t base = to->count == 0 ? 0 : to->units[to->count - 1].position + 2;
  assist_token token;
  int more;
  assist_analyzer_begin(analyzer, text, size, as_query);
  while ((more = assist_analyzer_next(analyzer, &token)) == 1) {
    if (to->count == to->room) {
      size_t room = to->room == 0 ? 64 : to->room * 2;
      struct oracle_unit *units = realloc(to->units, room * sizeof *units);
      if (units == NULL) return false;
      to->units = units;
      to->room = room;
    }
    bool hangul = is_hangul(&token);
    bool spaced =
        hangul && to->count > 0 && to->units[to->count - 1].hangul && (token.before & ASSIST_BEFORE_SPACE);
    to->units[to->count++] = (struct oracle_unit){hash_text(token.text, token.size, token.kind),
                                                  base + token.position, hangul, spaced};
  }
  return more == 0;
}

void oracle_clear(struct oracle_text *text) {
  free(text->units);
  memset(text, 0, sizeof *text);
}

static bool stands_at(const struct oracle_unit *document, const struct oracle_unit *query, size_t n) {
  for (size_t i = 0; i < n; i++) {
    if (document[i].text != query[i].text) return false;
    if (document[i].position - document[0].position != query[i].position - query[0].position) return false;
    bool joined =
        i > 0 && query[i].hangul && query[i - 1].hangul && query[i].position == query[i - 1].position + 1;
    if (joined && document[i].spaced != query[i].spaced) return false;
  }
  return true;
}

bool oracle_has(const struct oracle_text *document, const struct oracle_text *query, size_t from, size_t n) {
  for (size_t at = 0; at + n <= document->count; at++)
    if (stands_at(document->units + at, query->units + from, n)) return true;
  return false;
}

bool oracle_phrase(const struct oracle_text *document, const struct oracle_text *query) {
  return query->count > 0 && oracle_has(document, query, 0, query->count);
}

bool oracle_run(const struct oracle_text *document, const struct oracle_text *query) {
  for (size_t from = 0, to = 0; from < query->count; from = to) {
    for (to = from + 1; to < query->count && query->units[to].position == query->units[to - 1].position + 1;
         to++)
      continue;
    if (!oracle_has(document, query, from, to - from)) return false;
  }
  return query->count > 0;
}

/* Positions [start, end) are a place of a part; can the parts from PART on be placed beside it? */
static bool place_from(const struct oracle_text *document, const struct oracle_part *parts, size_t count,
                       size_t part, uint32_t start, uint32_t end) {
  if (part == count) return true;
  for (size_t p = 0; p < parts[part].count; p++) {
    const struct oracle_text *phrase = &parts[part].phrases[p];
    for (size_t at = 0; at + phrase->count <= document->count; at++) {
      const struct oracle_unit *first = document->units + at;
      if (!stands_at(first, phrase->units, phrase->count)) continue;
      uint32_t from = first->position, to = first[phrase->count - 1].position + 1;
      bool after = from >= end && from - end <= parts[part].distance;
      bool before = start >= to && start - to <= parts[part].distance && !parts[part].ordered;
      if ((part == 0 || after || before) && place_from(document, parts, count, part + 1, from, to))
        return true;
    }
  }
  return false;
}

bool oracle_near(const struct oracle_text *document, const struct oracle_part *parts, size_t count) {
  return place_from(document, parts, count, 0, 0, 0);
}

/* Units of the query from UNIT on, each somewhere behind AT, the last one before LIMIT. */
static bool follow(const struct oracle_text *document, const struct oracle_text *query, size_t unit,
                   size_t at, uint32_t limit) {
  if (unit == query->count) return true;
  for (; at < document->count && document->units[at].position < limit; at++)
    if (document->units[at].text == query->units[unit].text &&
        follow(document, query, unit + 1, at + 1, limit))
      return true;
  return false;
}

bool oracle_slop(const struct oracle_text *document, const struct oracle_text *query, uint32_t slop) {
  uint32_t width = query->units[query->count - 1].position - query->units[0].position + 1 + slop;
  for (size_t at = 0; at < document->count; at++)
    if (document->units[at].text == query->units[0].text &&
        follow(document, query, 1, at + 1, document->units[at].position + width))
      return true;
  return false;
}
