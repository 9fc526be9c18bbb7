/* SPDX-License-Identifier: MIT
 * The sources of the Han classes: ICU's two transforms, OpenCC's character tables, Unihan's variants; and the
 * ideographs that Unicode gives for the radicals.
 *
 * OpenCC text:   key TAB target (SPACE target)*          all targets are taken, not the first alone
 * Unihan text:   U+hhhh TAB field TAB value (SPACE value)*   value: U+hhhh, or U+hhhh<source,source
 * Radicals:      hhhh(..hhhh) ; hhhh # comment
 *
 * Not read: OpenCC's Japanese tables, which merge what Chinese keeps apart; kSpecializedSemanticVariant and
 * kSpoofingVariant, which name other words; kSemanticVariant but for what doc/tables.md says. */
#include <stdlib.h>
#include <string.h>

#include <unicode/uchar.h>
#include <unicode/ustring.h>
#include <unicode/utf16.h>
#include <unicode/utrans.h>

#include "generate.h"

static uint32_t radicals[0x3000];
static char unihan_version[32] = "unknown";

static UTransliterator *open_transform(const char *name) {
  UErrorCode status = U_ZERO_ERROR;
  UChar id[64];
  u_charsToUChars(name, id, (int32_t)strlen(name) + 1);
  UTransliterator *transform = utrans_openU(id, -1, UTRANS_FORWARD, NULL, 0, NULL, &status);
  if (U_FAILURE(status)) die("ICU: %s: %s", name, u_errorName(status));
  return transform;
}

static void read_icu(const char *name, enum pair_source source) {
  UTransliterator *transform = open_transform(name);
  for (uint32_t c = 0x2E80; c < HAN_LIMIT; c++) {
    if (!fold_is_han(c)) continue;
    UChar text[16];
    int32_t size = 0;
    U16_APPEND_UNSAFE(text, size, c);
    UErrorCode status = U_ZERO_ERROR;
    int32_t limit = size;
    utrans_transUChars(transform, text, &size, 16, 0, &limit, &status);
    if (U_FAILURE(status)) die("ICU: %s of U+%04X: %s", name, c, u_errorName(status));
    UChar32 targets[16];
    int32_t count = 0;
    u_strToUTF32(targets, 16, &count, text, size, &status);
    if (U_SUCCESS(status) && count == 1) classes_add(c, (uint32_t)targets[0], source);
  }
  utrans_close(transform);
}

static void read_opencc(const char *folder, const char *name, enum pair_source source) {
  line_reader *lines = lines_open(folder, name);
  size_t count = 0;
  for (char *line; (line = lines_next(lines)) != NULL;) {
    char *tab = strchr(line, '\t');
    const char *key = line;
    uint32_t from = utf8_take(&key);
    if (tab == NULL || key != tab) continue;
    for (char *target = strtok(tab + 1, " "); target != NULL; target = strtok(NULL, " ")) {
      const char *end = target;
      uint32_t to = utf8_take(&end);
      if (*end == '\0') classes_add(from, to, source);
    }
    count++;
  }
  lines_close(lines);
  if (count == 0) die("%s/%s.txt: no characters in it", folder, name);
}

/* How many dictionaries give a semantic variant VALUE: U+hhhh<kLau,kMatthews:T...  A source with :T says that the
 * two are used for each other, not that they are one.  The Hong Kong glyph list is a standard and enough alone. */
static unsigned semantic_weight(const char *value) {
  unsigned weight = 0;
  for (const char *at = strchr(value, '<'); at != NULL; at = strchr(at, ',')) {
    at++;
    size_t size = strcspn(at, ",");
    if (strncmp(at, "kHKGlyph", 8) == 0) weight++;
    if (memchr(at, ':', size) == NULL) weight++;
  }
  return weight;
}

static uint32_t variant_source(const char *field, const char *value) {
  if (strcmp(field, "kSimplifiedVariant") == 0) return FROM_UNIHAN_SIMPLIFIED;
  if (strcmp(field, "kTraditionalVariant") == 0) return FROM_UNIHAN_TRADITIONAL;
  if (strcmp(field, "kZVariant") == 0) return FROM_UNIHAN_Z;
  if (strcmp(field, "kSemanticVariant") == 0 && semantic_weight(value) >= 2) return FROM_UNIHAN_SEMANTIC;
  return 0;
}

static void read_unihan_variants(const char *folder) {
  line_reader *lines = lines_open(folder, "Unihan_Variants");
  for (char *line; (line = lines_next(lines)) != NULL;) {
    static const char version_mark[] = "# Unicode version: ";
    if (strncmp(line, version_mark, sizeof version_mark - 1) == 0) {
      snprintf(unihan_version, sizeof unihan_version, "%.30s", line + sizeof version_mark - 1);
    }
    if (strncmp(line, "U+", 2) != 0) continue;
    char *end;
    uint32_t from = hex_take(line + 2, &end);
    char *field = strtok(end, "\t");
    for (char *value; (value = strtok(NULL, "\t ")) != NULL;) {
      uint32_t source = variant_source(field, value);
      if (source == 0 || strncmp(value, "U+", 2) != 0) continue;
      classes_add(from, hex_take(value + 2, &end), (enum pair_source)source);
    }
  }
  lines_close(lines);
}

/* The 8,105 common characters of the mainland's table, and the 5,401 of Big5's first level. */
static void read_standard_sets(const char *folder) {
  line_reader *lines = lines_open(folder, "Unihan_OtherMappings");
  for (char *line; (line = lines_next(lines)) != NULL;) {
    if (strncmp(line, "U+", 2) != 0) continue;
    char *end;
    uint32_t c = hex_take(line + 2, &end);
    const char *field = strtok(end, "\t");
    const char *value = strtok(NULL, "\t");
    if (value == NULL) continue;
    if (strcmp(field, "kTGH") == 0) classes_mark(c, MARK_TGH);
    if (strcmp(field, "kBigFive") == 0 && hex_take(value, &end) <= 0xC67E) classes_mark(c, MARK_BIG5);
  }
  lines_close(lines);
}

static void read_radicals(const char *folder) {
  line_reader *lines = lines_open(folder, "EquivalentUnifiedIdeograph");
  for (char *line; (line = lines_next(lines)) != NULL;) {
    if (*line == '\0' || *line == '#') continue;
    char *end;
    uint32_t first = hex_take(line, &end);
    uint32_t last = strncmp(end, "..", 2) == 0 ? hex_take(end + 2, &end) : first;
    char *mark = strchr(end, ';');
    if (mark == NULL) die("EquivalentUnifiedIdeograph.txt: %s", line);
    uint32_t ideograph = hex_take(mark + 1, &end);
    for (uint32_t c = first; c <= last && c < 0x3000; c++) radicals[c] = ideograph;
  }
  lines_close(lines);
}

void sources_read(const char *unicode_folder, const char *opencc_folder) {
  read_icu("Traditional-Simplified", FROM_ICU_TS);
  read_icu("Simplified-Traditional", FROM_ICU_ST);
  read_opencc(opencc_folder, "TSCharacters", FROM_OPENCC_TS);
  read_opencc(opencc_folder, "STCharacters", FROM_OPENCC_ST);
  read_opencc(opencc_folder, "TWVariants", FROM_OPENCC_TW);
  read_opencc(opencc_folder, "TWVariantsRev", FROM_OPENCC_TW_REV);
  read_opencc(opencc_folder, "HKVariants", FROM_OPENCC_HK);
  read_opencc(opencc_folder, "HKVariantsRev", FROM_OPENCC_HK_REV);
  read_unihan_variants(unicode_folder);
  read_standard_sets(unicode_folder);
  read_radicals(unicode_folder);
}

uint32_t sources_radical(uint32_t code_point) { return code_point < 0x3000 ? radicals[code_point] : 0; }

const char *sources_unihan_version(void) { return unihan_version; }
