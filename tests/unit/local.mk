# Unit tests: one program a file or module, each linked with libassist/libassist_core.la and Check (LDADD, below the
# top Makefile.am).  A stanza is two lines:
#   check_PROGRAMS += tests/unit/test_x
#   tests_unit_test_x_SOURCES = tests/unit/test_x.c

check_PROGRAMS += tests/unit/test_base
tests_unit_test_base_SOURCES = tests/unit/test_base.c tests/unit/chance.h tests/unit/rounds.h

check_PROGRAMS += tests/unit/test_port
tests_unit_test_port_SOURCES = tests/unit/test_port.c

check_PROGRAMS += tests/unit/test_table
tests_unit_test_table_SOURCES = tests/unit/test_table.c tests/unit/fold_pairs.h

check_PROGRAMS += tests/unit/test_search
tests_unit_test_search_SOURCES = tests/unit/test_search.c
tests_unit_test_search_LDADD = $(LDADD) -lm

check_PROGRAMS += tests/unit/test_window
tests_unit_test_window_SOURCES = tests/unit/test_window.c

check_PROGRAMS += tests/unit/test_utf8
tests_unit_test_utf8_SOURCES = tests/unit/test_utf8.c

check_PROGRAMS += tests/unit/test_unit
tests_unit_test_unit_SOURCES = tests/unit/test_unit.c

check_PROGRAMS += tests/unit/test_scan_all
tests_unit_test_scan_all_SOURCES = tests/unit/test_scan_all.c tests/unit/rounds.h

check_PROGRAMS += tests/unit/test_analyzer
tests_unit_test_analyzer_SOURCES = tests/unit/test_analyzer.c

check_PROGRAMS += tests/unit/test_language
tests_unit_test_language_SOURCES = tests/unit/test_language.c

check_PROGRAMS += tests/unit/test_near
tests_unit_test_near_SOURCES = tests/unit/test_near.c tests/unit/tree.c tests/unit/tree.h

check_PROGRAMS += tests/unit/test_query
tests_unit_test_query_SOURCES = tests/unit/test_query.c

check_PROGRAMS += tests/unit/test_query_memory
tests_unit_test_query_memory_SOURCES = tests/unit/test_query_memory.c tests/unit/failing_memory.h

check_PROGRAMS += tests/unit/test_snippet
tests_unit_test_snippet_SOURCES = tests/unit/test_snippet.c tests/unit/failing_memory.h

check_PROGRAMS += tests/unit/test_segment
tests_unit_test_segment_SOURCES = tests/unit/test_segment.c tests/unit/expect.h tests/unit/segment_model.c tests/unit/segment_model.h

check_PROGRAMS += tests/unit/test_known
tests_unit_test_known_SOURCES = tests/unit/test_known.c tests/unit/expect.h tests/unit/segment_model.c tests/unit/segment_model.h

check_PROGRAMS += tests/unit/test_dense
tests_unit_test_dense_SOURCES = tests/unit/test_dense.c tests/unit/expect.h tests/unit/segment_model.c tests/unit/segment_model.h

check_PROGRAMS += tests/unit/test_place_bits
tests_unit_test_place_bits_SOURCES = tests/unit/test_place_bits.c tests/unit/expect.h tests/unit/segment_model.c tests/unit/segment_model.h

check_PROGRAMS += tests/unit/test_segment_damage
tests_unit_test_segment_damage_SOURCES = tests/unit/test_segment_damage.c tests/unit/rounds.h tests/unit/segment_model.c tests/unit/segment_model.h

check_PROGRAMS += tests/unit/test_inverter
tests_unit_test_inverter_SOURCES = tests/unit/test_inverter.c

check_PROGRAMS += tests/unit/test_index
tests_unit_test_index_SOURCES = tests/unit/test_index.c tests/unit/tree.c tests/unit/tree.h

check_PROGRAMS += tests/unit/test_docblock
tests_unit_test_docblock_SOURCES = tests/unit/test_docblock.c tests/unit/expect.h tests/unit/chance.h
check_PROGRAMS += tests/unit/test_entries
tests_unit_test_entries_SOURCES = tests/unit/test_entries.c tests/unit/expect.h tests/unit/chance.h

check_PROGRAMS += tests/unit/test_format
tests_unit_test_format_SOURCES = tests/unit/test_format.c tests/unit/expect.h tests/unit/chance.h

check_PROGRAMS += tests/unit/test_model
tests_unit_test_model_SOURCES = tests/unit/test_model.c

check_PROGRAMS += tests/unit/test_progress
tests_unit_test_progress_SOURCES = tests/unit/test_progress.c tests/unit/tree.c tests/unit/tree.h
check_PROGRAMS += tests/unit/test_range
tests_unit_test_range_SOURCES = tests/unit/test_range.c
tests_unit_test_range_LDADD = $(LDADD) -lm

check_PROGRAMS += tests/unit/test_sought
tests_unit_test_sought_SOURCES = tests/unit/test_sought.c

check_PROGRAMS += tests/unit/test_spelled
tests_unit_test_spelled_SOURCES = tests/unit/test_spelled.c

check_PROGRAMS += tests/unit/test_rice_block
tests_unit_test_rice_block_SOURCES = tests/unit/test_rice_block.c

check_PROGRAMS += tests/unit/test_meet
tests_unit_test_meet_SOURCES = tests/unit/test_meet.c

check_PROGRAMS += tests/unit/test_rice_row
tests_unit_test_rice_row_SOURCES = tests/unit/test_rice_row.c

check_PROGRAMS += tests/unit/test_wide
tests_unit_test_wide_SOURCES = tests/unit/test_wide.c

check_PROGRAMS += tests/unit/test_conveyor
tests_unit_test_conveyor_SOURCES = tests/unit/test_conveyor.c

check_PROGRAMS += tests/unit/test_crew
tests_unit_test_crew_SOURCES = tests/unit/test_crew.c

check_PROGRAMS += tests/unit/test_sketch
tests_unit_test_sketch_SOURCES = tests/unit/test_sketch.c

check_PROGRAMS += tests/unit/test_furniture
tests_unit_test_furniture_SOURCES = tests/unit/test_furniture.c

check_PROGRAMS += tests/unit/test_marks
tests_unit_test_marks_SOURCES = tests/unit/test_marks.c

check_PROGRAMS += tests/unit/test_tools
tests_unit_test_tools_SOURCES = tests/unit/test_tools.c tests/unit/rounds.h tools/json_line.c tools/text_buffer.c \
  tools/locale_text.c tools/tool.c tools/utf8.c tools/utf8_blocks.c tools/visible.c
tests_unit_test_tools_CPPFLAGS = $(AM_CPPFLAGS) $(PUBLIC_CPPFLAGS) $(YAJL_CFLAGS)
tests_unit_test_tools_LDADD = $(LDADD) $(YAJL_LIBS)

check_PROGRAMS += tests/unit/test_ranking
tests_unit_test_ranking_SOURCES = tests/unit/test_ranking.c tests/unit/tree.c tests/unit/tree.h

check_PROGRAMS += tests/unit/test_stem
tests_unit_test_stem_SOURCES = tests/unit/test_stem.c

check_PROGRAMS += tests/unit/test_stops
tests_unit_test_stops_SOURCES = tests/unit/test_stops.c tests/unit/tree.c tests/unit/tree.h

check_PROGRAMS += tests/unit/test_random_queries
tests_unit_test_random_queries_SOURCES = tests/unit/test_random_queries.c tests/unit/tree.c tests/unit/tree.h

check_PROGRAMS += tests/unit/test_topk
tests_unit_test_topk_SOURCES = tests/unit/test_topk.c tests/unit/chance.h

check_PROGRAMS += tests/unit/test_census
tests_unit_test_census_SOURCES = tests/unit/test_census.c tests/unit/chance.h

check_PROGRAMS += tests/unit/test_bisect
tests_unit_test_bisect_SOURCES = tests/unit/test_bisect.c

check_PROGRAMS += tests/unit/test_reordered
tests_unit_test_reordered_SOURCES = tests/unit/test_reordered.c tests/unit/tree.c tests/unit/tree.h
