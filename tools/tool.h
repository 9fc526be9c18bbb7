/* SPDX-License-Identifier: MIT
 * What both tools share: how they speak (one line on standard error), how they end, and memory that is always
 * there. */
#ifndef ASSIST_TOOLS_TOOL_H
#define ASSIST_TOOLS_TOOL_H

#include <assist/status.h>
#include <getopt.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define AT_DONE 0    /* done, or found */
#define AT_NOTHING 1 /* nothing found, or an unknown key */
#define AT_ERROR 2

#if defined(__GNUC__) || defined(__clang__)
#define AT_PRINTF(at, first) __attribute__((format(printf, at, first)))
#else
#define AT_PRINTF(at, first)
#endif

/* Take NAME for messages, see that 0, 1 and 2 are open, and leave SIGPIPE to errno.  First thing in main. */
void at_tool_start(const char *name);
const char *at_tool_name(void);
/* One line on standard error, the program's name before it; control characters in it are shown escaped.  What is not ours in it are
 * bytes of the locale's encoding: paths, keys, arguments as they were typed. */
void at_say(const char *format, ...) AT_PRINTF(1, 2);
/* The same of TEXT, which is UTF-8: what the library says, or a query.  Before it WHAT, bytes as above (NULL: nothing). */
void at_say_text(const char *what, const char *text);
/* The same from an error of the library, after WHAT, and AT_ERROR. */
int at_fail(const char *what, const assist_error *error);
/* Say and end with AT_ERROR. */
_Noreturn void at_die(const char *format, ...) AT_PRINTF(1, 2);
/* Say, and where help is; AT_ERROR. */
int at_usage(const char *format, ...) AT_PRINTF(1, 2);
/* getopt_long, whose errors are said here: '?' then.  LETTERS have a colon before them. */
int at_next_option(int argc, char **argv, const char *letters, const struct option *names);

/* True when standard output can take no more: a closed pipe, or an error. */
bool at_output_broken(void);
/* Flush; STATUS, or AT_ERROR after a write error (said here).  A closed pipe is no error. */
int at_output_end(int status);
/* What `--version` prints. */
void at_print_version(void);

/* Never NULL: without memory the tool says so and ends. */
void *at_realloc(void *old, size_t size);
void *at_alloc(size_t size); /* zeroed */
char *at_copy(const char *text);

/* Numbers of the command line.  False when TEXT is not one. */
bool at_parse_count(const char *text, uint64_t *out);
bool at_parse_size(const char *text, uint64_t *out);      /* with K, M, G: powers of 1024 */
bool at_parse_seconds(const char *text, int64_t *out_us); /* decimals allowed */

#endif
