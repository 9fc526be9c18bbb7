/* SPDX-License-Identifier: MIT
 * The dictionary of a segment: exact look-up, and scans in order. */
#ifndef AS_SEGREAD_TERMS_H
#define AS_SEGREAD_TERMS_H

#include "segread/segment.h"

/* Where a term's postings are, and how many.  Plain data, valid while the segment is open. */
typedef struct as_term_info {
  as_term term;
  uint32_t documents;   /* document frequency, at least 1 */
  uint64_t occurrences; /* sum of frequencies; for CHAR equal to documents */
  uint64_t offset;      /* in the postings file */
  uint64_t size;        /* bytes there */
  uint8_t singles;      /* of a term that occurs once: how many share these bytes; else 0 */
  uint8_t single;       /* which of them it is */
} as_term_info;

/* *out_found false when the term is not in this segment. */
assist_status as_terms_find(as_segment *segment, as_term term, as_term_info *out_info, bool *out_found,
                            assist_error *error);
/* The same for COUNT terms, in less time than one by one; DOCUMENTS is 0 of those that are not there. */
assist_status as_terms_find_all(as_segment *segment, const as_term *terms, size_t count,
                                as_term_info *const *out_infos, assist_error *error);
/* The lines in which a list begins and ends are on their way from now on: it is likely to be opened. */
void as_terms_fetch_list(const as_segment *segment, const as_term_info *info);
/* As as_terms_find, of the dictionary alone: what was looked up before does not count, nor is it remembered. */
assist_status as_terms_look_up(as_segment *segment, as_term term, as_term_info *out_info, bool *out_found,
                               assist_error *error);
/* The ordinal of a token in FIELD. */
assist_status as_terms_find_token(as_segment *segment, uint8_t field, as_slice token, uint32_t *out_ordinal,
                                  bool *out_found, assist_error *error);
assist_status as_terms_token(as_segment *segment, uint8_t field, uint32_t ordinal, as_buf *out_token,
                             assist_error *error);
uint32_t as_terms_token_count(const as_segment *segment, uint8_t field);

/* A scan over all terms in order, for merging, dumping, checking. */
typedef struct as_terms_scan as_terms_scan;
assist_status as_terms_scan_open(as_segment *segment, as_terms_scan **out_scan, assist_error *error);
void as_terms_scan_close(as_terms_scan *scan);
assist_status as_terms_scan_next(as_terms_scan *scan, as_term_info *out_info, bool *out_more,
                                 assist_error *error);
/* A scan over the tokens of a field in order. */
typedef struct as_tokens_scan as_tokens_scan;
assist_status as_tokens_scan_open(as_segment *segment, uint8_t field, as_tokens_scan **out_scan,
                                  assist_error *error);
void as_tokens_scan_close(as_tokens_scan *scan);
/* The next token given is the first that is not before FROM.  Forwards and backwards. */
assist_status as_tokens_scan_seek(as_tokens_scan *scan, as_slice from, assist_error *error);
uint32_t as_tokens_scan_ordinal(const as_tokens_scan *scan); /* of the token given last */
assist_status as_tokens_scan_next(as_tokens_scan *scan, as_slice *out_token, bool *out_more,
                                  assist_error *error);

#endif
