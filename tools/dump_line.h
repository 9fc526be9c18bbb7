/* SPDX-License-Identifier: MIT
 * A document as a line of JSONL from which `add` makes the same document again. */
#ifndef ASSIST_TOOLS_DUMP_LINE_H
#define ASSIST_TOOLS_DUMP_LINE_H

#include <assist/document.h>

#include "text_buffer.h"

typedef struct at_dump at_dump;

at_dump *at_dump_new(void);
void at_dump_free(at_dump *dump);
/* The line with its newline; borrowed until the next call. */
const at_text *at_dump_line(at_dump *dump, const assist_document *document);

#endif
