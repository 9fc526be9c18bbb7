/* SPDX-License-Identifier: MIT
 * How Han characters are read, from Unihan_Readings:
 *
 *   kMandarin      zhòng                      kHanyuPinyin   10019.020:tiàn,tiǎn 10020.010:...
 *   kHanyuPinlu    shàng(12308) shang(392)    kXHC1983       0028.030:ài 0028.031*:...    kTGHZ2013  482.140:zhòng
 *
 * One scanner reads all: up to a colon is a place in a book, from a bracket on a frequency.  A syllable is kept as
 * ASCII with v for ü (and e for ê) and a tone, 0 to 4; a reading is syllable * 5 + tone.
 *
 * An annotation may use any of them.  Who types a sound means a common one: those of kMandarin, of kHanyuPinlu, which counts
 * them in modern texts, and of kTGHZ2013, the standard of today; not the classical ones that make an "a" of 广. */
#include <stdlib.h>
#include <string.h>

#include <unicode/unorm2.h>
#include <unicode/ustring.h>

#include "generate.h"

#define SYLLABLE_LIMIT 1024u
#define READING_LIMIT 48u

typedef struct readings {
  uint16_t count;
  uint16_t items[READING_LIMIT];
} readings;

static readings *all;    /* HAN_LIMIT of them */
static readings *common; /* likewise */
static char *syllables[SYLLABLE_LIMIT];
static size_t syllable_count;

static unsigned syllable_number(const char *name) {
  for (size_t i = 0; i < syllable_count; i++) {
    if (strcmp(syllables[i], name) == 0) return (unsigned)i;
  }
  if (syllable_count == SYLLABLE_LIMIT) die("more than %u syllables", SYLLABLE_LIMIT);
  syllables[syllable_count] = strdup(name);
  if (syllables[syllable_count] == NULL) die("no memory");
  return (unsigned)syllable_count++;
}

/* The letters of a decomposed syllable to NAME, its tone as the result; -1: not a syllable. */
static int take_marks(const UChar *text, int32_t size, char *name) {
  int tone = 0;
  size_t length = 0;
  for (int32_t i = 0; i < size; i++) {
    switch (text[i]) {
    case 0x0304: tone = 1; break;
    case 0x0301: tone = 2; break;
    case 0x030C: tone = 3; break;
    case 0x0300: tone = 4; break;
    case 0x0302: break; /* ê */
    case 0x0308:
      if (length == 0 || name[length - 1] != 'u') return -1;
      name[length - 1] = 'v';
      break;
    default:
      if (text[i] < 'a' || text[i] > 'z' || length == 7) return -1;
      name[length++] = (char)text[i];
    }
  }
  name[length] = '\0';
  return length == 0 ? -1 : tone;
}

/* Syllable * 5 + tone of the SIZE bytes at TEXT. */
static uint16_t parse_syllable(const char *text, size_t size) {
  UErrorCode status = U_ZERO_ERROR;
  UChar wide[32], decomposed[32];
  int32_t length;
  char name[8];
  u_strFromUTF8(wide, 32, &length, text, (int32_t)size, &status);
  const UNormalizer2 *nfd = unorm2_getNFDInstance(&status);
  length = unorm2_normalize(nfd, wide, length, decomposed, 32, &status);
  int tone = U_FAILURE(status) ? -1 : take_marks(decomposed, length, name);
  if (tone < 0) die("Unihan_Readings: not a syllable: %.*s", (int)size, text);
  return (uint16_t)(syllable_number(name) * 5 + (unsigned)tone);
}

static void add_reading(readings *table, uint32_t c, uint16_t reading) {
  readings *list = &table[c];
  for (unsigned i = 0; i < list->count; i++) {
    if (list->items[i] == reading) return;
  }
  if (list->count == READING_LIMIT) die("U+%04X has more than %u readings", c, READING_LIMIT);
  list->items[list->count++] = reading;
}

static void add_readings(uint32_t c, const char *value, bool is_common) {
  const char *colon = strchr(value, ':');
  const char *at = colon != NULL ? colon + 1 : value;
  while (*at != '\0') {
    size_t size = strcspn(at, ",(");
    if (size > 0) {
      uint16_t reading = parse_syllable(at, size);
      add_reading(all, c, reading);
      if (is_common) add_reading(common, c, reading);
    }
    at += size;
    if (*at == '(') break;
    if (*at == ',') at++;
  }
}

/* Where FIELD stands among those that hold readings, the common ones first; -1: it does not. */
#define COMMON_FIELDS 3
static int reading_field(const char *field) {
  static const char *const fields[] = {"kMandarin", "kHanyuPinlu", "kTGHZ2013", "kHanyuPinyin", "kXHC1983"};
  for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
    if (strcmp(field, fields[i]) == 0) return (int)i;
  }
  return -1;
}

void pinyin_read(const char *unicode_folder) {
  all = calloc(HAN_LIMIT, sizeof *all);
  common = calloc(HAN_LIMIT, sizeof *common);
  if (all == NULL || common == NULL) die("no memory");
  line_reader *lines = lines_open(unicode_folder, "Unihan_Readings");
  for (char *line; (line = lines_next(lines)) != NULL;) {
    if (strncmp(line, "U+", 2) != 0) continue;
    char *end;
    uint32_t c = hex_take(line + 2, &end);
    const char *field = strtok(end, "\t");
    int kind = field == NULL ? -1 : reading_field(field);
    if (c >= HAN_LIMIT || kind < 0) continue;
    for (char *value; (value = strtok(NULL, "\t ")) != NULL;) add_readings(c, value, kind < COMMON_FIELDS);
  }
  lines_close(lines);
}

static void copy_readings(uint32_t to, uint32_t from) {
  for (unsigned i = 0; i < all[from].count; i++) add_reading(all, to, all[from].items[i]);
}

/* A compatibility form or radical is read as its ideograph; a character that no dictionary here reads, as the other
 * characters of its class. */
static void fill_gaps(void) {
  uint8_t *known = calloc(HAN_LIMIT, 1);
  if (known == NULL) die("no memory");
  for (uint32_t c = 0; c < HAN_LIMIT; c++) known[c] = all[c].count > 0;
  for (uint32_t c = 0x2E80; c < HAN_LIMIT; c++) {
    if (known[c] || !fold_is_han(c)) continue;
    uint32_t radical = sources_radical(c);
    uint32_t ideograph = radical != 0 ? radical : fold_compatible(c);
    if (known[ideograph]) {
      copy_readings(c, ideograph);
      continue;
    }
    for (uint32_t m = classes_next_member(ideograph); m != ideograph; m = classes_next_member(m)) {
      if (known[m]) copy_readings(c, m);
    }
  }
  free(known);
}

static int compare_names(const void *a, const void *b) {
  return strcmp(*(char *const *)a, *(char *const *)b);
}

static int compare_readings(const void *a, const void *b) {
  return (int)*(const uint16_t *)a - (int)*(const uint16_t *)b;
}

static void renumber(readings *list, const uint16_t *number) {
  for (unsigned i = 0; i < list->count; i++) {
    list->items[i] = (uint16_t)(number[list->items[i] / 5] * 5 + list->items[i] % 5);
  }
  qsort(list->items, list->count, sizeof *list->items, compare_readings);
}

/* Numbers were given in order of appearance; now in order of the alphabet. */
static void sort_syllables(void) {
  char *before[SYLLABLE_LIMIT];
  uint16_t number[SYLLABLE_LIMIT];
  memcpy(before, syllables, syllable_count * sizeof *syllables);
  qsort(syllables, syllable_count, sizeof *syllables, compare_names);
  for (size_t i = 0; i < syllable_count; i++) number[i] = (uint16_t)syllable_number(before[i]);
  for (uint32_t c = 0; c < HAN_LIMIT; c++) {
    renumber(&all[c], number);
    renumber(&common[c], number);
  }
}

void pinyin_close(void) {
  fill_gaps();
  sort_syllables();
}

size_t pinyin_syllables(char *const **out_names) {
  *out_names = syllables;
  return syllable_count;
}

size_t pinyin_of(uint32_t code_point, const uint16_t **out_readings) {
  *out_readings = all[code_point].items;
  return all[code_point].count;
}

size_t pinyin_common(uint32_t code_point, const uint16_t **out_readings) {
  *out_readings = common[code_point].items;
  return common[code_point].count;
}
