libassist_libassist_core_la_SOURCES += \
  %D%/date.c %D%/date.h \
  %D%/document.c %D%/document.h \
  %D%/number.c %D%/number.h \
  %D%/numeral.c %D%/numeral.h \
  %D%/schema.c %D%/schema.h
