/* SPDX-License-Identifier: MIT
 * The text of an HTML page. */
#ifndef ASSIST_TOOLS_HTML_TEXT_H
#define ASSIST_TOOLS_HTML_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "text_buffer.h"

/* PAGE is any bytes, read as UTF-8 whatever it declares.  *OUT_TITLE and *OUT_BODY are replaced; false: the page is larger than the
 * parser takes. */
bool at_html_text(const char *page, size_t size, at_text *out_title, at_text *out_body);
/* html_trim.c: PAGE without the attributes of tags that have very many. */
void at_html_trim(const char *page, size_t size, at_text *out);

#endif
