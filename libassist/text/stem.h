/* SPDX-License-Identifier: MIT
 * Words cut to their stems by Snowball (libstemmer), where the build has it.  Only queries ask: what is indexed stays as it is. */
#ifndef AS_TEXT_STEM_H
#define AS_TEXT_STEM_H

#include <stdbool.h>
#include <stddef.h>

#include "base/slice.h"

typedef struct as_stemmer as_stemmer;

/* The name of language I, from 0; NULL: there are no more.  Without libstemmer there are none. */
const char *as_stem_language(size_t i);
/* NULL: no memory, or there is no such language. */
as_stemmer *as_stemmer_new(size_t language);
void as_stemmer_free(as_stemmer *stemmer); /* NULL is fine */
/* The stem of a folded TOKEN, borrowed until the next call; the token itself where it holds a digit, or is longer than words are.
 * Bytes NULL: no memory. */
as_slice as_stem(as_stemmer *stemmer, as_slice token);
/* So many bytes of STEM all words with this stem begin with. */
size_t as_stem_fixed(size_t language, as_slice stem);

#endif
