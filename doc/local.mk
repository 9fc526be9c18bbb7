# Pages and manuals.
dist_doc_DATA += \
  %D%/analysis.md \
  %D%/conformance.md \
  %D%/format.md \
  %D%/json-output.md \
  %D%/performance.md \
  %D%/performance-history.md \
  %D%/query-syntax.md \
  %D%/ranking.md \
  %D%/tables-classes.md \
  %D%/tables.md \
  %D%/threads.md
dist_man_MANS += %D%/assist-index.1 %D%/assist-search.1 %D%/assist.7
# Written by "make bench-peers BENCH_WRITE=yes".
EXTRA_DIST += $(wildcard $(srcdir)/%D%/plots/*.svg)
