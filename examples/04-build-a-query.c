/* SPDX-License-Identifier: MIT
 *
 * Lesson 4: a query without the parser.
 *
 * A program that offers fields and tick boxes knows what is meant, and need not write it in the query language to have it
 * read again.  It builds the tree: leaves of text, and calls that take parts and give a new query.  Parts are taken: whoever
 * holds the whole frees the whole, and nothing else.
 *
 *   and ─┬─ required ── phrase 领导      held also when everything else finds nothing
 *        ├─ or ─┬─ run 医院
 *        │      └─ run 学校, in the title
 *        └─ not ── run 视频 */
#include <assist.h>

#include "lesson.h"

static assist_error error;

static assist_query *text(int how, const char *field, const char *words) {
  assist_query *leaf;
  TRY(assist_query_text(how, field, words, strlen(words), &leaf, &error));
  return leaf;
}

static assist_query *build(void) {
  assist_query *required, *either, *excluded, *whole;
  TRY(assist_query_required(text(ASSIST_PHRASE, NULL, "领导"), &required, &error));
  assist_query *places[] = {text(ASSIST_RUN, NULL, "医院"), text(ASSIST_RUN, "title", "学校")};
  TRY(assist_query_or(places, 2, &either, &error));
  TRY(assist_query_not(text(ASSIST_RUN, NULL, "视频"), &excluded, &error));
  assist_query *parts[] = {required, either, excluded};
  TRY(assist_query_and(parts, 3, &whole, &error));
  return whole;
}

static void put(assist_writer *writer, const char *key, const char *title, const char *body) {
  assist_document *document;
  TRY(assist_document_new(&document, &error));
  TRY(assist_document_set_key(document, key, strlen(key), &error));
  TRY(assist_document_add_text(document, "title", title, strlen(title), &error));
  TRY(assist_document_add_text(document, "body", body, strlen(body), &error));
  TRY(assist_writer_put(writer, document, NULL, &error));
  assist_document_free(document);
}

static void fill(assist_index *index) {
  assist_writer *writer;
  TRY(assist_writer_open(index, NULL, &writer, &error));
  put(writer, "a", "醫院來信", "領導看望了醫生。"); /* found: 醫院 */
  put(writer, "b", "学校开学", "县领导来到操场。"); /* found: 学校 in the title */
  put(writer, "c", "开学第一课", "领导来到学校。"); /* not found: 学校 is not in the title */
  put(writer, "d", "医院新闻", "领导讲话的視頻。"); /* not found: 視頻 is what NOT leaves out */
  put(writer, "e", "医院食堂", "今天有面条。");     /* not found: no 领导 */
  TRY(assist_writer_commit(writer, &error));
  assist_writer_close(writer);
}

int main(void) {
  char folder[LESSON_PATH];
  assist_index *index;
  assist_snapshot *snapshot;
  assist_results *results;
  assist_hit hit;
  lesson_folder(folder);
  assist_open_options options = ASSIST_OPEN_OPTIONS_INIT;
  options.flags = ASSIST_OPEN_CREATE;
  TRY(assist_index_open(folder, &options, &index, &error));
  fill(index);

  assist_query *query = build();
  printf("%s\n", assist_query_print(query));
  EXPECT(strcmp(assist_query_print(query),
                "(and (required (phrase \"领导\")) (or (run \"医院\") (in \"title\" (run "
                "\"学校\"))) (not (run \"视频\")))") == 0);
  TRY(assist_index_snapshot(index, &snapshot, &error));
  TRY(assist_search(snapshot, query, NULL, &results, &error));
  EXPECT(assist_results_total(results) == 2);
  for (size_t i = 0; i < assist_results_count(results); i++) {
    TRY(assist_results_hit(results, i, &hit, &error));
    printf("%.*s\n", (int)hit.key_size, hit.key);
    EXPECT(hit.key_size == 1 && (hit.key[0] == 'a' || hit.key[0] == 'b'));
  }

  assist_results_free(results);
  assist_query_free(query);
  assist_snapshot_close(snapshot);
  assist_index_close(index);
  lesson_remove(folder);
  return EXIT_SUCCESS;
}
