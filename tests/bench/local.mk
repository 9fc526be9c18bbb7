# Programs that measure; built and run by "make bench", never by "make check".
EXTRA_PROGRAMS += tests/bench/bench_postings
bench_programs += tests/bench/bench_postings
tests_bench_bench_postings_SOURCES = tests/bench/bench_postings.c
