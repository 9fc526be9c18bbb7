/* SPDX-License-Identifier: MIT
 *
 * Error details.  A message is one line of at most 255 bytes in a struct of the caller's, so that reporting
 * never allocates and works when memory is out.  It is always well-formed UTF-8 as long as its arguments are:
 * a cut falls on a code point border, and names that come from outside go through as_report_escape.
 *
 * The system's description of an errno is taken in English where the C library offers that, since the language
 * of the process is no business of a library's; it is for people, never part of the contract. */
#include "port/report.h"

#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

static const char *describe(int os_errno, char *buffer, size_t capacity) {
#if defined(__GLIBC__) && (__GLIBC__ > 2 || __GLIBC_MINOR__ >= 32)
  const char *text = strerrordesc_np(os_errno);
#elif defined(__GLIBC__)
  const char *text = strerror_r(os_errno, buffer, capacity);
#else
  const char *text = strerror_r(os_errno, buffer, capacity) == 0 ? buffer : NULL;
#endif
  if (text != NULL) return text;
  (void)snprintf(buffer, capacity, "error %d", os_errno);
  return buffer;
}

static bool is_tail(uint8_t byte) { return (byte & 0xC0) == 0x80; }

/* Bytes of the well-formed UTF-8 sequence at TEXT; 0: there is none. */
static size_t sequence_size(const uint8_t *text, size_t left) {
  uint8_t lead = text[0];
  if (lead < 0x80) return 1;
  if (lead < 0xC2 || lead > 0xF4) return 0;
  size_t size = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  if (left < size) return 0;
  for (size_t i = 1; i < size; i++) {
    if (!is_tail(text[i])) return 0;
  }
  /* overlong, surrogate, beyond U+10FFFF */
  if ((lead == 0xE0 && text[1] < 0xA0) || (lead == 0xED && text[1] > 0x9F)) return 0;
  if ((lead == 0xF0 && text[1] < 0x90) || (lead == 0xF4 && text[1] > 0x8F)) return 0;
  return size;
}

/* Takes a sequence away from the end of TEXT that a cut left unfinished. */
static void trim_cut(char *text) {
  size_t size = strlen(text);
  size_t at = size;
  while (at > 0 && size - at < 3 && is_tail((uint8_t)text[at - 1])) at--;
  if (at == 0 || (uint8_t)text[at - 1] < 0xC0) return;
  at--;
  if (sequence_size((const uint8_t *)text + at, size - at) == 0) text[at] = '\0';
}

assist_status as_report(assist_error *error, assist_status status, uint64_t offset, int os_errno,
                        const char *format, va_list arguments) {
  if (error == NULL) return status;
  error->code = status;
  error->os_errno = os_errno;
  error->offset = offset;
  const size_t capacity = sizeof error->message;
  int length = vsnprintf(error->message, capacity, format, arguments);
  if (length < 0) length = 0;
  size_t used = strlen(error->message);
  if (os_errno != 0 && used + 1 < capacity) {
    char buffer[96];
    int more =
        snprintf(error->message + used, capacity - used, ": %s", describe(os_errno, buffer, sizeof buffer));
    length += more > 0 ? more : 0;
  }
  if ((size_t)length >= capacity) trim_cut(error->message);
  return status;
}

static bool is_printable(const uint8_t *text, size_t size) {
  if (size == 0 || text[0] < 0x20 || text[0] == 0x7F) return false;
  return !(size == 2 && text[0] == 0xC2 && text[1] < 0xA0); /* the second block of controls */
}

const char *as_report_escape(char *buffer, size_t capacity, const void *text, size_t size) {
  static const char digits[] = "0123456789ABCDEF";
  if (capacity == 0) return "";
  const uint8_t *from = text;
  size_t used = 0;
  while (size > 0) {
    size_t step = sequence_size(from, size);
    bool plain = is_printable(from, step);
    size_t wanted = plain ? step : 4;
    if (capacity - used <= wanted) break;
    if (plain) {
      memcpy(buffer + used, from, step);
    } else {
      const char escape[4] = {'\\', 'x', digits[from[0] >> 4], digits[from[0] & 15]};
      memcpy(buffer + used, escape, sizeof escape);
      step = 1;
    }
    used += wanted;
    from += step;
    size -= step;
  }
  buffer[used] = '\0';
  return buffer;
}

static assist_status report(assist_error *error, assist_status status, int os_errno, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

static assist_status report(assist_error *error, assist_status status, int os_errno, const char *format,
                            ...) {
  va_list arguments;
  va_start(arguments, format);
  as_report(error, status, 0, os_errno, format, arguments);
  va_end(arguments);
  return status;
}

static assist_status status_of(int os_errno) {
  switch (os_errno) {
  case ENOENT: return ASSIST_NOTFOUND;
  case ENOMEM: return ASSIST_NOMEM;
  default: return ASSIST_IO;
  }
}

/* The folder and name as one printable text; the name, being the more telling part, keeps its place. */
static const char *printable_path(char buffer[192], const char *folder, const char *name) {
  size_t room = name == NULL ? 191 : 110;
  as_report_escape(buffer, room, folder, strlen(folder));
  size_t used = strlen(buffer);
  if (name == NULL) return buffer;
  if (used > 0 && buffer[used - 1] != '/') buffer[used++] = '/';
  as_report_escape(buffer + used, 192 - used, name, strlen(name));
  return buffer;
}

assist_status as_report_path(assist_error *error, int os_errno, const char *verb, const char *folder,
                             const char *name) {
  char path[192];
  return report(error, status_of(os_errno), os_errno, "cannot %s '%s'", verb,
                printable_path(path, folder, name));
}

assist_status as_report_file(assist_error *error, assist_status status, const char *reason,
                             const char *folder, const char *name) {
  char path[192];
  return report(error, status, 0, "'%s' %s", printable_path(path, folder, name), reason);
}
