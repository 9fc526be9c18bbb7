/* SPDX-License-Identifier: MIT
 * The oracle: a plain scan of the analysed text of every document.  It shares with the library only the analyzer (the definition of
 * what text is) and nothing of the index; it is meant to be read in five minutes and to be obviously right. */
#ifndef ORACLE_H
#define ORACLE_H

#include <assist.h>
#include <stdbool.h>

/* A unit as the scan compares it. */
struct oracle_unit {
  uint64_t text;       /* hash of its folded text and kind */
  uint32_t position;   /* in title, break, body */
  bool hangul, spaced; /* a Hangul character; one after a space */
};

struct oracle_text {
  struct oracle_unit *units;
  size_t count, room;
};

/* Append TEXT's units, after a break when there are some already.  Returns false when memory is out. */
bool oracle_add(struct oracle_text *to, assist_analyzer *analyzer, const char *text, size_t size,
                bool as_query);
void oracle_clear(struct oracle_text *text);

/* Where the units [from, from+n) of QUERY stand in DOCUMENT, adjacent and in order: at least once? */
bool oracle_has(const struct oracle_text *document, const struct oracle_text *query, size_t from, size_t n);
/* A quoted phrase: all units, a break where the query has one. */
bool oracle_phrase(const struct oracle_text *document, const struct oracle_text *query);
/* A bare run: every stretch between breaks. */
bool oracle_run(const struct oracle_text *document, const struct oracle_text *query);
/* One part of a NEAR: any of COUNT phrases, at most DISTANCE positions from the part before it, ORDERED: after that. */
struct oracle_part {
  const struct oracle_text *phrases;
  size_t count;
  uint32_t distance;
  bool ordered;
};
/* Is there a place for each part, so that all distances hold between neighbours, which do not overlap? */
bool oracle_near(const struct oracle_text *document, const struct oracle_part *parts, size_t count);
/* All units in order, within SLOP positions more than the phrase has. */
bool oracle_slop(const struct oracle_text *document, const struct oracle_text *query, uint32_t slop);

#endif
