/* SPDX-License-Identifier: MIT
 * Filling an assist_error.  The calls return STATUS, so that `return as_fail(error, ASSIST_CORRUPT, ...)` is
 * one line.  Messages: one line, lower case, impersonal, naming the file or byte; never more than 255 bytes,
 * cut on a code point boundary.  Arguments that come from outside (keys, names) are passed through
 * as_error_escape first. */
#ifndef AS_BASE_ERROR_H
#define AS_BASE_ERROR_H

#include <assist/status.h>

assist_status as_fail(assist_error *error, assist_status status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
assist_status as_fail_at(assist_error *error, assist_status status, uint64_t offset, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
assist_status as_fail_errno(assist_error *error, assist_status status, int os_errno, const char *format, ...)
    __attribute__((format(printf, 4, 5))); /* appends ": " and strerror_r */
assist_status as_fail_nomem(assist_error *error);
/* TEXT made printable (control and broken bytes as \xHH), cut to fit BUFFER; returns BUFFER. */
const char *as_error_escape(char *buffer, size_t capacity, const void *text, size_t size);

#endif
