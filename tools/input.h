/* SPDX-License-Identifier: MIT
 * A file or standard input as a stream of bytes, read through gzip and zstd. */
#ifndef ASSIST_TOOLS_INPUT_H
#define ASSIST_TOOLS_INPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>

#include "text_buffer.h"

typedef struct at_input at_input;

/* PATH, or `-`.  NULL: errno. */
at_input *at_input_open(const char *path);
void at_input_close(at_input *input);
const struct stat *at_input_status(const at_input *input);
/* The first bytes (up to 64 KiB; all of them in a shorter file), which reading will give again. */
const char *at_input_peek(at_input *input, size_t *out_size);
/* From now on, what is read and seen is decoded from the encoding NAME; nothing may have been read yet.  False: there is no such
 * encoding. */
bool at_input_decode(at_input *input, const char *name);
/* How many sequences were no characters in that encoding. */
uint64_t at_input_broken(const at_input *input);
/* Up to SIZE bytes; 0 at the end or on failure. */
size_t at_input_read(at_input *input, void *out, size_t size);
/* Everything that is left, up to LIMIT bytes; false when there is more or after a failure. */
bool at_input_read_all(at_input *input, at_text *out, uint64_t limit);
/* What went wrong, NULL when nothing did. */
const char *at_input_failure(const at_input *input);
/* Bytes taken from the file so far, compressed as they are there: for progress. */
uint64_t at_input_taken(const at_input *input);

#endif
