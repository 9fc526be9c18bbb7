/* SPDX-License-Identifier: MIT
 *
 * Groonga as a peer: TokenBigram, NormalizerAuto, positions, the index built after loading; `select` in the process, its
 * cache off.  It keeps the column of text.  It has no BM25: scorer_tf_idf. */
#include <groonga.h>

#include "tests/bench/peers/driver.h"

static grn_ctx context;
static char *answer;
static unsigned answer_size;

static void send(const char *command, size_t size) {
  int flags;
  (void)grn_ctx_send(&context, command, (unsigned)size, 0);
  (void)grn_ctx_recv(&context, &answer, &answer_size, &flags);
  if (context.rc != GRN_SUCCESS) peer_fail(command, context.errbuf);
}

static void run(const char *command) { send(command, strlen(command)); }

static size_t put_json(char *out, const peer_text *text, size_t number) {
  char *to = out + sprintf(out, "{\"_key\":%zu,\"x\":\"", number);
  for (size_t i = 0; i < text->size; i++) {
    unsigned char c = (unsigned char)text->bytes[i];
    if (c == '"' || c == '\\') *to++ = '\\';
    if (c < 32)
      to += sprintf(to, "\\u%04x", c);
    else
      *to++ = (char)c;
  }
  memcpy(to, "\"}", 3);
  return (size_t)(to - out) + 2;
}

static int make_index(const char *plain, const char *folder) {
  peer_text *texts;
  size_t count = peer_read(plain, &texts), room = 0;
  char path[4096], *line = NULL;
  snprintf(path, sizeof path, "%s/base", folder);
  double processor = peer_clock(1), wall = peer_clock(0);
  grn_obj *base = grn_db_create(&context, path, NULL);
  if (base == NULL) peer_fail(path, "cannot be made");
  run("table_create d TABLE_HASH_KEY UInt32");
  run("column_create d x COLUMN_SCALAR LongText");
  run("load --table d");
  run("[");
  for (size_t i = 0; i < count; i++) {
    if (texts[i].size * 6 + 100 > room) line = realloc(line, room = texts[i].size * 12 + 100);
    size_t size = put_json(line, &texts[i], i);
    if (i + 1 < count) line[size++] = ',';
    send(line, size);
  }
  run("]");
  run("table_create w TABLE_PAT_KEY ShortText --default_tokenizer TokenBigram --normalizer NormalizerAuto");
  run("column_create w i COLUMN_INDEX|WITH_POSITION d x");
  grn_obj_close(&context, base);
  peer_report("index", processor, wall);
  return EXIT_SUCCESS;
}

/* In the syntax of --query: texts side by side for both, OR between. */
static void write_query(const peer_query *query, char *out, size_t size) {
  char terms[4096];
  size_t used = 0;
  if (peer_is(query, "q")) {
    (void)peer_terms(query->parts[0], terms);
    for (char *at = strtok(terms, " "); at != NULL; at = strtok(NULL, " "))
      used += (size_t)snprintf(out + used, size - used, "%s%s", used == 0 ? "" : " OR ", at);
    return;
  }
  for (int i = 0; i < query->count; i++)
    used += (size_t)snprintf(out + used, size - used, "%s%s",
                             i == 0                  ? ""
                             : peer_is(query, "or4") ? " OR "
                                                     : " ",
                             query->parts[i]);
}

static void select_hits(const peer_query *query, const char *columns, int limit) {
  char text[16384], command[20000];
  write_query(query, text, sizeof text);
  snprintf(command, sizeof command,
           "select d --match_columns \"scorer_tf_idf(x)\" --query \"%s\" --sort_keys -_score "
           "--output_columns %s --limit %d --cache no",
           text, columns, limit);
  run(command);
}

/* [[[HITS],[["_key","UInt32"]],[7],[9]...]] */
static long ask(void *unused, const peer_query *query) {
  (void)unused;
  select_hits(query, "_key", peer_is(query, "count") ? 0 : 10);
  return answer_size > 3 ? strtol(answer + 3, NULL, 10) : 0;
}

static void list(void *unused, const peer_query *query, FILE *hits) {
  (void)unused;
  select_hits(query, "_key", -1);
  const char *end = answer + answer_size;
  const char *at = memmem(answer, answer_size, "]]", 2);
  for (at = at == NULL ? end : at + 2; at < end; at++)
    if (*at == '[') fprintf(hits, "\t%ld", strtol(at + 1, NULL, 10));
}

int main(int argc, char **argv) {
  const peer_engine engine = {NULL, ask, list};
  if (grn_init() != GRN_SUCCESS || grn_ctx_init(&context, 0) != GRN_SUCCESS)
    peer_fail("groonga", "cannot begin");
  if (argc == 4 && strcmp(argv[1], "index") == 0) return make_index(argv[2], argv[3]);
  if (argc != 8 || strcmp(argv[1], "query") != 0) peer_fail("usage", "see driver.h");
  char path[4096];
  snprintf(path, sizeof path, "%s/base", argv[2]);
  if (grn_db_open(&context, path) == NULL) peer_fail(path, "cannot be opened");
  run("cache_limit 0");
  return peer_run(&engine, argv + 3);
}
