/* SPDX-License-Identifier: MIT
 *
 * Only LC_CTYPE is taken from the environment: numbers are written and read with a point everywhere.  In C
 * and POSIX the codeset's name (ANSI_X3.4-1968) says nothing about what people type, so those count as UTF-8.
 * Keys, paths, files, query files and the formats for programs never come here. */
#include "locale_text.h"

#include <iconv.h>
#include <langinfo.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <wchar.h>

#include "tool.h"
#include "utf8.h"

static iconv_t to_locale = (iconv_t)-1, from_locale = (iconv_t)-1;
static bool converts;

void at_locale_start(void) {
  const char *name = setlocale(LC_CTYPE, "");
  if (name == NULL || strcmp(name, "C") == 0 || strcmp(name, "POSIX") == 0) return;
  const char *codeset = nl_langinfo(CODESET);
  if (strcasecmp(codeset, "UTF-8") == 0 || strcasecmp(codeset, "UTF8") == 0) return;
  to_locale = iconv_open(codeset, "UTF-8");
  from_locale = iconv_open("UTF-8", codeset);
  converts = to_locale != (iconv_t)-1 && from_locale != (iconv_t)-1;
}

const char *at_locale_argument(const char *argument) {
  if (!converts) return argument;
  size_t left = strlen(argument), room = left * 4 + 4;
  /* iconv takes a pointer to unqualified bytes and does not write through it. */
  char *in = at_copy(argument), *start = in, *converted = at_realloc(NULL, room + 1), *out = converted;
  iconv(from_locale, NULL, NULL, NULL, NULL);
  if (iconv(from_locale, &in, &left, &out, &room) == (size_t)-1)
    at_die("%s: not in the encoding of the locale (%s)", argument, nl_langinfo(CODESET));
  *out = '\0';
  free(start);
  return converted;
}

/* A wchar_t is taken for a code point, as it is in the C libraries of Linux. */
uint32_t at_locale_decode(const char *bytes, size_t size, size_t *out_length) {
  if (!converts) return at_utf8_decode(bytes, size, out_length);
  mbstate_t state = {0};
  wchar_t wide = 0;
  size_t length = mbrtowc(&wide, bytes, size, &state);
  bool broken = length == (size_t)-1 || length == (size_t)-2;
  *out_length = broken || length == 0 ? 1 : length;
  return broken ? AT_BROKEN : (uint32_t)wide;
}

bool at_locale_add(at_text *out, const char *character, size_t size) {
  if (!converts) {
    at_text_add(out, character, size);
    return true;
  }
  char source[8], target[32], *in = source, *to = target;
  size_t left = size, room = sizeof target;
  if (size > sizeof source) return false;
  memcpy(source, character, size);
  iconv(to_locale, NULL, NULL, NULL, NULL);
  /* A positive result counts replacements: the character is not there. */
  if (iconv(to_locale, &in, &left, &to, &room) != 0) return false;
  at_text_add(out, target, (size_t)(to - target));
  return true;
}
