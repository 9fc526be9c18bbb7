/* SPDX-License-Identifier: MIT
 * What the processor can beyond what the library is compiled for.  A decoder's loop is then compiled twice from one inline body:
 *
 *   AS_ALWAYS_INLINE uint64_t body(...) { ... }
 *   static uint64_t plain(...) { return body(...); }
 *   AS_BMI static uint64_t fast(...) { return body(...); }       called where as_bmi_is_here()
 *
 * Shifts by a variable amount and counts of zeros and ones, of which reading bits consists, take one instruction
 * there in place of three or four.  Results are the same. */
#ifndef AS_BASE_BMI_H
#define AS_BASE_BMI_H

#include <stdbool.h>

#if defined(__x86_64__) && defined(__GNUC__)
#define AS_BMI __attribute__((target("bmi,bmi2,lzcnt,popcnt")))
#if defined(__clang__)
#define AS_BMI_LZCNT "avx2" /* whatever has that has LZCNT, which older versions cannot ask for */
#else
#define AS_BMI_LZCNT "lzcnt"
#endif
static inline bool as_bmi_is_here(void) {
  return __builtin_cpu_supports("bmi2") && __builtin_cpu_supports("bmi") &&
         __builtin_cpu_supports("popcnt") && __builtin_cpu_supports(AS_BMI_LZCNT);
}
#else
#define AS_BMI
static inline bool as_bmi_is_here(void) { return false; }
#endif

#endif
