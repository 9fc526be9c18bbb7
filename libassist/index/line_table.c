/* SPDX-License-Identifier: MIT
 *
 * Open addressing over the rows, which are by hash.  The place of a line depends on an address, so that no document can be made to fill the
 * table badly. */
#include "index/line_table.h"

#include "base/fixed.h"
#include "format/docs_directory.h"
#include "port/mem.h"

static uint64_t hash_at(const as_line_table *table, uint32_t place) {
  return as_load_u64(table->rows + (size_t)place * AS_FURNITURE_ROW);
}

/* The slot of HASH, or the free one where it belongs. */
static uint32_t find(const as_line_table *table, uint64_t hash) {
  uint32_t at = (uint32_t)((hash * ((uint64_t)(uintptr_t)table->slots | 1)) >> 32) & table->mask;
  while (table->slots[at] != 0 && hash_at(table, table->slots[at] - 1) != hash) at = (at + 1) & table->mask;
  return at;
}

bool as_line_table_init(as_line_table *table, const as_buf *rows) {
  const uint32_t count = (uint32_t)(rows->size / AS_FURNITURE_ROW);
  uint32_t room = 16;
  while (room < 4 * count) room *= 2;
  *table = (as_line_table){.rows = rows->bytes, .mask = room - 1};
  table->slots = as_mem_calloc(room, sizeof *table->slots);
  if (table->slots == NULL) return false;
  for (uint32_t i = 0; i < count; i++) table->slots[find(table, hash_at(table, i))] = i + 1;
  return true;
}

void as_line_table_clear(as_line_table *table) {
  as_mem_free(table->slots);
  table->slots = NULL;
}

uint32_t as_line_table_find(const as_line_table *table, uint64_t hash) {
  return table->slots[find(table, hash)] - 1; /* a free slot gives AS_LINE_NONE */
}
