/* SPDX-License-Identifier: MIT
 *
 * Lesson 2: show a hit in a web page.
 *
 * A snippet is a verbatim slice of the stored text, with the byte ranges that the query matched.  So a page is made by
 * one walk over the slice: escape what HTML wants escaped, and open and close a <mark> where a range begins and ends.
 * Ranges lie on character borders, ascend and do not touch.
 *
 * Text that carries readings is highlighted in one piece: the range of 領導 in 領(lǐng)導(dǎo) covers the brackets inside it and
 * those after it, so that no bracket is left outside. */
#include <assist.h>

#include "lesson.h"

static void put_escaped(FILE *out, const char *text, size_t size) {
  for (size_t i = 0; i < size; i++) {
    switch (text[i]) {
    case '<': fputs("&lt;", out); break;
    case '>': fputs("&gt;", out); break;
    case '&': fputs("&amp;", out); break;
    case '"': fputs("&quot;", out); break;
    default: fputc(text[i], out);
    }
  }
}

static void put_snippet(FILE *out, const assist_snippet *snippet) {
  size_t size, count, at = 0;
  const char *text = assist_snippet_text(snippet, &size);
  const assist_range *ranges = assist_snippet_highlights(snippet, &count);
  for (size_t i = 0; i < count; i++) {
    put_escaped(out, text + at, ranges[i].start - at);
    fputs("<mark>", out);
    put_escaped(out, text + ranges[i].start, ranges[i].end - ranges[i].start);
    fputs("</mark>", out);
    at = ranges[i].end;
  }
  put_escaped(out, text + at, size - at);
}

/* The best slice of DOCUMENT for the words of TEXT, as HTML.  The caller frees it. */
static char *html_of(const assist_document *document, const char *words) {
  assist_error error;
  assist_query *query;
  assist_snippet *snippet;
  char *html = NULL;
  size_t size;
  TRY(assist_query_parse(words, strlen(words), NULL, &query, &error));
  TRY(assist_snippet_make(query, document, NULL, &snippet, &error));
  FILE *out = open_memstream(&html, &size);
  EXPECT(out != NULL);
  put_snippet(out, snippet);
  fclose(out);
  assist_snippet_free(snippet);
  assist_query_free(query);
  printf("%s\n", html);
  return html;
}

int main(void) {
  static const char page[] = "院領(lǐng)導(dǎo)帶隊(duì)到鄉村,看望<老人>& 孩子。";
  assist_error error;
  assist_document *document;
  TRY(assist_document_new(&document, &error)); /* a snippet needs a document, not an index */
  TRY(assist_document_set_key(document, "page", 4, &error));
  TRY(assist_document_add_text(document, "body", page, sizeof page - 1, &error));

  char *html = html_of(document, "领导");
  EXPECT(strcmp(html, "院<mark>領(lǐng)導(dǎo)</mark>帶隊(duì)到鄉村,看望&lt;老人&gt;&amp; 孩子。") == 0);
  free(html);

  html = html_of(document, "乡村 老人 视频");
  EXPECT(strstr(html, "<mark>鄉村</mark>") != NULL);
  EXPECT(strstr(html, "&lt;<mark>老人</mark>&gt;") != NULL);
  free(html);

  assist_document_free(document);
  return EXIT_SUCCESS;
}
