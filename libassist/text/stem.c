/* SPDX-License-Identifier: MIT
 *
 * Stems.  Snowball's algorithms cut endings; which words they make equal is their business.  What this file adds is a limit (words,
 * not whatever letters stand together) and what is known of the beginnings: English endings are replaced by others no longer than
 * three letters, so that the list of tokens can be entered where the beginning stands.  Of other languages nothing is taken for
 * granted: German folds vowels, some take prefixes off.
 *
 *   word      running  runs  flies  fly        stem  run  run  fli  fli */
#include "text/stem.h"

#include <string.h>

#include "port/mem.h"
#include "text/unit.h"

#define WORD_BYTES 64u /* longer tokens are no words */
#define ENDING 3u      /* so many letters of an English stem may be other than its words' */

#ifdef HAVE_LIBSTEMMER
#include <libstemmer.h>

struct as_stemmer {
  struct sb_stemmer *snowball;
};

const char *as_stem_language(size_t i) {
  const char **names = sb_stemmer_list();
  for (size_t at = 0; names[at] != NULL; at++)
    if (at == i) return names[at];
  return NULL;
}

as_stemmer *as_stemmer_new(size_t language) {
  const char *name = as_stem_language(language);
  as_stemmer *stemmer = name == NULL ? NULL : as_mem_calloc(1, sizeof *stemmer);
  if (stemmer == NULL) return NULL;
  stemmer->snowball = sb_stemmer_new(name, NULL);
  if (stemmer->snowball != NULL) return stemmer;
  as_mem_free(stemmer);
  return NULL;
}

void as_stemmer_free(as_stemmer *stemmer) {
  if (stemmer == NULL) return;
  sb_stemmer_delete(stemmer->snowball);
  as_mem_free(stemmer);
}

static bool is_word(as_slice token) {
  if (token.size > WORD_BYTES) return false;
  for (size_t i = 0; i < token.size; i++)
    if (token.bytes[i] >= '0' && token.bytes[i] <= '9') return false;
  return true;
}

as_slice as_stem(as_stemmer *stemmer, as_slice token) {
  if (!is_word(token)) return token;
  const sb_symbol *stem = sb_stemmer_stem(stemmer->snowball, token.bytes, (int)token.size);
  return stem == NULL ? as_slice_of(NULL, 0)
                      : as_slice_of(stem, (size_t)sb_stemmer_length(stemmer->snowball));
}

size_t as_stem_fixed(size_t language, as_slice stem) {
  const char *name = as_stem_language(language);
  if (name == NULL || strcmp(name, "english") != 0 || stem.size == 0) return 0;
  for (size_t i = 0; i < stem.size; i++)
    if (stem.bytes[i] >= 0x80) return 0;
  return stem.size > ENDING + 1 ? stem.size - ENDING : 1;
}

#else

const char *as_stem_language(size_t i) {
  (void)i;
  return NULL;
}

as_stemmer *as_stemmer_new(size_t language) {
  (void)language;
  return NULL;
}

void as_stemmer_free(as_stemmer *stemmer) { (void)stemmer; }

as_slice as_stem(as_stemmer *stemmer, as_slice token) {
  (void)stemmer;
  return token;
}

size_t as_stem_fixed(size_t language, as_slice stem) {
  (void)language;
  (void)stem;
  return 0;
}

#endif
