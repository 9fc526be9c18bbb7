/* SPDX-License-Identifier: MIT
 * Reading the sources line by line: plain text, or text packed with bzip2 as Debian ships the large files of
 * Unihan.  Any trouble ends the program: a table made from half a source would be worse than none. */
#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "generate.h"

struct line_reader {
  FILE *file;
  bool piped;
  char *line;
  size_t room;
  char path[1024];
};

void die(const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  fputs("generate: ", stderr);
  vfprintf(stderr, format, arguments);
  fputc('\n', stderr);
  va_end(arguments);
  exit(EXIT_FAILURE);
}

static FILE *open_packed(const char *path) {
  char command[1200];
  if (strchr(path, '\'') != NULL) die("%s: a quote in a path", path);
  snprintf(command, sizeof command, "bzip2 -dc '%s'", path);
  return popen(command, "r");
}

line_reader *lines_open(const char *folder, const char *name) {
  line_reader *lines = calloc(1, sizeof *lines);
  if (lines == NULL) die("no memory");
  snprintf(lines->path, sizeof lines->path, "%s/%s.txt", folder, name);
  lines->file = fopen(lines->path, "r");
  if (lines->file != NULL) return lines;
  snprintf(lines->path, sizeof lines->path, "%s/%s.txt.bz2", folder, name);
  lines->piped = true;
  lines->file = access(lines->path, R_OK) == 0 ? open_packed(lines->path) : NULL;
  if (lines->file == NULL) die("%s/%s.txt[.bz2]: %s", folder, name, strerror(errno));
  return lines;
}

char *lines_next(line_reader *lines) {
  ssize_t size = getline(&lines->line, &lines->room, lines->file);
  if (size < 0) {
    if (ferror(lines->file)) die("%s: %s", lines->path, strerror(errno));
    return NULL;
  }
  while (size > 0 && (lines->line[size - 1] == '\n' || lines->line[size - 1] == '\r'))
    lines->line[--size] = '\0';
  return lines->line;
}

void lines_close(line_reader *lines) {
  int status = lines->piped ? pclose(lines->file) : fclose(lines->file);
  if (status != 0) die("%s: reading failed", lines->path);
  free(lines->line);
  free(lines);
}

uint32_t utf8_take(const char **text) {
  const unsigned char *bytes = (const unsigned char *)*text;
  if (bytes[0] == 0) return 0;
  unsigned more = bytes[0] < 0x80 ? 0 : bytes[0] >= 0xF0 ? 3 : bytes[0] >= 0xE0 ? 2 : 1;
  uint32_t code_point = more == 0 ? bytes[0] : bytes[0] & (0x3Fu >> more);
  for (unsigned i = 1; i <= more; i++) {
    if ((bytes[i] & 0xC0) != 0x80) die("ill-formed UTF-8 in a source: %s", *text);
    code_point = code_point << 6 | (bytes[i] & 0x3Fu);
  }
  *text += more + 1;
  return code_point;
}

uint32_t hex_take(const char *text, char **out_end) {
  unsigned long value = strtoul(text, out_end, 16);
  if (*out_end == text || value >= CODE_POINTS) die("not a code point: %s", text);
  return (uint32_t)value;
}

void *grow(void *block, size_t count, size_t item_size) {
  if ((count & (count - 1)) != 0) return block; /* doubles at each power of two */
  block = realloc(block, (count == 0 ? 1 : count * 2) * item_size);
  if (block == NULL) die("no memory");
  return block;
}
