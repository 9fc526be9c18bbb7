/* SPDX-License-Identifier: MIT
 *
 * The manners of a command line tool: messages of one line that start with the program's name, exit statuses
 * (0 done, 1 nothing, 2 error), a closed pipe that ends quietly, any other write error that does not, and
 * memory that is there or ends the program.
 *
 * SIGPIPE is ignored rather than left to kill, so that `add -v | head` still commits and `search | head -1`
 * still tells whether it found something. */
#include "tool.h"

#include <assist/version.h>
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <inttypes.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "text_buffer.h"
#include "visible.h"

static const char *tool_name = "assist";
static int output_errno;

/* A descriptor closed by the parent must not be given to a file of the index; opened the wrong way round, so
 * that using it fails as it would have. */
static void open_standard(int fd) {
  if (fcntl(fd, F_GETFD) != -1 || errno != EBADF) return;
  int got = open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY);
  if (got != fd) _exit(AT_ERROR);
}

void at_tool_start(const char *name) {
  tool_name = name;
  open_standard(STDIN_FILENO);
  open_standard(STDOUT_FILENO);
  open_standard(STDERR_FILENO);
  signal(SIGPIPE, SIG_IGN);
}

const char *at_tool_name(void) { return tool_name; }

static void say(const char *format, va_list arguments) {
  char plain[8192];
  int size = vsnprintf(plain, sizeof plain, format, arguments);
  if (size < 0) return;
  size_t length = (size_t)size < sizeof plain ? (size_t)size : sizeof plain - 1;
  at_text line = {0};
  at_text_add_string(&line, tool_name);
  at_text_add_string(&line, ": ");
  at_visible_bytes(&line, plain, length);
  at_text_add_byte(&line, '\n');
  fflush(stdout);
  fwrite(line.bytes, 1, line.size, stderr);
  at_text_clear(&line);
}

void at_say(const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  say(format, arguments);
  va_end(arguments);
}

void at_say_text(const char *what, const char *text) {
  at_text shown = {0};
  at_visible_text(&shown, text, strlen(text));
  at_say("%s%s%s", what != NULL ? what : "", what != NULL ? ": " : "", at_text_string(&shown));
  at_text_clear(&shown);
}

void at_die(const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  say(format, arguments);
  va_end(arguments);
  exit(AT_ERROR);
}

int at_fail(const char *what, const assist_error *error) {
  const char *message = error->message[0] != '\0' ? error->message : assist_status_name(error->code);
  at_say_text(what, message);
  return AT_ERROR;
}

int at_usage(const char *format, ...) {
  char what[1024];
  va_list arguments;
  va_start(arguments, format);
  int size = vsnprintf(what, sizeof what, format, arguments);
  va_end(arguments);
  if (size >= 0) at_say("%s; try '%s --help'", what, tool_name);
  return AT_ERROR;
}

int at_next_option(int argc, char **argv, const char *letters, const struct option *names) {
  opterr = 0;
  int option = getopt_long(argc, argv, letters, names, NULL);
  const char *what = option == ':' ? "a value is missing" : "no such option";
  if (option != '?' && option != ':') return option;
  /* Letters may stand in one word, names are words of their own. */
  if (optopt > 0 && optopt < 0x80)
    at_usage("-%c: %s", optopt, what);
  else
    at_usage("%s: %s", argv[optind - 1], optopt == 0 || option == ':' ? what : "it takes no value");
  return '?';
}

bool at_output_broken(void) {
  if (!ferror(stdout)) return false;
  if (output_errno == 0) output_errno = errno == 0 ? EIO : errno;
  return true;
}

int at_output_end(int status) {
  bool broken = at_output_broken();
  if (fflush(stdout) != 0 && !broken) output_errno = errno;
  if (output_errno == 0 || output_errno == EPIPE) return status;
  at_say("write error: %s", strerror(output_errno));
  return AT_ERROR;
}

void at_print_version(void) {
  printf("%s (libassist) %s\nanalysis %s\ntables %s\n", tool_name, assist_version(),
         assist_analysis_fingerprint(), assist_table_sources());
}

void *at_realloc(void *old, size_t size) {
  void *bytes = realloc(old, size == 0 ? 1 : size);
  if (bytes == NULL) at_die("out of memory");
  return bytes;
}

void *at_alloc(size_t size) {
  void *bytes = calloc(1, size == 0 ? 1 : size);
  if (bytes == NULL) at_die("out of memory");
  return bytes;
}

char *at_copy(const char *text) {
  size_t size = strlen(text) + 1;
  return memcpy(at_realloc(NULL, size), text, size);
}

static const char *parse_digits(const char *text, uint64_t *out) {
  uint64_t value = 0;
  if (*text < '0' || *text > '9') return NULL;
  for (; *text >= '0' && *text <= '9'; text++) {
    unsigned digit = (unsigned)(*text - '0');
    if (value > (UINT64_MAX - digit) / 10) return NULL;
    value = value * 10 + digit;
  }
  *out = value;
  return text;
}

bool at_parse_count(const char *text, uint64_t *out) {
  const char *end = parse_digits(text, out);
  return end != NULL && *end == '\0';
}

bool at_parse_size(const char *text, uint64_t *out) {
  const char *end = parse_digits(text, out);
  unsigned shift = 0;
  if (end == NULL) return false;
  switch (*end) {
  case 'K':
  case 'k': shift = 10; break;
  case 'M':
  case 'm': shift = 20; break;
  case 'G':
  case 'g': shift = 30; break;
  case '\0': return true;
  default: return false;
  }
  if (end[1] != '\0' || *out > UINT64_MAX >> shift) return false;
  *out <<= shift;
  return true;
}

bool at_parse_seconds(const char *text, int64_t *out_us) {
  char *end;
  if (*text < '0' || *text > '9') return false;
  double seconds = strtod(text, &end);
  if (*end != '\0' || !(seconds <= 1e9)) return false;
  *out_us = (int64_t)(seconds * 1e6);
  return true;
}
