/* SPDX-License-Identifier: MIT
 * Canonical composition (NFC) of a letter and the marks after it: the only use of ICU at run time. */
#ifndef AS_TEXT_COMPOSE_H
#define AS_TEXT_COMPOSE_H

#include <stdint.h>

/* Compose CODES[0 .. COUNT) in place; returns the new count, at most CAPACITY.  What does not fit, or a failing ICU,
 * leaves the codes as they were. */
unsigned as_compose(uint32_t *codes, unsigned count, unsigned capacity);

#endif
