/* SPDX-License-Identifier: MIT
 * Synonyms: read from lines, kept by the names of their units.
 *
 *   name = unit ...     unit = 'c' code:u32 | 't' size bytes
 *
 * A text that is met again in another group is linked from its first place, so that it stands for both groups. */
#include "query/synonyms.h"

#include <string.h>

#include "base/error.h"
#include "text/unit.h"
#include "text/utf8.h"

#define NONE UINT32_MAX

assist_synonyms *as_synonyms_new(void) {
  assist_synonyms *synonyms = as_mem_calloc(1, sizeof *synonyms);
  if (synonyms == NULL) return NULL;
  as_arena_init(&synonyms->memory);
  synonyms->names = as_bytemap_new();
  if (synonyms->names != NULL) return synonyms;
  as_synonyms_free(synonyms);
  return NULL;
}

void as_synonyms_free(assist_synonyms *synonyms) {
  if (synonyms == NULL) return;
  if (synonyms->names != NULL) as_bytemap_free(synonyms->names);
  as_vec_free(&synonyms->texts);
  as_vec_free(&synonyms->named);
  as_arena_clear(&synonyms->memory);
  as_mem_free(synonyms);
}

static void add_name(as_buf *name, const as_phrase_unit *unit) {
  as_buf_add_u8(name, unit->kind == AS_UNIT_CHAR ? 'c' : 't');
  if (unit->kind == AS_UNIT_CHAR)
    as_buf_add_u32(name, unit->code);
  else
    as_buf_add_block(name, unit->token.bytes, unit->token.size);
}

uint32_t as_synonyms_find(const assist_synonyms *synonyms, const as_phrase *phrase, size_t at,
                          as_buf *scratch, size_t *out_units) {
  uint32_t found = NONE;
  as_buf_reset(scratch);
  for (size_t i = at; i < phrase->count && i < at + ASSIST_SYNONYMS_UNITS_MAX; i++) {
    if (i > at && phrase->units[i].position != phrase->units[i - 1].position + 1) break;
    add_name(scratch, &phrase->units[i]);
    if (as_buf_failed(scratch)) return NONE;
    uint32_t name = as_bytemap_find(synonyms->names, as_slice_of(scratch->bytes, scratch->size));
    if (name == NONE || name >= synonyms->named.count || synonyms->named.items[name] == NONE) continue;
    found = name;
    *out_units = i + 1 - at;
  }
  return found;
}

/* ---- reading ---- */

typedef struct synonym_lines {
  assist_synonyms *synonyms;
  as_slice text;
  size_t at;
  size_t line; /* from 1 */
  assist_error *error;
} synonym_lines;

static bool is_plain(const as_phrase *phrase) {
  for (size_t i = 1; i < phrase->count; i++)
    if (phrase->units[i].position != i) return false;
  return phrase->count <= ASSIST_SYNONYMS_UNITS_MAX;
}

static assist_status add_bound(synonym_lines *lines, as_slice text, const as_phrase *phrase, uint32_t group) {
  assist_synonyms *synonyms = lines->synonyms;
  as_buf name;
  as_buf_init(&name);
  for (size_t i = 0; i < phrase->count; i++) add_name(&name, &phrase->units[i]);
  uint32_t number =
      as_buf_failed(&name) ? NONE : as_bytemap_add(synonyms->names, as_slice_of(name.bytes, name.size), NULL);
  as_buf_clear(&name);
  char *copy = as_arena_copy(&synonyms->memory, text.bytes, text.size);
  as_synonym added = {.text = as_slice_of(copy, text.size), .name = number, .group = group, .next = NONE};
  added.first_token = phrase->units[0].kind == AS_UNIT_TOKEN;
  added.last_token = phrase->units[phrase->count - 1].kind == AS_UNIT_TOKEN;
  if (number == NONE || copy == NULL || !as_vec_push(&synonyms->texts, added))
    return as_fail_nomem(lines->error);
  return ASSIST_OK;
}

static assist_status add_text(synonym_lines *lines, as_slice text, uint32_t group) {
  if (lines->synonyms->texts.count >= ASSIST_SYNONYMS_TEXTS_MAX)
    return as_fail(lines->error, ASSIST_LIMIT, "synonyms have at most %u texts", ASSIST_SYNONYMS_TEXTS_MAX);
  as_arena memory;
  as_arena_init(&memory);
  as_node *leaf = as_node_text(&memory, ASSIST_PHRASE, NULL, text.bytes, text.size);
  assist_status status;
  if (leaf == NULL)
    status = as_fail_nomem(lines->error);
  else if (leaf->phrase_count != 1 || !is_plain(&leaf->phrases[0]))
    status = as_fail(lines->error, ASSIST_INVALID,
                     "synonyms, line %zu: a text has 1 to %u characters or words, and no punctuation",
                     lines->line, ASSIST_SYNONYMS_UNITS_MAX);
  else
    status = add_bound(lines, as_slice_of(leaf->text, leaf->size), &leaf->phrases[0], group);
  as_arena_clear(&memory);
  return status;
}

/* The size of the comma at AT; 0: it is none. */
static size_t comma_at(as_slice line, size_t at) {
  if (line.bytes[at] == ',') return 1;
  return line.size - at >= 3 && memcmp(line.bytes + at, "\xEF\xBC\x8C", 3) == 0 ? 3 : 0;
}

static bool is_blank(uint8_t byte) { return byte == ' ' || byte == '\t' || byte == '\r'; }

static as_slice trim(as_slice text) {
  while (text.size > 0 && is_blank(text.bytes[text.size - 1])) text.size--;
  while (text.size > 0 && is_blank(text.bytes[0])) text = as_slice_of(text.bytes + 1, text.size - 1);
  return text;
}

static assist_status add_line(synonym_lines *lines, as_slice line) {
  uint32_t group = (uint32_t)lines->synonyms->texts.count;
  assist_status status = ASSIST_OK;
  if (line.size == 0 || line.bytes[0] == '#') return ASSIST_OK;
  for (size_t at = 0, from = 0; status == ASSIST_OK && at <= line.size; at++) {
    size_t comma = at < line.size ? comma_at(line, at) : 1;
    if (comma == 0) continue;
    as_slice text = trim(as_slice_of(line.bytes + from, at - from));
    if (text.size > 0) status = add_text(lines, text, group);
    from = at + comma;
    at = from - 1;
  }
  uint32_t end = (uint32_t)lines->synonyms->texts.count;
  for (uint32_t i = group; i < end; i++) lines->synonyms->texts.items[i].end = end;
  if (status == ASSIST_OK && end > group) lines->synonyms->groups++;
  return status;
}

/* Links the texts from FIRST on to their names. */
static assist_status link_texts(assist_synonyms *synonyms, size_t first, assist_error *error) {
  uint32_t names = as_bytemap_count(synonyms->names);
  if (!as_vec_reserve(&synonyms->named, names)) return as_fail_nomem(error);
  while (synonyms->named.count < names) synonyms->named.items[synonyms->named.count++] = NONE;
  for (size_t i = first; i < synonyms->texts.count; i++) {
    as_synonym *text = &synonyms->texts.items[i];
    text->next = synonyms->named.items[text->name];
    synonyms->named.items[text->name] = (uint32_t)i;
  }
  return ASSIST_OK;
}

assist_status as_synonyms_add(assist_synonyms *synonyms, as_slice text, assist_error *error) {
  synonym_lines lines = {.synonyms = synonyms, .text = text, .error = error};
  size_t texts = synonyms->texts.count, groups = synonyms->groups;
  assist_status status = ASSIST_OK;
  while (status == ASSIST_OK && lines.at < text.size) {
    size_t from = lines.at;
    const uint8_t *end = memchr(text.bytes + from, '\n', text.size - from);
    size_t size = end == NULL ? text.size - from : (size_t)(end - text.bytes) - from;
    lines.at = from + size + 1;
    lines.line++;
    status = add_line(&lines, as_slice_of(text.bytes + from, size));
  }
  if (status == ASSIST_OK) status = link_texts(synonyms, texts, error);
  if (status != ASSIST_OK) {
    synonyms->texts.count = texts;
    synonyms->groups = groups;
  }
  return status;
}
