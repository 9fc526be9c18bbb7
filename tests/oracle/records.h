/* SPDX-License-Identifier: MIT
 * What the documents of an index are known to be, from the JSONL they were made of: flat objects with the strings `id`, `title` and
 * `body`; other members are passed over.  Changed along with the index, so that no answer comes from the index itself. */
#ifndef RECORDS_H
#define RECORDS_H

#include <stdbool.h>
#include <stddef.h>

struct record {
  char *key, *title,
      *body; /* a NUL follows, but may also stand within; title and body "" where there is none */
  size_t key_size, title_size, body_size;
  char *before; /* a body that was replaced, or NULL */
  size_t before_size;
  bool dead;
};

struct records {
  struct record *items; /* by key */
  size_t count, room;
};

/* False, and a line on standard error, when a line cannot be read or a key is there twice. */
bool records_read(struct records *records, const char *path);
struct record *records_find(const struct records *records, const char *key, size_t size); /* NULL: none */
void records_clear(struct records *records);

#endif
