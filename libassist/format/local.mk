# bytes <-> structs, no input or output (manifest.* are those of the index folder)
libassist_libassist_core_la_SOURCES += \
  %D%/bundle.c %D%/bundle.h \
  %D%/column_chunk.c %D%/column_chunk.h \
  %D%/deletions.c %D%/deletions.h \
  %D%/docblock.c %D%/docblock.h \
  %D%/docs_directory.c %D%/docs_directory.h \
  %D%/entries.c %D%/entries.h \
  %D%/entries_code.h \
  %D%/entries_cost.c %D%/entries_cost.h \
  %D%/entries_reader.c \
  %D%/frame.c %D%/frame.h \
  %D%/interp.c %D%/interp.h \
  %D%/interp_code.h \
  %D%/length.c %D%/length.h \
  %D%/manifest.c %D%/manifest.h \
  %D%/marks.c %D%/marks.h \
  %D%/numbered.c %D%/numbered.h \
  %D%/positions.c %D%/positions.h \
  %D%/positions_put.c %D%/positions_put.h \
  %D%/posting_block.c %D%/posting_block.h \
  %D%/segment_record.c %D%/segment_record.h \
  %D%/saturation.c %D%/saturation.h \
  %D%/skips.c %D%/skips.h \
  %D%/strings.c %D%/strings.h \
  %D%/terms_directory.c %D%/terms_directory.h
