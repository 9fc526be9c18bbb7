# Small programs to learn from, compiled and run by `make check`.  They see include/ alone.  And sample pages: the tools'
# demonstration and tests index them.
check_PROGRAMS += %D%/01-index-and-search %D%/02-snippets-to-html %D%/03-threads %D%/04-build-a-query

%C%_01_index_and_search_SOURCES = %D%/01-index-and-search.c %D%/lesson.h
%C%_01_index_and_search_CPPFLAGS = $(PUBLIC_CPPFLAGS)
%C%_01_index_and_search_LDADD = $(PUBLIC_LIBS)

%C%_02_snippets_to_html_SOURCES = %D%/02-snippets-to-html.c %D%/lesson.h
%C%_02_snippets_to_html_CPPFLAGS = $(PUBLIC_CPPFLAGS)
%C%_02_snippets_to_html_LDADD = $(PUBLIC_LIBS)

%C%_03_threads_SOURCES = %D%/03-threads.c %D%/lesson.h
%C%_03_threads_CPPFLAGS = $(PUBLIC_CPPFLAGS)
%C%_03_threads_LDADD = $(PUBLIC_LIBS)

%C%_04_build_a_query_SOURCES = %D%/04-build-a-query.c %D%/lesson.h
%C%_04_build_a_query_CPPFLAGS = $(PUBLIC_CPPFLAGS)
%C%_04_build_a_query_LDADD = $(PUBLIC_LIBS)

EXTRA_DIST += %D%/README.md %D%/pages %D%/records.jsonl
