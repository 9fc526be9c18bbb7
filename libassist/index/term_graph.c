/* SPDX-License-Identifier: MIT
 *
 * From lists of documents to lists of terms.  All lists are read once to count, so that every document's room is known, and once
 * more for each span of documents to fill the rooms, term after term:
 *
 *   lists      0: a c    1: a b c    2: b         rooms      a: 0 1    b: 1 2    c: 0 1
 *
 * Pairs and tokens count; characters are in the pairs they make, and breaks tell nothing.  Lists of few documents
 * tell little, and long ones hold documents of every kind: both are left out.  What counts are live documents, and terms are
 * numbered in their own order, so that the graph does not depend on how the documents came into their parts. */
#include "index/term_graph.h"

#include "base/error.h"
#include "base/vec.h"
#include "index/term_join.h"
#include "port/mem.h"
#include "segread/postings.h"

/* Documents of a list that counts: one in LEAST_SHARE of all, at least LEAST, but never more than LEAST_MOST are wanted; at most one in
 * MOST_SHARE, or, of few documents, half of them up to MOST. */
#define LEAST 3u
#define LEAST_MOST 128u
#define LEAST_SHARE 512u
#define MOST_SHARE 16u
#define MOST 256u

typedef struct list_reader {
  const as_graph_source *source;
  as_term_join join;
  as_postings postings;
  AS_VEC(uint32_t) documents; /* of the current term */
} list_reader;

static assist_status open_join(list_reader *reader, assist_error *error) {
  const as_graph_source *source = reader->source;
  as_segment **segments = as_mem_array(source->count, sizeof *segments);
  if (segments == NULL) return as_fail_nomem(error);
  for (size_t i = 0; i < source->count; i++) segments[i] = source->parts[i].segment;
  assist_status status = as_term_join_open(&reader->join, segments, source->count, error);
  as_mem_free(segments);
  return status;
}

static assist_status read_tokens(list_reader *reader, assist_error *error) {
  uint8_t fields = 0;
  for (size_t i = 0; i < reader->source->count; i++) {
    const uint8_t own = as_segment_field_count(reader->source->parts[i].segment);
    if (own > fields) fields = own;
  }
  for (uint8_t field = 0; field < fields; field++) {
    as_slice token;
    for (bool more = true; more;) {
      assist_status status = as_term_join_token(&reader->join, field, &token, &more, error);
      if (status != ASSIST_OK) return status;
    }
  }
  return ASSIST_OK;
}

static assist_status read_list(list_reader *reader, size_t part, assist_error *error) {
  const as_graph_source *source = reader->source;
  const uint32_t *numbers = source->numbers[part];
  as_postings *postings = &reader->postings;
  const as_term_info *info = &reader->join.inputs[part].info;
  assist_status status = as_postings_open(postings, source->parts[part].segment, info, error);
  if (status == ASSIST_OK && !as_vec_reserve(&reader->documents, reader->documents.count + info->documents))
    return as_fail_nomem(error);
  if (status != ASSIST_OK) return status;
  for (uint32_t d = as_postings_next(postings); d != AS_DOC_END; d = as_postings_next(postings))
    if (numbers[d] != AS_MERGE_DROPPED) reader->documents.items[reader->documents.count++] = numbers[d];
  if (postings->status != ASSIST_OK && error != NULL) *error = postings->error;
  return postings->status;
}

static bool counts(const list_reader *reader) {
  const size_t count = reader->documents.count;
  const uint32_t all = reader->source->documents, few = all / 2 < MOST ? all / 2 : MOST;
  const uint32_t least = all / LEAST_SHARE < LEAST        ? LEAST
                         : all / LEAST_SHARE > LEAST_MOST ? LEAST_MOST
                                                          : all / LEAST_SHARE;
  return count >= least && (count <= all / MOST_SHARE || count <= few);
}

/* The live documents of the next term that counts; none: there is no more. */
static assist_status next_term(list_reader *reader, assist_error *error) {
  bool more = true;
  as_term term;
  do {
    reader->documents.count = 0;
    for (size_t i = 0; i < reader->source->count; i++)
      as_segment_forget(reader->source->parts[i].segment, reader->source->share);
    assist_status status = as_term_join_term(&reader->join, &term, &more, error);
    const bool tells = term.kind != AS_TERM_CHAR && term.kind != AS_TERM_BREAK;
    for (size_t i = 0; more && tells && status == ASSIST_OK && i < reader->source->count; i++)
      if (as_term_join_has(&reader->join, i)) status = read_list(reader, i, error);
    if (status == ASSIST_OK)
      status = as_ticker_step(reader->source->ticker, reader->documents.count / 16, error);
    if (status != ASSIST_OK) return status;
  } while (more && !counts(reader));
  return ASSIST_OK;
}

static assist_status open_reader(list_reader *reader, const as_graph_source *source, assist_error *error) {
  reader->source = source;
  as_postings_init(&reader->postings);
  assist_status status = open_join(reader, error);
  return status == ASSIST_OK ? read_tokens(reader, error) : status;
}

static void close_reader(list_reader *reader) {
  as_postings_clear(&reader->postings);
  as_term_join_close(&reader->join);
  as_vec_free(&reader->documents);
}

assist_status as_graph_count(const as_graph_source *source, uint32_t *out_counts, assist_error *error) {
  list_reader reader = {0};
  for (uint32_t i = 0; i < source->documents; i++) out_counts[i] = 0;
  assist_status status = open_reader(&reader, source, error);
  while (status == ASSIST_OK) {
    status = next_term(&reader, error);
    if (reader.documents.count == 0) break;
    for (size_t i = 0; i < reader.documents.count; i++) out_counts[reader.documents.items[i]]++;
  }
  close_reader(&reader);
  return status;
}

static assist_status fill(list_reader *reader, uint32_t first, uint32_t end, as_bisect_graph *graph,
                          assist_error *error) {
  for (;;) {
    assist_status status = next_term(reader, error);
    if (status != ASSIST_OK || reader->documents.count == 0) return status;
    for (size_t i = 0; i < reader->documents.count; i++) {
      const uint32_t document = reader->documents.items[i];
      if (document >= first && document < end)
        graph->terms[graph->starts[document - first]++] = graph->term_count;
    }
    graph->term_count++;
  }
}

assist_status as_graph_fill(const as_graph_source *source, const uint32_t *counts, uint32_t first,
                            uint32_t end, as_bisect_graph *out_graph, assist_error *error) {
  list_reader reader = {0};
  uint64_t sum = 0;
  *out_graph = (as_bisect_graph){.documents = end - first};
  out_graph->starts = as_mem_array((size_t)(end - first) + 1, sizeof *out_graph->starts);
  if (out_graph->starts == NULL) return as_fail_nomem(error);
  for (uint32_t i = first; i < end; i++) {
    out_graph->starts[i - first] = sum;
    sum += counts[i];
  }
  out_graph->terms = as_mem_array((size_t)sum, sizeof *out_graph->terms);
  if (out_graph->terms == NULL) return as_fail_nomem(error);
  assist_status status = open_reader(&reader, source, error);
  if (status == ASSIST_OK) status = fill(&reader, first, end, out_graph, error);
  close_reader(&reader);
  for (uint32_t i = end - first; i > 0; i--)
    out_graph->starts[i] = out_graph->starts[i - 1]; /* ends are starts */
  out_graph->starts[0] = 0;
  return status;
}

void as_graph_clear(as_bisect_graph *graph) {
  as_mem_free(graph->starts);
  as_mem_free(graph->terms);
  *graph = (as_bisect_graph){0};
}
