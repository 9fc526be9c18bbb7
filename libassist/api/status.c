/* SPDX-License-Identifier: MIT
 *
 * include/assist/status.h: the names of statuses. */
#include <assist/status.h>

const char *assist_status_name(assist_status status) {
  switch (status) {
  case ASSIST_OK: return "ok";
  case ASSIST_NOMEM: return "out of memory";
  case ASSIST_IO: return "input or output failed";
  case ASSIST_CORRUPT: return "corrupt";
  case ASSIST_VERSION: return "other version";
  case ASSIST_BUSY: return "busy";
  case ASSIST_NOTFOUND: return "not found";
  case ASSIST_INVALID: return "invalid argument";
  case ASSIST_SYNTAX: return "bad syntax";
  case ASSIST_LIMIT: return "over a limit";
  case ASSIST_CANCELLED: return "cancelled";
  case ASSIST_UNSUPPORTED: return "unsupported";
  default: return "unknown status";
  }
}
