/* SPDX-License-Identifier: MIT
 * For loops over millions of values, and for threads: ck_assert costs a system call each time. */
#ifndef EXPECT_H
#define EXPECT_H

#include <check.h>

#define EXPECT(what)                                                                                         \
  do {                                                                                                       \
    if (!(what)) ck_abort_msg("line %d: not so: %s", __LINE__, #what);                                       \
  } while (0)

#endif
