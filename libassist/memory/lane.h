/* SPDX-License-Identifier: MIT
 * One text field of a batch while it is filled.  The document at hand is a row of words; when it ends, its words are dealt out
 * to streams, one a first unit, and the row is used again.
 *
 *   words   BORDER unit unit BREAK unit ... BORDER
 *   unit    character  [18] spaced (Hangul after a space)  [17..0] folded code point   (AS_UNIT_SPACED's layout)
 *           token      [31] 1  [30..0] number in the lane's map
 *
 *   stream          of                   key                                  position of
 *   chars           each character       the character after it; ALONE        itself
 *                                        between two breaks; else NONE
 *   after           each character       the token after it                   itself
 *   before          each character       the token before it                  the token
 *   tokens_at       all tokens           the token                            itself
 *   breaks_at       all breaks           0                                    itself
 *
 * tokens_at and breaks_at lie among the streams of chars, under codes that no character has, so that a word's stream is found
 * the same way whatever the word is.
 *
 * Entries are documents that have this field. */
#ifndef AS_MEMORY_LANE_H
#define AS_MEMORY_LANE_H

#include "base/bytemap.h"
#include "base/term.h"
#include "base/vec.h"
#include "memory/stream.h"
#include "text/unit.h"

#define AS_WORD_TOKEN 0x80000000u
#define AS_WORD_BREAK AS_UNIT_BREAK /* so that rows of the scanner are words as they are */
#define AS_WORD_BORDER 0xFFFFFFFEu
#define AS_WORD_SPACED 0x40000u
#define AS_WORD_CODE 0x3FFFFu
#define AS_KEY_NONE 0xFFFEu /* no character, so no character's code */
#define AS_KEY_ALONE AS_SECOND_ALONE
#define AS_KEYS_OF_CHARS ((size_t)2 * (AS_WORD_CODE + 1))

static inline bool as_word_is_char(uint32_t word) { return word < AS_WORD_TOKEN; }
static inline bool as_word_is_token(uint32_t word) { return word >= AS_WORD_TOKEN && word < AS_WORD_BORDER; }

/* A stream a character, in the order in which characters were first seen, so that common ones lie together; and where each
 * is, in pages of 256 codes that are made when first needed. */
#define AS_CHAR_PAGE 256u
#define AS_CODE_BREAK (AS_WORD_CODE + 1) /* stand beside the characters' codes for breaks_at and tokens_at */
#define AS_CODE_TOKEN (AS_WORD_CODE + 2)
#define AS_CHAR_PAGES ((AS_WORD_CODE + 1) / AS_CHAR_PAGE + 1)
typedef struct as_char_streams {
  uint32_t
      *pages[AS_CHAR_PAGES]; /* bytes of the streams up to it, and of itself; 0: none.  All in the pool */
  as_stream *streams;
  uint32_t count, capacity;
} as_char_streams;

/* A token of up to seven bytes, just seen: common ones are found here without a look at the map, whose slots are far apart. */
#define AS_KNOWN_BITS 10u
typedef struct as_known_token {
  uint64_t image; /* bytes, and in the highest one how many; 0: none */
  uint32_t number;
} as_known_token;

/* A token that is not common waits for its slot of the map, which lies anywhere in memory, while those after it are collected.  They are
 * asked in the order in which they came, so that their numbers are the same. */
#define AS_LANE_WAITING 8u
#define AS_WAITING_BYTES 24u
typedef struct as_waiting_token {
  uint64_t image; /* as above; 0: it has no image */
  uint32_t at;    /* its place among the words */
  uint8_t size, bytes[AS_WAITING_BYTES];
} as_waiting_token;

typedef struct as_lane {
  as_pool *pool;          /* borrowed, shared by all lanes */
  AS_VEC(uint32_t) words; /* of the document at hand */
  AS_VEC(uint32_t)
  owners;             /* of each entry, its number in the batch; unused where every document has an entry */
  bool every;         /* every document has an entry: field 0 */
  uint32_t entries;   /* that of the document at hand included */
  uint32_t longest;   /* document so far, in positions */
  uint64_t positions; /* of all documents that have ended */
  as_bytemap *tokens;
  AS_VEC(uint32_t) token_units; /* as_sketch_token of each, by number */
  as_known_token known[1u << AS_KNOWN_BITS];
  as_waiting_token waiting[AS_LANE_WAITING]; /* a ring */
  uint32_t came, settled;                    /* of all that waited */
  as_char_streams chars, after, before;
} as_lane;

as_lane *as_lane_new(bool every, as_pool *pool); /* NULL: no memory */
void as_lane_free(as_lane *lane);
void as_lane_reset(as_lane *lane);                    /* the pool is reset by its owner */
bool as_lane_begin(as_lane *lane, uint32_t document); /* an entry for DOCUMENT */
bool as_lane_push(as_lane *lane, uint32_t word);
bool as_lane_push_all(as_lane *lane, const uint32_t *words, size_t count);
bool as_lane_push_token(as_lane *lane, as_slice token);
bool as_lane_settle(
    as_lane *lane); /* none waits any more: before words are read or left out.  False: no memory */
/* The document at hand is whole: its words lie between a border and AS_LANE_BEHIND breaks, to be dealt before anything is
 * pushed again.  False: no memory; then the lane is only good for reset. */
bool as_lane_end(as_lane *lane);
#define AS_LANE_BEHIND                                                                                       \
  65u /* words that are read behind those of a document, whatever they are, but for the first: a break */
#define AS_LANE_AROUND 2u /* the border and that break */
/* LENGTH words of ENTRY, with what lies around them, to the streams, which nothing else here touches.  False: no memory. */
bool as_lane_deal(as_lane *lane, const uint32_t *words, uint32_t length, uint32_t entry);
/* Forget the last entry, whose document was DOCUMENT, if it has one. */
void as_lane_cancel(as_lane *lane, uint32_t document);
bool as_lane_has(const as_lane *lane, uint32_t document); /* the last entry is of DOCUMENT */
/* Positions of the document at hand. */
static inline size_t as_lane_length(const as_lane *lane) { return lane->words.count - 1; }
/* Bytes beside the pool, and those that sealing will add. */
size_t as_lane_memory(const as_lane *lane);

/* The stream of CODE, AS_CODE_BREAK and AS_CODE_TOKEN among chars; NULL: none. */
const as_stream *as_char_streams_find(const as_char_streams *streams, uint32_t code);
/* The first character from CODE on that has a stream; NULL: none.  *out_code is its code. */
const as_stream *as_char_streams_next(const as_char_streams *streams, uint32_t code, uint32_t *out_code);

#endif
