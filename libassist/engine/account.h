/* SPDX-License-Identifier: MIT
 * Why one document matches a query, or does not: in lines for people. */
#ifndef AS_ENGINE_ACCOUNT_H
#define AS_ENGINE_ACCOUNT_H

#include <assist/search.h>

#include "engine/near_miss.h"
#include "search/request.h"

struct assist_account {
  bool matches;
  as_buf text; /* ends with a NUL */
};

/* The document called KEY, asked by REQUEST, which has one snapshot. */
assist_status as_account_make(const as_search_request *request, as_slice key, assist_account **out_account,
                              assist_error *error);
void as_account_free(assist_account *account);

#endif
