libassist_libassist_core_la_SOURCES += \
  %D%/automaton.c %D%/automaton.h \
  %D%/choose.c %D%/choose.h \
  %D%/cut.c %D%/cut.h \
  %D%/furniture.c %D%/furniture.h \
  %D%/match.c %D%/match.h %D%/nearness.c %D%/nearness.h \
  %D%/pattern.c %D%/pattern.h \
  %D%/seek.c %D%/seek.h \
  %D%/snippet.c %D%/snippet.h \
  %D%/stretch.c %D%/stretch.h \
  %D%/symbol.c %D%/symbol.h
