# Every public header is named here; scripts/check-headers.sh sees that none is forgotten.
include_HEADERS = %D%/assist.h
assistincludedir = $(includedir)/assist
assistinclude_HEADERS = \
  %D%/assist/analyzer.h \
  %D%/assist/document.h \
  %D%/assist/index.h \
  %D%/assist/query.h \
  %D%/assist/search.h \
  %D%/assist/snippet.h \
  %D%/assist/status.h \
  %D%/assist/suggest.h \
  %D%/assist/questions.h \
  %D%/assist/synonyms.h \
  %D%/assist/writer.h
nodist_assistinclude_HEADERS = %D%/assist/version.h
