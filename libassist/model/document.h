/* SPDX-License-Identifier: MIT
 * A document: key, stamp, values in order.  And its stored form: bytes that give the values back (the key and the stamp are
 * stored apart, in the segment's documents file).  Field names are stored as numbers of the schema. */
#ifndef AS_MODEL_DOCUMENT_H
#define AS_MODEL_DOCUMENT_H

#include "model/schema.h"

/* What api/document.c hands out; the struct is private to model/document.c.  Arguments were checked by the caller; false:
 * no memory (the document is as it was). */
assist_document *as_document_new(void);
void as_document_free(assist_document *document);
void as_document_clear(assist_document *document);
bool as_document_set_key(assist_document *document, as_slice key);
bool as_document_set_stamp(assist_document *document, as_slice stamp);
bool as_document_add(assist_document *document, const assist_value *value); /* everything copied */
void as_document_set_title_in_body(assist_document *document, size_t offset, size_t size);

as_slice as_document_key(const assist_document *document);
as_slice as_document_stamp(const assist_document *document);
size_t as_document_value_count(const assist_document *document);
assist_value as_document_value(const assist_document *document, size_t at); /* AT below the count */
bool as_document_title_in_body(const assist_document *document, size_t *out_offset, size_t *out_size);
/* The first text or stored value of FIELD, from value FROM on; false: none. */
bool as_document_find_text(const assist_document *document, const char *field, as_slice *out_text);
/* Of all texts: about what analysing it will cost. */
size_t as_document_bytes(const assist_document *document);
/* A title in the body must be a range of the first body text, and stand nowhere else: INVALID otherwise. */
assist_status as_document_validate(const assist_document *document, assist_error *error);

void as_document_encode(const assist_document *document, const as_schema *schema, as_buf *out);
/* Replaces the values of DOCUMENT.  CORRUPT on bad bytes, NOMEM. */
assist_status as_document_decode(assist_document *document, const as_schema *schema, as_slice stored,
                                 assist_error *error);

#endif
