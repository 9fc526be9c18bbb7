/* SPDX-License-Identifier: MIT
 * The state of at_record, shared by the parser (record.c), the meaning of its values (record_value.c) and the
 * member that only dumps have (record_exact.c). */
#ifndef ASSIST_TOOLS_RECORD_STATE_H
#define ASSIST_TOOLS_RECORD_STATE_H

#include <stdint.h>
#include <yajl/yajl_parse.h>

#include "record.h"

#define AT_RECORD_DEPTH 64

typedef struct at_exact {
  at_text field, kind, value; /* of the value being read */
  bool has_value;
  size_t numbers; /* of title_in_body seen */
  uint64_t title[2];
} at_exact;

struct at_record {
  const at_member_map *map;
  yajl_handle parser;
  assist_document *document;
  bool ended; /* the object is complete */
  unsigned depth;
  size_t prefix[AT_RECORD_DEPTH + 1]; /* how much of NAME belongs to the objects around, by depth */
  bool array[AT_RECORD_DEPTH + 1];
  at_text name;    /* flattened, of the value that comes */
  at_text decoded; /* a string with escapes */
  unsigned key_rank;
  const char *key_field;
  at_text key;
  bool has_key, has_title, in_exact;
  size_t misfits;
  at_text misfit, problem;
  at_exact exact;
};

/* A value under record->name; 0 ends the parsing (record->problem says why). */
int at_record_string(at_record *record, const char *text, size_t size);
int at_record_number(at_record *record, const char *text, size_t size);
int at_record_boolean(at_record *record, int value);
/* The call that gave STATUS for a value; problems of the value are noted, the rest ends the parsing. */
int at_record_added(at_record *record, assist_status status, const assist_error *error);
void at_record_misfit(at_record *record, const char *what);
int at_record_bad(at_record *record, const char *what);

/* The same inside the member `_assist`, and at its ends. */
int at_exact_value(at_record *record, const char *text, size_t size);
int at_exact_end_object(at_record *record);
int at_exact_finish(at_record *record);
/* Decodes base64 to OUT; false when it is none. */
bool at_base64_decode(const char *text, size_t size, at_text *out);

#endif
