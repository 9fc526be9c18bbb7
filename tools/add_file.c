/* SPDX-License-Identifier: MIT
 *
 * One file on its way into the index: which format, is it unchanged, is it text at all?  What is skipped
 * silently on a walk (binary files) is an error when the file was named. */
#include <errno.h>
#include <string.h>
#include <strings.h>

#include "add.h"
#include "decode.h"
#include "guess.h"
#include "signals.h"
#include "tool.h"

#define BINARY_SAMPLE ((size_t)8 << 10)

typedef struct ending {
  const char *text;
  at_format format;
} ending;

static bool ends_with(const char *name, size_t size, const char *end) {
  size_t length = strlen(end);
  return size > length && strncasecmp(name + size - length, end, length) == 0;
}

static at_format format_of_name(const char *path) {
  static const ending endings[] = {{".jsonl", AT_FORMAT_JSONL}, {".ndjson", AT_FORMAT_JSONL},
                                   {".html", AT_FORMAT_HTML},   {".htm", AT_FORMAT_HTML},
                                   {".xhtml", AT_FORMAT_HTML},  {".csv", AT_FORMAT_CSV}};
  size_t size = strlen(path);
  if (ends_with(path, size, ".gz")) size -= 3;
  if (ends_with(path, size, ".zst")) size -= 4;
  for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++)
    if (ends_with(path, size, endings[i].text)) return endings[i].format;
  return AT_FORMAT_TEXT;
}

static bool begins_with(const char *bytes, size_t size, const char *with) {
  size_t length = strlen(with);
  return size >= length && strncasecmp(bytes, with, length) == 0;
}

/* Standard input and pipes have no name to go by: `{` begins JSONL, a doctype or <html> HTML. */
static at_format format_of_content(at_input *input) {
  size_t size, at = 0;
  const char *bytes = at_input_peek(input, &size);
  if (size >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0) at = 3;
  while (at < size && (bytes[at] == ' ' || bytes[at] == '\t' || bytes[at] == '\n' || bytes[at] == '\r')) at++;
  if (at < size && bytes[at] == '{') return AT_FORMAT_JSONL;
  bool is_html =
      begins_with(bytes + at, size - at, "<!doctype html") || begins_with(bytes + at, size - at, "<html");
  return is_html ? AT_FORMAT_HTML : AT_FORMAT_TEXT;
}

static bool has_records(at_format format) { return format == AT_FORMAT_JSONL || format == AT_FORMAT_CSV; }

static int stamp_kind(const at_add *add, at_format format) {
  if (has_records(format)) return AT_STAMP_SOURCE;
  return add->options.key != NULL ? AT_STAMP_NAMED : AT_STAMP_FILE;
}

/* The options that decide how the file is read, in words; empty when it is read as it looks.  A format that its name gives it is no
 * such option. */
static void name_reading(const at_add *add, const char *path, at_format format, at_text *out) {
  const at_add_options *o = &add->options;
  if (o->encoding != NULL) at_text_print(out, "encoding %s\n", at_encoding_family(o->encoding));
  if (o->format != AT_FORMAT_AUTO && format != format_of_name(path))
    at_text_print(out, "format %d\n", (int)format);
  if (has_records(format)) at_member_map_print(&o->map, out);
}

static void stamp_source(const at_add *add, at_source *source, at_format format, const struct stat *status) {
  at_text reading = {0};
  name_reading(add, source->file->path, format, &reading);
  at_stamp_file(&source->stamp, stamp_kind(add, format), status);
  at_stamp_reading(&source->stamp, reading.size == 0 ? 0 : at_stamp_hash(reading.bytes, reading.size) | 1);
  at_text_clear(&reading);
}

/* Without any option that decides how a file is read, the way it was read is as good as another. */
static bool takes_any_reading(const at_add *add, at_format format) {
  at_text map = {0};
  at_member_map_print(&add->options.map, &map);
  bool mapped = has_records(format) && map.size > 0;
  at_text_clear(&map);
  return add->options.encoding == NULL && add->options.format == AT_FORMAT_AUTO && !mapped;
}

static void attribute_name(const at_source *source, at_text *out) {
  at_text_add_string(out, "file:");
  at_text_add(out, source->key, source->key_size);
}

static bool is_unchanged(at_add *add, const at_source *source, at_format format) {
  unsigned char stored[ASSIST_STAMP_MAX];
  const void *bytes = stored;
  size_t size = 0;
  if (source->stamp.size == 0) return false;
  if (has_records(format)) {
    at_text name = {0};
    attribute_name(source, &name);
    if (add->before == NULL ||
        assist_snapshot_attribute(add->before, name.bytes, &bytes, &size, NULL) != ASSIST_OK)
      size = 0;
    at_text_clear(&name);
  } else if (!at_add_stamp(add, source->key, source->key_size, stored, &size)) {
    return false;
  }
  return at_stamp_equal(&source->stamp, bytes, size, takes_any_reading(add, format));
}

/* False when the beginning shows that this is not for us; said where the user should know. */
static bool is_readable_text(at_add *add, const at_source *source) {
  size_t size, at;
  const char *bytes = at_input_peek(source->input, &size);
  if (at_input_failure(source->input) != NULL) {
    at_add_problem(add, source->file->path, 0, at_input_failure(source->input));
    return false;
  }
  if (size > BINARY_SAMPLE) size = BINARY_SAMPLE;
  if (add->options.encoding != NULL || !at_guess_binary(bytes, size)) return true;
  if (!source->file->named) return false;
  /* Named, and text but for its NUL bytes: read as asked. */
  if (at_guess_text(bytes, size, &at) != AT_TEXT_OTHER) return true;
  at_add_problem(add, source->file->path, 0, "a binary file");
  return false;
}

/* From here on the input gives UTF-8, as far as its beginning tells.  False: nobody knows what it is; said already. */
static bool decode_input(at_add *add, const at_source *source) {
  char guessed[AT_ENCODING_NAME];
  const char *name = add->options.encoding;
  size_t size, at;
  const char *bytes = at_input_peek(source->input, &size);
  if (name == NULL && at_guess_text(bytes, size, &at) == AT_TEXT_OTHER) {
    if (!at_guess_encoding(bytes, size, guessed)) {
      at_add_problem(add, source->file->path, 0, AT_NO_ENCODING);
      return false;
    }
    name = guessed;
  }
  if (name == NULL || at_encoding_is_utf8(name) || at_input_decode(source->input, name)) return true;
  at_add_problem(add, source->file->path, 0, AT_NO_ENCODING);
  return false;
}

static void read_source(at_add *add, at_source *source, at_format format) {
  if (add->options.key != NULL && has_records(format)) {
    at_add_problem(add, source->file->path, 0, "holds records; --key names one text");
    return;
  }
  switch (format) {
  case AT_FORMAT_JSONL: at_add_jsonl(add, source); break;
  case AT_FORMAT_HTML: at_add_html(add, source); break;
  case AT_FORMAT_CSV: at_add_csv(add, source); break;
  case AT_FORMAT_AUTO:
  case AT_FORMAT_TEXT: at_add_text(add, source); break;
  }
  if (at_input_broken(source->input) > 0)
    at_add_warn(source->file->path, 0,
                "holds sequences that are no characters of its encoding; they are U+FFFD");
}

static void open_source(at_add *add, at_source *source, at_format format) {
  source->input = at_input_open(source->file->path);
  if (source->input == NULL) {
    at_add_problem(add, source->file->path, 0, strerror(errno));
    return;
  }
  const struct stat *status = at_input_status(source->input);
  if (S_ISDIR(status->st_mode)) {
    at_add_problem(add, source->file->path, 0, strerror(EISDIR));
  } else if (is_readable_text(add, source) && decode_input(add, source)) {
    if (format == AT_FORMAT_AUTO) format = format_of_content(source->input);
    if (source->file->absolute != NULL) stamp_source(add, source, format, status);
    read_source(add, source, format);
  }
  add->read_bytes += at_input_taken(source->input);
  at_input_close(source->input);
}

int at_add_file(void *context, const at_walk_file *file) {
  at_add *add = context;
  at_source source = {.file = file};
  at_text key = {0};
  struct stat status;
  at_format format = add->options.format;
  bool is_regular = file->absolute != NULL && stat(file->path, &status) == 0 && S_ISREG(status.st_mode);
  if (format == AT_FORMAT_AUTO && is_regular) format = format_of_name(file->path);
  if (add->options.key != NULL)
    at_text_add_string(&key, add->options.key);
  else if (file->absolute == NULL)
    at_text_add_string(&key, "-");
  else
    at_keys_make(&add->keys, file->absolute, &key);
  source.key = key.bytes;
  source.key_size = key.size;
  if (is_regular) stamp_source(add, &source, format, &status);
  if (is_unchanged(add, &source, format)) {
    add->unchanged++;
    add->read_bytes += (uint64_t)status.st_size;
  } else {
    open_source(add, &source, format);
  }
  at_text_clear(&key);
  return add->fatal || at_signals_caught();
}
