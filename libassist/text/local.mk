libassist_libassist_core_la_SOURCES += \
  %D%/annotation.c %D%/annotation.h \
  %D%/compose.c %D%/compose.h \
  %D%/fast_run.c %D%/fast_run.h \
  %D%/fingerprint.c \
  %D%/grapheme.c %D%/grapheme.h \
  %D%/han_row.c %D%/han_row.h \
  %D%/history.h \
  %D%/lines.c %D%/lines.h \
  %D%/pinyin.c %D%/pinyin.h \
  %D%/reader.c %D%/reader.h \
  %D%/readings.c %D%/readings.h \
  %D%/scan_all.c \
  %D%/scanner.c %D%/scanner.h \
  %D%/scanner_token.c %D%/scanner_token.h \
  %D%/sounds.c %D%/sounds.h \
  %D%/spelling.c \
  %D%/stem.c %D%/stem.h \
  %D%/table.h \
  %D%/token.c %D%/token.h \
  %D%/unit.h \
  %D%/utf8.c %D%/utf8.h \
  %D%/zhuyin.c %D%/zhuyin.h
