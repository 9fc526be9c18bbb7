/* SPDX-License-Identifier: MIT
 * Memory that fails after a number of allocations.  as_hooks_set(NULL) ends it. */
#ifndef FAILING_MEMORY_H
#define FAILING_MEMORY_H

#include "port/hook.h"

static long allocations_left;

static void *failing_allocate(size_t size) {
  return allocations_left-- > 0 ? as_hooks_real()->allocate(size) : NULL;
}

static void *failing_allocate_zeroed(size_t count, size_t size) {
  return allocations_left-- > 0 ? as_hooks_real()->allocate_zeroed(count, size) : NULL;
}

static void *failing_reallocate(void *old, size_t size) {
  return allocations_left-- > 0 ? as_hooks_real()->reallocate(old, size) : NULL;
}

static void fail_after(long allocations) {
  static as_hooks table;
  table = *as_hooks_real();
  table.allocate = failing_allocate;
  table.allocate_zeroed = failing_allocate_zeroed;
  table.reallocate = failing_reallocate;
  allocations_left = allocations;
  as_hooks_set(&table);
}

#endif
