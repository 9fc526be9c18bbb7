/* SPDX-License-Identifier: MIT
 * The folded bytes of one token, however long it is, in bounded memory. */
#ifndef AS_TEXT_TOKEN_H
#define AS_TEXT_TOKEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/hash.h"
#include "base/slice.h"

enum { AS_TOKEN_BUFFER = 1024 };

typedef struct as_token {
  uint8_t bytes[AS_TOKEN_BUFFER];
  size_t size;          /* bytes in `bytes` */
  bool spilled;         /* earlier bytes went to the hasher; the first stay in `indexed` */
  bool failed;          /* no memory for the hasher */
  uint8_t indexed[160]; /* a long token as indexed: its prefix, then the hash */
  size_t prefix;
  as_hasher *hasher; /* made for the first token that needs it */
} as_token;

void as_token_init(as_token *token);
void as_token_clear(as_token *token);
void as_token_begin(as_token *token);
void as_token_add(as_token *token, uint32_t code_point);
as_slice as_token_end(as_token *token); /* borrowed until the next begin */

#endif
