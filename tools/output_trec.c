/* SPDX-License-Identifier: MIT
 *
 * trec: `QID Q0 KEY RANK SCORE TAG` for evaluation programs.  They sort by score, some of them in 32-bit
 * floats, and split at white space; so scores fall strictly with rank even as floats (an equal one is lowered
 * a little), and white space and control bytes in keys, ids and the tag are %XX.
 * keys: one key a line (or ended by NUL), as they are. */
#include <math.h>
#include <stdint.h>
#include <stdio.h>

#include "search.h"
#include "tool.h"
#include "utf8.h"
#include "visible.h"

/* What some program takes for white space: C0 and C1 controls, and Unicode's. */
static bool is_space(uint32_t c) {
  return c <= 0x20 || (c >= 0x7F && c <= 0xA0) || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) ||
         c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}

static void add_column(at_text *out, const char *text, size_t size) {
  for (size_t at = 0, length; at < size; at += length) {
    uint32_t c = at_utf8_decode(text + at, size - at, &length);
    if (c == AT_BROKEN || !is_space(c)) {
      at_text_add(out, text + at, length);
      continue;
    }
    for (size_t i = 0; i < length; i++) at_text_print(out, "%%%02X", (unsigned)(unsigned char)text[at + i]);
  }
}

/* The score as a float below LAST: a millionth less where floats can tell that, else the next float. */
static float next_score(uint64_t score, float last) {
  float value = (float)((double)score / 1e6);
  if (value < last) return value;
  float lower = last - 1e-6f;
  return lower < last ? lower : nextafterf(last, -INFINITY);
}

bool at_output_trec(const at_search *search, const at_answer *answer) {
  at_text out = {0};
  assist_hit hit;
  assist_error error;
  const char *id = answer->id == NULL ? "1" : answer->id, *tag = search->options->run_tag;
  float score = INFINITY;
  bool good = true;
  for (size_t at = 0; good && at < assist_results_count(answer->results) && !at_output_broken(); at++) {
    good = assist_results_hit(answer->results, at, &hit, &error) == ASSIST_OK;
    if (!good) {
      at_fail_about(answer, &error);
      break;
    }
    score = next_score(hit.score, score);
    at_text_reset(&out);
    add_column(&out, id, strlen(id));
    at_text_add_string(&out, " Q0 ");
    add_column(&out, hit.key, hit.key_size);
    at_text_print(&out, " %zu %.9g ", hit.rank, (double)score);
    add_column(&out, tag, strlen(tag));
    at_text_add_byte(&out, '\n');
    fwrite(out.bytes, 1, out.size, stdout);
  }
  at_text_clear(&out);
  return good;
}

bool at_output_keys(const at_search *search, const at_answer *answer) {
  at_text out = {0};
  assist_hit hit;
  assist_error error;
  for (size_t at = 0; at < assist_results_count(answer->results) && !at_output_broken(); at++) {
    if (assist_results_hit(answer->results, at, &hit, &error) != ASSIST_OK) {
      at_fail_about(answer, &error);
      at_text_clear(&out);
      return false;
    }
    at_text_reset(&out);
    if (answer->id != NULL) {
      at_text_add_string(&out, answer->id);
      at_text_add_byte(&out, '\t');
    }
    if (search->terminal)
      at_visible_bytes(&out, hit.key, hit.key_size);
    else
      at_text_add(&out, hit.key, hit.key_size);
    at_text_add_byte(&out, search->options->nul ? '\0' : '\n');
    fwrite(out.bytes, 1, out.size, stdout);
  }
  at_text_clear(&out);
  return true;
}
