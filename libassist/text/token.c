/* SPDX-License-Identifier: MIT
 * Collecting a token's bytes.
 *
 *   up to 255 bytes    the bytes themselves
 *   more               the first 128 (less where that would cut a code point), then 16 bytes of the 128-bit hash of
 *                      all of them: high half, low half, each with its most significant byte first
 *
 * A token of 1000 bytes is already no word; the rest of it streams through the hasher, so that a gigabyte of digits
 * costs no memory. */
#include "text/token.h"

#include <string.h>

#include "text/unit.h"
#include "text/utf8.h"

void as_token_init(as_token *token) {
  token->hasher = NULL;
  token->failed = false;
  as_token_begin(token);
}

void as_token_clear(as_token *token) {
  as_hasher_free(token->hasher);
  token->hasher = NULL;
}

void as_token_begin(as_token *token) {
  token->size = 0;
  token->spilled = false;
}

static void keep_prefix(as_token *token) {
  token->prefix = AS_TOKEN_PREFIX;
  while ((token->bytes[token->prefix] & 0xC0) == 0x80) token->prefix--;
  memcpy(token->indexed, token->bytes, token->prefix);
}

static void spill(as_token *token) {
  if (token->hasher == NULL) token->hasher = as_hasher_new();
  if (token->hasher == NULL) {
    token->failed = true;
  } else {
    if (!token->spilled) as_hasher_reset(token->hasher);
    as_hasher_add(token->hasher, token->bytes, token->size);
  }
  if (!token->spilled) keep_prefix(token);
  token->spilled = true;
  token->size = 0;
}

void as_token_add(as_token *token, uint32_t code_point) {
  if (token->size + 4 > AS_TOKEN_BUFFER) spill(token);
  if (code_point < 0x80) {
    token->bytes[token->size++] = (uint8_t)code_point;
    return;
  }
  token->size += as_utf8_put(code_point, token->bytes + token->size);
}

static void put_big(uint8_t *out, uint64_t value) {
  for (int i = 0; i < 8; i++) out[i] = (uint8_t)(value >> (56 - 8 * i));
}

as_slice as_token_end(as_token *token) {
  if (!token->spilled && token->size <= AS_TOKEN_BYTES) return as_slice_of(token->bytes, token->size);
  as_hash128 hash = {0, 0};
  if (token->spilled) {
    spill(token);
    if (!token->failed) hash = as_hasher_end(token->hasher);
  } else {
    keep_prefix(token);
    hash = as_hash_wide(token->bytes, token->size);
  }
  put_big(token->indexed + token->prefix, hash.high);
  put_big(token->indexed + token->prefix + 8, hash.low);
  return as_slice_of(token->indexed, token->prefix + 16);
}
