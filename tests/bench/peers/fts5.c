/* SPDX-License-Identifier: MIT
 *
 * SQLite's FTS5 as a peer: FTS5_TRIGRAM=1 in the environment for its trigram tokenizer, else the default one fed with
 * bigrams.  No content kept, one transaction, no journal, 64 MB of cache; then 'optimize'.  Ranked by its bm25. */
#include <sqlite3.h>

#include "tests/bench/peers/driver.h"

static sqlite3 *base;
static sqlite3_stmt *ranked, *counted, *all;
static int trigram;

static void run(const char *text) {
  char *why = NULL;
  if (sqlite3_exec(base, text, NULL, NULL, &why) != SQLITE_OK) peer_fail(text, why);
}

static sqlite3_stmt *prepared(const char *text) {
  sqlite3_stmt *made;
  if (sqlite3_prepare_v2(base, text, -1, &made, NULL) != SQLITE_OK) peer_fail(text, sqlite3_errmsg(base));
  return made;
}

static void open_base(const char *folder) {
  char path[4096];
  snprintf(path, sizeof path, "%s/fts5.db", folder);
  if (sqlite3_open(path, &base) != SQLITE_OK) peer_fail(path, "cannot be opened");
  run("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-65536; PRAGMA "
      "mmap_size=4294967296;");
}

static int make_index(const char *plain, const char *folder) {
  peer_text *texts;
  size_t count = peer_read(plain, &texts), room = 0;
  char *terms = NULL;
  open_base(folder);
  double processor = peer_clock(1), wall = peer_clock(0);
  run(trigram ? "CREATE VIRTUAL TABLE t USING fts5(x, content='', tokenize='trigram')"
              : "CREATE VIRTUAL TABLE t USING fts5(x, content='')");
  run("BEGIN");
  sqlite3_stmt *put = prepared("INSERT INTO t(rowid, x) VALUES (?, ?)");
  for (size_t i = 0; i < count; i++) {
    const char *text = texts[i].bytes;
    size_t size = texts[i].size;
    if (!trigram) {
      if (size * 3 + 16 > room) terms = realloc(terms, room = size * 6 + 16);
      size = peer_terms(text, terms);
      text = terms;
    }
    sqlite3_bind_int64(put, 1, (sqlite3_int64)i + 1);
    sqlite3_bind_text(put, 2, text, (int)size, SQLITE_STATIC);
    if (sqlite3_step(put) != SQLITE_DONE) peer_fail("insert", sqlite3_errmsg(base));
    sqlite3_reset(put);
  }
  sqlite3_finalize(put);
  run("COMMIT");
  peer_report("index", processor, wall);
  processor = peer_clock(1), wall = peer_clock(0);
  run("INSERT INTO t(t) VALUES ('optimize'); VACUUM");
  peer_report("optimize", processor, wall);
  free(terms);
  return sqlite3_close(base) == SQLITE_OK ? EXIT_SUCCESS : EXIT_FAILURE;
}

/* The text of MATCH; 0 when this tokenizer cannot do it. */
static int write_match(const peer_query *query, char *out, size_t size) {
  char terms[4096];
  size_t used = 0;
  int or_terms = peer_is(query, "q");
  if (trigram && (query->parts[0][0] == '\0' || strlen(query->parts[0]) < 9)) return 0;
  if (trigram && or_terms) return 0;
  if (peer_is(query, "c1")) return snprintf(out, size, "\"%s\"*", query->parts[0]) > 0;
  for (int i = 0; i < query->count; i++) {
    const char *between = i == 0 ? "" : peer_is(query, "or4") ? " OR " : " AND ";
    if (trigram)
      strcpy(terms, query->parts[i]);
    else if (peer_terms(query->parts[i], terms) > 0)
      terms[strlen(terms) - 1] = '\0';
    used += (size_t)snprintf(out + used, size - used, "%s\"", between);
    for (const char *at = terms; *at != '\0' && used + 16 < size; at++)
      used += (size_t)(or_terms && *at == ' ' ? snprintf(out + used, size - used, "\" OR \"")
                                              : snprintf(out + used, size - used, "%c", *at));
    used += (size_t)snprintf(out + used, size - used, "\"");
  }
  return 1;
}

static long ask(void *context, const peer_query *query) {
  char match[16384];
  long hits = 0;
  (void)context;
  if (!write_match(query, match, sizeof match)) return -1;
  sqlite3_stmt *asked = peer_is(query, "count") ? counted : ranked;
  sqlite3_bind_text(asked, 1, match, -1, SQLITE_STATIC);
  for (; sqlite3_step(asked) == SQLITE_ROW; hits++)
    if (asked == counted) hits = (long)sqlite3_column_int64(asked, 0) - 1;
  sqlite3_reset(asked);
  return hits;
}

static void list(void *context, const peer_query *query, FILE *hits) {
  char match[16384];
  (void)context;
  (void)write_match(query, match, sizeof match);
  sqlite3_bind_text(all, 1, match, -1, SQLITE_STATIC);
  while (sqlite3_step(all) == SQLITE_ROW)
    fprintf(hits, "\t%lld", (long long)sqlite3_column_int64(all, 0) - 1);
  sqlite3_reset(all);
}

int main(int argc, char **argv) {
  const peer_engine engine = {NULL, ask, list};
  trigram = getenv("FTS5_TRIGRAM") != NULL;
  if (argc == 4 && strcmp(argv[1], "index") == 0) return make_index(argv[2], argv[3]);
  if (argc != 8 || strcmp(argv[1], "query") != 0) peer_fail("usage", "see driver.h");
  open_base(argv[2]);
  ranked = prepared("SELECT rowid FROM t WHERE t MATCH ? ORDER BY rank LIMIT 10");
  counted = prepared("SELECT count(*) FROM t WHERE t MATCH ?");
  all = prepared("SELECT rowid FROM t WHERE t MATCH ?");
  return peer_run(&engine, argv + 3);
}
