/* SPDX-License-Identifier: MIT
 *
 * Iterators over lists.  A short list is decoded when it is opened, a long one block by block, and of a
 * block only what is asked for:
 *
 *   next, advance    documents
 *   frequency        + frequencies of the block
 *   positions        + positions from the last ones asked for, or from the document's group of 32,
 *                    whichever is nearer
 *
 * advance searches the rows behind the list: the next one, then with doubled steps, then by halves.
 *
 * A list is not trusted: a block's documents ascend and end with the one in its row, and rows must ascend
 * as they are used; what does not fit ends the iteration with CORRUPT. */
#include "segread/postings.h"

#include "base/error.h"
#include "format/bundle.h"
#include "format/interp.h"
#include "format/length.h"
#include "format/positions.h"
#include "format/posting_block.h"
#include "format/skips.h"
#include "port/mem.h"
#include "segread/opened.h"

#define BEFORE_FIRST UINT32_MAX /* at + 1 is 0 */
#define NOT_LONG 0u
#define NEXT_FETCHED 192u /* of the block behind the one that is decoded: positions lie between */
#define FETCHED_MOST                                                                                         \
  512u /* bytes of a block that are on their way before it is decoded: documents and frequencies of nearly all */

_Static_assert(AS_POSITIONS_USUAL <= AS_POSITIONS_FEW, "they are read into the few");

/* The bundle decoded last: who reads terms in order needs it many times.  One of no bytes is not kept: others may begin
 * at the same place. */
struct as_bundled {
  const as_segment *segment; /* NULL: none */
  uint64_t at;
  uint8_t field, singles;
  bool placed; /* positions are decoded too */
  uint32_t documents[AS_BUNDLE_MOST], positions[AS_BUNDLE_MOST];
};

void as_postings_init(as_postings *postings) {
  postings->segment = NULL;
  postings->status = ASSIST_OK;
  postings->count = postings->at = 0;
  postings->state = (as_postings_state){0};
  postings->bundled = NULL;
  postings->positions = NULL;
  postings->room = 0;
  postings->documents[0] = AS_DOC_END;
}

void as_postings_free(as_postings *postings) {
  as_mem_free(postings->positions);
  as_mem_free(postings->bundled);
}

void as_postings_clear(as_postings *postings) {
  as_postings_free(postings);
  as_postings_init(postings);
}

/* The end, for good or bad. */
static uint32_t stop(as_postings *postings) {
  postings->count = 0;
  postings->at = 0;
  postings->documents[0] = AS_DOC_END;
  postings->state.next = postings->state.blocks;
  return AS_DOC_END;
}

static void fail(as_postings *postings, assist_status status) {
  postings->status = status;
  (void)stop(postings);
}

static void fail_corrupt(as_postings *postings) {
  fail(postings, as_pages_corrupt(as_segment_file(postings->segment, AS_FILE_POSTINGS), postings->info.offset,
                                  "impossible postings", &postings->error));
}

/* How many bytes behind OFFSET + SIZE may be read as well, up to 8: the rest of the page, which is verified as a
 * whole. */
static uint64_t readable_behind(const as_postings *postings, uint64_t offset, uint64_t size) {
  uint64_t end = postings->info.offset + offset + size;
  uint64_t left = (AS_PAGE_SIZE - end % AS_PAGE_SIZE) % AS_PAGE_SIZE;
  uint64_t whole = as_segment_file(postings->segment, AS_FILE_POSTINGS)->footer.size - end;
  if (left > whole) left = whole;
  return left < 8 ? left : 8;
}

static const uint8_t *need(as_postings *postings, uint64_t offset, uint64_t size) {
  const uint8_t *bytes = NULL;
  assist_status status = as_pages_need(as_segment_file(postings->segment, AS_FILE_POSTINGS),
                                       postings->info.offset + offset, size, &bytes, &postings->error);
  if (status == ASSIST_OK) return bytes;
  fail(postings, status);
  return NULL;
}

/* Marks the end of the block. */
static void end_documents(as_postings *postings) {
  uint32_t *behind = postings->documents + postings->count;
  for (uint32_t i = 0; i < AS_STRIDE; i++) behind[i] = AS_DOC_END;
}

/* Words can be loaded up to the end of the block where something is behind it. */
static void begin_block(as_postings *postings, const uint8_t *bytes, uint64_t size, uint64_t behind,
                        uint32_t count) {
  as_postings_state *state = &postings->state;
  as_bit_reader_init(&state->bits, bytes, (size_t)(size + behind));
  state->limit = size * 8;
  state->counted = postings->info.term.kind == AS_TERM_CHAR;
  state->grouped = false;
  state->passed = 0;
  state->held = AS_DOC_END;
  postings->count = count;
  end_documents(postings);
}

/* Whether more was taken than there is. */
static bool ran_out(const as_postings_state *state) {
  return state->bits.corrupt || state->bits.at > state->limit;
}

/* ---- opening ---- */

static bool is_bundled(const as_postings *postings) {
  const struct as_bundled *bundled = postings->bundled;
  const as_term_info *info = &postings->info;
  return bundled->placed && info->size != 0 && bundled->segment == postings->segment &&
         bundled->at == info->offset && bundled->field == info->term.field &&
         bundled->singles == info->singles;
}

static bool ensure_bundled(as_postings *postings) {
  if (postings->bundled != NULL) return true;
  postings->bundled = as_mem_alloc(sizeof *postings->bundled);
  if (postings->bundled == NULL) {
    fail(postings, as_fail_nomem(&postings->error));
    return false;
  }
  postings->bundled->segment = NULL;
  postings->bundled->placed = false;
  return true;
}

/* The bits stand behind the documents of the bundle then, or positions are known. */
static bool open_bundle(as_postings *postings) {
  as_postings_state *state = &postings->state;
  const as_term_info *info = &postings->info;
  if (info->singles > AS_BUNDLE_MOST || info->single >= info->singles) {
    fail_corrupt(postings);
    return false;
  }
  if (!ensure_bundled(postings)) return false;
  struct as_bundled *bundled = postings->bundled;
  if (is_bundled(postings)) return true;
  const uint8_t *bytes = need(postings, 0, info->size);
  if (bytes == NULL) return false;
  as_bit_reader_init(&state->bits, bytes, (size_t)(info->size + readable_behind(postings, 0, info->size)));
  state->limit = info->size * 8;
  bundled->segment = NULL;
  bundled->placed = false;
  as_bundle_documents(&state->bits, info->singles, postings->segment->record.documents, bundled->documents);
  if (ran_out(state)) {
    fail_corrupt(postings);
    return false;
  }
  if (info->size != 0) bundled->segment = postings->segment;
  bundled->at = info->offset;
  bundled->field = info->term.field;
  bundled->singles = info->singles;
  return true;
}

static void open_single(as_postings *postings) {
  as_postings_state *state = &postings->state;
  if (!open_bundle(postings)) return;
  state->counted = true;
  state->held = AS_DOC_END;
  postings->count = 1;
  end_documents(postings);
  postings->documents[0] = postings->bundled->documents[postings->info.single];
  postings->frequencies[0] = 1;
  postings->at = BEFORE_FIRST;
}

static void open_short(as_postings *postings) {
  const as_term_info *info = &postings->info;
  const uint8_t *bytes = need(postings, 0, info->size);
  if (bytes == NULL) return;
  begin_block(postings, bytes, info->size, readable_behind(postings, 0, info->size), info->documents);
  as_bit_reader *bits = &postings->state.bits;
  as_short_list_documents(bits, info->documents, postings->segment->record.documents, postings->documents);
  postings->at = BEFORE_FIRST;
  if (ran_out(&postings->state)) fail_corrupt(postings);
}

static void open_long(as_postings *postings) {
  as_postings_state *state = &postings->state;
  uint64_t size = postings->info.size;
  unsigned look = size < AS_SKIPS_TRAILER ? (unsigned)size : AS_SKIPS_TRAILER;
  uint64_t table;
  unsigned trailer;
  const uint8_t *bytes = need(postings, size - look, look);
  if (bytes == NULL) return;
  if (!as_skips_size(bytes, look, &table, &trailer) || table > size - trailer) {
    fail_corrupt(postings);
    return;
  }
  state->blocks = ((uint64_t)postings->info.documents + AS_BLOCK_DOCUMENTS - 1) / AS_BLOCK_DOCUMENTS;
  state->area = size - trailer - table;
  bytes = need(postings, state->area, table);
  if (bytes == NULL) return;
  if (!as_skips_open(&state->skips, bytes, (size_t)table, state->blocks, postings->segment->record.documents,
                     state->area))
    fail_corrupt(postings);
}

/* What is not written before it is read; all of it would take longer than a short list. */
static void begin_list(as_postings_state *state) {
  state->blocks = NOT_LONG;
  state->next = state->begin = state->peeked = 0;
  state->before = AS_BLOCK_NONE;
  state->codes = NULL;
  state->counted = state->bounded = state->bits.corrupt = false;
  state->passed = 0;
  state->held = AS_DOC_END;
}

assist_status as_postings_open(as_postings *postings, as_segment *segment, const as_term_info *info,
                               assist_error *error) {
  uint64_t most = info->occurrences - info->documents + 1; /* where all others are in one document each */
  begin_list(&postings->state);
  postings->state.loaded_most = most < UINT32_MAX ? (uint32_t)most : UINT32_MAX;
  postings->segment = segment;
  postings->info = *info;
  postings->status = ASSIST_OK;
  postings->count = 0;
  if (info->documents == 0) {
    fail_corrupt(postings);
  } else if (info->singles != 0) {
    open_single(postings);
  } else if (info->documents < AS_BLOCK_DOCUMENTS) {
    open_short(postings);
  } else {
    postings->at = BEFORE_FIRST;
    open_long(postings);
  }
  if (info->term.kind == AS_TERM_CHAR) {
    for (unsigned i = 0; i < AS_BLOCK_DOCUMENTS; i++) postings->frequencies[i] = 1;
  }
  if (postings->status != ASSIST_OK && error != NULL) *error = postings->error;
  return postings->status;
}

/* ---- documents ---- */

/* Bytes of blocks, BEGIN and what follows up to MOST: on their way from now on. */
static void fetch(const as_postings *postings, uint64_t begin, uint64_t size, uint64_t most) {
  const uint8_t *bytes =
      as_segment_file(postings->segment, AS_FILE_POSTINGS)->bytes + postings->info.offset + begin;
  for (uint64_t at = 0; at < size && at < most; at += 64) __builtin_prefetch(bytes + at);
}

/* Decodes block `next`, of row ROW. */
static bool load_row(as_postings *postings, const as_skip row) {
  as_postings_state *state = &postings->state;
  uint64_t left = postings->info.documents - state->next * AS_BLOCK_DOCUMENTS;
  uint32_t count = left < AS_BLOCK_DOCUMENTS ? (uint32_t)left : AS_BLOCK_DOCUMENTS;
  bool good = state->begin <= row.end && row.end <= state->area &&
              row.last < postings->segment->record.documents &&
              (state->before == AS_BLOCK_NONE || row.last > state->before);
  if (!good) {
    fail_corrupt(postings);
    return false;
  }
  uint64_t size = row.end - state->begin;
  static const uint8_t nothing[1];
  const uint8_t *bytes = size == 0 ? nothing : need(postings, state->begin, size);
  if (bytes == NULL) return false;
  begin_block(postings, bytes, size, size == 0 ? 0 : readable_behind(postings, state->begin, size), count);
  as_posting_block_documents(&state->bits, row.mode, count, state->before, row.last, postings->documents);
  if (ran_out(state)) {
    fail_corrupt(postings);
    return false;
  }
  state->before = row.last;
  state->begin = row.end;
  state->loaded_most = row.most;
  state->loaded_strength = row.strength;
  state->next++;
  return true;
}

/* The block behind it is likely to be the next. */
static bool load(as_postings *postings) {
  const as_postings_state *state = &postings->state;
  if (!load_row(postings, as_skips_row(&state->skips, state->next))) return false;
  fetch(postings, state->begin, state->area - state->begin, NEXT_FETCHED);
  return true;
}

uint32_t as_postings_next_slow(as_postings *postings) {
  as_postings_state *state = &postings->state;
  if (state->next >= state->blocks) return stop(postings);
  if (!load(postings)) return AS_DOC_END;
  postings->at = 0;
  return postings->documents[0];
}

/* The first block from FROM on whose last document is not before TARGET; the number of blocks: none. */
static uint64_t find_block(const as_postings_state *state, uint64_t from, uint32_t target) {
  uint64_t step = 1;
  uint64_t low = from; /* all before it end before TARGET */
  uint64_t high = from;
  while (high < state->blocks && as_skips_last(&state->skips, high) < target) {
    low = high + 1;
    high += step;
    step *= 2;
  }
  if (high > state->blocks) high = state->blocks;
  while (low < high) {
    uint64_t middle = low + (high - low) / 2;
    if (as_skips_last(&state->skips, middle) < target) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

/* Decodes block BLOCK, whichever was decoded before. */
static bool load_at(as_postings *postings, uint64_t block) {
  as_postings_state *state = &postings->state;
  if (block != state->next) {
    as_skip row = {.last = AS_BLOCK_NONE};
    if (block > 0) row = as_skips_row(&state->skips, block - 1);
    state->before = row.last;
    state->begin = row.end;
    state->next = block;
  }
  return load(postings);
}

/* Moves to the block that may hold TARGET. */
static bool seek(as_postings *postings, uint32_t target) {
  as_postings_state *state = &postings->state;
  uint64_t block = find_block(state, state->next, target);
  if (block == state->blocks) {
    (void)stop(postings);
    return false;
  }
  uint32_t before = state->before;
  if (!load_at(postings, block)) return false;
  if (before == AS_BLOCK_NONE || postings->documents[0] > before) return true;
  fail_corrupt(postings);
  return false;
}

uint32_t as_postings_advance_slow(as_postings *postings, uint32_t target) {
  if (postings->state.next >= postings->state.blocks) return stop(postings);
  if (!seek(postings, target)) return AS_DOC_END;
  postings->at = 0;
  return as_postings_advance(postings, target);
}

/* ---- frequencies and positions ---- */

static bool count_block(as_postings *postings) {
  as_postings_state *state = &postings->state;
  if (state->counted) return true;
  if (postings->count == 0) return false;
  if (state->blocks == NOT_LONG) {
    as_short_list_frequencies(&state->bits, postings->count, postings->info.occurrences,
                              postings->frequencies);
  } else {
    as_posting_block_frequencies(&state->bits, postings->count, postings->frequencies);
  }
  state->counted = !ran_out(state);
  if (!state->counted) fail_corrupt(postings);
  return state->counted;
}

uint32_t as_postings_frequency(as_postings *postings) {
  if (postings->at >= postings->count || !count_block(postings)) return 0;
  return postings->frequencies[postings->at];
}

/* Where COUNT positions have room; NULL: no memory. */
static uint32_t *room_for(as_postings *postings, uint32_t count) {
  if (count <= AS_POSITIONS_FEW) return postings->few;
  if (count <= postings->room) return postings->positions;
  size_t room = count < 64 ? 64 : (size_t)count + count / 2;
  uint32_t *grown = as_mem_resize(postings->positions, room, sizeof *grown);
  if (grown == NULL) {
    fail(postings, as_fail_nomem(&postings->error));
    return NULL;
  }
  postings->room = room;
  return postings->positions = grown;
}

/* Positions of document I of the block, at which `bits` stands; NULL: failed. */
static const uint32_t *read_positions(as_postings *postings, const uint8_t *codes, uint32_t i) {
  as_postings_state *state = &postings->state;
  uint32_t length = as_length_of_code(codes[postings->documents[i]]);
  uint32_t frequency = postings->frequencies[i];
  if (frequency > length) {
    fail_corrupt(postings);
    return NULL;
  }
  uint32_t *positions = room_for(postings, frequency);
  if (positions == NULL) return NULL;
  if (frequency == 1) {
    positions[0] = (uint32_t)as_bits_get_trunc(&state->bits, length);
  } else {
    as_interp_get(&state->bits, positions, frequency, 0, length - 1);
  }
  if (!ran_out(state)) return positions;
  fail_corrupt(postings);
  return NULL;
}

static const uint8_t *codes_of(as_postings *postings) {
  as_postings_state *state = &postings->state;
  if (state->codes != NULL) return state->codes;
  state->codes = as_segment_length_codes(postings->segment, postings->info.term.field, &postings->error);
  if (state->codes == NULL) fail(postings, postings->error.code);
  return state->codes;
}

/* Reads on up to the positions of document TO of the block; NULL: failed. */
static const uint32_t *read_to(as_postings *postings, const uint8_t *codes, uint32_t to) {
  as_postings_state *state = &postings->state;
  const as_positions_of of = {postings->documents, postings->frequencies, codes};
  const uint32_t *positions = NULL;
  while (state->passed <= to) {
    positions = postings->few;
    state->passed = as_positions_read(&state->bits, &of, state->passed, to, postings->few);
    if (state->passed > to) break;
    positions = read_positions(postings, codes, state->passed++);
    if (positions == NULL) return NULL;
  }
  if (!ran_out(state)) return positions;
  fail_corrupt(postings);
  return NULL;
}

/* Positions of the whole bundle are decoded together. */
static const uint32_t *single_position(as_postings *postings) {
  as_postings_state *state = &postings->state;
  struct as_bundled *bundled = postings->bundled;
  const as_term_info *info = &postings->info;
  const uint32_t *position = &bundled->positions[info->single];
  if (bundled->placed) return position;
  const uint8_t *codes = codes_of(postings);
  if (codes == NULL) return NULL;
  as_bundle_positions(&state->bits, info->singles, bundled->documents, codes, bundled->positions);
  bundled->placed = !ran_out(state) && as_length_of_code(codes[postings->documents[0]]) != 0;
  if (bundled->placed) return position;
  fail_corrupt(postings);
  return NULL;
}

static const uint32_t *held_positions(as_postings *postings, uint32_t count) {
  return count <= AS_POSITIONS_FEW ? postings->few : postings->positions;
}

/* Of a long list: where the groups of the block are is known from now on. */
static bool place_groups(as_postings *postings) {
  as_postings_state *state = &postings->state;
  if (state->grouped) return true;
  as_posting_block_groups(&state->bits, postings->count, postings->frequencies, state->groups);
  state->grouped = !ran_out(state);
  if (!state->grouped) fail_corrupt(postings);
  return state->grouped;
}

/* Decodes those of the current document. */
static const uint32_t *load_positions(as_postings *postings) {
  as_postings_state *state = &postings->state;
  const uint32_t at = postings->at, group = at / AS_BLOCK_GROUP;
  const uint8_t *codes = codes_of(postings);
  if (codes == NULL) return NULL;
  if (state->blocks != NOT_LONG && (state->passed == 0 || group > state->passed / AS_BLOCK_GROUP)) {
    if (!place_groups(postings)) return NULL;
    state->passed = group * AS_BLOCK_GROUP;
    state->bits.at = state->groups[group];
  }
  const uint32_t *positions = read_to(postings, codes, at);
  if (positions != NULL) state->held = at;
  return positions;
}

const uint32_t *as_postings_positions(as_postings *postings, uint32_t *out_count) {
  uint32_t at = postings->at;
  if (at >= postings->count || postings->info.term.kind == AS_TERM_CHAR || !count_block(postings))
    return NULL;
  *out_count = postings->frequencies[at];
  if (postings->info.singles != 0) return single_position(postings);
  return postings->state.held == at ? held_positions(postings, *out_count) : load_positions(postings);
}

/* ---- bounds ---- */

static void bound_short(as_postings *postings) {
  as_postings_state *state = &postings->state;
  const uint8_t *codes = codes_of(postings);
  state->impact = (as_impact){.most_frequency = 1, .least_length_code = UINT8_MAX};
  if (codes == NULL || !count_block(postings)) return;
  for (uint32_t i = 0; i < postings->count; i++) {
    uint8_t code = codes[postings->documents[i]];
    if (code < state->impact.least_length_code) state->impact.least_length_code = code;
    if (postings->frequencies[i] > state->impact.most_frequency)
      state->impact.most_frequency = postings->frequencies[i];
  }
  state->bounded = true;
}

as_impact as_postings_impact(as_postings *postings) {
  as_postings_state *state = &postings->state;
  if (postings->status != ASSIST_OK) return (as_impact){1, 0, UINT8_MAX};
  if (state->blocks != NOT_LONG) return (as_impact){state->skips.most, state->skips.strongest, 0};
  if (!state->bounded) bound_short(postings);
  return state->impact;
}

as_impact as_postings_block_impact(as_postings *postings, uint32_t target, uint32_t *out_last) {
  as_postings_state *state = &postings->state;
  *out_last = AS_DOC_END;
  if (postings->status != ASSIST_OK) return (as_impact){0, 0, UINT8_MAX};
  if (state->blocks == NOT_LONG) {
    as_impact impact = as_postings_impact(postings);
    if (postings->count == 0 || postings->documents[postings->count - 1] < target)
      return (as_impact){0, 0, UINT8_MAX};
    *out_last = postings->documents[postings->count - 1];
    return impact;
  }
  uint64_t from = state->next == 0 ? 0 : state->next - 1; /* the block of the current document */
  if (state->peeked > from && as_skips_last(&state->skips, state->peeked - 1) < target) from = state->peeked;
  uint64_t block = find_block(state, from, target);
  if (block == state->blocks) return (as_impact){0, 0, UINT8_MAX};
  state->peeked = block;
  as_skip row = as_skips_row(&state->skips, block);
  *out_last = row.last;
  return (as_impact){row.most, row.strength, 0};
}

/* ---- blocks ---- */

uint64_t as_postings_blocks(const as_postings *postings) {
  return postings->state.blocks == NOT_LONG ? 1 : postings->state.blocks;
}

void as_postings_strengths(const as_postings *postings, uint8_t *out_strengths) {
  as_skips_strengths(&postings->state.skips, out_strengths);
}

as_posting_place as_postings_find(const as_postings *postings, uint64_t block) {
  const as_postings_state *state = &postings->state;
  as_posting_place place = {.block = block};
  if (state->blocks == NOT_LONG) return place;
  as_skip before = {.last = AS_BLOCK_NONE};
  if (block > 0) before = as_skips_row(&state->skips, block - 1);
  place.before = before.last;
  place.begin = before.end;
  place.row = as_skips_row(&state->skips, block);
  if (place.begin > place.row.end || place.row.end > state->area)
    return place; /* damage: seen when it is loaded */
  fetch(postings, place.begin, place.row.end - place.begin, FETCHED_MOST);
  return place;
}

bool as_postings_load_at(as_postings *postings, const as_posting_place *place) {
  as_postings_state *state = &postings->state;
  if (postings->status != ASSIST_OK) return false;
  if (state->blocks != NOT_LONG) {
    state->before = place->before;
    state->begin = place->begin;
    state->next = place->block;
    if (!load_row(postings, place->row)) return false;
  }
  postings->at = 0;
  return count_block(postings);
}
