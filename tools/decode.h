/* SPDX-License-Identifier: MIT
 * Text in another encoding, made UTF-8 on the way in. */
#ifndef ASSIST_TOOLS_DECODE_H
#define ASSIST_TOOLS_DECODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "text_buffer.h"

typedef struct at_decoder at_decoder;

/* Whether NAME is UTF-8, in any spelling. */
bool at_encoding_is_utf8(const char *name);
/* The name that stands for all of its family, NAME where there is none. */
const char *at_encoding_family(const char *name);
/* NULL: no such encoding here. */
at_decoder *at_decoder_open(const char *name);
void at_decoder_close(at_decoder *decoder);
/* Decode BYTES to the end of OUT; the beginning of a character at their end waits for the next call, unless they are the LAST. */
void at_decoder_push(at_decoder *decoder, const char *bytes, size_t size, bool last, at_text *out);
/* How many sequences so far were no characters; each is U+FFFD. */
uint64_t at_decoder_broken(const at_decoder *decoder);

#endif
