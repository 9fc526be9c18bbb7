/* SPDX-License-Identifier: MIT
 *
 * Lesson 1: index and search, in about 30 lines.
 *
 * An index is a folder.  A writer puts documents into it and commits; a snapshot is one commit, and a query is asked of
 * a snapshot.  A document is a key of yours and some named fields; `title` and `body` are what a bare query asks.
 *
 * The query 领导 finds the Traditional 領導 too, and sees through the readings in brackets: 領(lǐng)導(dǎo). */
#include <assist.h>

#include "lesson.h"

int main(void) {
  static const char *const pages[][3] = {
      {"news/1", "院領(lǐng)導(dǎo)帶隊(duì)到村裏", "十月三十日,工作組一行到鄉村看望老人。"},
      {"news/2", "食堂的新菜单", "今天有豆腐和青菜。"},
      {"news/3", "医院领导视察新楼", "二号楼明年春天开放。"},
  };
  char folder[LESSON_PATH];
  assist_error error;
  assist_index *index;
  assist_writer *writer;
  assist_document *document;
  lesson_folder(folder);

  /* Write. */
  assist_open_options options = ASSIST_OPEN_OPTIONS_INIT;
  options.flags = ASSIST_OPEN_CREATE;
  TRY(assist_index_open(folder, &options, &index, &error));
  TRY(assist_writer_open(index, NULL, &writer, &error));
  TRY(assist_document_new(&document, &error));
  for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
    assist_document_clear(document);
    TRY(assist_document_set_key(document, pages[i][0], strlen(pages[i][0]), &error));
    TRY(assist_document_add_text(document, "title", pages[i][1], strlen(pages[i][1]), &error));
    TRY(assist_document_add_text(document, "body", pages[i][2], strlen(pages[i][2]), &error));
    TRY(assist_writer_put(writer, document, NULL, &error));
  }
  TRY(assist_writer_commit(writer,
                           &error)); /* only now is anything there, and it would survive a power cut */
  assist_document_free(document);
  assist_writer_close(writer);

  /* Ask. */
  assist_snapshot *snapshot;
  assist_query *query;
  assist_results *results;
  assist_hit hit;
  TRY(assist_index_snapshot(index, &snapshot, &error));
  TRY(assist_query_parse("领导", strlen("领导"), NULL, &query, &error));
  TRY(assist_search(snapshot, query, NULL, &results, &error));
  for (size_t i = 0; i < assist_results_count(results); i++) {
    TRY(assist_results_hit(results, i, &hit, &error));
    printf("%zu. %.*s\n", hit.rank, (int)hit.key_size, hit.key);
    EXPECT(memcmp(hit.key, "news/2", hit.key_size) != 0);
  }
  EXPECT(assist_results_total(results) == 2);

  assist_results_free(results);
  assist_query_free(query);
  assist_snapshot_close(snapshot);
  assist_index_close(index);
  lesson_remove(folder);
  return EXIT_SUCCESS;
}
