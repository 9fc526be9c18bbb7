/* SPDX-License-Identifier: MIT
 *
 * A text file is one document: its body is the whole text as it stands.  Its title is the first line with at
 * least five Han characters, which stays in the body; without such a line it is the file's name. */
#include <assist/analyzer.h>
#include <stdio.h>
#include <string.h>

#include "add.h"
#include "decode.h"
#include "guess.h"
#include "signals.h"
#include "tool.h"
#include "utf8.h"

#define TITLE_HAN 5
#define DECODED_AT_ONCE ((size_t)1 << 20)
#define TEXT_MAX UINT64_C(0xFFFFFFFF)

typedef struct range {
  size_t start, size;
} range;

/* Han of one line as the analysis sees it: readings in brackets and the like do not count. */
static bool has_title_han(assist_analyzer *analyzer, const char *line, size_t size) {
  assist_token token;
  int han = 0;
  assist_analyzer_begin(analyzer, line, size, 0);
  while (han < TITLE_HAN) {
    int got = assist_analyzer_next(analyzer, &token);
    if (got < 0) at_die("out of memory");
    if (got == 0) return false;
    size_t length;
    if (token.kind == ASSIST_TOKEN_CHARACTER && token.size > 0)
      han += at_is_han(at_utf8_decode(token.text, token.size, &length));
  }
  return true;
}

/* Cheap and never too low: bytes that begin a character of three or four. */
static bool may_have_han(const char *line, size_t size) {
  size_t leads = 0;
  for (size_t i = 0; i < size && leads < TITLE_HAN; i++) leads += (unsigned char)line[i] >= 0xE2;
  return leads == TITLE_HAN;
}

static size_t space_at(const char *text, size_t size) {
  if (size >= 1 && (text[0] == ' ' || text[0] == '\t')) return 1;
  if (size >= 3 && (memcmp(text, "\xE3\x80\x80", 3) == 0 || memcmp(text, "\xEF\xBB\xBF", 3) == 0)) return 3;
  return 0;
}

static range trim(const char *text, range line) {
  for (size_t step; (step = space_at(text + line.start, line.size)) > 0;) {
    line.start += step;
    line.size -= step;
  }
  for (bool more = true; more && line.size > 0;) {
    const char *end = text + line.start + line.size;
    size_t step = line.size >= 3 && space_at(end - 3, 3) == 3 ? 3 : space_at(end - 1, 1);
    line.size -= step;
    more = step > 0;
  }
  return line;
}

bool at_find_title(const char *text, size_t size, size_t *out_start, size_t *out_size) {
  assist_analyzer *analyzer = NULL;
  range title = {0, 0};
  bool found = false;
  for (size_t at = 0; at < size && !found;) {
    size_t end = at;
    while (end < size && text[end] != '\n' && text[end] != '\r') end++;
    if (may_have_han(text + at, end - at)) {
      if (analyzer == NULL && assist_analyzer_new(&analyzer, NULL) != ASSIST_OK) at_die("out of memory");
      found = has_title_han(analyzer, text + at, end - at);
      title = (range){at, end - at};
    }
    at = end + 1;
  }
  assist_analyzer_free(analyzer);
  title = trim(text, title);
  *out_start = title.start;
  *out_size = title.size;
  return found;
}

/* What the beginning did not show: the rest is in another encoding. */
static bool decode_late(at_add *add, const at_source *source) {
  char name[AT_ENCODING_NAME];
  at_text text = {0};
  at_decoder *decoder = NULL;
  if (at_guess_encoding(add->text.bytes, add->text.size, name)) decoder = at_decoder_open(name);
  if (decoder == NULL) {
    at_add_problem(add, source->file->path, 0, AT_NO_ENCODING);
    return false;
  }
  for (size_t at = 0; at < add->text.size && !at_signals_caught(); at += DECODED_AT_ONCE) {
    const size_t left = add->text.size - at, part = left < DECODED_AT_ONCE ? left : DECODED_AT_ONCE;
    at_decoder_push(decoder, add->text.bytes + at, part, part == left, &text);
  }
  at_decoder_close(decoder);
  at_text_clear(&add->text);
  add->text = text;
  return true;
}

bool at_add_read_text(at_add *add, const at_source *source) {
  size_t at;
  char what[128];
  if (!at_input_read_all(source->input, &add->text, TEXT_MAX)) {
    const char *failure = at_input_failure(source->input);
    at_add_problem(add, source->file->path, 0, failure != NULL ? failure : "larger than 4 GiB");
    return false;
  }
  at_text_kind kind = at_guess_text(add->text.bytes, add->text.size, &at);
  if (kind == AT_TEXT_OTHER && add->options.encoding == NULL) return decode_late(add, source);
  if (kind == AT_TEXT_UTF8) return true;
  snprintf(what, sizeof what, "contains broken UTF-8 at byte %zu; kept as it is", at);
  at_add_warn(source->file->path, 0, what);
  return true;
}

static assist_status fill(at_add *add, const at_source *source, assist_error *error) {
  assist_document *document = add->document;
  const at_text *text = &add->text;
  const char *key = source->key;
  range title = {0, 0};
  assist_document_clear(document);
  assist_status status = assist_document_set_key(document, key, source->key_size, error);
  if (status == ASSIST_OK && source->stamp.size > 0)
    status = assist_document_set_stamp(document, source->stamp.bytes, source->stamp.size, error);
  bool found = at_find_title(text->bytes, text->size, &title.start, &title.size);
  if (status == ASSIST_OK && !found && source->file->absolute != NULL) {
    const char *slash = strrchr(source->file->absolute, '/');
    status = assist_document_add_text(document, "title", slash + 1, strlen(slash + 1), error);
  }
  if (status == ASSIST_OK)
    status = assist_document_add_text(document, "body", text->bytes, text->size, error);
  if (status == ASSIST_OK && found)
    status = assist_document_set_title_in_body(document, title.start, title.size, error);
  return status;
}

void at_add_text(at_add *add, at_source *source) {
  assist_error error = {0};
  if (!at_add_read_text(add, source)) return;
  if (fill(add, source, &error) != ASSIST_OK)
    at_add_problem(add, source->file->path, 0, error.message);
  else
    at_add_put(add, source->file->path, 0);
}
