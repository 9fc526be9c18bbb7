libassist_libassist_core_la_SOURCES += \
  %D%/bind.c %D%/bind.h \
  %D%/clean.c %D%/clean.h \
  %D%/field.c %D%/field.h \
  %D%/lexer.c %D%/lexer.h \
  %D%/mark.c %D%/mark.h \
  %D%/note.c %D%/note.h \
  %D%/parser.c %D%/parser.h \
  %D%/peek.c %D%/peek.h \
  %D%/print.c %D%/print.h \
  %D%/range.c %D%/range.h \
  %D%/tree.c %D%/tree.h \
  %D%/word.c %D%/word.h
