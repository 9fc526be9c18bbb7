/* SPDX-License-Identifier: MIT
 *
 * A parser for nearly all lines: it knows what is usual, and gives up at the sight of anything else, so that what is an error, and
 * how it is told, is yajl's alone.
 *
 *   here      objects, arrays, strings, numbers, words; escapes, half a surrogate pair as U+FFFD; blanks
 *   given up  anything malformed, control characters, a second value, a callback that refuses
 *
 * A string without escapes, which is where the bytes are, is looked through 16 at a time and not copied.  Nesting is as deep as the
 * callbacks allow. */
#include "json_line.h"

#include <stdint.h>
#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

typedef struct reader {
  const char *at, *end;
  const yajl_callbacks *to;
  void *context;
  at_text *decoded;
} reader;

typedef struct string {
  const unsigned char *text;
  size_t size;
} string;

static void skip_blanks(reader *r) {
  while (r->at < r->end && (*r->at == ' ' || *r->at == '\t' || *r->at == '\r' || *r->at == '\n')) r->at++;
}

/* Is BYTE next, after blanks?  Then it is passed. */
static bool take(reader *r, char byte) {
  skip_blanks(r);
  if (r->at == r->end || *r->at != byte) return false;
  r->at++;
  return true;
}

static bool is_special(unsigned char byte) { return byte == '"' || byte == '\\' || byte < 0x20; }

/* The first quotation mark, backslash or control character from AT on, or END. */
static const char *find_special(const char *at, const char *end) {
#ifdef __SSE2__
  const __m128i quote = _mm_set1_epi8('"'), back = _mm_set1_epi8('\\'), most = _mm_set1_epi8(0x1F);
  for (; end - at >= 16; at += 16) {
    const __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)at);
    const __m128i control = _mm_cmpeq_epi8(_mm_min_epu8(bytes, most), bytes);
    const __m128i mark = _mm_or_si128(_mm_cmpeq_epi8(bytes, quote), _mm_cmpeq_epi8(bytes, back));
    const int found = _mm_movemask_epi8(_mm_or_si128(control, mark));
    if (found != 0) return at + __builtin_ctz((unsigned)found);
  }
#endif
  while (at < end && !is_special((unsigned char)*at)) at++;
  return at;
}

static bool hex_digit(char byte, unsigned *io_code) {
  const unsigned digit = (unsigned)byte - '0', letter = ((unsigned)byte | 0x20) - 'a';
  if (digit > 9 && letter > 5) return false;
  *io_code = *io_code << 4 | (digit <= 9 ? digit : letter + 10);
  return true;
}

static bool take_unit(reader *r, unsigned *out_code) {
  *out_code = 0;
  if (r->end - r->at < 4) return false;
  for (unsigned i = 0; i < 4; i++) {
    if (!hex_digit(*r->at++, out_code)) return false;
  }
  return true;
}

/* The second half of a pair, if it comes next; else nothing is taken. */
static bool take_low(reader *r, unsigned *out_code) {
  const char *begin = r->at;
  if (r->end - r->at >= 6 && r->at[0] == '\\' && r->at[1] == 'u') {
    r->at += 2;
    if (take_unit(r, out_code) && *out_code >= 0xDC00 && *out_code < 0xE000) return true;
  }
  r->at = begin;
  return false;
}

static void add_following(reader *r, unsigned bits) {
  at_text_add_byte(r->decoded, (int)(0x80 | (bits & 63)));
}

static bool take_code(reader *r) {
  unsigned code, low;
  if (!take_unit(r, &code)) return false;
  if (code >= 0xD800 && code < 0xE000)
    code = code < 0xDC00 && take_low(r, &low) ? 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00) : 0xFFFD;
  if (code < 0x80) {
    at_text_add_byte(r->decoded, (int)code);
  } else if (code < 0x800) {
    at_text_add_byte(r->decoded, (int)(0xC0 | code >> 6));
    add_following(r, code);
  } else if (code < 0x10000) {
    at_text_add_byte(r->decoded, (int)(0xE0 | code >> 12));
    add_following(r, code >> 6);
    add_following(r, code);
  } else {
    at_text_add_byte(r->decoded, (int)(0xF0 | code >> 18));
    add_following(r, code >> 12);
    add_following(r, code >> 6);
    add_following(r, code);
  }
  return true;
}

static bool take_escape(reader *r) {
  static const char names[] = "\"\\/bfnrt", meant[] = "\"\\/\b\f\n\r\t";
  if (r->at == r->end) return false;
  const char name = *r->at++;
  if (name == 'u') return take_code(r);
  const char *found = memchr(names, name, sizeof names - 1);
  if (found != NULL) at_text_add_byte(r->decoded, meant[found - names]);
  return found != NULL;
}

/* Behind the opening quotation mark. */
static bool take_string(reader *r, string *out) {
  const char *begin = r->at;
  const char *special = find_special(begin, r->end);
  at_text_reset(r->decoded);
  while (special < r->end && *special == '\\') {
    at_text_add(r->decoded, begin, (size_t)(special - begin));
    r->at = special + 1;
    if (!take_escape(r)) return false;
    begin = r->at;
    special = find_special(begin, r->end);
  }
  if (special == r->end || *special != '"') return false;
  r->at = special + 1;
  *out = (string){(const unsigned char *)begin, (size_t)(special - begin)};
  if (r->decoded->size == 0) return true;
  at_text_add(r->decoded, begin, (size_t)(special - begin));
  *out = (string){(const unsigned char *)r->decoded->bytes, r->decoded->size};
  return true;
}

/* As many digits as there are, one at least. */
static bool take_digits(reader *r) {
  const char *begin = r->at;
  while (r->at < r->end && *r->at >= '0' && *r->at <= '9') r->at++;
  return r->at > begin;
}

static bool take_number(reader *r) {
  const char *begin = r->at;
  if (*r->at == '-') r->at++;
  const char *first = r->at;
  if (!take_digits(r) || (*first == '0' && r->at - first > 1)) return false;
  if (r->at < r->end && *r->at == '.') {
    r->at++;
    if (!take_digits(r)) return false;
  }
  if (r->at < r->end && (*r->at | 0x20) == 'e') {
    r->at++;
    if (r->at < r->end && (*r->at == '+' || *r->at == '-')) r->at++;
    if (!take_digits(r)) return false;
  }
  return r->to->yajl_number(r->context, begin, (size_t)(r->at - begin)) != 0;
}

static bool take_word(reader *r, const char *word, size_t size) {
  if ((size_t)(r->end - r->at) < size || memcmp(r->at, word, size) != 0) return false;
  r->at += size;
  return true;
}

static bool take_value(reader *r);

static bool take_member(reader *r) {
  string name;
  return take(r, '"') && take_string(r, &name) &&
         r->to->yajl_map_key(r->context, name.text, name.size) != 0 && take(r, ':') && take_value(r);
}

/* What stands between the brackets, with commas between, and the closing one. */
static bool take_items(reader *r, bool (*item)(reader *r), char close) {
  if (take(r, close)) return true;
  do {
    if (!item(r)) return false;
  } while (take(r, ','));
  return take(r, close);
}

static bool take_value(reader *r) {
  string value;
  skip_blanks(r);
  if (r->at == r->end) return false;
  switch (*r->at) {
  case '"':
    r->at++;
    return take_string(r, &value) && r->to->yajl_string(r->context, value.text, value.size) != 0;
  case '{':
    r->at++;
    return r->to->yajl_start_map(r->context) != 0 && take_items(r, take_member, '}') &&
           r->to->yajl_end_map(r->context) != 0;
  case '[':
    r->at++;
    return r->to->yajl_start_array(r->context) != 0 && take_items(r, take_value, ']') &&
           r->to->yajl_end_array(r->context) != 0;
  case 't': return take_word(r, "true", 4) && r->to->yajl_boolean(r->context, 1) != 0;
  case 'f': return take_word(r, "false", 5) && r->to->yajl_boolean(r->context, 0) != 0;
  case 'n': return take_word(r, "null", 4) && r->to->yajl_null(r->context) != 0;
  default: return take_number(r);
  }
}

bool at_json_line(const char *line, size_t size, const yajl_callbacks *callbacks, void *context,
                  at_text *decoded) {
  reader r = {line, line + size, callbacks, context, decoded};
  if (!take_value(&r)) return false;
  skip_blanks(&r);
  return r.at == r.end;
}
