/* SPDX-License-Identifier: MIT
 * Bracketed readings: 漢(hàn), 州（zhuōzhōu） after the two characters it reads, 漢[ㄏㄢˋ]. */
#ifndef AS_TEXT_ANNOTATION_H
#define AS_TEXT_ANNOTATION_H

#include <stddef.h>
#include <stdint.h>

#include "text/history.h"

/* Does a bracket stand at OFFSET (after one space at most) whose content is a reading of the last characters of
 * HISTORY?  Returns the offset after the closing bracket; 0: no annotation. */
size_t as_annotation_end(const uint8_t *text, size_t size, size_t offset, const as_history *history);

#endif
