/* SPDX-License-Identifier: MIT
 * Writing JSON into a buffer: always valid UTF-8 (broken bytes become U+FFFD), no white space between tokens.
 * */
#ifndef ASSIST_TOOLS_JSON_OUT_H
#define ASSIST_TOOLS_JSON_OUT_H

#include <stdint.h>

#include "text_buffer.h"

/* A comma, unless the value before opened an object or an array or there is none. */
void at_json_comma(at_text *out);
/* Comma if needed, then "name": with NAME escaped. */
void at_json_member(at_text *out, const char *name);
void at_json_string(at_text *out, const char *bytes, size_t size);
void at_json_unsigned(at_text *out, uint64_t value);
/* The shortest decimal that reads back as VALUE; infinities as 1e999, which reads back as one. */
void at_json_number(at_text *out, double value);
/* The quoted base64 of BYTES (RFC 4648, with padding). */
void at_json_base64(at_text *out, const char *bytes, size_t size);

#endif
