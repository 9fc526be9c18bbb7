/* SPDX-License-Identifier: MIT
 *
 * assist-index stats: the numbers of the last commit, a line each or as one JSON object, and the fields it
 * knows. */
#include <stdio.h>
#include <stdlib.h>

#include "commands.h"
#include "json_out.h"
#include "tool.h"
#include "visible.h"

enum { JSON = 256 };

typedef struct number {
  const char *name;
  size_t at; /* of the uint64_t in assist_stats */
} number;

#define NUMBER(name)                                                                                         \
  { #name, offsetof(assist_stats, name) }
static const number numbers[] = {NUMBER(documents),       NUMBER(deleted),     NUMBER(segments),
                                 NUMBER(operations),      NUMBER(terms),       NUMBER(postings),
                                 NUMBER(positions),       NUMBER(text_bytes),  NUMBER(units),
                                 NUMBER(bytes_total),     NUMBER(bytes_terms), NUMBER(bytes_postings),
                                 NUMBER(bytes_documents), NUMBER(bytes_store), NUMBER(reordered)};
#define NUMBER_COUNT (sizeof numbers / sizeof numbers[0])

static uint64_t value_of(const assist_stats *stats, size_t i) {
  uint64_t value;
  memcpy(&value, (const char *)stats + numbers[i].at, sizeof value);
  return value;
}

static void print_kinds(at_text *out, unsigned kinds, bool json) {
  static const char *const names[] = {"", "text", "number", "date", "stored"};
  for (unsigned kind = ASSIST_VALUE_TEXT; kind <= ASSIST_VALUE_STORED; kind++) {
    if ((kinds >> kind & 1) == 0) continue;
    if (json) {
      at_json_comma(out);
      at_json_string(out, names[kind], strlen(names[kind]));
    } else {
      at_text_add_byte(out, ' ');
      at_text_add_string(out, names[kind]);
    }
  }
}

static void print_json(at_text *out, const assist_snapshot *snapshot, const assist_stats *stats) {
  const char *field;
  unsigned kinds;
  at_text_add_byte(out, '{');
  for (size_t i = 0; i < NUMBER_COUNT; i++) {
    at_json_member(out, numbers[i].name);
    at_json_unsigned(out, value_of(stats, i));
  }
  at_json_member(out, "stored");
  at_text_add_string(out, stats->stored ? "true" : "false");
  at_json_member(out, "fingerprint");
  at_json_string(out, stats->fingerprint, strnlen(stats->fingerprint, sizeof stats->fingerprint));
  at_json_member(out, "fields");
  at_text_add_byte(out, '{');
  for (size_t at = 0; (field = assist_snapshot_field_at(snapshot, at, &kinds)) != NULL; at++) {
    at_json_member(out, field);
    at_text_add_byte(out, '[');
    print_kinds(out, kinds, true);
    at_text_add_byte(out, ']');
  }
  at_text_add_string(out, "}}\n");
}

static void print_lines(at_text *out, const assist_snapshot *snapshot, const assist_stats *stats) {
  const char *field;
  unsigned kinds;
  for (size_t i = 0; i < NUMBER_COUNT; i++)
    at_text_print(out, "%-16s %llu\n", numbers[i].name, (unsigned long long)value_of(stats, i));
  at_text_print(out, "%-16s %s\n", "stored", stats->stored ? "yes" : "no");
  at_text_print(out, "%-16s %.64s\n", "fingerprint", stats->fingerprint);
  for (size_t at = 0; (field = assist_snapshot_field_at(snapshot, at, &kinds)) != NULL; at++) {
    at_text_print(out, "%-16s ", "field");
    at_visible_text(out, field, strlen(field));
    print_kinds(out, kinds, false);
    at_text_add_byte(out, '\n');
  }
}

static int print(assist_index *index, const char *path, bool json) {
  assist_snapshot *snapshot;
  assist_stats stats = {.size = sizeof stats};
  assist_error error;
  at_text out = {0};
  if (assist_index_snapshot(index, &snapshot, &error) != ASSIST_OK) return at_fail(path, &error);
  bool good = assist_snapshot_stats(snapshot, &stats, &error) == ASSIST_OK;
  if (good && json) print_json(&out, snapshot, &stats);
  if (good && !json) print_lines(&out, snapshot, &stats);
  if (out.size > 0) fwrite(out.bytes, 1, out.size, stdout);
  at_text_clear(&out);
  assist_snapshot_close(snapshot);
  return good ? AT_DONE : at_fail(path, &error);
}

int at_command_stats(int argc, char **argv, at_common *common) {
  static const struct option options[] = {{"json", no_argument, NULL, JSON}, AT_COMMON_LONG};
  bool json = false;
  int option;
  while ((option = at_next_option(argc, argv, ":" AT_COMMON_SHORT, options)) != -1) {
    if (option == JSON)
      json = true;
    else if (!at_common_option(common, option))
      return AT_ERROR;
  }
  assist_index *index;
  char *path;
  if (!at_no_words(argc, argv) || !at_index_open(common, ASSIST_OPEN_ANY_TABLES, &path, &index))
    return AT_ERROR;
  int status = print(index, path, json);
  assist_index_close(index);
  free(path);
  return status;
}
