# Tests that see include/ alone and link the shared library.
check_PROGRAMS += %D%/test_status %D%/test_document %D%/test_analyzer %D%/test_query %D%/test_index %D%/test_writer \
  %D%/test_search %D%/test_cancel %D%/test_questions %D%/test_best %D%/test_snippet %D%/test_misuse %D%/test_columns %D%/test_facets %D%/test_suggest %D%/test_synonyms %D%/test_stem %D%/test_users

%C%_test_status_SOURCES = %D%/test_status.c %D%/api.h
%C%_test_status_CPPFLAGS = $(PUBLIC_CPPFLAGS) $(CHECK_CFLAGS)
%C%_test_status_LDADD = $(PUBLIC_LIBS) $(CHECK_LIBS)

%C%_test_document_SOURCES = %D%/test_document.c %D%/api.h
%C%_test_document_CPPFLAGS = $(PUBLIC_CPPFLAGS) $(CHECK_CFLAGS)
%C%_test_document_LDADD = $(PUBLIC_LIBS) $(CHECK_LIBS)

%C%_test_analyzer_SOURCES = %D%/test_analyzer.c %D%/api.h
%C%_test_analyzer_CPPFLAGS = $(PUBLIC_CPPFLAGS) $(CHECK_CFLAGS)
%C%_test_analyzer_LDADD = $(PUBLIC_LIBS) $(CHECK_LIBS)

%C%_test_query_SOURCES = %D%/test_query.c %D%/api.h
%C%_test_query_CPPFLAGS = $(PUBLIC_CPPFLAGS) $(CHECK_CFLAGS)
%C%_test_query_LDADD = $(PUBLIC_LIBS) $(CHECK_LIBS)

%C%_test_index_SOURCES = %D%/test_index.c %D%/api.h
%C%_test_index_CPPFLAGS = $(PUBLIC_CPPFLAGS) $(CHECK_CFLAGS)
%C%_test_index_LDADD = $(PUBLIC_LIBS) $(CHECK_LIBS)

%C%_test_writer_SOURCES = %D%/test_writer.c %D%/api.h
%C%_test_writer_CPPFLAGS = $(PUBLIC_CPPFLAGS) $(CHECK_CFLAGS)
%C%_test_writer_LDADD = $(PUBLIC_LIBS) $(CHECK_LIBS)

%C%_test_cancel_SOURCES = %D%/test_cancel.c %D%/api.h
%C%_test_cancel_CPPFLAGS = $(PUBLIC_CPPFLAGS) $(CHECK_CFLAGS)
%C%_test_cancel_LDADD = $(PUBLIC_LIBS) $(CHECK_LIBS)

%C%_test_search_SOURCES = %D%/test_search.c %D%/api.h
%C%_test_search_CPPFLAGS = $(PUBLIC_CPPFLAGS) $(CHECK_CFLAGS)
%C%_test_search_LDADD = $(PUBLIC_LIBS) $(CHECK_LIBS)

%C%_test_best_SOURCES = %D%/test_best.c %D%/api.h
%C%_test_best_CPPFLAGS = $(PUBLIC_CPPFLAGS) $(CHECK_CFLAGS)
%C%_test_best_LDADD = $(PUBLIC_LIBS) $(CHECK_LIBS)

%C%_test_snippet_SOURCES = %D%/test_snippet.c %D%/api.h
%C%_test_snippet_CPPFLAGS = $(PUBLIC_CPPFLAGS) $(CHECK_CFLAGS)
%C%_test_snippet_LDADD = $(PUBLIC_LIBS) $(CHECK_LIBS)

%C%_test_misuse_SOURCES = %D%/test_misuse.c %D%/api.h
%C%_test_misuse_CPPFLAGS = $(PUBLIC_CPPFLAGS) $(CHECK_CFLAGS)
%C%_test_misuse_LDADD = $(PUBLIC_LIBS) $(CHECK_LIBS)

%C%_test_facets_SOURCES = %D%/test_facets.c %D%/api.h
%C%_test_facets_CPPFLAGS = $(PUBLIC_CPPFLAGS) $(CHECK_CFLAGS)
%C%_test_facets_LDADD = $(PUBLIC_LIBS) $(CHECK_LIBS)

%C%_test_columns_SOURCES = %D%/test_columns.c %D%/api.h
%C%_test_columns_CPPFLAGS = $(PUBLIC_CPPFLAGS) $(CHECK_CFLAGS)
%C%_test_columns_LDADD = $(PUBLIC_LIBS) $(CHECK_LIBS) -lm

%C%_test_suggest_SOURCES = %D%/test_suggest.c %D%/api.h
%C%_test_suggest_CPPFLAGS = $(PUBLIC_CPPFLAGS) $(CHECK_CFLAGS)
%C%_test_suggest_LDADD = $(PUBLIC_LIBS) $(CHECK_LIBS)

%C%_test_questions_SOURCES = %D%/test_questions.c %D%/api.h
%C%_test_questions_CPPFLAGS = $(PUBLIC_CPPFLAGS) $(CHECK_CFLAGS)
%C%_test_questions_LDADD = $(PUBLIC_LIBS) $(CHECK_LIBS)
%C%_test_synonyms_SOURCES = %D%/test_synonyms.c %D%/api.h
%C%_test_synonyms_CPPFLAGS = $(PUBLIC_CPPFLAGS) $(CHECK_CFLAGS)
%C%_test_synonyms_LDADD = $(PUBLIC_LIBS) $(CHECK_LIBS)

shell_tests += %D%/check-calls.sh
check_PROGRAMS += %D%/test_copies
%C%_test_copies_SOURCES = %D%/test_copies.c %D%/api.h
%C%_test_copies_CPPFLAGS = $(PUBLIC_CPPFLAGS) $(CHECK_CFLAGS)
%C%_test_copies_LDADD = $(PUBLIC_LIBS) $(CHECK_LIBS)

check_PROGRAMS += %D%/test_pages
%C%_test_pages_SOURCES = %D%/test_pages.c %D%/api.h
%C%_test_pages_CPPFLAGS = $(PUBLIC_CPPFLAGS) $(CHECK_CFLAGS)
%C%_test_pages_LDADD = $(PUBLIC_LIBS) $(CHECK_LIBS)


check_PROGRAMS += %D%/test_paging
%C%_test_paging_SOURCES = %D%/test_paging.c %D%/api.h
%C%_test_paging_CPPFLAGS = $(PUBLIC_CPPFLAGS) $(CHECK_CFLAGS)
%C%_test_paging_LDADD = $(PUBLIC_LIBS) $(CHECK_LIBS)

check_PROGRAMS += %D%/test_scraped
%C%_test_scraped_SOURCES = %D%/test_scraped.c %D%/api.h
%C%_test_scraped_CPPFLAGS = $(PUBLIC_CPPFLAGS) $(CHECK_CFLAGS)
%C%_test_scraped_LDADD = $(PUBLIC_LIBS) $(CHECK_LIBS)

%C%_test_stem_SOURCES = %D%/test_stem.c %D%/api.h
%C%_test_stem_CPPFLAGS = $(PUBLIC_CPPFLAGS) $(CHECK_CFLAGS)
%C%_test_stem_LDADD = $(PUBLIC_LIBS) $(CHECK_LIBS)

%C%_test_users_SOURCES = %D%/test_users.c %D%/api.h
%C%_test_users_CPPFLAGS = $(PUBLIC_CPPFLAGS) $(CHECK_CFLAGS)
%C%_test_users_LDADD = $(PUBLIC_LIBS) $(CHECK_LIBS)

check_PROGRAMS += %D%/test_reorder
%C%_test_reorder_SOURCES = %D%/test_reorder.c %D%/api.h
%C%_test_reorder_CPPFLAGS = $(PUBLIC_CPPFLAGS) $(CHECK_CFLAGS)
%C%_test_reorder_LDADD = $(PUBLIC_LIBS) $(CHECK_LIBS)
