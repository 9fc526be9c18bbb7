libassist_libassist_core_la_SOURCES += \
  %D%/arena.c %D%/arena.h \
  %D%/ascending.h \
  %D%/bitpack.c %D%/bitpack.h \
  %D%/bits.c %D%/bits.h \
  %D%/bitset.c %D%/bitset.h \
  %D%/bmi.h \
  %D%/buf.c %D%/buf.h \
  %D%/bytemap.c %D%/bytemap.h \
  %D%/conveyor.c %D%/conveyor.h \
  %D%/crc32c.c %D%/crc32c_table.h \
  %D%/cursor.c %D%/cursor.h \
  %D%/error.c %D%/error.h \
  %D%/fixed.h \
  %D%/hash.c %D%/hash.h \
  %D%/meet.c %D%/meet.h \
  %D%/ordered.h \
  %D%/rice_block.c %D%/rice_block.h \
  %D%/rice_row.c %D%/rice_row.h \
  %D%/span_bits.h \
  %D%/stride.h \
  %D%/sketch.c %D%/sketch.h \
  %D%/slice.c %D%/slice.h \
  %D%/census.c %D%/census.h \
  %D%/tally.c %D%/tally.h \
  %D%/term.h \
  %D%/topk.c %D%/topk.h \
  %D%/trunc_row.c %D%/trunc_row.h \
  %D%/vec.c %D%/vec.h \
  %D%/wide.h
