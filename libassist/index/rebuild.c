/* SPDX-License-Identifier: MIT
 *
 * Rebuilding: every live document is read from the stored text and put again, with this library's tables, in its old order and
 * under its old insertion number.  The old parts are set aside, the new ones become the writer's, and one commit changes
 * the one for the other; whatever fails before leaves the index as it was. */
#include <string.h>

#include "base/error.h"
#include "index/writer.h"
#include "text/unit.h"

/* The schema begins anew, in the order in which the documents show it. */
static assist_status renew(assist_writer *writer, as_schema *out_old) {
  as_schema fresh;
  if (!as_schema_init(&fresh)) return as_fail_nomem(&writer->failure);
  *out_old = writer->next->schema;
  writer->next->schema = fresh;
  memset(writer->next->fingerprint, 0, sizeof writer->next->fingerprint);
  memcpy(writer->next->fingerprint, as_analysis_fingerprint(), strlen(as_analysis_fingerprint()));
  return ASSIST_OK;
}

static assist_status put_again(assist_writer *writer, const as_part *part, const as_schema *old, uint32_t at,
                               assist_document *document) {
  const as_leaf leaf = {.segment = part->segment};
  const char *first;
  uint64_t insertion;
  size_t misfits;
  assist_status status = as_leaf_read(&leaf, old, at, document, &writer->failure);
  if (status == ASSIST_OK) status = as_segment_insertion(part->segment, at, &insertion, &writer->failure);
  if (status == ASSIST_OK) {
    status = as_schema_learn(&writer->next->schema, document, &misfits, &first, &writer->failure);
  }
  if (status == ASSIST_OK) status = as_writer_put_again(writer, document, insertion);
  writer->ticker.done++;
  if (status == ASSIST_OK) status = as_ticker_look(&writer->ticker, &writer->failure);
  return status;
}

static assist_status put_parts(assist_writer *writer, const as_parts *old, const as_schema *schema) {
  assist_status status = ASSIST_OK;
  assist_document *document = as_document_new();
  if (document == NULL) return as_fail_nomem(&writer->failure);
  for (size_t p = 0; status == ASSIST_OK && p < old->count; p++) {
    const as_part *part = &old->items[p];
    const uint32_t *places = as_segment_places(part->segment);
    for (uint32_t i = 0; status == ASSIST_OK && i < part->entry.record.documents; i++) {
      const uint32_t at = places == NULL ? i : places[i];
      if (!as_part_is_dead(part, at)) status = put_again(writer, part, schema, at, document);
      as_segment_forget(part->segment, as_writer_share(writer, 1));
    }
  }
  as_document_free(document);
  return status;
}

assist_status as_writer_rebuild(assist_writer *writer) {
  as_schema old_schema;
  if (!writer->next->store) {
    return as_fail(&writer->failure, ASSIST_UNSUPPORTED,
                   "index keeps no text: it cannot be rebuilt from itself");
  }
  writer->half_done = true;
  as_ticker_begin(&writer->ticker, 0);
  assist_status status = as_writer_flush(writer, false);
  if (status == ASSIST_OK) status = renew(writer, &old_schema);
  if (status != ASSIST_OK) return status;
  as_parts old = writer->parts;
  writer->parts = (as_parts)AS_VEC_INIT;
  writer->changed = true;
  for (size_t i = 0; i < old.count; i++) writer->ticker.total += old.items[i].entry.record.documents;
  status = put_parts(writer, &old, &old_schema);
  for (size_t i = 0; i < old.count; i++) as_part_close(&old.items[i]);
  as_vec_free(&old);
  as_schema_clear(&old_schema);
  return status == ASSIST_OK ? as_writer_commit(writer) : status;
}
