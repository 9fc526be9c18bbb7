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
 * A text need not be cut into units for that where each of its characters is one code point that folds to one, whatever stands
 * around it; so nearly every text is looked through as it stands.  What its code points are is asked of the tables once: of those
 * that are the form of what they fold to, or no characters, there is nothing more to learn, and a bit says so.
 *
 * Nothing of it is kept on disk. */
#include "index/spelled.h"

#include <stdatomic.h>

#include "base/fixed.h"
#include "port/mem.h"
#include "text/table.h"
#include "text/utf8.h"

#define CODE_BITS 18u
#define CODES (1u << CODE_BITS) /* folded codes of characters are below (text/unit.h) */
#define KNOWN (UINT64_C(1) << 63)
#define MANY (UINT64_C(1) << 62)
#define COUNT_AT 60u /* how many codes there are, where they are not many */
#define NAMED_MOST 3u
#define FEW 16u /* one in so many; the two scripts differ in a third of all */
#define PLAIN_CODES 0x10000u

struct as_spelled {
  uint64_t documents;
  _Atomic uint64_t plain[PLAIN_CODES / 64]; /* by code point: nothing to learn of it */
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

bool as_spelled_knows(const as_spelled *spelled, uint64_t document) {
  return document < spelled->documents && (exceptions_of(spelled, document) & KNOWN) != 0;
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

/* EXCEPTIONS with what CHARACTER adds to them; ADDS: its form is that of all, if there is none yet. */
static uint64_t learn_one(as_spelled *spelled, const as_spelling *character, bool adds, uint64_t exceptions) {
  if (character->code >= CODES) return exceptions; /* whose form is never known */
  bool good = character->written != 0 &&
              (adds ? set_form(spelled, character) : form_of(spelled, character->code) == character->written);
  return good ? exceptions : with_exception(exceptions, character->code);
}

void as_spelled_learn(as_spelled *spelled, uint64_t document, const as_spelling *characters, size_t count) {
  if (document >= spelled->documents) return;
  bool adds = agrees(spelled, characters, count);
  uint64_t exceptions = KNOWN;
  for (size_t i = 0; i < count; i++) exceptions = learn_one(spelled, &characters[i], adds, exceptions);
  atomic_store_explicit(&spelled->exceptions[document], exceptions, memory_order_release);
}

/* ---- texts as they stand ---- */

typedef struct skimming {
  as_spelled *spelled;
  bool learns; /* in the first pass characters are only counted */
  bool adds;
  size_t count;        /* of characters, and what is counted with them since it makes no difference */
  size_t against, new; /* those that have another form, or none yet */
  uint64_t exceptions;
} skimming;

static bool is_plain(const as_spelled *spelled, uint32_t code) {
  return (atomic_load_explicit(&spelled->plain[code / 64], memory_order_relaxed) >> code % 64 & 1) != 0;
}

static void make_plain(as_spelled *spelled, uint32_t code) {
  if (code < PLAIN_CODES)
    atomic_fetch_or_explicit(&spelled->plain[code / 64], UINT64_C(1) << code % 64, memory_order_relaxed);
}

static void skim_character(skimming *skim, const as_spelling *character) {
  const uint32_t form = character->code < CODES ? form_of(skim->spelled, character->code) : 0;
  skim->count++;
  if (form == character->written) make_plain(skim->spelled, character->written);
  if (skim->learns)
    skim->exceptions = learn_one(skim->spelled, character, skim->adds, skim->exceptions);
  else if (form != character->written)
    *(form == 0 ? &skim->new : &skim->against) += 1;
}

static bool is_character(uint32_t char_class) {
  return char_class == AS_CHAR_HAN || char_class == AS_CHAR_KANA || char_class == AS_CHAR_HANGUL;
}

/* Whether what ENTRY stands for are no characters, and no letter o, which may be a zero. */
static bool is_none(uint32_t entry) {
  const uint32_t value = as_entry_value(entry);
  if ((as_entry_flags(entry) & AS_CHAR_EXPANDS) == 0)
    return value != 'o' && !is_character(as_entry_class(entry));
  for (uint32_t i = 1; i <= as_table_expansions[value]; i++) {
    const uint32_t item = as_table_expansions[value + i];
    if (item == 'o' || is_character(as_table_class(item))) return false;
  }
  return true;
}

/* False: what CODE is depends on what stands beside it, or it stands for several. */
static bool skim_code(skimming *skim, uint32_t code) {
  const uint32_t entry = as_table_entry(code), char_class = as_entry_class(entry);
  if ((as_entry_flags(entry) & AS_CHAR_COMPOSES) != 0) return false;
  if (char_class == AS_CHAR_MARK || char_class == AS_CHAR_ANCHOR) return false;
  if (is_character(char_class) && as_entry_flags(entry) == 0) {
    skim_character(skim, &(as_spelling){as_entry_value(entry), code});
    return true;
  }
  if (!is_none(entry)) return false;
  make_plain(skim->spelled, code);
  return true;
}

static bool is_word_byte(uint8_t byte) {
  return (uint8_t)((byte | 0x20u) - 'a') < 26 || (uint8_t)(byte - '0') < 10;
}

/* Letters o that are a word by themselves and have anything but ASCII behind them: zeros, maybe. */
static bool may_be_zeros(as_slice text, size_t at) {
  if (at > 0 && is_word_byte(text.bytes[at - 1])) return false;
  while (at < text.size && (text.bytes[at] | 0x20u) == 'o') at++;
  return at < text.size && text.bytes[at] >= 0x80;
}

/* From AT on, as far as three bytes each are plain; those of a few sequences that are none are no characters either. */
static size_t pass_plain(const as_spelled *spelled, as_slice text, size_t at) {
  while (text.size - at >= sizeof(uint32_t)) {
    const uint32_t word = as_load_u32(text.bytes + at);
    const uint32_t code = (word & 0x0Fu) << 12 | (word >> 2 & 0xFC0u) | (word >> 16 & 0x3Fu);
    if ((word & 0xC0C0F0u) != 0x8080E0u || !is_plain(spelled, code)) break;
    at += 3;
  }
  return at;
}

static bool skim_text(skimming *skim, as_slice text) {
  for (size_t at = 0; at < text.size;) {
    uint32_t code = text.bytes[at];
    if (code >= 0x80) {
      const size_t behind = pass_plain(skim->spelled, text, at);
      skim->count += (behind - at) / 3;
      at = behind;
      if (at == text.size) break;
      code = text.bytes[at];
    }
    if (code < 0x80) {
      if ((code | 0x20u) == 'o' && may_be_zeros(text, at)) return false;
      at++;
      continue;
    }
    at += as_utf8_next(text.bytes + at, text.size - at, &code);
    if (!skim_code(skim, code)) return false;
  }
  return true;
}

bool as_spelled_skim(as_spelled *spelled, uint64_t document, const as_slice *texts, size_t count) {
  skimming skim = {.spelled = spelled, .exceptions = KNOWN};
  if (document >= spelled->documents) return false;
  for (size_t i = 0; i < count; i++)
    if (!skim_text(&skim, texts[i])) return false;
  skim.learns = true;
  skim.adds = skim.against <= skim.count / FEW;
  for (size_t i = 0; i < count && skim.against + skim.new > 0; i++) (void)skim_text(&skim, texts[i]);
  atomic_store_explicit(&spelled->exceptions[document], skim.exceptions, memory_order_release);
  return true;
}
