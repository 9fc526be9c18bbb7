/* SPDX-License-Identifier: MIT
 *
 * Allocation over the hook table.  Every product of count and size is checked, and a size of 0 is raised to 1,
 * so that NULL always means "no memory".
 *
 * as_mem_map gives large buffers whose start lies on a 2 MB border: the system can use its large pages only for
 * aligned pieces, and a radix sort that scatters over such a buffer is several times faster with them.
 *
 *   mapped   |..head..|=========== what the caller gets ===========|..tail..|
 *                     ^ 2 MB border                 head and tail are given back
 *
 * Where large pages are not to be had the buffer is ordinary memory; nothing else changes. */
#include "port/mem.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "port/hook.h"

#define LARGE_PAGE ((size_t)1 << 21)
#define PAGE ((size_t)1 << 12)
#define FORGET_BORDER ((size_t)1 << 16)

static bool multiply(size_t count, size_t size, size_t *out_total) {
  if (size != 0 && count > SIZE_MAX / size) return false;
  size_t total = count * size;
  *out_total = total == 0 ? 1 : total;
  return true;
}

void *as_mem_alloc(size_t size) { return as_hooks_current()->allocate(size == 0 ? 1 : size); }

void *as_mem_calloc(size_t count, size_t size) {
  size_t total;
  return multiply(count, size, &total) ? as_hooks_current()->allocate_zeroed(1, total) : NULL;
}

void *as_mem_array(size_t count, size_t size) {
  size_t total;
  return multiply(count, size, &total) ? as_hooks_current()->allocate(total) : NULL;
}

void *as_mem_resize(void *old, size_t count, size_t size) {
  size_t total;
  return multiply(count, size, &total) ? as_hooks_current()->reallocate(old, total) : NULL;
}

void as_mem_free(void *memory) {
  if (memory != NULL) as_hooks_current()->release(memory);
}

char *as_mem_copy_string(const char *text, size_t size) {
  if (size == SIZE_MAX) return NULL;
  char *copy = as_mem_alloc(size + 1);
  if (copy == NULL) return NULL;
  if (size != 0) memcpy(copy, text, size);
  copy[size] = '\0';
  return copy;
}

/* On borders that are borders of pages everywhere; what juts out stays as it is. */
void as_mem_forget(void *memory, size_t size) {
  size_t head = (FORGET_BORDER - (uintptr_t)memory % FORGET_BORDER) % FORGET_BORDER;
  if (memory == NULL || size < head + FORGET_BORDER) return;
  as_hooks_current()->forget_memory((uint8_t *)memory + head, (size - head) & ~(FORGET_BORDER - 1));
}

/* What the system hands out and takes back is whole pages. */
static size_t whole_pages(size_t size) { return size == 0 ? PAGE : (size + PAGE - 1) & ~(PAGE - 1); }

void *as_mem_map(size_t size) {
  const as_hooks *hooks = as_hooks_current();
  if (size > SIZE_MAX / 2) return NULL;
  size = whole_pages(size);
  if (size < LARGE_PAGE) return hooks->map_memory(size);

  uint8_t *mapped = hooks->map_memory(size + LARGE_PAGE);
  if (mapped == NULL) return NULL;
  size_t head = (LARGE_PAGE - (uintptr_t)mapped % LARGE_PAGE) % LARGE_PAGE;
  size_t tail = LARGE_PAGE - head;
  if (head != 0) hooks->unmap_memory(mapped, head);
  if (tail != 0) hooks->unmap_memory(mapped + head + size, tail);
  hooks->want_large_pages(mapped + head, size);
  return mapped + head;
}

void as_mem_unmap(void *memory, size_t size) {
  if (memory != NULL) as_hooks_current()->unmap_memory(memory, whole_pages(size));
}
