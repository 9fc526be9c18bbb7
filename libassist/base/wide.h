/* SPDX-License-Identifier: MIT
 * Plain C, compiled once more for processors with vectors of 512 bits, as base/bmi.h does it for single instructions: the compiler
 * makes sixteen at a time of a loop over words whose length it knows, or which it is told to take apart.
 *
 *   AS_ALWAYS_INLINE void body(...) { ... }
 *   static void plain(...) { body(...); }
 *   AS_WIDE static void wide(...) { body(...); }       called where as_wide_is_here()
 *
 * AS_WIDE_ALL takes what is called in the same file into the function, so that all of it is compiled that way. */
#ifndef AS_BASE_WIDE_H
#define AS_BASE_WIDE_H

#include <stdbool.h>

#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#define AS_WIDE                                                                                              \
  __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,bmi,bmi2,lzcnt,popcnt,prefer-vector-width="      \
                        "512")))
#define AS_WIDE_ALL AS_WIDE __attribute__((flatten))
static inline bool as_wide_is_here(void) {
  return __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq") &&
         __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("bmi2") &&
         __builtin_cpu_supports("bmi") && __builtin_cpu_supports("lzcnt") && __builtin_cpu_supports("popcnt");
}
#else
#define AS_WIDE
#define AS_WIDE_ALL
static inline bool as_wide_is_here(void) { return false; }
#endif

#endif
