/* SPDX-License-Identifier: MIT
 * The grammar, by recursive descent over the lexer's tokens, one token ahead:
 *
 *   or     = and { OR and }
 *   and    = { [AND] not }
 *   not    = { NOT } near
 *   near   = signed { NEAR signed }
 *   signed = { MINUS | PLUS } clause
 *   clause = { FIELD } piece { glued piece }
 *   piece  = TEXT | EVERYTHING | OPEN or CLOSE
 *
 * What says nothing is left out: an operator without a clause (with a note), a piece without letters or
 * digits.  A function that returns NULL has found nothing, or memory is out (as_parser.leaves.failed).
 * Recursion is by brackets alone, and those are counted; signs and fields are loops. */
#include "query/parser.h"

#include <string.h>

#include "base/error.h"
#include "query/leaf.h"
#include "text/scanner.h"
#include "text/utf8.h"

typedef struct as_parser {
  as_lexer lexer;
  as_lexeme token; /* the one ahead */
  as_notes notes;
  as_clean clean;
  as_field_names names;
  as_leaves leaves;
  size_t depth;
  size_t words; /* operators written as words so far */
  size_t past;  /* the end of the token before */
} as_parser;

static as_node *parse_or(as_parser *parser);

static void advance(as_parser *parser) {
  parser->past = parser->token.end;
  as_lexer_next(&parser->lexer, &parser->token);
  if (parser->token.word) parser->words++;
}

static as_node *fail(as_parser *parser) {
  parser->leaves.failed = true;
  return NULL;
}

static as_arena *memory_of(as_parser *parser) { return parser->leaves.binder.memory; }

/* PARENT, made at need, with CHILD. */
static as_node *join(as_parser *parser, enum as_node_kind kind, as_node *parent, as_node *child) {
  if (child == NULL || parent == NULL) return parent != NULL ? parent : child;
  as_node *joined = as_node_join(memory_of(parser), kind, parent, child);
  return joined != NULL ? joined : fail(parser);
}

static as_node *wrap(as_parser *parser, enum as_node_kind kind, as_node *child) {
  if (child == NULL) return NULL;
  as_node *node = as_node_wrap(memory_of(parser), kind, child);
  return node != NULL ? node : fail(parser);
}

/* Where a token stands: all that is kept of one for a note. */
typedef struct stretch {
  size_t start, end;
} stretch;

static stretch ahead(const as_parser *parser) { return (stretch){parser->token.start, parser->token.end}; }

static void note_dangling(as_parser *parser, stretch at) {
  as_notes_add(&parser->notes, at.start, at.end, "dangling-operator",
               "an operator without something to apply to is left out");
}

/* A group too deep to be read: pass it. */
static void skip_group(as_parser *parser) {
  as_leaf_note_limit(&parser->leaves, parser->token.start,
                     "brackets are nested too deep: the innermost are left out");
  for (size_t open = 1; open > 0 && parser->token.kind != AS_LEXEME_END;) {
    advance(parser);
    if (parser->token.kind == AS_LEXEME_OPEN) open++;
    if (parser->token.kind == AS_LEXEME_CLOSE) open--;
  }
}

static as_node *parse_group(as_parser *parser) {
  stretch open = ahead(parser);
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
  if (parser->token.kind == AS_LEXEME_CLOSE) as_leaf_suffix_group(&parser->leaves, node, &parser->token);
  advance(parser);
  return node;
}

static bool at_piece(const as_parser *parser) {
  enum as_lexeme_kind kind = parser->token.kind;
  return kind == AS_LEXEME_TEXT || kind == AS_LEXEME_EVERYTHING || kind == AS_LEXEME_OPEN;
}

static as_node *parse_piece(as_parser *parser) {
  as_lexeme *token = &parser->token;
  as_leaves *leaves = &parser->leaves;
  if (token->kind == AS_LEXEME_OPEN) return parse_group(parser);
  as_node *node =
      token->kind == AS_LEXEME_EVERYTHING ? as_leaf_everything(leaves, token) : as_leaf_text(leaves, token);
  if (leaves->full) as_lexer_stop(&parser->lexer);
  if (!leaves->failed) advance(parser);
  return node;
}

/* Fields without a clause are text: TITLE: alone. */
static as_node *parse_bare_field(as_parser *parser, size_t start) {
  size_t end = parser->token.start;
  as_slice text = as_slice_of(parser->clean.text.bytes + start, end - start);
  return as_leaf_plain(&parser->leaves, ASSIST_RUN, text, start, end);
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

/* Where a field is, and whether readings are meant, changes until the end of a clause. */
static void enter_field(as_leaves *leaves, const as_field *field) {
  if (field->sound)
    leaves->sound = true;
  else
    leaves->field = *field;
}

static as_node *parse_pieces(as_parser *parser) {
  bool group = parser->token.kind == AS_LEXEME_OPEN;
  as_node *clause = parse_piece(parser);
  as_node *before = group ? NULL : clause;
  while (!parser->leaves.failed && at_piece(parser) && parser->token.glued) {
    group = parser->token.kind == AS_LEXEME_OPEN;
    as_node *piece = parse_piece(parser);
    mark_prose(before, group ? NULL : piece);
    before = group ? NULL : piece;
    clause = join(parser, AS_NODE_AND, clause, piece);
  }
  return clause;
}

static as_node *parse_clause(as_parser *parser) {
  as_leaves *leaves = &parser->leaves;
  as_field field_before = leaves->field;
  bool sound_before = leaves->sound;
  size_t start = parser->token.start;
  while (parser->token.kind == AS_LEXEME_FIELD) {
    enter_field(leaves, &parser->token.field);
    advance(parser);
  }
  bool bare = !at_piece(parser);
  as_node *clause = bare ? NULL : parse_pieces(parser);
  leaves->field = field_before;
  leaves->sound = sound_before;
  return bare ? parse_bare_field(parser, start) : clause;
}

static bool at_clause(const as_parser *parser) {
  return at_piece(parser) || parser->token.kind == AS_LEXEME_FIELD;
}

static bool at_sign(const as_parser *parser) {
  enum as_lexeme_kind kind = parser->token.kind;
  return kind == AS_LEXEME_PLUS || (kind == AS_LEXEME_NOT && !parser->token.word);
}

static bool at_signed(const as_parser *parser) { return at_clause(parser) || at_sign(parser); }

static as_node *negate(as_parser *parser, as_node *node) {
  if (node == NULL) return NULL;
  as_node *negative = as_node_negate(memory_of(parser), node);
  return negative != NULL ? negative : fail(parser);
}

/* Signs, in any number. */
static as_node *parse_signed(as_parser *parser) {
  bool negative = false, required = false;
  stretch sign = ahead(parser);
  for (; at_sign(parser); advance(parser)) {
    sign = ahead(parser);
    if (parser->token.kind == AS_LEXEME_NOT)
      negative = !negative;
    else
      required = true;
  }
  if (!at_clause(parser)) {
    note_dangling(parser, sign);
    return NULL;
  }
  as_node *node = parse_clause(parser);
  if (required && !negative) node = wrap(parser, AS_NODE_REQUIRED, node);
  return negative ? negate(parser, node) : node;
}

/* A part of a NEAR as it is there: held anyway, so without a plus; whole, whatever punctuation is in it.  False: no memory. */
static bool ready_part(as_parser *parser, as_node **part) {
  as_node *node = *part;
  if (node->kind == AS_NODE_REQUIRED) {
    *part = node->children[0];
    (*part)->distance = node->distance;
    (*part)->ordered = node->ordered;
    as_node_boost(*part, node->boost);
    node = *part;
  }
  if (node->kind == AS_NODE_TEXT) return as_node_hold(&parser->leaves.binder, node);
  for (size_t i = 0; node->kind == AS_NODE_OR && i < node->count; i++)
    if (node->children[i]->kind == AS_NODE_TEXT && !as_node_hold(&parser->leaves.binder, node->children[i]))
      return false;
  return true;
}

/* A chain as it was written, at [START, END), to what it is: a NEAR, or what all must hold. */
static as_node *finish_near(as_parser *parser, as_node *near, size_t start, size_t end) {
  bool fits = true;
  for (size_t i = 0; i < near->count; i++) {
    if (!ready_part(parser, &near->children[i])) return fail(parser);
    fits = fits && as_node_is_near_part(near->children[i]);
  }
  fits = fits && as_node_near_together(near);
  if (fits && near->count > 1) return near;
  if (!fits)
    as_notes_add(
        &parser->notes, start, end, "unsupported",
        "NEAR and ADJ take runs, quotes, and brackets of them with OR, all of one field: read as AND");
  as_node *all = NULL;
  for (size_t i = 0; i < near->count && !parser->leaves.failed; i++)
    all = join(parser, AS_NODE_AND, all, near->children[i]);
  return all;
}

static bool add_part(as_parser *parser, as_node *near, as_node *part, const as_lexeme *link) {
  if (part == NULL) return !parser->leaves.failed;
  part->distance = link->distance;
  part->ordered = link->ordered;
  if (as_node_add(memory_of(parser), near, part)) return true;
  fail(parser);
  return false;
}

static as_node *parse_near(as_parser *parser) {
  size_t start = parser->token.start, end = start;
  as_node *first = parse_signed(parser);
  if (parser->token.kind != AS_LEXEME_NEAR || parser->leaves.failed) return first;
  as_node *near = as_node_new(memory_of(parser), AS_NODE_NEAR);
  bool good = near != NULL && add_part(parser, near, first, &parser->token);
  while (good && parser->token.kind == AS_LEXEME_NEAR) {
    as_lexeme link = parser->token;
    advance(parser);
    if (!at_signed(parser)) {
      note_dangling(parser, (stretch){link.start, link.end});
      continue;
    }
    as_node *part = parse_signed(parser);
    good = add_part(parser, near, part, &link);
    end = parser->past;
  }
  if (good && near->count > 0) return finish_near(parser, near, start, end);
  return good ? NULL : fail(parser);
}

/* NOT, in any number: it applies to a whole chain of NEAR. */
static as_node *parse_not(as_parser *parser) {
  bool negative = false;
  stretch word = ahead(parser);
  for (; parser->token.kind == AS_LEXEME_NOT && parser->token.word; advance(parser)) {
    negative = !negative;
    word = ahead(parser);
  }
  if (!at_signed(parser)) {
    note_dangling(parser, word);
    return NULL;
  }
  as_node *node = parse_near(parser);
  return negative ? negate(parser, node) : node;
}

static as_node *parse_and(as_parser *parser) {
  as_node *node = NULL;
  bool first = true, pending = false;
  stretch word = ahead(parser);
  while (!parser->leaves.failed) {
    enum as_lexeme_kind kind = parser->token.kind;
    if (kind == AS_LEXEME_AND) {
      if (first || pending) note_dangling(parser, ahead(parser));
      word = ahead(parser);
      pending = !first;
      advance(parser);
      continue;
    }
    if (kind == AS_LEXEME_OR || kind == AS_LEXEME_CLOSE || kind == AS_LEXEME_END) break;
    if (kind == AS_LEXEME_NEAR) {
      note_dangling(parser, ahead(parser));
      advance(parser);
      continue;
    }
    node = join(parser, AS_NODE_AND, node, parse_not(parser));
    first = pending = false;
  }
  if (pending) note_dangling(parser, word);
  return node;
}

static as_node *parse_or(as_parser *parser) {
  bool left = parser->token.kind != AS_LEXEME_OR;
  as_node *node = parse_and(parser);
  while (!parser->leaves.failed && parser->token.kind == AS_LEXEME_OR) {
    stretch word = ahead(parser);
    advance(parser);
    enum as_lexeme_kind kind = parser->token.kind;
    bool right = kind != AS_LEXEME_OR && kind != AS_LEXEME_CLOSE && kind != AS_LEXEME_END;
    if (!left || !right) note_dangling(parser, word);
    left = left || right;
    node = join(parser, AS_NODE_OR, node, parse_and(parser));
  }
  return node;
}

/* The whole text is one phrase (LITERAL), or one run: a query of operators alone means their words. */
static as_node *parse_whole(as_parser *parser, int how) {
  return as_leaf_plain(&parser->leaves, how, parser->clean.text, 0, parser->clean.text.size);
}

static as_node *parse_root(as_parser *parser, const assist_parse_options *options) {
  parser->names = as_field_names_of(options);
  as_lexer_init(&parser->lexer, parser->clean.text, &parser->names, &parser->notes);
  if (options != NULL && options->literal) return parse_whole(parser, ASSIST_PHRASE);
  advance(parser);
  as_node *root = parse_or(parser);
  if (root != NULL || parser->leaves.failed || parser->words == 0) return root;
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

/* False: no memory. */
static bool finish(as_parser *parser, assist_query *query, size_t size) {
  as_notes *notes = &parser->notes;
  if (query->root == NULL && !parser->leaves.failed) {
    notes->clean = NULL;
    as_notes_add(notes, 0, size, "empty-query", "the query holds nothing to search for");
    query->root = as_node_new(&query->memory, AS_NODE_NOTHING);
  }
  as_notes_sort(notes);
  query->notes = notes->items;
  query->note_count = notes->count;
  query->all_copies = parser->lexer.all_copies;
  return query->root != NULL && !parser->leaves.failed && !as_lexer_failed(&parser->lexer);
}

/* The first SIZE bytes of TEXT, of which there may be MORE, into QUERY.  False: no memory. */
static bool parse(const as_binder *binder, as_slice text, size_t more, const assist_parse_options *options,
                  assist_query *query) {
  as_parser parser;
  parser.notes = (as_notes){.memory = &query->memory};
  parser.depth = parser.words = 0;
  parser.token.end = 0;
  parser.leaves = (as_leaves){.binder = *binder, .clean = &parser.clean, .notes = &parser.notes};
  bool good = as_clean_make(&parser.clean, text.bytes, text.size);
  if (more > 0)
    as_notes_add(&parser.notes, text.size, text.size + more, "limit",
                 "the query is too long: the rest is left out");
  parser.notes.clean = &parser.clean;
  if (good) {
    query->root = parse_root(&parser, options);
    good = finish(&parser, query, text.size);
    as_lexer_clear(&parser.lexer);
  }
  as_clean_free(&parser.clean);
  return good;
}

/* What most queries are: Han, of which nothing is an operator, and which needs neither lexer nor scanner. */
static bool parse_plain(as_slice text, const assist_parse_options *options, assist_query *query) {
  bool literal = options != NULL && options->literal;
  query->root = as_node_plain(&query->memory, literal ? ASSIST_PHRASE : ASSIST_RUN, text);
  return query->root != NULL;
}

static bool parse_any(as_slice text, size_t more, const assist_parse_options *options, assist_query *query) {
  as_scanner scanner;
  as_scanner_init(&scanner);
  const as_binder binder = {&query->memory, &scanner};
  bool good = parse(&binder, text, more, options, query);
  as_scanner_clear(&scanner);
  return good;
}

assist_status as_query_parse(const void *text, size_t size, const assist_parse_options *options,
                             assist_query **out_query, assist_error *error) {
  size_t bounded = bounded_size(text, size);
  assist_query *query = as_query_new();
  if (query == NULL) return as_fail_nomem(error);
  const as_slice bytes = as_slice_of(text, bounded);
  bool plain = size == bounded && as_is_plain_han(bytes.bytes, bytes.size);
  bool good = plain ? parse_plain(bytes, options, query) : parse_any(bytes, size - bounded, options, query);
  if (good) {
    *out_query = query;
    return ASSIST_OK;
  }
  as_query_free(query);
  return as_fail_nomem(error);
}
