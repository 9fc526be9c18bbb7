libassist_libassist_core_la_SOURCES += \
  %D%/batch.c %D%/batch.h \
  %D%/bisect.c %D%/bisect.h \
  %D%/check.c %D%/check.h \
  %D%/commit.c \
  %D%/deletions.c %D%/deletions.h \
  %D%/dump.c %D%/dump.h \
  %D%/flush.c \
  %D%/folder.c \
  %D%/handle.c %D%/handle.h \
  %D%/line_counter.c %D%/line_counter.h \
  %D%/line_marker.c %D%/line_marker.h \
  %D%/line_places.c %D%/line_places.h \
  %D%/line_table.c %D%/line_table.h \
  %D%/manifest.c %D%/manifest.h \
  %D%/mark_log.c %D%/mark_log.h \
  %D%/merge_order.c %D%/merge_order.h \
  %D%/merge_parts.c \
  %D%/merge_policy.c %D%/merge_policy.h \
  %D%/merge_source.c %D%/merge_source.h \
  %D%/part.c %D%/part.h \
  %D%/posting_sorter.c %D%/posting_sorter.h \
  %D%/put.c \
  %D%/rebuild.c \
  %D%/snapshot.c %D%/snapshot.h \
  %D%/spelled.c %D%/spelled.h \
  %D%/stored_ahead.c %D%/stored_ahead.h \
  %D%/term_graph.c %D%/term_graph.h \
  %D%/term_join.c %D%/term_join.h \
  %D%/ticker.c %D%/ticker.h \
  %D%/writer.c %D%/writer.h
