/* SPDX-License-Identifier: MIT
 * The fast part of as_scan_all: as many plain units as stand at the scanner, straight to the sink. */
#ifndef AS_TEXT_FAST_RUN_H
#define AS_TEXT_FAST_RUN_H

#include "text/scanner.h"

/* Scan on from the scanner's place to the first thing that is not plain, and leave the scanner there, as if it had
 * read the units itself.  FIRST is added to positions.  Returns false when the sink did. */
bool as_fast_run(as_scanner *scanner, uint32_t first, const as_unit_sink *sink);

#endif
