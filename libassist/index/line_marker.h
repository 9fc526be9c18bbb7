/* SPDX-License-Identifier: MIT
 * Finds where in documents the lines stand that have been counted before: for a merge, whose documents can be read twice. */
#ifndef AS_INDEX_LINE_MARKER_H
#define AS_INDEX_LINE_MARKER_H

#include "format/marks.h"
#include "index/line_counter.h"
#include "segread/segment.h"

/* A document to be merged. */
typedef struct as_marked_document {
  size_t part;                     /* which of the parts it is from */
  as_segment *segment;             /* that part's; NULL: nothing is known of its marks */
  uint32_t number;                 /* there */
  const assist_document *document; /* its texts */
  uint32_t title_end;              /* of its title's positions */
  uint32_t length;                 /* in positions, as its code says */
} as_marked_document;

typedef struct as_line_marker {
  as_buf rows; /* for the segment */
  as_line_table table;
  as_line_places places;
  as_scanner *scanner;
  uint32_t **lines; /* of each part: what its lines are in TABLE; NULL: not asked yet */
  size_t part_count;
  as_mark_list marks; /* of the document asked about last */
} as_line_marker;

/* On all zeros; what COUNTER has counted is furniture.  Clear it in every case. */
assist_status as_line_marker_begin(as_line_marker *marker, const as_line_counter *counter, size_t part_count,
                                   assist_error *error);
void as_line_marker_clear(as_line_marker *marker);
bool as_line_marker_has_lines(const as_line_marker *marker); /* else no document has marks */
/* The marks of a document. */
assist_status as_line_marker_find(as_line_marker *marker, const as_marked_document *of, assist_error *error);

#endif
