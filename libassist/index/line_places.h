/* SPDX-License-Identifier: MIT
 * The lines of a document's body, and at which positions of text field 0 each stands. */
#ifndef AS_INDEX_LINE_PLACES_H
#define AS_INDEX_LINE_PLACES_H

#include "base/slice.h"
#include "model/document.h"
#include "text/lines.h"
#include "text/unit.h"

/* A text of the body; its starts are among those of all, from FIRST_START on. */
typedef struct as_placed_text {
  as_slice text;       /* borrowed from the document */
  uint32_t first, end; /* positions: [first, end) */
  size_t first_start, start_count;
} as_placed_text;

typedef struct as_line_places {
  as_line_starts starts;
  AS_VEC(as_placed_text) texts;
} as_line_places;

void as_line_places_clear(as_line_places *places);
void as_line_places_reset(as_line_places *places);
/* A text has been scanned, and its starts are the last ones.  False: no memory, now or while it was scanned. */
bool as_line_places_add(as_line_places *places, as_slice text, uint32_t first, uint32_t end);
/* More lines than one have units, as far as that is seen at once. */
bool as_line_places_are_several(const as_line_places *places);
as_placed_lines as_line_places_of(const as_line_places *places, size_t text);
/* The places of DOCUMENT as they were when it was put, by a scan of its texts.  TITLE_END is that of its title's positions. */
assist_status as_line_places_find(as_line_places *places, as_scanner *scanner,
                                  const assist_document *document, uint32_t title_end, assist_error *error);

#endif
