libassist_libassist_core_la_SOURCES += \
  %D%/bind.c %D%/bind.h \
  %D%/clean.c %D%/clean.h \
  %D%/expand.c \
  %D%/field.c %D%/field.h \
  %D%/leaf.c %D%/leaf.h \
  %D%/lexer.c %D%/lexer.h \
  %D%/likeness.c %D%/likeness.h \
  %D%/mark.c %D%/mark.h \
  %D%/near.c %D%/near.h \
  %D%/near_bits.c %D%/near_bits.h \
  %D%/note.c %D%/note.h \
  %D%/parser.c %D%/parser.h \
  %D%/peek.c %D%/peek.h \
  %D%/print.c %D%/print.h \
  %D%/range.c %D%/range.h \
  %D%/shape.c %D%/shape.h \
  %D%/sound.c %D%/sound.h \
  %D%/stemming.c %D%/stemming.h \
  %D%/synonyms.c %D%/synonyms.h \
  %D%/tree.c %D%/tree.h \
  %D%/word.c %D%/word.h
