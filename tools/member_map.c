/* SPDX-License-Identifier: MIT
 *
 * The names that JSONL files of the world use for key, title, body and date, and what --map adds to them. 
 * Names given by --map are looked at first.  When an object has several members that could be its key, the
 * order here decides; the others stay ordinary fields. */
#include "member_map.h"

#include <stdlib.h>
#include <string.h>

#include "tool.h"

#define NAMED(text) text, sizeof text - 1
#define MAPPED_RANK 0u

static const at_member standard[] = {
    {NAMED("id"), AT_ROLE_KEY, "id", 1},         {NAMED("_id"), AT_ROLE_KEY, "_id", 2},
    {NAMED("docid"), AT_ROLE_KEY, "docid", 3},   {NAMED("docno"), AT_ROLE_KEY, "docno", 4},
    {NAMED("key"), AT_ROLE_KEY, "key", 5},       {NAMED("title"), AT_ROLE_TITLE, "title", 0},
    {NAMED("标题"), AT_ROLE_TITLE, "title", 0},  {NAMED("body"), AT_ROLE_BODY, "body", 0},
    {NAMED("text"), AT_ROLE_BODY, "body", 0},    {NAMED("contents"), AT_ROLE_BODY, "body", 0},
    {NAMED("content"), AT_ROLE_BODY, "body", 0}, {NAMED("正文"), AT_ROLE_BODY, "body", 0},
    {NAMED("内容"), AT_ROLE_BODY, "body", 0},    {NAMED("date"), AT_ROLE_DATE, "date", 0},
    {NAMED("日期"), AT_ROLE_DATE, "date", 0},
};
#define STANDARD_COUNT (sizeof standard / sizeof standard[0])

void at_member_map_init(at_member_map *map) {
  map->count = STANDARD_COUNT;
  map->members = at_realloc(NULL, sizeof standard);
  memcpy(map->members, standard, sizeof standard);
}

void at_member_map_clear(at_member_map *map) {
  for (size_t i = 0; i + STANDARD_COUNT < map->count; i++)
    if (map->members[i].role == AT_ROLE_OTHER)
      free((void *)(uintptr_t)map->members[i].field); /* target's copy */
  free(map->members);
}

/* Aliases are tried by their standard names, so that --map 标题=headline is --map title=headline. */
static at_member target(const char *field, size_t size) {
  for (size_t i = 0; i < STANDARD_COUNT; i++)
    if (standard[i].size == size && memcmp(standard[i].name, field, size) == 0) return standard[i];
  at_member other = {NULL, 0, AT_ROLE_OTHER, NULL, 0};
  char *copy = at_alloc(size + 1);
  memcpy(copy, field, size);
  other.field = copy;
  return other;
}

bool at_member_map_add(at_member_map *map, const char *text) {
  const char *equals = strchr(text, '=');
  if (equals == NULL || equals == text || equals[1] == '\0') return false;
  at_member member = target(text, (size_t)(equals - text));
  member.name = equals + 1;
  member.size = strlen(equals + 1);
  member.rank = MAPPED_RANK;
  map->members = at_realloc(map->members, (map->count + 1) * sizeof *map->members);
  memmove(map->members + 1, map->members, map->count * sizeof *map->members);
  map->members[0] = member;
  map->count++;
  return true;
}

void at_member_map_print(const at_member_map *map, at_text *out) {
  for (size_t i = 0; i + STANDARD_COUNT < map->count; i++) {
    at_text_add_string(out, map->members[i].field);
    at_text_add_byte(out, '=');
    at_text_add(out, map->members[i].name, map->members[i].size);
    at_text_add_byte(out, '\n');
  }
}

const at_member *at_member_map_find(const at_member_map *map, const char *name, size_t size) {
  for (size_t i = 0; i < map->count; i++)
    if (map->members[i].size == size && memcmp(map->members[i].name, name, size) == 0)
      return &map->members[i];
  return NULL;
}
