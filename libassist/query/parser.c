/* SPDX-License-Identifier: MIT
 * The grammar, by recursive descent over the lexer's tokens, one token ahead:
 *
 *   or     = and { OR and }
 *   and    = { [AND] signed }
 *   signed = { NOT | PLUS } clause
 *   clause = { FIELD } piece { glued piece }
 *   piece  = TEXT | EVERYTHING | OPEN or CLOSE
 *
 * What says nothing is left out: an operator without a clause (with a note), a piece without letters or
 * digits.  A function that returns NULL has found nothing, or memory is out (as_parser.failed).
 * Recursion is by brackets alone, and those are counted; signs and fields are loops. */
#include "query/parser.h"

#include <string.h>

#include "base/error.h"
#include "query/bind.h"
#include "query/lexer.h"
#include "query/print.h"
#include "text/utf8.h"

typedef struct as_parser {
  as_lexer lexer;
  as_lexeme token; /* the one ahead */
  as_notes notes;
  as_clean clean;
  as_scanner *scanner;
  const char *field; /* of the leaves read now; NULL: title and body */
  size_t depth;
  size_t leaves;
  size_t words; /* operators written as words so far */
  bool failed;
} as_parser;

static as_node *parse_or(as_parser *parser);

static void advance(as_parser *parser) {
  as_lexer_next(&parser->lexer, &parser->token);
  if (parser->token.word) parser->words++;
}

static as_node *fail(as_parser *parser) {
  parser->failed = true;
  return NULL;
}

/* PARENT, made at need, with CHILD; both are taken. */
static as_node *join(as_parser *parser, enum as_node_kind kind, as_node *parent, as_node *child) {
  if (child == NULL || parent == NULL) return parent != NULL ? parent : child;
  as_node *joined = as_node_join(kind, parent, child);
  return joined != NULL ? joined : fail(parser);
}

static as_node *wrap(as_parser *parser, enum as_node_kind kind, as_node *child) {
  if (child == NULL) return NULL;
  as_node *node = as_node_wrap(kind, child);
  return node != NULL ? node : fail(parser);
}

static void note_dangling(as_parser *parser, const as_lexeme *token) {
  as_notes_add(&parser->notes, token->start, token->end, "dangling-operator",
               "an operator without something to apply to is left out");
}

static void note_limit(as_parser *parser, const char *what) {
  as_notes_forget(&parser->notes, "limit");
  as_notes_add(&parser->notes, parser->token.start, parser->clean.text.size, "limit", "%s", what);
}

/* Places a leaf in the typed text, and keeps the number of phrases within bounds. */
static as_node *admit(as_parser *parser, as_node *leaf, size_t start, size_t end) {
  leaf->start = as_clean_origin(&parser->clean, start, false);
  leaf->end = as_clean_origin(&parser->clean, end, true);
  size_t left = ASSIST_QUERY_LEAVES_MAX - parser->leaves;
  size_t costs = leaf->phrase_count > 0 ? leaf->phrase_count : 1;
  if (costs > left) {
    note_limit(parser, "too many parts: the rest is left out");
    as_lexer_stop(&parser->lexer);
    as_node_cut(leaf, left);
    costs = left;
  }
  parser->leaves += costs;
  if (costs > 0) return leaf;
  as_node_free(leaf);
  return NULL;
}

static as_node *make_leaf(as_parser *parser, int how, as_slice text, size_t start, size_t end) {
  as_node *leaf = as_node_bound(parser->scanner, how, parser->field, text);
  if (leaf == NULL) return fail(parser);
  if (leaf->phrase_count > 0) return admit(parser, leaf, start, end);
  as_node_free(leaf);
  return NULL;
}

static as_node *make_everything(as_parser *parser) {
  const as_lexeme *token = &parser->token;
  if (parser->field != NULL)
    as_notes_add(&parser->notes, token->start, token->end, "not-available",
                 "asking whether a field is there is not available yet: * stands for all documents");
  as_node *node = as_node_new(AS_NODE_EVERYTHING);
  return node != NULL ? admit(parser, node, token->start, token->end) : fail(parser);
}

/* A group too deep to be read: pass it. */
static void skip_group(as_parser *parser) {
  note_limit(parser, "brackets are nested too deep: the innermost are left out");
  for (size_t open = 1; open > 0 && parser->token.kind != AS_LEXEME_END;) {
    advance(parser);
    if (parser->token.kind == AS_LEXEME_OPEN) open++;
    if (parser->token.kind == AS_LEXEME_CLOSE) open--;
  }
}

static as_node *parse_group(as_parser *parser) {
  as_lexeme open = parser->token;
  if (parser->depth == ASSIST_QUERY_DEPTH_MAX) {
    skip_group(parser);
    advance(parser);
    return NULL;
  }
  parser->depth++;
  advance(parser);
  as_node *node = parse_or(parser);
  if (parser->token.kind != AS_LEXEME_CLOSE && parser->depth == 1)
    as_notes_add(&parser->notes, open.start, open.end, "unclosed-bracket",
                 "the bracket is not closed: it is taken to the end");
  parser->depth--;
  advance(parser);
  return node;
}

static bool at_piece(const as_parser *parser) {
  enum as_lexeme_kind kind = parser->token.kind;
  return kind == AS_LEXEME_TEXT || kind == AS_LEXEME_EVERYTHING || kind == AS_LEXEME_OPEN;
}

static as_node *parse_piece(as_parser *parser) {
  as_lexeme *token = &parser->token;
  if (token->kind == AS_LEXEME_OPEN) return parse_group(parser);
  as_node *node = token->kind == AS_LEXEME_EVERYTHING
                      ? make_everything(parser)
                      : make_leaf(parser, token->how, token->text, token->start, token->end);
  if (!parser->failed) advance(parser);
  return node;
}

/* Fields without a clause are text: TITLE: alone. */
static as_node *parse_bare_field(as_parser *parser, const as_lexeme *first, const char *field_before) {
  parser->field = field_before;
  size_t end = parser->token.start;
  as_slice text = as_slice_of(parser->clean.text.bytes + first->start, end - first->start);
  return make_leaf(parser, ASSIST_RUN, text, first->start, end);
}

static bool is_text(const as_node *node, int how) {
  return node != NULL && node->kind == AS_NODE_TEXT && node->how == how;
}

/* A quote that touches bare text without a space is a quotation mark in prose as well (see tree.h).  Either may be NULL:
 * a group, whose brackets stand between. */
static void mark_prose(as_node *before, as_node *piece) {
  if (is_text(before, ASSIST_PHRASE) && is_text(piece, ASSIST_RUN)) before->in_prose = true;
  if (is_text(before, ASSIST_RUN) && is_text(piece, ASSIST_PHRASE)) piece->in_prose = true;
}

static as_node *parse_clause(as_parser *parser) {
  const char *field_before = parser->field;
  as_lexeme first = parser->token;
  while (parser->token.kind == AS_LEXEME_FIELD) {
    parser->field = parser->token.field;
    advance(parser);
  }
  if (!at_piece(parser)) return parse_bare_field(parser, &first, field_before);
  bool group = parser->token.kind == AS_LEXEME_OPEN;
  as_node *clause = parse_piece(parser);
  as_node *before = group ? NULL : clause;
  while (!parser->failed && at_piece(parser) && parser->token.glued) {
    group = parser->token.kind == AS_LEXEME_OPEN;
    as_node *piece = parse_piece(parser);
    mark_prose(before, group ? NULL : piece);
    before = group ? NULL : piece;
    clause = join(parser, AS_NODE_AND, clause, piece);
  }
  parser->field = field_before;
  return clause;
}

static bool at_clause(const as_parser *parser) {
  return at_piece(parser) || parser->token.kind == AS_LEXEME_FIELD;
}

/* Signs and NOT, in any number: two NOTs are none. */
static as_node *parse_signed(as_parser *parser) {
  bool negative = false, required = false;
  as_lexeme sign = parser->token;
  while (parser->token.kind == AS_LEXEME_NOT || parser->token.kind == AS_LEXEME_PLUS) {
    sign = parser->token;
    if (sign.kind == AS_LEXEME_NOT)
      negative = !negative;
    else
      required = true;
    advance(parser);
  }
  if (!at_clause(parser)) {
    note_dangling(parser, &sign);
    return NULL;
  }
  as_node *node = parse_clause(parser);
  if (required && !negative) node = wrap(parser, AS_NODE_REQUIRED, node);
  return negative ? wrap(parser, AS_NODE_NOT, node) : node;
}

static as_node *parse_and(as_parser *parser) {
  as_node *node = NULL;
  bool first = true, pending = false;
  as_lexeme word = parser->token;
  while (!parser->failed) {
    enum as_lexeme_kind kind = parser->token.kind;
    if (kind == AS_LEXEME_AND) {
      if (first || pending) note_dangling(parser, &parser->token);
      word = parser->token;
      pending = !first;
      advance(parser);
      continue;
    }
    if (kind == AS_LEXEME_OR || kind == AS_LEXEME_CLOSE || kind == AS_LEXEME_END) break;
    node = join(parser, AS_NODE_AND, node, parse_signed(parser));
    first = pending = false;
  }
  if (pending) note_dangling(parser, &word);
  return node;
}

static as_node *parse_or(as_parser *parser) {
  bool left = parser->token.kind != AS_LEXEME_OR;
  as_node *node = parse_and(parser);
  while (!parser->failed && parser->token.kind == AS_LEXEME_OR) {
    as_lexeme word = parser->token;
    advance(parser);
    enum as_lexeme_kind kind = parser->token.kind;
    bool right = kind != AS_LEXEME_OR && kind != AS_LEXEME_CLOSE && kind != AS_LEXEME_END;
    if (!left || !right) note_dangling(parser, &word);
    left = left || right;
    node = join(parser, AS_NODE_OR, node, parse_and(parser));
  }
  return node;
}

/* The whole text is one phrase (LITERAL), or one run: a query of operators alone means their words. */
static as_node *parse_whole(as_parser *parser, int how) {
  size_t size = parser->clean.text.size;
  return make_leaf(parser, how, as_slice_of(parser->clean.text.bytes, size), 0, size);
}

static as_node *parse_root(as_parser *parser, const assist_parse_options *options) {
  as_slice text = as_slice_of(parser->clean.text.bytes, parser->clean.text.size);
  as_lexer_init(&parser->lexer, text, options != NULL ? options->fields : NULL, &parser->notes);
  if (options != NULL && options->literal) return parse_whole(parser, ASSIST_PHRASE);
  advance(parser);
  as_node *root = parse_or(parser);
  if (root != NULL || parser->failed || parser->words == 0) return root;
  as_notes_forget(&parser->notes, "dangling-operator");
  return parse_whole(parser, ASSIST_RUN);
}

/* At most the documented size, on a code point's border. */
static size_t bounded_size(const uint8_t *text, size_t size) {
  if (size <= ASSIST_QUERY_BYTES_MAX) return size;
  size_t bounded = ASSIST_QUERY_BYTES_MAX;
  for (unsigned i = 0; i < 3 && !as_utf8_boundary(text, size, bounded); i++) bounded--;
  return bounded;
}

static assist_query *finish(as_parser *parser, as_node *root, size_t size) {
  if (root == NULL && !parser->failed) {
    parser->notes.clean = NULL;
    as_notes_add(&parser->notes, 0, size, "empty-query", "the query holds nothing to search for");
    root = as_node_new(AS_NODE_NOTHING);
  }
  bool failed = parser->failed || parser->notes.failed || as_lexer_failed(&parser->lexer);
  assist_query *query = failed ? NULL : as_query_new(root);
  if (failed) as_node_free(root);
  if (query == NULL) return NULL;
  as_notes_sort(&parser->notes);
  query->notes = parser->notes.list.items;
  query->note_count = parser->notes.list.count;
  parser->notes.list.items = NULL;
  parser->notes.list.count = 0;
  return query;
}

assist_status as_query_parse(const void *text, size_t size, const assist_parse_options *options,
                             assist_query **out_query, assist_error *error) {
  as_parser parser = {0};
  size_t bounded = bounded_size(text, size);
  parser.scanner = as_scanner_new();
  bool ready = as_clean_make(&parser.clean, text, bounded) && parser.scanner != NULL;
  if (bounded < size)
    as_notes_add(&parser.notes, bounded, size, "limit", "the query is too long: the rest is left out");
  parser.notes.clean = &parser.clean;
  assist_query *query = NULL;
  if (ready) {
    as_node *root = parse_root(&parser, options);
    query = finish(&parser, root, bounded);
    as_lexer_clear(&parser.lexer);
  }
  as_notes_free(&parser.notes);
  as_clean_free(&parser.clean);
  as_scanner_free(parser.scanner);
  if (query == NULL) return as_fail_nomem(error);
  *out_query = query;
  return ASSIST_OK;
}
