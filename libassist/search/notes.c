/* SPDX-License-Identifier: MIT
 *
 * A range is asked of a field by name; the parser knows names but no kinds.  One that no index can answer matches nothing, which
 * is said once for each such range.  Filters are not looked at: their bytes belong to other texts. */
#include "search/notes.h"

#include <stdio.h>

#include "base/error.h"
#include "search/range.h"

#define NOTES_MOST 64u

static bool is_answered(const as_search_context *context, const as_node *node) {
  for (size_t i = 0; i < context->place_count; i++)
    if (as_range_way_of(node, as_range_field(context, node, i)) != AS_RANGE_NOTHING) return true;
  return context->place_count == 0;
}

static bool add_note(as_search_context *context, const as_node *node, as_search_notes *notes) {
  char field[100], message[200];
  if (notes->items == NULL) notes->items = as_search_alloc(context, NOTES_MOST * sizeof *notes->items);
  if (notes->items == NULL) return false;
  int size = snprintf(message, sizeof message, "the field '%s' has no values to compare with this",
                      as_error_escape(field, sizeof field, node->field, strlen(node->field)));
  char *copy = as_arena_copy(&context->arena, message, (size_t)size + 1);
  if (copy == NULL) return as_search_fail(context, ASSIST_NOMEM, NULL);
  notes->items[notes->count++] = (assist_diagnostic){node->start, node->end, "no-values", copy};
  return true;
}

bool as_search_note_ranges(as_search_context *context, const as_node *root, as_search_notes *notes) {
  if (root->kind == AS_NODE_RANGE && notes->count < NOTES_MOST && !is_answered(context, root))
    return add_note(context, root, notes);
  for (size_t i = 0; i < root->count; i++)
    if (!as_search_note_ranges(context, root->children[i], notes)) return false;
  return true;
}
