/* SPDX-License-Identifier: MIT
 * Memory: every allocation of the library passes here, so that a test can fail the n-th one (port/hook.h).
 * Sizes are checked for overflow; a size of 0 gives a valid pointer that must be freed. */
#ifndef AS_PORT_MEM_H
#define AS_PORT_MEM_H

#include <stddef.h>

void *as_mem_alloc(size_t size);                           /* uninitialised; NULL: no memory */
void *as_mem_calloc(size_t count, size_t size);            /* zeroed */
void *as_mem_array(size_t count, size_t size);             /* uninitialised, overflow-checked */
void *as_mem_resize(void *old, size_t count, size_t size); /* like reallocarray; old stays valid on NULL */
void as_mem_free(void *memory);                            /* NULL is fine */
char *as_mem_copy_string(const char *text, size_t size);   /* adds a NUL */

/* The bytes of this memory are not needed again: whole pages of it go back to the system, and hold anything when
 * they are next looked at.  It stays allocated. */
void as_mem_forget(void *memory, size_t size);

/* Large zeroed buffers straight from the system, on 2 MB pages where it offers them (madvise). */
void *as_mem_map(size_t size);
void as_mem_unmap(void *memory, size_t size);

#endif
