/* SPDX-License-Identifier: MIT
 *
 * Lesson 3: threads.
 *
 * A snapshot and a query are immutable: threads share them freely, without a lock.  The index handle locks by itself, so
 * any thread may take a snapshot from it.  A writer, results and documents belong to one thread at a time.
 *
 * Here four readers ask one snapshot again and again while the main thread commits.  The snapshot never changes under
 * them; a snapshot taken afterwards shows the new documents.  doc/threads.md says who may share what. */
#include <assist.h>
#include <pthread.h>

#include "lesson.h"

#define READERS 4
#define ROUNDS 200
#define OLD 3  /* documents in the shared snapshot */
#define NEW 20 /* documents committed meanwhile, one by one */

typedef struct shared {
  assist_index *index;
  const assist_snapshot *snapshot;
  const assist_query *query;
} shared;

static uint64_t count_in(const assist_snapshot *snapshot, const assist_query *query) {
  assist_error error;
  assist_search_options options = ASSIST_SEARCH_OPTIONS_INIT;
  assist_results *results;
  options.limit = 0; /* the total is all we want */
  TRY(assist_search(snapshot, query, &options, &results, &error));
  uint64_t total = assist_results_total(results);
  assist_results_free(results);
  return total;
}

/* A reader's life: the old snapshot stays what it was, and new ones only grow. */
static void *read_on(void *context) {
  const shared *ours = context;
  uint64_t newest = OLD;
  for (int round = 0; round < ROUNDS; round++) {
    assist_error error;
    assist_snapshot *fresh;
    EXPECT(count_in(ours->snapshot, ours->query) == OLD);
    TRY(assist_index_snapshot(ours->index, &fresh, &error));
    uint64_t now = count_in(fresh, ours->query);
    EXPECT(now >= newest && now <= OLD + NEW);
    newest = now;
    assist_snapshot_close(fresh);
  }
  return NULL;
}

static void put_page(assist_writer *writer, int number) {
  static const char text[] = "縣人民醫院的新聞";
  assist_error error;
  assist_document *document;
  char key[32];
  int size = snprintf(key, sizeof key, "page-%d", number);
  TRY(assist_document_new(&document, &error));
  TRY(assist_document_set_key(document, key, (size_t)size, &error));
  TRY(assist_document_add_text(document, "body", text, sizeof text - 1, &error));
  TRY(assist_writer_put(writer, document, NULL, &error));
  assist_document_free(document);
}

int main(void) {
  char folder[LESSON_PATH];
  assist_error error;
  assist_index *index;
  assist_writer *writer;
  assist_snapshot *snapshot, *last;
  assist_query *query;
  pthread_t readers[READERS];
  lesson_folder(folder);

  assist_open_options options = ASSIST_OPEN_OPTIONS_INIT;
  options.flags = ASSIST_OPEN_CREATE;
  TRY(assist_index_open(folder, &options, &index, &error));
  TRY(assist_writer_open(index, NULL, &writer, &error));
  for (int i = 0; i < OLD; i++) put_page(writer, i);
  TRY(assist_writer_commit(writer, &error));
  TRY(assist_index_snapshot(index, &snapshot, &error));
  TRY(assist_query_parse("医院", strlen("医院"), NULL, &query, &error));

  shared ours = {index, snapshot, query};
  for (int i = 0; i < READERS; i++) EXPECT(pthread_create(&readers[i], NULL, read_on, &ours) == 0);
  for (int i = 0; i < NEW; i++) {
    put_page(writer, OLD + i);
    TRY(assist_writer_commit(writer, &error)); /* readers never see an error because of it */
  }
  for (int i = 0; i < READERS; i++) pthread_join(readers[i], NULL);

  TRY(assist_index_snapshot(index, &last, &error));
  EXPECT(count_in(snapshot, query) == OLD);
  EXPECT(count_in(last, query) == OLD + NEW);
  printf("the old snapshot still has %d, the new one %d\n", OLD, OLD + NEW);

  assist_query_free(query);
  assist_snapshot_close(last);
  assist_snapshot_close(snapshot);
  assist_writer_close(writer);
  assist_index_close(index);
  lesson_remove(folder);
  return EXIT_SUCCESS;
}
