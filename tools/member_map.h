/* SPDX-License-Identifier: MIT
 * Which field of a document a member of a JSON object is. */
#ifndef ASSIST_TOOLS_MEMBER_MAP_H
#define ASSIST_TOOLS_MEMBER_MAP_H

#include <stdbool.h>
#include <stddef.h>

#include "text_buffer.h"

typedef enum at_role { AT_ROLE_KEY, AT_ROLE_TITLE, AT_ROLE_BODY, AT_ROLE_DATE, AT_ROLE_OTHER } at_role;

typedef struct at_member {
  const char *name; /* of the member, flattened */
  size_t size;
  at_role role;
  const char *field; /* of the document */
  unsigned rank;     /* of keys: the lowest is taken */
} at_member;

typedef struct at_member_map {
  at_member *members;
  size_t count;
} at_member_map;

void at_member_map_init(at_member_map *map);
void at_member_map_clear(at_member_map *map);
/* From --map FIELD=NAME; borrowed for as long as the map.  False when it is not of that form. */
bool at_member_map_add(at_member_map *map, const char *text);
/* What was added, FIELD=NAME a line. */
void at_member_map_print(const at_member_map *map, at_text *out);
/* NULL: an ordinary member. */
const at_member *at_member_map_find(const at_member_map *map, const char *name, size_t size);

#endif
