/* SPDX-License-Identifier: MIT
 *
 * Equal scores are ordered by spelling, and a spelling stands in stored text alone, which is dear to unpack.
 * But nearly all documents of a collection are in one script: whoever knows that a document writes 领 and
 * never 領 need not read it to say whether its 领导 is spelled as the query's.
 *
 *   forms        folded code -> the code point that most documents write for it; set once, then for ever
 *   exceptions   four bytes a document: known, and a bit for each 31st of all codes of which it has one that is
 *                written in another form than that, or has none yet
 *
 * A text adds what it has and the forms lack, unless it contradicts them in more than a few of its characters: then
 * it adds nothing, so that one document in another script spoils nothing.  A form never changes, so what was
 * true once stays true whatever other threads learn meanwhile; of two that set one form at once the first wins, and
 * the other's document has an exception.  A document that is read again may lose exceptions.
 *
 * Nothing of it is kept on disk. */
#include "index/spelled.h"

#include <stdatomic.h>

#include "port/mem.h"

#define CODES 0x40000u /* folded codes of characters are below (text/unit.h) */
#define KNOWN (UINT32_C(1) << 31)
#define FEW 16u /* one in so many; the two scripts differ in a third of all */

struct as_spelled {
  uint64_t documents;
  _Atomic uint32_t *forms;
  _Atomic uint32_t *exceptions;
};

as_spelled *as_spelled_new(uint64_t documents) {
  as_spelled *spelled = as_mem_calloc(1, sizeof *spelled);
  if (spelled == NULL) return NULL;
  spelled->documents = documents;
  spelled->forms = as_mem_calloc(CODES, sizeof *spelled->forms);
  if (documents <= SIZE_MAX)
    spelled->exceptions = as_mem_calloc((size_t)documents, sizeof *spelled->exceptions);
  if (spelled->forms != NULL && spelled->exceptions != NULL) return spelled;
  as_spelled_free(spelled);
  return NULL;
}

void as_spelled_free(as_spelled *spelled) {
  if (spelled == NULL) return;
  as_mem_free(spelled->forms);
  as_mem_free(spelled->exceptions);
  as_mem_free(spelled);
}

static uint32_t bit_of(uint32_t code) { return UINT32_C(1) << code % 31; }

static uint32_t exceptions_of(const as_spelled *spelled, uint64_t document) {
  return atomic_load_explicit(&spelled->exceptions[document], memory_order_acquire);
}

static uint32_t form_of(const as_spelled *spelled, uint32_t code) {
  return atomic_load_explicit(&spelled->forms[code], memory_order_relaxed);
}

uint32_t as_spelled_form(const as_spelled *spelled, uint64_t document, uint32_t code) {
  if (document >= spelled->documents || code >= CODES) return 0;
  uint32_t exceptions = exceptions_of(spelled, document);
  return (exceptions & KNOWN) != 0 && (exceptions & bit_of(code)) == 0 ? form_of(spelled, code) : 0;
}

/* The form is WRITTEN now, or was before. */
static bool set_form(as_spelled *spelled, const as_spelling *character) {
  uint32_t form = 0;
  return atomic_compare_exchange_strong_explicit(&spelled->forms[character->code], &form, character->written,
                                                 memory_order_relaxed, memory_order_relaxed) ||
         form == character->written;
}

/* Whether the document is of the same script as those before: a few characters always differ. */
static bool agrees(const as_spelled *spelled, const as_spelling *characters, size_t count) {
  size_t against = 0;
  for (size_t i = 0; i < count; i++) {
    uint32_t form = characters[i].code < CODES ? form_of(spelled, characters[i].code) : 0;
    if (form != 0 && form != characters[i].written) against++;
  }
  return against <= count / FEW;
}

void as_spelled_learn(as_spelled *spelled, uint64_t document, const as_spelling *characters, size_t count) {
  if (document >= spelled->documents) return;
  bool adds = agrees(spelled, characters, count);
  uint32_t exceptions = KNOWN;
  for (size_t i = 0; i < count; i++) {
    const as_spelling *character = &characters[i];
    bool plain = character->code < CODES && character->written != 0;
    bool good = plain && (adds ? set_form(spelled, character)
                               : form_of(spelled, character->code) == character->written);
    if (!good) exceptions |= bit_of(character->code);
  }
  atomic_store_explicit(&spelled->exceptions[document], exceptions, memory_order_release);
}
