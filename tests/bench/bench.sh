#!/bin/sh
# SPDX-License-Identifier: MIT
# `make bench`: what indexing costs and by stage, what the index weighs and the least it could, what queries take; and a bare
# sketch of inversion beside.  doc/performance.md says what is what.
#   BENCH_CORPUS     a file of JSON records, one a line; without it one is made up (make_corpus.c)
#   BENCH_DOCUMENTS  how many documents to make up: 20000      BENCH_MEMORY   megabytes for the writer: 256
#   BENCH_ROUNDS     of indexing, the least counts: 3           BENCH_PASSES   over the queries, the least counts: 5
#   BENCH_QUERIES    of each class: 200                         BENCH_SEED     of the queries: 1
#   BENCH_QUESTIONS  lines `id TAB question`                    BENCH_FOLDER   where to work: ./bench of the build
set -eu
LC_ALL=C; export LC_ALL
top=${top_srcdir:-$(dirname "$0")/../..}
programs=${top_builddir:-.}/tests/bench
room=${BENCH_FOLDER:-${top_builddir:-.}/bench}
mkdir -p "$room"
corpus=${BENCH_CORPUS-}
if [ -z "$corpus" ]; then
  corpus=$room/made-up.jsonl
  "$programs/make_corpus" "${BENCH_DOCUMENTS:-20000}" 1 "$top"/examples/pages/*.txt >"$corpus"
fi
tab=$(printf '\t')

echo "== indexing: $corpus"
"$programs/bench_index" "$corpus" "$room" "${BENCH_MEMORY:-256}" "${BENCH_ROUNDS:-3}"
echo
echo "a bare sketch of inversion: decode, fold, units, sort, encode, merge; no checksums, no store"
"$programs/sketch" "$corpus" "$room/sketch" "${BENCH_ROUNDS:-3}"
echo
echo "== size"
"$programs/bench_size" "$corpus" "$room/index"
echo
echo "== queries: microseconds, warm, one thread, the best ten, least of ${BENCH_PASSES:-5} passes"
"$programs/make_queries" "$corpus" "${BENCH_QUERIES:-200}" "${BENCH_SEED:-1}" "${BENCH_QUESTIONS-}" >"$room/queries.tsv"
"$programs/bench_ask" "$room/index" "$room/queries.tsv" "${BENCH_PASSES:-5}" >"$room/asked.tsv"
sort -t "$tab" -k2,2 -k3,3n "$room/asked.tsv" | awk -f "$top/tests/bench/summary.awk"
if [ -n "${BENCH_QUESTIONS-}" ]; then
  echo
  echo "== questions: the second stage beside the first, microseconds"
  "$programs/bench_stages" "$room/index" "$BENCH_QUESTIONS" "${BENCH_PASSES:-5}"
fi
echo
echo "== codes of postings, lists made up"
"$programs/bench_postings"
