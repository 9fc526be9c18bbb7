/* SPDX-License-Identifier: MIT
 * Pages from outside, one a file in $ASSIST_SHARED/seeds; skipped without them.  All pairs of Han characters are asked for that stand in a
 * line which the page has once, and not right behind one it repeats (that may be a teaser): no line that the page repeats
 * may stand in the snippet.
 *
 * What is said of lines is found out here by comparing all of them with each other, not by the library's hashes. */
#include <dirent.h>

#include "api.h"

#define LINES 1000u
#define PAGES 64u
#define LEAST_BYTES 12u /* four characters */

typedef struct page_line {
  char text[8192];
  bool repeated;
} page_line;

static fixture ours;
static page_line lines[LINES];
static size_t line_count;

static const char *folder_of_pages(void) {
  static char path[1024];
  const char *shared = getenv("ASSIST_SHARED");
  if (shared == NULL) return NULL;
  snprintf(path, sizeof path, "%s/seeds", shared);
  return access(path, R_OK) == 0 ? path : NULL;
}

static char *read_page(const char *folder, const char *name) {
  char path[2048];
  snprintf(path, sizeof path, "%s/%s", folder, name);
  FILE *file = fopen(path, "rb");
  ck_assert_ptr_nonnull(file);
  char *text = calloc(1, 1 << 20);
  ck_assert_ptr_nonnull(text);
  ck_assert_uint_lt(fread(text, 1, (1 << 20) - 1, file), (1 << 20) - 1);
  fclose(file);
  return text;
}

static void trim(char *text) {
  static const char *const spaces[] = {" ", "\t", "\r", "\xC2\xA0", "\xE3\x80\x80"};
  for (size_t i = 0; i < sizeof spaces / sizeof *spaces; i++) {
    size_t size = strlen(spaces[i]), length = strlen(text);
    bool leads = strncmp(text, spaces[i], size) == 0;
    if (leads) memmove(text, text + size, length - size + 1);
    if (!leads && length >= size && strcmp(text + length - size, spaces[i]) == 0)
      text[length - size] = '\0';
    else if (!leads)
      continue;
    i = SIZE_MAX; /* from the first kind of space again */
  }
}

/* The lines of TEXT that are long enough, and which of them stand there twice. */
static void read_lines(const char *text) {
  line_count = 0;
  for (const char *end; *text != '\0' && line_count < LINES; text = *end == '\0' ? end : end + 1) {
    page_line *line = &lines[line_count];
    end = text + strcspn(text, "\n");
    ck_assert_uint_lt((size_t)(end - text), sizeof line->text);
    snprintf(line->text, sizeof line->text, "%.*s", (int)(end - text), text);
    trim(line->text);
    line->repeated = false;
    if (strlen(line->text) < LEAST_BYTES) continue;
    for (size_t i = 0; i < line_count; i++)
      if (strcmp(lines[i].text, line->text) == 0) lines[i].repeated = line->repeated = true;
    line_count++;
  }
}

/* Whether the words stand in a line that is not repeated as well. */
static bool is_elsewhere(const char *words) {
  for (size_t i = 0; i < line_count; i++)
    if (!lines[i].repeated && strstr(lines[i].text, words) != NULL) return true;
  return false;
}

static void check_query(const assist_snapshot *snapshot, const assist_document *document, const char *pair) {
  char quoted[16];
  assist_snippet_options options = ASSIST_SNIPPET_OPTIONS_INIT;
  assist_snippet *snippet = NULL;
  size_t size;
  options.snapshot = snapshot;
  snprintf(quoted, sizeof quoted, "\"%s\"", pair);
  assist_query *query = api_parse(quoted);
  ck_ok(assist_snippet_make(query, document, &options, &snippet, &error));
  const char *text = assist_snippet_text(snippet, &size);
  char *slice = strndup(text, size);
  for (size_t i = 0; i < line_count; i++) {
    if (!lines[i].repeated || is_elsewhere(lines[i].text)) continue;
    ck_assert_msg(strstr(slice, lines[i].text) == NULL, "%s: %s stands in: %s", pair, lines[i].text, slice);
  }
  free(slice);
  assist_snippet_free(snippet);
  assist_query_free(query);
}

/* Two Han characters of three bytes each at AT. */
static bool is_pair(const char *at) {
  for (size_t i = 0; i < 6; i += 3) {
    unsigned lead = (unsigned char)at[i];
    if (lead < 0xE4 || lead > 0xE9) return false;
  }
  return true;
}

static size_t check_page(const assist_snapshot *snapshot, const char *key, const char *text) {
  assist_document *document = NULL;
  uint64_t number;
  size_t asked = 0;
  ck_ok(assist_snapshot_find(snapshot, key, strlen(key), &number, &error));
  ck_ok(assist_snapshot_document(snapshot, number, &document, &error));
  read_lines(text);
  for (size_t i = 0; i < line_count; i++) {
    if (lines[i].repeated || (i > 0 && lines[i - 1].repeated)) continue;
    for (size_t at = 0; at + 6 <= strlen(lines[i].text); at++) {
      char pair[7] = {0};
      if (!is_pair(lines[i].text + at)) continue;
      memcpy(pair, lines[i].text + at, 6);
      check_query(snapshot, document, pair);
      asked++;
    }
  }
  assist_document_free(document);
  return asked;
}

START_TEST(what_a_page_repeats_is_not_shown) {
  static char names[PAGES][256];
  static char *texts[PAGES];
  size_t count = 0, asked = 0;
  const char *folder = folder_of_pages();
  DIR *all = opendir(folder);
  ck_assert_ptr_nonnull(all);
  api_open(&ours);
  for (struct dirent *entry; (entry = readdir(all)) != NULL && count < PAGES;) {
    if (entry->d_name[0] == '.') continue;
    snprintf(names[count], sizeof names[count], "%s", entry->d_name);
    texts[count] = read_page(folder, names[count]);
    api_put(&ours, names[count], NULL, texts[count]);
    count++;
  }
  closedir(all);
  assist_snapshot *snapshot = api_commit(&ours);
  for (size_t i = 0; i < count; i++) {
    asked += check_page(snapshot, names[i], texts[i]);
    free(texts[i]);
  }
  ck_assert_uint_gt(asked, 0);
  assist_snapshot_close(snapshot);
  api_close(&ours);
}
END_TEST

int main(void) {
  if (folder_of_pages() == NULL) {
    puts("no pages in $ASSIST_SHARED/seeds: skipped");
    return 77;
  }
  Suite *suite = suite_create("api/scraped");
  TCase *scraped = tcase_create("scraped");
  tcase_set_timeout(scraped, 300);
  tcase_add_test(scraped, what_a_page_repeats_is_not_shown);
  suite_add_tcase(suite, scraped);
  return api_run(suite);
}
