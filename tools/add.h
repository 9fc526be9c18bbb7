/* SPDX-License-Identifier: MIT
 * One run of `assist-index add`: what was asked, what is open, what was done. */
#ifndef ASSIST_TOOLS_ADD_H
#define ASSIST_TOOLS_ADD_H

#include <assist/document.h>
#include <assist/index.h>
#include <assist/writer.h>

#include "commands.h"
#include "hash_set.h"
#include "input.h"
#include "keypath.h"
#include "member_map.h"
#include "record.h"
#include "stamp.h"
#include "walk.h"

#define AT_NO_ENCODING "not UTF-8, nor another encoding that can be told; --encoding names it"

typedef enum at_format {
  AT_FORMAT_AUTO,
  AT_FORMAT_TEXT,
  AT_FORMAT_JSONL,
  AT_FORMAT_HTML,
  AT_FORMAT_CSV
} at_format;

typedef struct at_add_options {
  int threads;
  uint64_t memory;
  at_format format;
  const char *key, *files_from;
  const char *encoding; /* NULL: as each file looks */
  bool prune, dry_run, nul, follow;
  at_member_map map;
} at_add_options;

typedef struct at_add {
  at_add_options options;
  at_common *common;
  char *path; /* of the index */
  assist_index *index;
  assist_snapshot *before; /* the commit that we add to; NULL in a dry run without an index */
  assist_writer *writer;   /* NULL in a dry run */
  at_keys keys;
  assist_document *document; /* being built, and used again */
  at_record *record;
  at_text text; /* of the file being read */
  uint64_t put, unchanged, removed, read_bytes;
  uint64_t misfits;    /* values */
  at_hash_set changed; /* sources read to the end in this run, by hash */
  at_hash_set given;   /* keys put in this run, by hash, when pruning */
  int status;          /* AT_ERROR when anything could not be read */
  bool fatal;          /* the writer takes no more */
} at_add;

/* A file being added. */
typedef struct at_source {
  const at_walk_file *file;
  at_input *input;
  const char *key;
  size_t key_size;
  at_stamp stamp;
} at_source;

/* add_store.c */
bool at_add_open(at_add *add);
void at_add_close(at_add *add);
/* The stamp of the document with this key; false when there is none. */
bool at_add_stamp(at_add *add, const char *key, size_t size, void *out_stamp, size_t *out_size);
/* Put add->document.  WHERE (and LINE, unless 0) for messages.  False: it could not be put. */
bool at_add_put(at_add *add, const char *where, uint64_t line);
bool at_add_remove(at_add *add, const char *key, size_t size);
void at_add_attribute(at_add *add, const char *name, const void *bytes, size_t size);
/* Something was not as it should be: said, and the status is set. */
void at_add_problem(at_add *add, const char *where, uint64_t line, const char *what);
/* The same, without an effect on the status. */
void at_add_warn(const char *where, uint64_t line, const char *what);

/* add_file.c: a visit of at_walk, CONTEXT is an at_add. */
int at_add_file(void *context, const at_walk_file *file);
/* source_text.c, source_jsonl.c, source_csv.c, source_html.c */
void at_add_text(at_add *add, at_source *source);
/* All of it to add->text, as UTF-8 but for a few broken bytes.  False: it could not be read; said already. */
bool at_add_read_text(at_add *add, const at_source *source);
/* The line that gives a text its title.  False: none does. */
bool at_find_title(const char *text, size_t size, size_t *out_start, size_t *out_size);
void at_add_jsonl(at_add *add, at_source *source);
void at_add_csv(at_add *add, at_source *source);
void at_add_html(at_add *add, at_source *source);
/* add_prune.c */
void at_add_prune(at_add *add);

#endif
