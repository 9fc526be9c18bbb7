/* SPDX-License-Identifier: MIT
 * What the API tests share: a temporary folder, an index in it, documents in a line, hits as one string.  Public headers
 * only. */
#ifndef ASSIST_TESTS_API_H
#define ASSIST_TESTS_API_H

#include <assist.h>
#include <check.h>
#include <ftw.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define ck_ok(call)                                                                                          \
  do {                                                                                                       \
    assist_status status_of_call = (call);                                                                   \
    ck_assert_msg(status_of_call == ASSIST_OK, "%s: %s: %s", #call, assist_status_name(status_of_call),      \
                  error.message);                                                                            \
  } while (0)

#define ck_status(call, wanted)                                                                              \
  do {                                                                                                       \
    assist_status status_of_call = (call);                                                                   \
    ck_assert_msg(status_of_call == (wanted), "%s: %s, not %s", #call, assist_status_name(status_of_call),   \
                  assist_status_name(wanted));                                                               \
  } while (0)

/* One for all tests of a program: each test runs in a process of its own. */
static assist_error error;

typedef struct fixture {
  char folder[256];
  assist_index *index;
  assist_writer *writer;
} fixture;

static inline void api_folder(char out_path[256]) {
  const char *place = getenv("TMPDIR");
  snprintf(out_path, 256, "%s/assist-api-XXXXXX", place != NULL && *place != '\0' ? place : "/tmp");
  ck_assert_ptr_nonnull(mkdtemp(out_path));
}

static inline int api_unlink(const char *path, const struct stat *status, int kind, struct FTW *walk) {
  (void)status, (void)kind, (void)walk;
  return remove(path);
}

static inline void api_remove(const char *path) { nftw(path, api_unlink, 16, FTW_DEPTH | FTW_PHYS); }

/* An empty index with a writer on one thread, that what is tested here is quick. */
static inline void api_open_flags(fixture *made, uint32_t flags) {
  assist_open_options options = ASSIST_OPEN_OPTIONS_INIT;
  assist_writer_options writing = ASSIST_WRITER_OPTIONS_INIT;
  options.flags = ASSIST_OPEN_CREATE | flags;
  writing.threads = 1;
  api_folder(made->folder);
  ck_ok(assist_index_open(made->folder, &options, &made->index, &error));
  ck_ok(assist_writer_open(made->index, &writing, &made->writer, &error));
}

static inline void api_open(fixture *made) { api_open_flags(made, 0); }

static inline void api_close(fixture *made) {
  assist_writer_close(made->writer);
  assist_index_close(made->index);
  api_remove(made->folder);
}

/* A document with key and text; TITLE may be NULL. */
static inline assist_document *api_document(const char *key, const char *title, const char *body) {
  assist_document *document = NULL;
  ck_ok(assist_document_new(&document, &error));
  ck_ok(assist_document_set_key(document, key, strlen(key), &error));
  if (title != NULL) ck_ok(assist_document_add_text(document, "title", title, strlen(title), &error));
  ck_ok(assist_document_add_text(document, "body", body, strlen(body), &error));
  return document;
}

static inline void api_put(fixture *made, const char *key, const char *title, const char *body) {
  assist_document *document = api_document(key, title, body);
  ck_ok(assist_writer_put(made->writer, document, NULL, &error));
  assist_document_free(document);
}

static inline assist_snapshot *api_commit(fixture *made) {
  assist_snapshot *snapshot = NULL;
  ck_ok(assist_writer_commit(made->writer, &error));
  ck_ok(assist_index_snapshot(made->index, &snapshot, &error));
  return snapshot;
}

static inline assist_query *api_parse(const char *text) {
  static const char *const fields[] = {"author", NULL};
  assist_parse_options options = ASSIST_PARSE_OPTIONS_INIT;
  assist_query *query = NULL;
  options.fields = fields;
  ck_ok(assist_query_parse(text, strlen(text), &options, &query, &error));
  return query;
}

/* The keys of a page of hits, a space between. */
static inline const char *api_keys_of(const assist_results *results) {
  static char keys[4096];
  size_t used = 0;
  keys[0] = '\0';
  for (size_t i = 0; i < assist_results_count(results); i++) {
    assist_hit hit;
    ck_ok(assist_results_hit(results, i, &hit, &error));
    used += (size_t)snprintf(keys + used, sizeof keys - used, "%s%.*s", i > 0 ? " " : "", (int)hit.key_size,
                             hit.key);
    ck_assert_uint_lt(used, sizeof keys);
  }
  return keys;
}

static inline const char *api_ask(const assist_snapshot *snapshot, const char *text,
                                  const assist_search_options *options) {
  assist_query *query = api_parse(text);
  assist_results *results = NULL;
  ck_ok(assist_search(snapshot, query, options, &results, &error));
  const char *keys = api_keys_of(results);
  assist_results_free(results);
  assist_query_free(query);
  return keys;
}

/* Run the suite as CK_ENV says; a main() returns this. */
static inline int api_run(Suite *suite) {
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_ENV);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

#endif
