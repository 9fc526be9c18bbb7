/* SPDX-License-Identifier: MIT
 *
 * The batch as others see it: documents are added through the scanner into lanes (lane.h), one a text field, then
 * sealed and read out (readout.h).
 *
 * The budget is divided once, the same for any number of threads: an eighth (at most 32 MB) for the sorting buffers, a
 * 32nd for lists that wait for their turn when several read, a fixed part for the tables of sealing, and the rest for the pool
 * of the streams, which is reserved at once; a single document that needs more is taken all the same. */
#include "memory/inverter.h"

#include "base/error.h"
#include "memory/dealer.h"
#include "memory/sketch.h"
#include "port/mem.h"
#include "text/lines.h"
#include "text/unit.h"

#define LANES 256u
#define MB ((size_t)1 << 20)
#define SEAL_TABLES (3 * MB) /* hints, counters of keys, histograms */
#define WAITING_SHARE 32u
#define SORT_MOST (32 * MB)
#define RANGES_A_BUDGET 32768u /* so that what readers are ahead is little of it */
#define RANGE_CELLS_LEAST 256u
#define RANGE_CELLS_MOST 65536u
#define LOOK_EVERY 65536u /* positions: less than a millisecond */
#define RESERVE_LEAST ((size_t)1 << 16)
#define RESERVE_MOST ((size_t)1 << 30)
#define POSITIONS_MOST                                                                                       \
  ((uint64_t)1 << 31) /* a stream's cells are counted in 32 bits, and one document may add much */

struct as_inverter {
  as_scanner *scanner;
  as_pool pool;
  as_lane *lanes[LANES]; /* made when first needed; field 0 always */
  as_dealer *dealer;
  size_t lane_count; /* all are below */
  uint64_t budget;
  size_t sort_bytes;
  uint32_t documents;
  bool in_document;
  assist_status (*look)(void *context, assist_error *error);
  void *context;
  unsigned threads, reader_count;
  as_readout readers[AS_READERS_MOST];
  as_term_ranges ranges; /* for several readers */
  uint8_t sketch[AS_SKETCH_BYTES];
};

assist_status as_inverter_new(const as_inverter_options *options, as_inverter **out_inverter,
                              assist_error *error) {
  as_inverter *inverter = as_mem_calloc(1, sizeof *inverter);
  if (inverter == NULL) return as_fail_nomem(error);
  inverter->budget = options->memory;
  inverter->look = options->look;
  inverter->context = options->context;
  inverter->threads = options->threads < AS_READERS_MOST ? options->threads : AS_READERS_MOST;
  uint64_t sort = options->memory / 8;
  inverter->sort_bytes = sort < SORT_MOST ? (size_t)sort : SORT_MOST;
  uint64_t reserve = options->memory - inverter->sort_bytes;
  if (reserve > RESERVE_MOST) reserve = RESERVE_MOST;
  if (reserve < RESERVE_LEAST) reserve = RESERVE_LEAST;
  inverter->scanner = as_scanner_new();
  bool good = inverter->scanner != NULL && as_pool_init(&inverter->pool, (size_t)reserve);
  if (good) inverter->lanes[0] = as_lane_new(true, &inverter->pool);
  inverter->lane_count = 1;
  if (inverter->lanes[0] != NULL)
    inverter->dealer = as_dealer_new(&inverter->pool, inverter->lanes, options->memory, options->threads > 1);
  if (inverter->dealer == NULL) {
    as_inverter_free(inverter);
    return as_fail_nomem(error);
  }
  *out_inverter = inverter;
  return ASSIST_OK;
}

static void end_readout(as_inverter *inverter) {
  for (unsigned i = inverter->reader_count; i-- > 0;) as_readout_clear(&inverter->readers[i]);
  inverter->reader_count = 0;
  as_vec_free(&inverter->ranges);
}

void as_inverter_free(as_inverter *inverter) {
  if (inverter == NULL) return;
  end_readout(inverter);
  as_dealer_free(inverter->dealer); /* before what it writes to */
  for (size_t i = 0; i < inverter->lane_count; i++) as_lane_free(inverter->lanes[i]);
  as_pool_clear(&inverter->pool);
  as_scanner_free(inverter->scanner);
  as_mem_free(inverter);
}

void as_inverter_reset(as_inverter *inverter) {
  end_readout(inverter);
  as_dealer_reset(inverter->dealer);
  for (size_t i = 0; i < inverter->lane_count; i++) {
    if (inverter->lanes[i] != NULL) as_lane_reset(inverter->lanes[i]);
  }
  as_pool_reset(&inverter->pool);
  inverter->documents = 0;
  inverter->in_document = false;
}

assist_status as_inverter_begin(as_inverter *inverter, assist_error *error) {
  if (!as_lane_begin(inverter->lanes[0], inverter->documents)) return as_fail_nomem(error);
  inverter->in_document = true;
  return ASSIST_OK;
}

/* Where the scanner's units go. */
typedef struct sink {
  const as_inverter *inverter;
  as_lane *lane;
  uint32_t far;         /* the position beyond which something is to be looked at */
  assist_status status; /* why it stopped, and in words */
  assist_error error;
} sink;

static uint32_t next_look(uint32_t position) {
  return position < AS_POSITIONS_MAX - LOOK_EVERY ? position + LOOK_EVERY : AS_POSITIONS_MAX;
}

/* The limit of positions, or time to look up from a long text. */
static bool look(sink *to, uint32_t end) {
  if (end > AS_POSITIONS_MAX) {
    to->status = as_fail(&to->error, ASSIST_LIMIT, "document has more than %u positions", AS_POSITIONS_MAX);
    return false;
  }
  to->far = next_look(end);
  if (to->inverter->look != NULL) to->status = to->inverter->look(to->inverter->context, &to->error);
  return to->status == ASSIST_OK;
}

/* Breaks up to POSITION, at which COUNT units are to be put; false: no memory, or the status says why. */
static bool reach(sink *to, uint32_t position, uint32_t count) {
  if (position + count > to->far && !look(to, position + count)) return false;
  while (as_lane_length(to->lane) < position) {
    if (!as_lane_push(to->lane, AS_WORD_BREAK)) return false;
  }
  return true;
}

static bool add_characters(void *context, uint32_t position, const uint32_t *seconds, uint32_t count) {
  sink *to = context;
  return reach(to, position, count) && as_lane_push_all(to->lane, seconds, count);
}

static bool add_token(void *context, uint32_t position, const uint8_t *bytes, size_t size) {
  sink *to = context;
  return reach(to, position, 1) && as_lane_push_token(to->lane, as_slice_of(bytes, size));
}

/* The lane of FIELD with an entry for the current document. */
static as_lane *entered_lane(as_inverter *inverter, uint8_t field) {
  as_lane **lane = &inverter->lanes[field];
  if (*lane == NULL) *lane = as_lane_new(false, &inverter->pool);
  if (*lane == NULL) return NULL;
  if (field >= inverter->lane_count) inverter->lane_count = (size_t)field + 1;
  if (as_lane_has(*lane, inverter->documents) || as_lane_begin(*lane, inverter->documents)) return *lane;
  return NULL;
}

assist_status as_inverter_text(as_inverter *inverter, uint8_t field, const void *text, size_t size,
                               uint32_t *out_begin, uint32_t *out_end, assist_error *error) {
  as_lane *lane = entered_lane(inverter, field);
  if (lane == NULL) return as_fail_nomem(error);
  uint32_t have = (uint32_t)as_lane_length(lane);
  sink to = {.inverter = inverter, .lane = lane, .far = next_look(have)};
  const as_unit_sink units = {&to, add_characters, add_token};
  uint32_t begin = have > 0 ? have + 1 : 0; /* a break between two texts */
  uint32_t next;
  assist_status status = as_scan_all(inverter->scanner, text, size, begin, &units, &next, error);
  const bool settled =
      as_lane_settle(lane); /* whatever came of it: numbers of tokens must not depend on that */
  if (to.status != ASSIST_OK) {
    if (error != NULL) *error = to.error;
    return to.status;
  }
  if (status == ASSIST_CANCELLED) return as_fail_nomem(error); /* the sink stops for nothing else */
  if (status == ASSIST_OK && !settled) status = as_fail_nomem(error);
  if (status != ASSIST_OK) return status;
  uint32_t now = (uint32_t)as_lane_length(lane);
  *out_begin = now > have ? begin : have;
  *out_end = now;
  return ASSIST_OK;
}

void as_inverter_note_lines(as_inverter *inverter, as_line_starts *starts) {
  as_scanner_note_lines(inverter->scanner, starts);
}

assist_status as_inverter_locate(as_inverter *inverter, const void *text, size_t size, uint32_t base,
                                 size_t begin, size_t end, uint32_t *out_begin, uint32_t *out_end,
                                 assist_error *error) {
  as_unit unit;
  bool found = false;
  *out_begin = *out_end = base;
  as_scanner_begin(inverter->scanner, AS_TEXT_DOCUMENT, text, size);
  while (as_scanner_next(inverter->scanner, &unit) && unit.start < end) {
    if (unit.start < begin) continue;
    if (!found) *out_begin = base + unit.position;
    found = true;
    *out_end = base + unit.position + 1;
  }
  return as_scanner_failed(inverter->scanner) ? as_fail_nomem(error) : ASSIST_OK;
}

static void make_sketch(as_inverter *inverter) {
  const as_lane *lane = inverter->lanes[0];
  as_sketch_of(lane->words.items + 1, lane->words.count - 1, lane->token_units.items, inverter->sketch);
}

const uint8_t *as_inverter_sketch(const as_inverter *inverter) { return inverter->sketch; }

assist_status as_inverter_end(as_inverter *inverter, uint8_t field_count, uint32_t *out_lengths,
                              assist_error *error) {
  make_sketch(inverter);
  for (size_t i = 0; i < field_count; i++) {
    as_lane *lane = inverter->lanes[i];
    out_lengths[i] = 0;
    if (lane == NULL || !as_lane_has(lane, inverter->documents)) continue;
    out_lengths[i] = (uint32_t)as_lane_length(lane);
    assist_status status = as_dealer_put(inverter->dealer, (uint8_t)i, error);
    if (status != ASSIST_OK) return status;
  }
  inverter->documents++;
  inverter->in_document = false;
  return ASSIST_OK;
}

void as_inverter_cancel(as_inverter *inverter) {
  for (size_t i = 0; inverter->in_document && i < inverter->lane_count; i++) {
    if (inverter->lanes[i] != NULL) as_lane_cancel(inverter->lanes[i], inverter->documents);
  }
  inverter->in_document = false;
}

uint32_t as_inverter_documents(const as_inverter *inverter) { return inverter->documents; }

size_t as_inverter_memory(const as_inverter *inverter) {
  size_t sum = inverter->sort_bytes + (size_t)(inverter->budget / WAITING_SHARE) + SEAL_TABLES +
               as_dealer_memory(inverter->dealer);
  for (size_t i = 0; i < inverter->lane_count; i++) {
    if (inverter->lanes[i] != NULL) sum += as_lane_memory(inverter->lanes[i]);
  }
  return sum;
}

/* Two bytes of text make at most about one position ("a b c"), and that at most some three cells. */
bool as_inverter_full(const as_inverter *inverter, size_t text_bytes) {
  if (inverter->documents == 0) return false;
  if (inverter->documents >= AS_SEGMENT_DOCS_MAX) return true;
  for (size_t i = 0; i < inverter->lane_count; i++) {
    if (inverter->lanes[i] != NULL && inverter->lanes[i]->positions >= POSITIONS_MOST) return true;
  }
  return as_inverter_memory(inverter) + text_bytes * 2 > inverter->budget;
}

assist_status as_inverter_seal(as_inverter *inverter, assist_error *error) {
  assist_status status = as_dealer_end(inverter->dealer, error);
  if (status != ASSIST_OK) return status;
  const unsigned wanted = inverter->threads > 1 ? inverter->threads : 1;
  const size_t sort_bytes = inverter->sort_bytes / wanted;
  as_readout *readers = inverter->readers;
  if (!as_readout_init(readers, inverter->lanes, inverter->lane_count, sort_bytes))
    return as_fail_nomem(error);
  inverter->reader_count = 1;
  if (wanted == 1) return ASSIST_OK;
  for (unsigned i = 1; i < wanted; i++) {
    if (!as_readout_init_beside(&readers[i], readers, sort_bytes)) return as_fail_nomem(error);
    inverter->reader_count++;
  }
  const uint64_t share = inverter->budget / RANGES_A_BUDGET;
  const size_t cells = share < RANGE_CELLS_LEAST  ? RANGE_CELLS_LEAST
                       : share > RANGE_CELLS_MOST ? RANGE_CELLS_MOST
                                                  : (size_t)share;
  return as_readout_ranges(readers, cells, &inverter->ranges) ? ASSIST_OK : as_fail_nomem(error);
}

unsigned as_inverter_readers(const as_inverter *inverter) { return inverter->reader_count; }

as_readout *as_inverter_reader(as_inverter *inverter, unsigned number) { return &inverter->readers[number]; }

const as_term_ranges *as_inverter_ranges(const as_inverter *inverter) { return &inverter->ranges; }

assist_status as_inverter_next_token(as_inverter *inverter, uint8_t field, as_slice *out_token,
                                     bool *out_more, assist_error *error) {
  (void)error; /* nothing can fail: the tokens are in memory, in order */
  *out_more = as_readout_token(&inverter->readers[0], field, out_token);
  return ASSIST_OK;
}

assist_status as_inverter_next_term(as_inverter *inverter, as_term *out_term, bool *out_more,
                                    assist_error *error) {
  return as_readout_term(&inverter->readers[0], out_term, out_more) ? ASSIST_OK : as_fail_nomem(error);
}

assist_status as_inverter_next_block(as_inverter *inverter, uint32_t *documents, uint32_t *frequencies,
                                     const uint32_t **out_positions, uint32_t *out_count,
                                     assist_error *error) {
  if (!as_readout_block(&inverter->readers[0], documents, frequencies, out_count))
    return as_fail_nomem(error);
  *out_positions = inverter->readers[0].positions.items;
  return ASSIST_OK;
}
