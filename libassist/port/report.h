/* SPDX-License-Identifier: MIT
 * Filling an assist_error, for port/ itself; base/error.h is the face of it for all rooms above. */
#ifndef AS_PORT_REPORT_H
#define AS_PORT_REPORT_H

#include <stdarg.h>

#include <assist/status.h>

/* OS_ERRNO 0: the system had no part; else ": " and its description follow the text.  Returns STATUS. */
assist_status as_report(assist_error *error, assist_status status, uint64_t offset, int os_errno,
                        const char *format, va_list arguments) __attribute__((format(printf, 5, 0)));
/* TEXT made printable (control and broken bytes as \xHH), cut to fit BUFFER; returns BUFFER. */
const char *as_report_escape(char *buffer, size_t capacity, const void *text, size_t size);
/* "cannot VERB 'FOLDER/NAME': why" with the status that OS_ERRNO calls for.  NAME may be NULL. */
assist_status as_report_path(assist_error *error, int os_errno, const char *verb, const char *folder,
                             const char *name);
/* The same with a status and reason of the caller's. */
assist_status as_report_file(assist_error *error, assist_status status, const char *reason,
                             const char *folder, const char *name);

#endif
