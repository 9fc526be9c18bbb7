/* SPDX-License-Identifier: MIT
 * A stored document cut into units, and how much of a phrase stands in it where. */
#ifndef AS_ENGINE_NEAR_MISS_H
#define AS_ENGINE_NEAR_MISS_H

#include "base/arena.h"
#include "base/vec.h"
#include "model/document.h"
#include "query/tree.h"
#include "text/unit.h"

/* One text of the document. */
typedef struct as_read_text {
  const char *field;
  const char *text;
  size_t size;
  size_t title_start, title_end; /* of a body that holds the title */
  AS_VEC(as_unit) units;         /* tokens are in the arena */
} as_read_text;

typedef struct as_read_document {
  assist_document *document; /* borrowed */
  as_arena arena;
  AS_VEC(as_read_text) texts;
} as_read_document;

/* How much of a phrase, from its unit FROM on, stands somewhere. */
typedef struct as_near_miss {
  size_t units;             /* the most that stand together; 0: none */
  size_t places;            /* where so many do */
  const as_read_text *text; /* of the first one */
  size_t first;             /* number of its first unit there */
} as_near_miss;

/* False: no memory; as_read_document_clear is due either way. */
bool as_read_document_init(as_read_document *read, assist_document *document);
void as_read_document_clear(as_read_document *read);
/* FIELD as in the query: NULL is title and body; "*" is any text at all.  LOOSE: breaks may be anywhere. */
as_near_miss as_near_miss_find(const as_read_document *read, const char *field, const as_phrase *phrase,
                               size_t from, bool loose);
/* Bytes of the units of MISS in its text: [*out_start, *out_end). */
void as_near_miss_bytes(const as_near_miss *miss, size_t *out_start, size_t *out_end);

#endif
