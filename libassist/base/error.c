/* SPDX-License-Identifier: MIT
 *
 * The face of port/report.c for the rooms above: every failure of the library fills the caller's struct through
 * one of these, and returns the status it was given, so that failing is one line.
 *
 * Nothing here allocates, so that "no memory" can be reported as well.  A NULL error is fine: the status alone
 * is returned. */
#include "base/error.h"

#include <stdarg.h>

#include "port/report.h"

assist_status as_fail(assist_error *error, assist_status status, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  as_report(error, status, 0, 0, format, arguments);
  va_end(arguments);
  return status;
}

assist_status as_fail_at(assist_error *error, assist_status status, uint64_t offset, const char *format,
                         ...) {
  va_list arguments;
  va_start(arguments, format);
  as_report(error, status, offset, 0, format, arguments);
  va_end(arguments);
  return status;
}

assist_status as_fail_errno(assist_error *error, assist_status status, int os_errno, const char *format,
                            ...) {
  va_list arguments;
  va_start(arguments, format);
  as_report(error, status, 0, os_errno, format, arguments);
  va_end(arguments);
  return status;
}

assist_status as_fail_nomem(assist_error *error) { return as_fail(error, ASSIST_NOMEM, "out of memory"); }

const char *as_error_escape(char *buffer, size_t capacity, const void *text, size_t size) {
  return as_report_escape(buffer, capacity, text, size);
}
