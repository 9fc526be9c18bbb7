libassist_libassist_core_la_SOURCES += \
  %D%/version.c

libassist_libassist_core_la_SOURCES += %D%/results.c %D%/search.c
libassist_libassist_core_la_SOURCES += %D%/status.c
libassist_libassist_core_la_SOURCES += %D%/analyzer.c
libassist_libassist_core_la_SOURCES += %D%/query.c %D%/query_build.c %D%/query_range.c %D%/query_stem.c
libassist_libassist_core_la_SOURCES += %D%/snippet.c
libassist_libassist_core_la_SOURCES += %D%/document.c %D%/index.c %D%/writer.c
libassist_libassist_core_la_SOURCES += %D%/questions.c %D%/suggest.c %D%/synonyms.c
