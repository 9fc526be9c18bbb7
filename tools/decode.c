/* SPDX-License-Identifier: MIT
 *
 * Decoding by iconv, a piece at a time.  A name stands for the widest member of its family, as browsers have it, since what declares
 * itself GB2312 holds characters of GBK, and what declares itself Big5 those of Hong Kong:
 *
 *   GB2312 GBK GB18030 and their kin   GB18030
 *   Big5 and its kin                   Big5-HKSCS; a pair that this lacks is looked for in CP950
 *   others                             as iconv knows them
 *
 * What is no character is U+FFFD, and the reading goes on behind its first byte: the second may be ASCII. */
#include "decode.h"

#include <errno.h>
#include <iconv.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "tool.h"

#define NONE ((iconv_t)-1)
#define REPLACEMENT "\xEF\xBF\xBD"

struct at_decoder {
  iconv_t main, other;
  at_text waiting; /* bytes that are not decoded yet */
  bool begun;
  uint64_t broken;
};

typedef struct family {
  const char *name, *wide, *other;
} family;

static const family families[] = {{"GB2312", "GB18030", NULL},          {"GBK", "GB18030", NULL},
                                  {"GB18030", "GB18030", NULL},         {"GB_2312-80", "GB18030", NULL},
                                  {"EUC-CN", "GB18030", NULL},          {"CP936", "GB18030", NULL},
                                  {"Big5", "BIG5-HKSCS", "CP950"},      {"Big5-HKSCS", "BIG5-HKSCS", "CP950"},
                                  {"Big5HKSCS", "BIG5-HKSCS", "CP950"}, {"CP950", "BIG5-HKSCS", "CP950"},
                                  {"x-x-big5", "BIG5-HKSCS", "CP950"}};

static const family *find_family(const char *name) {
  for (size_t i = 0; i < sizeof families / sizeof *families; i++)
    if (strcasecmp(name, families[i].name) == 0) return &families[i];
  return NULL;
}

const char *at_encoding_family(const char *name) {
  const family *kin = find_family(name);
  return kin == NULL ? name : kin->wide;
}

bool at_encoding_is_utf8(const char *name) {
  return strcasecmp(name, "UTF-8") == 0 || strcasecmp(name, "UTF8") == 0;
}

at_decoder *at_decoder_open(const char *name) {
  const family *kin = find_family(name);
  /* A slash begins what iconv is to do with characters it lacks; an empty name is the locale's. */
  if (*name == '\0' || strchr(name, '/') != NULL) return NULL;
  iconv_t main = iconv_open("UTF-8", kin == NULL ? name : kin->wide);
  if (main == NONE && kin != NULL) main = iconv_open("UTF-8", name);
  if (main == NONE) return NULL;
  at_decoder *decoder = at_alloc(sizeof *decoder);
  decoder->main = main;
  decoder->other = kin == NULL || kin->other == NULL ? NONE : iconv_open("UTF-8", kin->other);
  return decoder;
}

void at_decoder_close(at_decoder *decoder) {
  if (decoder == NULL) return;
  iconv_close(decoder->main);
  if (decoder->other != NONE) iconv_close(decoder->other);
  at_text_clear(&decoder->waiting);
  free(decoder);
}

uint64_t at_decoder_broken(const at_decoder *decoder) { return decoder->broken; }

static bool decode_pair(at_decoder *decoder, char **in, size_t *left, at_text *out) {
  char pair[8], *from = *in, *to = pair;
  size_t two = 2, room = sizeof pair;
  if (decoder->other == NONE || *left < 2) return false;
  if (iconv(decoder->other, &from, &two, &to, &room) != 0) {
    iconv(decoder->other, NULL, NULL, NULL, NULL);
    return false;
  }
  at_text_add(out, pair, (size_t)(to - pair));
  *in += 2;
  *left -= 2;
  return true;
}

static void skip_broken(at_decoder *decoder, char **in, size_t *left, at_text *out) {
  if (decode_pair(decoder, in, left, out)) return;
  at_text_add(out, REPLACEMENT, sizeof REPLACEMENT - 1);
  iconv(decoder->main, NULL, NULL, NULL, NULL);
  decoder->broken++;
  ++*in;
  --*left;
}

/* A mark of byte order is no text. */
static void skip_mark(at_decoder *decoder, size_t start, at_text *out) {
  if (decoder->begun || out->size == start) return;
  decoder->begun = true;
  if (out->size < start + 3 || memcmp(out->bytes + start, "\xEF\xBB\xBF", 3) != 0) return;
  memmove(out->bytes + start, out->bytes + start + 3, out->size - start - 3);
  out->size -= 3;
}

void at_decoder_push(at_decoder *decoder, const char *bytes, size_t size, bool last, at_text *out) {
  size_t start = out->size;
  at_text_add(&decoder->waiting, bytes, size);
  char *in = decoder->waiting.bytes;
  size_t left = decoder->waiting.size;
  while (left > 0) {
    size_t room = left * 2 + 64, before = room;
    char *to = at_text_room(out, room);
    size_t result = iconv(decoder->main, &in, &left, &to, &room);
    int problem = errno;
    out->size += before - room;
    if (result != (size_t)-1 || problem == E2BIG) continue;
    if (problem == EINVAL && !last) break;
    skip_broken(decoder, &in, &left, out);
  }
  if (left > 0) memmove(decoder->waiting.bytes, in, left);
  decoder->waiting.size = left;
  at_text_add(out, "", 0);
  skip_mark(decoder, start, out);
}
