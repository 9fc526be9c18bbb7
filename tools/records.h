/* SPDX-License-Identifier: MIT
 * A file of records on its way into the index: what JSONL and CSV have in common. */
#ifndef ASSIST_TOOLS_RECORDS_H
#define ASSIST_TOOLS_RECORDS_H

#include "add.h"

typedef struct at_records {
  at_add *add;
  const at_source *source;
  at_stamp stamp; /* of its records */
  at_text key;    /* PATH:LINE */
  bool partial;   /* something could not be read */
  bool broken;    /* a record with broken UTF-8 was told */
} at_records;

void at_records_begin(at_records *records, at_add *add, const at_source *source);
/* Put the document that add->record made of the BYTES at LINE. */
void at_records_put(at_records *records, const char *bytes, size_t size, uint64_t line);
/* A record that cannot be read, or (LINE 0) the file. */
void at_records_problem(at_records *records, uint64_t line, const char *what);
/* Remember the state of the file, unless the run ends early. */
void at_records_end(at_records *records);

#endif
