/* SPDX-License-Identifier: MIT
 *
 * As much of JSON as the lines of a collection need: one object, its members strings or simple values.  What is more than that is
 * an error and not guessed at, since everything else is measured by this. */
#include "records.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct text {
  char *bytes;
  size_t size;
};

static const char *skip_space(const char *at) { return at + strspn(at, " \t\r\n"); }

static size_t put_code(char *to, unsigned code) {
  if (code < 0x80) return to[0] = (char)code, 1;
  if (code < 0x800) return to[0] = (char)(0xC0 | code >> 6), to[1] = (char)(0x80 | (code & 0x3F)), 2;
  size_t more = code < 0x10000 ? 2 : 3;
  to[0] = (char)((more == 2 ? 0xE0 : 0xF0) | code >> 6 * more);
  for (size_t i = 1; i <= more; i++) to[i] = (char)(0x80 | (code >> 6 * (more - i) & 0x3F));
  return more + 1;
}

/* Four hexadecimal digits after a backslash and u. */
static bool take_code(const char **at, unsigned *out_code) {
  char digits[5] = {0};
  if ((*at)[0] != '\\' || (*at)[1] != 'u' || strspn(*at + 2, "0123456789abcdefABCDEF") < 4) return false;
  memcpy(digits, *at + 2, 4);
  *out_code = (unsigned)strtoul(digits, NULL, 16);
  *at += 6;
  return true;
}

static bool take_escape(const char **at, struct text *to) {
  static const char names[] = "\"\\/bfnrt", values[] = "\"\\/\b\f\n\r\t";
  unsigned code, low;
  const char *name = (*at)[1] == '\0' ? NULL : strchr(names, (*at)[1]);
  if (name != NULL) {
    to->bytes[to->size++] = values[name - names];
    *at += 2;
    return true;
  }
  if (!take_code(at, &code)) return false;
  if (code >= 0xD800 && code < 0xDC00) {
    if (!take_code(at, &low) || low < 0xDC00 || low > 0xDFFF) return false;
    code = 0x10000 + ((code - 0xD800) << 10 | (low - 0xDC00));
  }
  to->size += put_code(to->bytes + to->size, code);
  return true;
}

/* A string at *AT, decoded into new memory. */
static bool take_string(const char **at, struct text *out) {
  if (**at != '"') return false;
  ++*at;
  *out = (struct text){malloc(strlen(*at) + 1), 0};
  while (out->bytes != NULL && **at != '"' && **at != '\0') {
    if (**at == '\\') {
      if (!take_escape(at, out)) break;
    } else {
      out->bytes[out->size++] = *(*at)++;
    }
  }
  if (out->bytes == NULL || **at != '"') {
    free(out->bytes);
    return false;
  }
  out->bytes[out->size] = '\0';
  ++*at;
  return true;
}

static bool take_value(const char **at, struct text *out) {
  *out = (struct text){NULL, 0};
  if (**at == '"') return take_string(at, out);
  size_t size = strcspn(*at, ",}[{\"");
  *at += size;
  return size > 0 && (**at == ',' || **at == '}');
}

static void keep(struct record *record, const char *name, struct text value) {
  char **texts[] = {&record->key, &record->title, &record->body};
  size_t *sizes[] = {&record->key_size, &record->title_size, &record->body_size};
  static const char *const names[] = {"id", "title", "body"};
  for (size_t i = 0; i < 3 && value.bytes != NULL; i++) {
    if (strcmp(name, names[i]) != 0 || *texts[i] != NULL) continue;
    *texts[i] = value.bytes;
    *sizes[i] = value.size;
    return;
  }
  free(value.bytes);
}

static bool parse(const char *at, struct record *record) {
  at = skip_space(at);
  if (*at != '{') return false;
  do {
    struct text name, value;
    at = skip_space(at + 1);
    if (!take_string(&at, &name)) return false;
    at = skip_space(at);
    bool good = *at == ':';
    if (good) at = skip_space(at + 1);
    good = good && take_value(&at, &value);
    if (good) keep(record, name.bytes, value);
    free(name.bytes);
    if (!good) return false;
    at = skip_space(at);
  } while (*at == ',');
  return *at == '}' && *skip_space(at + 1) == '\0' && record->key != NULL;
}

static bool add(struct records *records, struct record record) {
  if (record.title == NULL) record.title = calloc(1, 1);
  if (record.body == NULL) record.body = calloc(1, 1);
  if (records->count == records->room) {
    size_t room = records->room * 2 + 1024;
    struct record *items = realloc(records->items, room * sizeof *items);
    if (items == NULL) return false;
    records->items = items;
    records->room = room;
  }
  records->items[records->count++] = record;
  return record.title != NULL && record.body != NULL;
}

static int compare_keys(const char *a, size_t a_size, const char *b, size_t b_size) {
  int order = memcmp(a, b, a_size < b_size ? a_size : b_size);
  return order != 0 ? order : (a_size > b_size) - (a_size < b_size);
}

static int by_key(const void *a, const void *b) {
  const struct record *x = a, *y = b;
  return compare_keys(x->key, x->key_size, y->key, y->key_size);
}

static bool read_lines(struct records *records, const char *path, FILE *file) {
  char *line = NULL;
  size_t room = 0, number = 0;
  bool good = true;
  while (good && getline(&line, &room, file) >= 0) {
    struct record record = {0};
    number++;
    good = parse(line, &record) && add(records, record);
    if (!good) fprintf(stderr, "%s:%zu: not understood\n", path, number);
  }
  free(line);
  return good;
}

bool records_read(struct records *records, const char *path) {
  FILE *file = fopen(path, "r");
  if (file == NULL) {
    perror(path);
    return false;
  }
  bool good = read_lines(records, path, file);
  fclose(file);
  if (!good || records->count == 0) return false;
  qsort(records->items, records->count, sizeof *records->items, by_key);
  for (size_t i = 1; i < records->count; i++) {
    if (by_key(&records->items[i - 1], &records->items[i]) != 0) continue;
    fprintf(stderr, "%s: two records have the key %s\n", path, records->items[i].key);
    return false;
  }
  return true;
}

struct record *records_find(const struct records *records, const char *key, size_t size) {
  size_t low = 0, high = records->count;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    struct record *record = &records->items[middle];
    int order = compare_keys(record->key, record->key_size, key, size);
    if (order == 0) return record;
    if (order < 0)
      low = middle + 1;
    else
      high = middle;
  }
  return NULL;
}

void records_clear(struct records *records) {
  for (size_t i = 0; i < records->count; i++) {
    free(records->items[i].key);
    free(records->items[i].title);
    free(records->items[i].body);
    free(records->items[i].before);
  }
  free(records->items);
  *records = (struct records){0};
}
