/* SPDX-License-Identifier: MIT
 *
 * Equal scores are ordered by spelling, and a spelling stands in stored text alone, which is dear to unpack.
 * But nearly all documents of a collection are in one script: whoever knows that a document writes 领 and
 * never 領 need not read it to say whether its 领导 is spelled as the query's.
 *
 *   forms        folded code -> the code point that most documents write for it; set once, then for ever
 *   exceptions   eight bytes a document: known, and up to three codes that it writes in another form than that, or that
 *                have none yet; where it has more, a bit for each 62nd of all codes
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

#define CODE_BITS 18u
#define CODES (1u << CODE_BITS) /* folded codes of characters are below (text/unit.h) */
#define KNOWN (UINT64_C(1) << 63)
#define MANY (UINT64_C(1) << 62)
#define COUNT_AT 60u /* how many codes there are, where they are not many */
#define NAMED_MOST 3u
#define FEW 16u /* one in so many; the two scripts differ in a third of all */

struct as_spelled {
  uint64_t documents;
  _Atomic uint32_t *forms;
  _Atomic uint64_t *exceptions;
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

static uint64_t bit_of(uint32_t code) { return UINT64_C(1) << code % 62; }

static uint64_t exceptions_of(const as_spelled *spelled, uint64_t document) {
  return atomic_load_explicit(&spelled->exceptions[document], memory_order_acquire);
}

static uint32_t named(uint64_t exceptions, unsigned i) {
  return (uint32_t)(exceptions >> i * CODE_BITS) & (CODES - 1);
}

static unsigned named_count(uint64_t exceptions) { return (unsigned)(exceptions >> COUNT_AT) & 3u; }

static bool excepts(uint64_t exceptions, uint32_t code) {
  if ((exceptions & MANY) != 0) return (exceptions & bit_of(code)) != 0;
  for (unsigned i = 0; i < named_count(exceptions); i++)
    if (named(exceptions, i) == code) return true;
  return false;
}

/* EXCEPTIONS with CODE among them. */
static uint64_t with_exception(uint64_t exceptions, uint32_t code) {
  if (excepts(exceptions, code)) return exceptions;
  if ((exceptions & MANY) != 0) return exceptions | bit_of(code);
  unsigned count = named_count(exceptions);
  if (count < NAMED_MOST) {
    uint64_t codes = exceptions & ((UINT64_C(1) << COUNT_AT) - 1);
    return KNOWN | codes | (uint64_t)code << count * CODE_BITS | (uint64_t)(count + 1) << COUNT_AT;
  }
  uint64_t many = KNOWN | MANY | bit_of(code);
  for (unsigned i = 0; i < count; i++) many |= bit_of(named(exceptions, i));
  return many;
}

static uint32_t form_of(const as_spelled *spelled, uint32_t code) {
  return atomic_load_explicit(&spelled->forms[code], memory_order_relaxed);
}

uint32_t as_spelled_form(const as_spelled *spelled, uint64_t document, uint32_t code) {
  if (document >= spelled->documents || code >= CODES) return 0;
  uint64_t exceptions = exceptions_of(spelled, document);
  return (exceptions & KNOWN) != 0 && !excepts(exceptions, code) ? form_of(spelled, code) : 0;
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
  uint64_t exceptions = KNOWN;
  for (size_t i = 0; i < count; i++) {
    const as_spelling *character = &characters[i];
    if (character->code >= CODES) continue; /* whose form is never known */
    bool good = character->written != 0 && (adds ? set_form(spelled, character)
                                                 : form_of(spelled, character->code) == character->written);
    if (!good) exceptions = with_exception(exceptions, character->code);
  }
  atomic_store_explicit(&spelled->exceptions[document], exceptions, memory_order_release);
}
