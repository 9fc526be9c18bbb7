/* SPDX-License-Identifier: MIT
 *
 * Verifying the dictionary and the lists: all terms are scanned, all lists decoded to the last position. 
 * Each list has as many documents and positions as its term says, no block passes the bounds in its row,
 * and each section adds up to the counts in the directory. */
#include "base/error.h"
#include "format/saturation.h"
#include "segread/alphabet.h"
#include "segread/check.h"
#include "segread/opened.h"
#include "segread/postings.h"
#include "segread/sections.h"

#define ASK_EVERY (UINT64_C(1) << 18) /* occurrences of one list: some milliseconds */

/* What has been seen of the section that is scanned now. */
typedef struct sums {
  bool any;
  as_term term; /* the last one */
  uint64_t terms, postings, positions, end;
} sums;

assist_status as_check_tokens(as_segment_checker *check) {
  for (unsigned field = 0; field < check->segment->terms.fields; field++) {
    as_tokens_scan *scan;
    assist_status status = as_tokens_scan_open(check->segment, (uint8_t)field, &scan, check->error);
    if (status != ASSIST_OK) return status;
    bool more = true;
    while (more && status == ASSIST_OK) {
      as_slice token;
      status = as_tokens_scan_next(scan, &token, &more, check->error);
      if (status == ASSIST_OK) status = as_check_step(check, 0);
    }
    as_tokens_scan_close(scan);
    if (status != ASSIST_OK) return status;
  }
  return ASSIST_OK;
}

static bool within(as_impact impact, as_saturation *saturation, uint8_t code, uint32_t frequency) {
  if (frequency > impact.most_frequency) return false;
  return impact.strength == 0
             ? code >= impact.least_length_code
             : as_saturate(saturation, frequency, code) <= as_strength_value(impact.strength);
}

/* All documents of a list that was just opened. */
static assist_status walk(as_segment_checker *check, as_postings *postings, const uint8_t *codes,
                          as_saturation *saturation) {
  bool positions = postings->info.term.kind != AS_TERM_CHAR;
  as_impact whole = as_postings_impact(postings);
  uint64_t documents = 0;
  uint64_t occurrences = 0, ask_at = ASK_EVERY;
  as_impact block = {0, 0, 0};
  uint32_t last = 0;
  for (uint32_t d = as_postings_next(postings); d != AS_DOC_END; d = as_postings_next(postings)) {
    uint32_t count = as_postings_frequency(postings);
    if (documents == 0 || d > last) block = as_postings_block_impact(postings, d, &last);
    if (positions && as_postings_positions(postings, &count) == NULL) break;
    if (postings->status == ASSIST_OK &&
        (!within(whole, saturation, codes[d], count) || !within(block, saturation, codes[d], count))) {
      return as_check_corrupt(check, AS_FILE_POSTINGS, postings->info.offset, "bounds of a list are passed");
    }
    documents++;
    occurrences += count;
    if (occurrences < ask_at) continue;
    ask_at = occurrences + ASK_EVERY;
    assist_status status = as_check_ask(check);
    if (status != ASSIST_OK) return status;
  }
  if (postings->status != ASSIST_OK) {
    *check->error = postings->error;
    return postings->status;
  }
  bool same = documents == postings->info.documents && occurrences == postings->info.occurrences;
  return same ? ASSIST_OK
              : as_check_corrupt(check, AS_FILE_POSTINGS, postings->info.offset,
                                 "a list has other counts than its term");
}

static assist_status check_list(as_segment_checker *check, as_postings *postings, const as_term_info *info,
                                as_saturation *saturation) {
  const uint8_t *codes = as_segment_length_codes(check->segment, info->term.field, check->error);
  if (codes == NULL) return check->error->code;
  assist_status status = as_postings_open(postings, check->segment, info, check->error);
  return status == ASSIST_OK ? walk(check, postings, codes, saturation) : status;
}

/* The section that SEEN is of is over. */
static assist_status end_section(as_segment_checker *check, const sums *seen) {
  if (!seen->any) return ASSIST_OK;
  const as_term_section *section =
      &check->segment->terms.sections[seen->term.field * (unsigned)AS_TERM_KINDS + seen->term.kind];
  bool same = seen->terms == section->terms && seen->postings == section->postings &&
              seen->positions == section->positions && seen->end == section->posts_end;
  return same ? ASSIST_OK
              : as_check_corrupt(check, AS_FILE_TERMS, section->entries,
                                 "terms add up to other counts than the directory has");
}

static assist_status add_term(as_segment_checker *check, sums *seen, const as_term_info *info) {
  bool same = seen->any && seen->term.field == info->term.field && seen->term.kind == info->term.kind;
  if (!same) {
    assist_status status = end_section(check, seen);
    if (status != ASSIST_OK) return status;
    *seen = (sums){.any = true};
  } else if (info->term.first < seen->term.first ||
             (info->term.first == seen->term.first && info->term.second <= seen->term.second)) {
    return as_check_corrupt(check, AS_FILE_TERMS, 0, "terms do not ascend");
  }
  seen->term = info->term;
  seen->terms++;
  seen->postings += info->documents;
  seen->positions += info->occurrences;
  if (seen->end < info->offset + info->size) seen->end = info->offset + info->size;
  return ASSIST_OK;
}

/* Characters ascend, U+FFFD among them. */
static assist_status check_alphabet(as_segment_checker *check, unsigned field) {
  const as_alphabet *alphabet = &check->segment->terms.alphabets[field];
  bool alone = alphabet->count == 0, ascend = true;
  uint32_t before = 0;
  for (uint32_t i = 0; i < alphabet->count; i++) {
    uint32_t code;
    assist_status status = as_alphabet_code(check->segment, field, i, &code, check->error);
    if (status != ASSIST_OK) return status;
    ascend = ascend && (i == 0 || code > before) && code < AS_SECOND_APART;
    alone = alone || code == AS_SECOND_ALONE;
    before = code;
  }
  if (alone && ascend) return ASSIST_OK;
  return as_check_corrupt(check, AS_FILE_TERMS, alphabet->codes, "impossible table of characters");
}

/* Rows of groups leave out no block.  That they are those of its terms' characters, a scan sees. */
static assist_status check_groups(as_segment_checker *check, const as_term_section *section) {
  uint32_t before = 0;
  for (uint32_t i = 0; i < section->groups && section->terms != 0; i++) {
    uint32_t begin, end;
    assist_status status = as_section_group(check->segment, section, i, &begin, &end, check->error);
    if (status != ASSIST_OK) return status;
    const bool good = begin == before && (i + 1 < section->groups || end == section->blocks);
    if (!good) return as_section_corrupt(check->segment, section, check->error);
    before = end;
  }
  return ASSIST_OK;
}

static assist_status check_tables(as_segment_checker *check) {
  const as_terms_directory *terms = &check->segment->terms;
  assist_status status = ASSIST_OK;
  for (unsigned i = 0; i < terms->fields && status == ASSIST_OK; i++) status = check_alphabet(check, i);
  for (unsigned i = 0; i < terms->fields * (unsigned)AS_TERM_KINDS && status == ASSIST_OK; i++)
    status = check_groups(check, &terms->sections[i]);
  return status;
}

/* A look-up must find what the scan gave. */
static assist_status check_find(as_segment_checker *check, const as_term_info *info) {
  as_term_info found;
  bool any;
  assist_status status = as_terms_look_up(check->segment, info->term, &found, &any, check->error);
  if (status != ASSIST_OK) return status;
  bool same = any && found.offset == info->offset && found.size == info->size && found.single == info->single;
  return same ? ASSIST_OK : as_check_corrupt(check, AS_FILE_TERMS, 0, "a term is not found by looking it up");
}

assist_status as_check_terms(as_segment_checker *check) {
  as_terms_scan *scan;
  as_postings postings;
  as_saturation saturation;
  sums seen = {0};
  bool more = true;
  assist_status status = check_tables(check);
  if (status == ASSIST_OK) status = as_terms_scan_open(check->segment, &scan, check->error);
  if (status != ASSIST_OK) return status;
  as_postings_init(&postings);
  while (status == ASSIST_OK) {
    as_term_info info;
    status = as_terms_scan_next(scan, &info, &more, check->error);
    if (status != ASSIST_OK || !more) break;
    if (!seen.any || seen.term.field != info.term.field)
      as_saturation_init(&saturation, check->segment->record.documents,
                         as_segment_length_sum(check->segment, info.term.field));
    status = add_term(check, &seen, &info);
    if (status == ASSIST_OK && seen.terms % 64 == 0) status = check_find(check, &info);
    if (status == ASSIST_OK) status = check_list(check, &postings, &info, &saturation);
    if (status == ASSIST_OK) status = as_check_step(check, info.single == 0 ? info.size : 0);
  }
  if (status == ASSIST_OK) status = end_section(check, &seen);
  as_postings_clear(&postings);
  as_terms_scan_close(scan);
  return status;
}
