/* SPDX-License-Identifier: MIT
 *
 * An HTML page is one document.  Its body is the page's text (html_text.c), its title the page's own; a page without one is titled as
 * a text file is. */
#include <assist/document.h>
#include <string.h>

#include "add.h"
#include "html_text.h"

static assist_status add_title(at_add *add, const at_source *source, const at_text *title,
                               const at_text *body, assist_error *error) {
  size_t start, size;
  if (title->size > 0)
    return assist_document_add_text(add->document, "title", title->bytes, title->size, error);
  if (at_find_title(at_text_string(body), body->size, &start, &size))
    return assist_document_set_title_in_body(add->document, start, size, error);
  if (source->file->absolute == NULL) return ASSIST_OK;
  const char *name = strrchr(source->file->absolute, '/') + 1;
  return assist_document_add_text(add->document, "title", name, strlen(name), error);
}

static assist_status fill(at_add *add, const at_source *source, const at_text *title, const at_text *body,
                          assist_error *error) {
  assist_document *document = add->document;
  assist_document_clear(document);
  assist_status status = assist_document_set_key(document, source->key, source->key_size, error);
  if (status == ASSIST_OK && source->stamp.size > 0)
    status = assist_document_set_stamp(document, source->stamp.bytes, source->stamp.size, error);
  if (status == ASSIST_OK)
    status = assist_document_add_text(document, "body", at_text_string(body), body->size, error);
  return status == ASSIST_OK ? add_title(add, source, title, body, error) : status;
}

void at_add_html(at_add *add, at_source *source) {
  assist_error error = {0};
  at_text title = {0}, body = {0};
  if (!at_add_read_text(add, source)) return;
  if (!at_html_text(at_text_string(&add->text), add->text.size, &title, &body))
    at_add_problem(add, source->file->path, 0, "a page larger than 2 GiB");
  else if (fill(add, source, &title, &body, &error) != ASSIST_OK)
    at_add_problem(add, source->file->path, 0, error.message);
  else
    at_add_put(add, source->file->path, 0);
  at_text_clear(&title);
  at_text_clear(&body);
}
