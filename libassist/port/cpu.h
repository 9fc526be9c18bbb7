/* SPDX-License-Identifier: MIT
 * What the processor can do by itself, where it can. */
#ifndef AS_PORT_CPU_H
#define AS_PORT_CPU_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* CRC32C with the processor's instruction; false (and nothing done) where there is none. */
bool as_cpu_crc32c(uint32_t *crc, const void *bytes, size_t size);

#endif
