libassist_libassist_core_la_SOURCES += \
  %D%/alphabet.c %D%/alphabet.h \
  %D%/check.c %D%/check.h \
  %D%/check_columns.c \
  %D%/check_lists.c \
  %D%/check_marks.c \
  %D%/column.c %D%/column.h \
  %D%/dense.c %D%/dense.h \
  %D%/documents.c \
  %D%/keys.c \
  %D%/known.c %D%/known.h \
  %D%/marks.c \
  %D%/opened.h \
  %D%/pages.c %D%/pages.h \
  %D%/place_bits.c %D%/place_bits.h \
  %D%/postings.c %D%/postings.h \
  %D%/sections.c %D%/sections.h \
  %D%/segment.c %D%/segment.h \
  %D%/stored.c \
  %D%/terms.c %D%/terms.h \
  %D%/tokens.c \
  %D%/walk.c %D%/walk.h
