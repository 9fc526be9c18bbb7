# The tools see the public headers alone; libxml2, yajl and zlib are assist-index's, so that assist-search starts with less.
bin_PROGRAMS += %D%/assist-index %D%/assist-search

assist_tools_common = \
  %D%/discover.c %D%/discover.h \
  %D%/json_out.c %D%/json_out.h \
  %D%/locale_text.c %D%/locale_text.h \
  %D%/text_buffer.c %D%/text_buffer.h \
  %D%/tool.c %D%/tool.h \
  %D%/utf8.c %D%/utf8.h %D%/utf8_blocks.c \
  %D%/visible.c %D%/visible.h

%C%_assist_index_SOURCES = $(assist_tools_common) \
  %D%/add.h \
  %D%/add_file.c \
  %D%/add_prune.c \
  %D%/add_store.c \
  %D%/cmd_add.c \
  %D%/cmd_check.c \
  %D%/cmd_delete.c \
  %D%/cmd_dump.c \
  %D%/cmd_merge.c \
  %D%/cmd_stats.c \
  %D%/commands.h \
  %D%/csv.c %D%/csv.h \
  %D%/decode.c %D%/decode.h \
  %D%/dump_line.c %D%/dump_line.h \
  %D%/guess.c %D%/guess.h \
  %D%/guess_pairs.c %D%/guess_pairs.h \
  %D%/hash_set.c %D%/hash_set.h \
  %D%/html_text.c %D%/html_text.h %D%/html_trim.c \
  %D%/index_common.c \
  %D%/index_help.c %D%/index_help.h \
  %D%/index_main.c \
  %D%/input.c %D%/input.h \
  %D%/json_line.c %D%/json_line.h \
  %D%/keypath.c %D%/keypath.h \
  %D%/lines.c %D%/lines.h \
  %D%/member_map.c %D%/member_map.h \
  %D%/path_list.c %D%/path_list.h \
  %D%/progress.c %D%/progress.h \
  %D%/record.c %D%/record.h \
  %D%/record_exact.c \
  %D%/record_state.h \
  %D%/record_value.c \
  %D%/records.c %D%/records.h \
  %D%/signals.c %D%/signals.h \
  %D%/source_csv.c \
  %D%/source_html.c \
  %D%/source_jsonl.c \
  %D%/source_text.c \
  %D%/stamp.c %D%/stamp.h \
  %D%/walk.c %D%/walk.h
%C%_assist_index_CPPFLAGS = $(PUBLIC_CPPFLAGS) $(XML_CFLAGS) $(YAJL_CFLAGS) $(ZLIB_CFLAGS) $(ZSTD_CFLAGS)
%C%_assist_index_LDADD = $(PUBLIC_LIBS) $(XML_LIBS) $(YAJL_LIBS) $(ZLIB_LIBS) $(ZSTD_LIBS) -lm

%C%_assist_search_SOURCES = $(assist_tools_common) \
  %D%/column_options.c %D%/column_options.h \
  %D%/output_facets.c \
  %D%/output_json.c \
  %D%/output_text.c \
  %D%/output_trec.c \
  %D%/search.h \
  %D%/search_ask.c %D%/search_document.c \
  %D%/search_help.c %D%/search_help.h \
  %D%/search_main.c \
  %D%/search_open.c \
  %D%/search_options.c %D%/search_options.h \
  %D%/search_queries.c \
  %D%/search_suggest.c \
  %D%/search_stem.c %D%/search_synonyms.c \
  %D%/search_view.c
%C%_assist_search_CPPFLAGS = $(PUBLIC_CPPFLAGS)
%C%_assist_search_LDADD = $(PUBLIC_LIBS) -lm

bashcompletiondir = $(datadir)/bash-completion/completions
dist_bashcompletion_DATA = %D%/completions/assist-index %D%/completions/assist-search
zshcompletiondir = $(datadir)/zsh/site-functions
dist_zshcompletion_DATA = %D%/completions/_assist-index %D%/completions/_assist-search
