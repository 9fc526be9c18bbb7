#!/bin/sh
# SPDX-License-Identifier: MIT
# `make bench-peers`: other engines on the same text, the same queries, the same machine, in the same run.  Each has a
# small driver in tests/bench/peers; what cannot be installed or built is said, and the others go on.
#   BENCH_PEERS    which, of: assist assist-no-text lucene8 fts5 fts5-trigram xapian lucene lucene-ngram lucene-bp tantivy groonga sphinx
#   BENCH_INSTALL  no: install nothing (else apt-get, as root or by sudo; Maven and Cargo fetch by themselves)
#   BENCH_WARM     passes of a Java engine that do not count: 50       BENCH_TRUTH   queries a class held against a scan: 20
#   BENCH_WRITE    yes: put the tables and plots into doc/ of the sources
# and BENCH_CORPUS, BENCH_DOCUMENTS, BENCH_FOLDER, BENCH_PASSES, BENCH_QUERIES, BENCH_QUESTIONS, BENCH_SEED as in bench.sh.
set -eu
LC_ALL=C; export LC_ALL
LUCENE=10.6.0
top=${top_srcdir:-$(cd "$(dirname "$0")/.." && pwd)}
programs=${top_builddir:-.}/tests/bench
peers=$top/tests/bench/peers
room=${BENCH_FOLDER:-${top_builddir:-.}/bench}
mkdir -p "$room"
room=$(cd "$room" && pwd)/peers
out=$room/results
rm -rf "$out"
mkdir -p "$out" "$room/bin"
corpus=${BENCH_CORPUS-}
if [ -z "$corpus" ]; then
  corpus=$room/made-up.jsonl
  "$programs/make_corpus" "${BENCH_DOCUMENTS:-20000}" 1 "$top"/examples/pages/*.txt >"$corpus"
fi

say() { echo "$*" >&2; }
# not_run PEER REASON
not_run() {
  printf '%s\t%s\n' "$1" "$2" >>"$out/not-run.tsv"
  say "$1: not run: $2"
}
# package NAME PROBE...: installs NAME unless PROBE succeeds; then says whether it does
package() {
  name=$1
  shift
  "$@" >/dev/null 2>&1 && return
  [ "${BENCH_INSTALL:-yes}" != no ] || return 1
  as=
  [ "$(id -u)" -eq 0 ] || as='sudo -n'
  say "installing $name"
  # shellcheck disable=SC2086  # nothing, or a command and its option; names without spaces
  $as apt-get install -y -q $name >"$room/apt.log" 2>&1 || return 1
  "$@" >/dev/null 2>&1
}
# header FILE [FLAG...]: whether the compiler finds it
header() {
  file=$1
  shift
  echo "#include <$file>" | ${CC:-cc} "$@" -E -x "${language:-c}" - >/dev/null 2>&1
}
# installed NAME...: the package's version, for the tables
version_of() { dpkg-query -W -f '${Version}' "$1" 2>/dev/null || echo unknown; }

# measure PEER VERSION WARM SIZE-OPTION FOLDER-SUFFIX COMMAND...: COMMAND index|query ... by the rules of driver.h
measure() {
  peer=$1 version=$2 warm=$3 size_option=$4
  shift 4
  folder=$room/index-$peer
  rm -rf "$folder"
  mkdir -p "$folder"
  say "$peer: indexing"
  if ! "$@" index "$room/plain" "$folder" >"$out/$peer.index" 2>"$room/$peer.log"; then
    not_run "$peer" "indexing failed: $(tail -n 1 "$room/$peer.log")"
    rm -f "$out/$peer.index"
    return
  fi
  # shellcheck disable=SC2086  # options
  bytes=$(du -s $size_option "$folder" | cut -f 1)
  printf 'bytes\t%s\nversion\t%s\n' "$bytes" "$version" >>"$out/$peer.index"
  say "$peer: asking"
  "$@" query "$folder" "$room/queries.tsv" "$warm" "${BENCH_PASSES:-5}" "$out/$peer.hits" "${BENCH_TRUTH:-20}" \
    >"$out/$peer.tsv" 2>"$room/$peer.log" ||
    not_run "$peer" "asking failed: $(tail -n 1 "$room/$peer.log")"
  rm -rf "$folder"
}

# compile NAME COMPILER SOURCE FLAG...
compile() {
  name=$1 compiler=$2 source=$3
  shift 3
  "$compiler" -O2 -D_GNU_SOURCE -I"$top" -o "$room/bin/$name" "$source" "$@" 2>"$room/$name.log" ||
    { not_run "$name" "its driver does not compile: $(head -n 1 "$room/$name.log")"; return 1; }
}

# ---- ours: the same two commands
assist_driver() {
  if [ "$1" = index ]; then "$programs/bench_index" $assist_mode "$corpus" "$3"
  else "$programs/bench_ask" "$2/index" "$3" "$5" "$6" "$7"; fi
}
run_ours() {
  assist_mode=$2
  measure "$1" "$(git -C "$top" describe --always --tags 2>/dev/null || echo here)" 1 -b assist_driver
}
run_assist() { run_ours assist --peer; }
run_assist_no_text() { run_ours assist-no-text --peer-no-text; }

# ---- SQLite
fts5_driver() { "$room/bin/fts5" "$@"; }
fts5_trigram_driver() { FTS5_TRIGRAM=1 "$room/bin/fts5" "$@"; }
build_fts5() {
  package libsqlite3-dev header sqlite3.h || { not_run "$1" "libsqlite3-dev cannot be installed"; return 1; }
  compile fts5 "${CC:-cc}" "$peers/fts5.c" -lsqlite3
}
run_fts5() { build_fts5 fts5 && measure fts5 "$(version_of libsqlite3-0)" 1 -b fts5_driver; }
run_fts5_trigram() { build_fts5 fts5-trigram && measure fts5-trigram "$(version_of libsqlite3-0)" 1 -b fts5_trigram_driver; }

# ---- Xapian
xapian_driver() { "$room/bin/xapian" "$@"; }
run_xapian() {
  language=c++
  package libxapian-dev header xapian.h || { not_run xapian "libxapian-dev cannot be installed"; return; }
  compile xapian "${CXX:-c++}" "$peers/xapian.cc" -lxapian && measure xapian "$(version_of libxapian-dev)" 1 -b xapian_driver
}

# ---- Groonga: its files have holes, so what they take is counted
groonga_driver() { "$room/bin/groonga" "$@"; }
run_groonga() {
  package libgroonga-dev pkg-config --exists groonga || { not_run groonga "libgroonga-dev cannot be installed"; return; }
  # shellcheck disable=SC2046  # flags
  compile groonga "${CC:-cc}" "$peers/groonga.c" $(pkg-config --cflags --libs groonga) &&
    measure groonga "$(version_of libgroonga-dev)" 1 -B1 groonga_driver
}

# ---- Sphinx
sphinx_driver() { python3 "$peers/sphinx.py" "$@"; }
run_sphinx() {
  package sphinxsearch command -v searchd || { not_run sphinx "sphinxsearch cannot be installed"; return; }
  measure sphinx "$(version_of sphinxsearch)" 1 -b sphinx_driver
}

# ---- Lucene: Debian's, and the newest from Maven, which wants Java 21
# the newest home of a JDK under /usr/lib/jvm, as VERSION HOME
newest_java() {
  for home in "${JAVA_HOME-}" /usr/lib/jvm/*; do
    [ -x "$home/bin/javac" ] || continue
    echo "$("$home/bin/javac" -version 2>&1 | sed 's/[^0-9]*\([0-9]*\).*/\1/') $home"
  done | sort -n | tail -n 1
}
java_driver() {
  "$java/bin/java" -Xms1g -Xmx1g -XX:+UseSerialGC $java_options -cp "$classpath" LuceneBench "$@"
}
run_lucene8() {
  package default-jdk-headless test -n "$(newest_java)" || { not_run lucene8 "no Java"; return; }
  package liblucene8-java sh -c 'ls /usr/share/java/lucene-core-8*.jar' || { not_run lucene8 "liblucene8-java cannot be installed"; return; }
  java=$(newest_java) java=${java#* } java_options=
  jars=$(echo /usr/share/java/lucene-core-8*.jar /usr/share/java/lucene-analyzers-common-8*.jar | tr ' ' :)
  classpath=$jars:$room/lucene8-classes
  "$java/bin/javac" -nowarn -d "$room/lucene8-classes" -cp "$jars" "$peers/LuceneBench.java" 2>"$room/javac.log" ||
    { not_run lucene8 "its driver does not compile: $(head -n 1 "$room/javac.log")"; return; }
  measure lucene8 "$(version_of liblucene8-java)" "${BENCH_WARM:-50}" -b java_driver
}
fetch_lucene() {
  java=$(newest_java)
  [ "${java%% *}" -ge 21 ] 2>/dev/null || { not_run "$1" "Lucene $LUCENE wants Java 21 or newer"; return 1; }
  java=${java#* } java_options='--add-modules jdk.incubator.vector'
  jars=
  for part in lucene-core lucene-analysis-common lucene-misc; do
    jar=$room/jars/$part-$LUCENE.jar
    [ -f "$jar" ] || mvn -q -B dependency:copy -Dartifact="org.apache.lucene:$part:$LUCENE" \
      -DoutputDirectory="$room/jars" >"$room/mvn.log" 2>&1 ||
      { not_run "$1" "Maven does not give $part $LUCENE"; return 1; }
    jars=$jars$jar:
  done
  classpath=$jars$room/lucene-classes
  "$java/bin/javac" -nowarn -d "$room/lucene-classes" -cp "$jars" "$peers/LuceneBench.java" "$peers/LuceneReorder.java" \
    2>"$room/javac.log" || { not_run "$1" "its driver does not compile: $(head -n 1 "$room/javac.log")"; return 1; }
}
run_lucene() { fetch_lucene lucene && measure lucene "$LUCENE" "${BENCH_WARM:-50}" -b java_driver; }
ngram_driver() { LUCENE_PHRASE=ngram java_driver "$@"; }
run_lucene_ngram() { fetch_lucene lucene-ngram && measure lucene-ngram "$LUCENE" "${BENCH_WARM:-50}" -b ngram_driver; }
bp_driver() { LUCENE_PHRASE=ngram LUCENE_REORDER=1 java_driver "$@"; }
run_lucene_bp() { fetch_lucene lucene-bp && measure lucene-bp "$LUCENE" "${BENCH_WARM:-50}" -b bp_driver; }

# ---- Tantivy
tantivy_driver() { "$room/tantivy-source/target/release/tantivy-bench" "$@"; }
run_tantivy() {
  command -v cargo >/dev/null 2>&1 || { not_run tantivy "no cargo"; return; }
  mkdir -p "$room/tantivy-source/src"
  cp "$peers/tantivy/Cargo.toml" "$room/tantivy-source/"
  cp "$peers/tantivy/src/main.rs" "$room/tantivy-source/src/"
  say "tantivy: building, which takes minutes the first time"
  (cd "$room/tantivy-source" && cargo build --release --quiet) >"$room/cargo.log" 2>&1 ||
    { not_run tantivy "cargo does not build it: $(tail -n 1 "$room/cargo.log")"; return; }
  measure tantivy "$(sed -n 's/^tantivy = .*"=\([0-9.]*\)".*/\1/p' "$peers/tantivy/Cargo.toml")" 1 -b tantivy_driver
}

say "corpus and queries: $corpus"
"$programs/plain_scan" write "$corpus" >"$room/plain"
"$programs/make_queries" "$corpus" "${BENCH_QUERIES:-200}" "${BENCH_SEED:-1}" "${BENCH_QUESTIONS-}" >"$room/queries.tsv"
"$programs/plain_scan" find "$corpus" "$room/queries.tsv" "${BENCH_TRUTH:-20}" >"$out/truth.tsv"
{
  printf 'corpus\t%s\n' "$(basename "$corpus")"
  printf 'documents\t%s\n' "$(wc -l <"$room/plain" | tr -d ' ')"
  printf 'bytes\t%s\n' "$("$programs/plain_scan" bytes "$corpus")"
  printf 'machine\t%s\n' "$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo 2>/dev/null | sort | uniq -c | sed 's/^ *//; s/ / x /' | head -n 1)"
  printf 'load before\t%s\n' "$(cut -d ' ' -f 1-3 /proc/loadavg 2>/dev/null)"
} >"$out/run.tsv"
for one in ${BENCH_PEERS:-assist assist-no-text lucene8 fts5 fts5-trigram xapian lucene lucene-ngram lucene-bp tantivy groonga \
  sphinx}; do
  language=c
  "run_$(echo "$one" | tr - _)" || say "$one: left out"
done
printf 'load after\t%s\n' "$(cut -d ' ' -f 1-3 /proc/loadavg 2>/dev/null)" >>"$out/run.tsv"

command -v python3 >/dev/null 2>&1 || { say "no python3: the figures are in $out, without tables"; exit 0; }
if [ "${BENCH_WRITE:-no}" = yes ]; then
  python3 "$top/scripts/bench-report.py" "$out" --doc "$top/doc"
else
  python3 "$top/scripts/bench-report.py" "$out"
fi
