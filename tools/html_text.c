/* SPDX-License-Identifier: MIT
 *
 * libxml2 reads the page and tells of elements and text; no tree is built.
 *
 *   blocks, cells, <br>    an empty line, which is a break in the analysis
 *   white space            one space, except in <pre> and <textarea>
 *   <title>                the title
 *   <script> <style> ...   nothing; nor comments and attributes
 *   <ruby>                 interlinear annotation, so that readings do not part the characters they read:
 *
 *       <ruby>漢<rp>(</rp><rt>hàn</rt><rp>)</rp></ruby>        U+FFF9 漢 U+FFFA hàn U+FFFB
 *
 * What stands before the first <rt> is the base; what stands between two is the base of the second.  A reading of over
 * 64 code points is none for the analysis, and stays text. */
#include "html_text.h"

#include <libxml/HTMLparser.h>
#include <libxml/parserInternals.h>
#include <limits.h>
#include <string.h>

#include "signals.h"
#include "tool.h"
#include "utf8.h"

#define BASE "\xEF\xBF\xB9"
#define READING "\xEF\xBF\xBA"
#define ANNOTATION_END "\xEF\xBF\xBB"
#define REPLACEMENT "\xEF\xBF\xBD"

typedef struct page {
  htmlParserCtxtPtr parser;
  at_text *title, *body;
  unsigned hidden, verbatim; /* elements open around */
  unsigned ruby;
  bool in_title, in_reading, in_bracket; /* <rt>, <rp> */
  bool has_base;                         /* BASE is written, and its end is not */
  bool is_parted, is_spaced;             /* what comes is behind a break, behind white space */
} page;

static bool is_one_of(const char *name, const char *const *names) {
  while (*names != NULL && strcmp(name, *names) != 0) names++;
  return *names != NULL;
}

static bool is_hidden(const char *name) {
  static const char *const names[] = {"script", "style", "template", "iframe", "noframes", "svg", NULL};
  return is_one_of(name, names);
}

static bool is_verbatim(const char *name) {
  static const char *const names[] = {"pre", "textarea", "listing", "xmp", "plaintext", NULL};
  return is_one_of(name, names);
}

/* Elements that what stands in them, and around them, does not run on through; elements nobody knows are none. */
static bool is_block(const char *name) {
  static const char *const names[] = {
      "address",  "article",   "aside",    "audio",      "blockquote", "body",   "br",       "button",
      "canvas",   "caption",   "center",   "dd",         "details",    "dialog", "dir",      "div",
      "dl",       "dt",        "fieldset", "figcaption", "figure",     "footer", "form",     "frame",
      "frameset", "h1",        "h2",       "h3",         "h4",         "h5",     "h6",       "head",
      "header",   "hgroup",    "hr",       "html",       "iframe",     "input",  "legend",   "li",
      "listing",  "main",      "menu",     "nav",        "noscript",   "ol",     "optgroup", "option",
      "p",        "plaintext", "pre",      "search",     "section",    "select", "summary",  "table",
      "tbody",    "td",        "textarea", "tfoot",      "th",         "thead",  "title",    "tr",
      "ul",       "video",     "xmp",      NULL};
  return is_one_of(name, names);
}

static bool is_space(char byte) {
  return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r' || byte == '\f';
}

/* What stands between what is there and what comes. */
static void add_gap(page *p, at_text *out) {
  if (out->size > 0 && p->is_parted) at_text_add(out, "\n\n", 2);
  if (out->size > 0 && !p->is_parted && p->is_spaced) at_text_add_byte(out, ' ');
  p->is_parted = p->is_spaced = false;
}

static void open_base(page *p) {
  if (p->ruby == 0 || p->has_base || p->in_reading) return;
  at_text_add_string(p->body, BASE);
  p->has_base = true;
}

static void add_words(page *p, at_text *out, const char *text, size_t size) {
  for (size_t at = 0, end; at < size; at = end) {
    for (end = at; end < size && !is_space(text[end]); end++) {}
    if (end > at) {
      add_gap(p, out);
      if (out == p->body) open_base(p);
      at_text_add(out, text + at, end - at);
    }
    for (; end < size && is_space(text[end]); end++) p->is_spaced = true;
  }
}

static void on_text(void *context, const xmlChar *text, int length) {
  page *p = context;
  size_t size = (size_t)length;
  if (p->hidden > 0 || p->in_bracket) return;
  if (p->in_title || p->verbatim == 0) {
    add_words(p, p->in_title ? p->title : p->body, (const char *)text, size);
    return;
  }
  add_gap(p, p->body);
  at_text_add(p->body, text, size);
}

static void end_reading(page *p) {
  if (p->in_reading) {
    at_text_add_string(p->body, ANNOTATION_END);
    p->has_base = false;
  }
  p->in_reading = p->in_bracket = false;
}

static void start_ruby_part(page *p, const char *name) {
  end_reading(p);
  if (strcmp(name, "rt") == 0) {
    p->is_spaced = false;
    open_base(p);
    at_text_add_string(p->body, READING);
    p->in_reading = true;
  }
  p->in_bracket = strcmp(name, "rp") == 0;
}

static bool is_ruby_part(const char *name) {
  static const char *const names[] = {"rb", "rt", "rp", "rtc", "rbc", NULL};
  return is_one_of(name, names);
}

static void part(page *p) {
  end_reading(p);
  p->has_base = false;
  p->is_parted = true;
}

static void on_start(void *context, const xmlChar *tag, const xmlChar **attributes) {
  page *p = context;
  const char *name = (const char *)tag;
  (void)attributes;
  if (at_signals_caught()) xmlStopParser(p->parser);
  if (is_hidden(name)) p->hidden++;
  if (p->hidden > 0) return;
  if (is_block(name)) part(p);
  if (is_verbatim(name)) p->verbatim++;
  if (strcmp(name, "ruby") == 0) {
    p->ruby++;
  } else if (strcmp(name, "title") == 0) {
    p->in_title = p->title->size == 0;
  } else if (p->ruby > 0 && is_ruby_part(name)) {
    start_ruby_part(p, name);
  }
}

static void on_end(void *context, const xmlChar *tag) {
  page *p = context;
  const char *name = (const char *)tag;
  bool was_hidden = p->hidden > 0;
  if (is_hidden(name) && was_hidden) p->hidden--;
  if (was_hidden) return;
  if (is_block(name)) part(p);
  if (is_verbatim(name) && p->verbatim > 0) p->verbatim--;
  if (strcmp(name, "title") == 0) p->in_title = false;
  if (p->ruby > 0 && is_ruby_part(name)) end_reading(p);
  if (strcmp(name, "ruby") == 0 && p->ruby > 0) {
    end_reading(p);
    p->has_base = false;
    p->ruby--;
  }
}

/* The parser takes well-formed UTF-8, and stops at a NUL. */
static void clean(const char *bytes, size_t size, at_text *out) {
  for (size_t at = 0, length; at < size; at += length) {
    size_t good = at_utf8_check(bytes, size, at);
    const char *nul = memchr(bytes + at, 0, good - at);
    length = nul == NULL ? good - at : (size_t)(nul - bytes) - at;
    at_text_add(out, bytes + at, length);
    if (at + length == size) continue;
    at += length;
    at_utf8_decode(bytes + at, size - at, &length);
    at_text_add_string(out, REPLACEMENT);
  }
}

static void run(htmlParserCtxtPtr parser, page *p) {
  xmlSAXHandler handler = {.startElement = on_start,
                           .endElement = on_end,
                           .characters = on_text,
                           .ignorableWhitespace = on_text,
                           .cdataBlock = on_text};
  htmlCtxtUseOptions(parser, HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING |
                                 HTML_PARSE_NONET | HTML_PARSE_NOIMPLIED | HTML_PARSE_IGNORE_ENC);
  *parser->sax = handler;
  parser->userData = p;
  p->parser = parser;
  htmlParseDocument(parser);
  htmlFreeParserCtxt(parser);
}

bool at_html_text(const char *bytes, size_t size, at_text *out_title, at_text *out_body) {
  at_text trimmed = {0}, text = {0};
  page p = {.title = out_title, .body = out_body};
  at_text_reset(out_title);
  at_text_reset(out_body);
  at_html_trim(bytes, size, &trimmed);
  clean(at_text_string(&trimmed), trimmed.size, &text);
  at_text_clear(&trimmed);
  if (text.size > INT_MAX) {
    at_text_clear(&text);
    return false;
  }
  if (text.size > 0) {
    htmlParserCtxtPtr parser = htmlCreateMemoryParserCtxt(text.bytes, (int)text.size);
    if (parser == NULL) at_die("out of memory");
    xmlSwitchEncoding(parser, XML_CHAR_ENCODING_UTF8);
    run(parser, &p);
  }
  at_text_clear(&text);
  return true;
}
