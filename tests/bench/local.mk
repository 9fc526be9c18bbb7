# Programs that measure; built and run by "make bench" and "make bench-peers", never by "make check", but for the gate:
# instructions of a small job, counted by callgrind where there is one.
bench_programs += \
  %D%/bench_ask \
  %D%/bench_copies \
  %D%/bench_facets \
  %D%/bench_index \
  %D%/bench_postings \
  %D%/bench_size \
  %D%/bench_stages \
  %D%/make_corpus \
  %D%/make_queries \
  %D%/make_sentences \
  %D%/plain_scan \
  %D%/sketch
EXTRA_PROGRAMS += $(bench_programs) %D%/gate_job
CLEANFILES += $(bench_programs) %D%/gate_job

bench_common = %D%/bench.c %D%/bench.h
bench_flags = $(AM_CPPFLAGS) -I$(top_srcdir) $(YAJL_CFLAGS)
bench_libs = libassist/libassist_core.la $(YAJL_LIBS) -lm
%C%_bench_copies_SOURCES = %D%/bench_copies.c
%C%_bench_postings_SOURCES = %D%/bench_postings.c
%C%_bench_facets_SOURCES = %D%/bench_facets.c $(bench_common)
%C%_bench_facets_CPPFLAGS = $(bench_flags)
%C%_bench_facets_LDADD = $(bench_libs)
%C%_bench_ask_SOURCES = %D%/bench_ask.c $(bench_common)
%C%_bench_ask_CPPFLAGS = $(bench_flags)
%C%_bench_ask_LDADD = $(bench_libs)
%C%_bench_index_SOURCES = %D%/bench_index.c $(bench_common)
%C%_bench_index_CPPFLAGS = $(bench_flags)
%C%_bench_index_LDADD = $(bench_libs)
%C%_bench_size_SOURCES = %D%/bench_size.c $(bench_common)
%C%_bench_size_CPPFLAGS = $(bench_flags)
%C%_bench_size_LDADD = $(bench_libs)
%C%_bench_stages_SOURCES = %D%/bench_stages.c $(bench_common)
%C%_bench_stages_CPPFLAGS = $(bench_flags)
%C%_bench_stages_LDADD = $(bench_libs)
%C%_make_corpus_SOURCES = %D%/make_corpus.c $(bench_common)
%C%_make_corpus_CPPFLAGS = $(bench_flags)
%C%_make_corpus_LDADD = $(bench_libs)
%C%_make_queries_SOURCES = %D%/make_queries.c $(bench_common)
%C%_make_queries_CPPFLAGS = $(bench_flags)
%C%_make_queries_LDADD = $(bench_libs)
%C%_make_sentences_SOURCES = %D%/make_sentences.c $(bench_common)
%C%_make_sentences_CPPFLAGS = $(bench_flags)
%C%_make_sentences_LDADD = $(bench_libs)
%C%_plain_scan_SOURCES = %D%/plain_scan.c $(bench_common)
%C%_plain_scan_CPPFLAGS = $(bench_flags)
%C%_plain_scan_LDADD = $(bench_libs)
%C%_sketch_SOURCES = %D%/sketch.c $(bench_common)
%C%_sketch_CPPFLAGS = $(bench_flags)
%C%_sketch_LDADD = $(bench_libs)

%C%_gate_job_SOURCES = %D%/gate_job.c $(bench_common)
%C%_gate_job_CPPFLAGS = $(bench_flags) -DGATE_CFLAGS='"$(CFLAGS)"'
%C%_gate_job_LDADD = $(bench_libs)
shell_tests += %D%/gate.sh
%D%/gate.log: %D%/gate_job$(EXEEXT)

EXTRA_DIST += %D%/bench.sh %D%/summary.awk %D%/gate.expected

# Drivers of other engines: scripts/bench-peers.sh compiles them where it can.
EXTRA_DIST += \
  %D%/peers/LuceneBench.java \
  %D%/peers/LuceneReorder.java \
  %D%/peers/driver.h \
  %D%/peers/fts5.c \
  %D%/peers/groonga.c \
  %D%/peers/sphinx.py \
  %D%/peers/tantivy/Cargo.toml \
  %D%/peers/tantivy/src/main.rs \
  %D%/peers/xapian.cc

# What bench.sh and bench-peers.sh may be told on make's command line.
bench_settings = \
  $(if $(BENCH_CORPUS),BENCH_CORPUS='$(BENCH_CORPUS)') $(if $(BENCH_DOCUMENTS),BENCH_DOCUMENTS='$(BENCH_DOCUMENTS)') \
  $(if $(BENCH_FOLDER),BENCH_FOLDER='$(BENCH_FOLDER)') $(if $(BENCH_MEMORY),BENCH_MEMORY='$(BENCH_MEMORY)') \
  $(if $(BENCH_PASSES),BENCH_PASSES='$(BENCH_PASSES)') $(if $(BENCH_PEERS),BENCH_PEERS='$(BENCH_PEERS)') \
  $(if $(BENCH_QUERIES),BENCH_QUERIES='$(BENCH_QUERIES)') $(if $(BENCH_QUESTIONS),BENCH_QUESTIONS='$(BENCH_QUESTIONS)') \
  $(if $(BENCH_INSTALL),BENCH_INSTALL='$(BENCH_INSTALL)') $(if $(BENCH_WARM),BENCH_WARM='$(BENCH_WARM)') \
  $(if $(BENCH_TRUTH),BENCH_TRUTH='$(BENCH_TRUTH)') $(if $(BENCH_WRITE),BENCH_WRITE='$(BENCH_WRITE)') \
  $(if $(BENCH_ROUNDS),BENCH_ROUNDS='$(BENCH_ROUNDS)') $(if $(BENCH_SEED),BENCH_SEED='$(BENCH_SEED)')
