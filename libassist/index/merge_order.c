/* SPDX-License-Identifier: MIT
 *
 * Live documents are numbered in order of insertion, part after part:
 *
 *   part 0   0 1 x 3        part 1, reordered   0 1 2     inserted third, first, second
 *            0 1 . 2                            5 3 4
 *
 * and bisection, if it is asked for, renumbers that.  It begins from the order of insertion and looks at live documents alone, so
 * what comes out does not depend on what the parts are.  The graph has so many postings at most; of more documents than
 * those, spans of equal weight are put in order one after the other.  That number is fixed, and no share of the writer's
 * budget: else the bytes of an index would depend on the budget it was merged with. */
#include "index/merge_order.h"

#include <string.h>

#include "base/error.h"
#include "index/term_graph.h"
#include "port/mem.h"

#define GRAPH_POSTINGS (UINT64_C(24) << 20) /* of 4 bytes */

bool as_merge_order_is_needed(const as_part *parts, size_t count) {
  for (size_t i = 0; i < count; i++)
    if (as_segment_ranks(parts[i].segment) != NULL) return true;
  return false;
}

static assist_status number_part(as_merge_order *order, const as_part *parts, size_t part,
                                 assist_error *error) {
  const uint32_t count = parts[part].entry.record.documents;
  const uint32_t *places = as_segment_places(parts[part].segment);
  uint32_t *numbers = order->numbers[part] = as_mem_array(count, sizeof *numbers);
  if (numbers == NULL) return as_fail_nomem(error);
  for (uint32_t i = 0; i < count; i++) {
    const uint32_t document = places == NULL ? i : places[i];
    numbers[document] = AS_MERGE_DROPPED;
    if (as_part_is_dead(&parts[part], document)) continue;
    order->from[order->documents] = (as_merge_place){(uint32_t)part, document};
    numbers[document] = order->documents++;
  }
  return ASSIST_OK;
}

assist_status as_merge_order_open(as_merge_order *order, const as_part *parts, size_t count,
                                  assist_error *error) {
  size_t live = 0;
  assist_status status = ASSIST_OK;
  for (size_t i = 0; i < count; i++) live += parts[i].entry.record.documents - parts[i].dead_count;
  *order = (as_merge_order){.part_count = count};
  order->numbers = as_mem_calloc(count, sizeof *order->numbers);
  order->from = as_mem_array(live, sizeof *order->from);
  if (order->numbers == NULL || order->from == NULL) return as_fail_nomem(error);
  for (size_t i = 0; status == ASSIST_OK && i < count; i++) status = number_part(order, parts, i, error);
  return status;
}

void as_merge_order_close(as_merge_order *order) {
  for (size_t i = 0; order->numbers != NULL && i < order->part_count; i++) as_mem_free(order->numbers[i]);
  as_mem_free(order->numbers);
  as_mem_free(order->from);
  as_mem_free(order->ranks);
  *order = (as_merge_order){0};
}

/* ---- bisection ---- */

/* The end of the span that begins with FIRST: SPANS of all have equal weight. */
static uint32_t end_of_span(const uint32_t *counts, uint32_t documents, uint64_t before, uint64_t sum,
                            uint64_t spans, uint32_t first) {
  const uint64_t weight = (sum + spans - 1) / spans;
  const uint64_t until = (before / weight + 1) * weight;
  uint32_t end = first;
  while (end < documents && (end == first || before + counts[end] <= until)) before += counts[end++];
  return end;
}

static assist_status bisect_span(const as_graph_source *source, const uint32_t *counts, uint32_t first,
                                 uint32_t end, bool aside, uint32_t *out_ranks, assist_error *error) {
  as_bisect_graph graph;
  assist_status status = as_graph_fill(source, counts, first, end, &graph, error);
  if (status == ASSIST_OK) status = as_bisect(&graph, aside, source->ticker, out_ranks + first, error);
  as_graph_clear(&graph);
  for (uint32_t i = first; status == ASSIST_OK && i < end; i++) out_ranks[i] += first;
  return status;
}

static assist_status bisect_spans(const as_graph_source *source, uint32_t *counts, bool aside,
                                  uint32_t *out_ranks, assist_error *error) {
  uint64_t sum = 0, before = 0;
  assist_status status = as_graph_count(source, counts, error);
  for (uint32_t i = 0; i < source->documents; i++) sum += counts[i];
  const uint64_t spans = sum / GRAPH_POSTINGS + 1;
  for (uint32_t first = 0, end; status == ASSIST_OK && first < source->documents; first = end) {
    end = end_of_span(counts, source->documents, before, sum + 1, spans, first);
    for (uint32_t i = first; i < end; i++) before += counts[i];
    status = bisect_span(source, counts, first, end, aside, out_ranks, error);
  }
  return status;
}

/* Numbers and places of origin follow the ranks. */
static assist_status renumber(as_merge_order *order, assist_error *error) {
  as_merge_place *from = as_mem_array(order->documents, sizeof *from);
  if (from == NULL) return as_fail_nomem(error);
  for (uint32_t i = 0; i < order->documents; i++) {
    from[i] = order->from[order->ranks[i]];
    order->numbers[from[i].part][from[i].document] = i;
  }
  as_mem_free(order->from);
  order->from = from;
  return ASSIST_OK;
}

assist_status as_merge_order_bisect(as_merge_order *order, const as_part *parts, uint64_t share, bool aside,
                                    as_ticker *ticker, assist_error *error) {
  const as_graph_source source = {.parts = parts,
                                  .count = order->part_count,
                                  .numbers = order->numbers,
                                  .documents = order->documents,
                                  .share = share,
                                  .ticker = ticker};
  uint32_t *counts = as_mem_array(order->documents, sizeof *counts);
  order->ranks = as_mem_array(order->documents, sizeof *order->ranks);
  assist_status status = counts == NULL || order->ranks == NULL
                             ? as_fail_nomem(error)
                             : bisect_spans(&source, counts, aside, order->ranks, error);
  as_mem_free(counts);
  return status == ASSIST_OK ? renumber(order, error) : status;
}
