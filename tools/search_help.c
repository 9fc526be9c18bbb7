/* SPDX-License-Identifier: MIT
 *
 * The help text of assist-search; assist-search(1) says it in full. */
#include "search_help.h"

#include <stdio.h>

static const char *const pages[] = {
    "Usage: assist-search [OPTION]... QUERY...\n"
    "       assist-search [OPTION]... --queries=FILE\n"
    "Exact search in Chinese text that assist-index has indexed.\n"
    "\n"
    "  -i, --index=INDEX       the index (may be given several times); else $ASSIST_INDEX, else the nearest "
    ".assist\n"
    "  -n, --number=N|all      hits to show (10; for trec 1000, for keys all); 0: totals only\n"
    "      --offset=N          leave out the first N hits\n"
    "      --filter=QUERY      must match too, without a say in the order (may be given several times)\n"
    "      --sort=FIELD[:desc] by a field of numbers or dates, not by score\n"
    "      --facet=FIELD[:year|month|day][:N]\n"
    "                          count the values of a field over all that matches (may be given several "
    "times)\n"
    "      --timeout=MS        stop after so many milliseconds, with what has been found\n"
    "      --group-copies      of near-copies show the best, and how many it stands for (default on a "
    "terminal)\n"
    "      --all-copies        show every one of them\n"
    "      --strict            never relax a query that finds nothing, nor try it as pinyin\n"
    "  -F, --fixed-strings     each word is a literal phrase; no operators\n"
    "      --like=KEY          ask for documents like this one, instead of a query\n"
    "      --queries=FILE      ask many: lines of ID<TAB>QUERY (-: standard input)\n",
    "\n"
    "  -c, --count             print the number of documents only\n"
    "  -l, --list              print keys only, the same as --format=keys\n"
    "  -0, --null              end keys with NUL, not newline\n"
    "      --format=FORMAT     text, json, jsonl, trec or keys\n"
    "      --offsets=UNIT      of highlights in JSON: byte, utf16 or codepoint\n"
    "      --color[=WHEN]      auto, always or never\n"
    "      --run-tag=NAME      the last column of trec\n"
    "      --synonyms=FILE     groups of texts that stand for each other: one a line, commas between\n"
    "      --questions=FILE    other question words and function characters for relaxed searches\n"
    "      --stem=[FIELD=]LANGUAGE\n"
    "                          ask for words with all of their stem (english, ...) in a field; else title "
    "and body\n"
    "      --suggest           print what was perhaps meant, or how the query may go on, one a line\n"
    "      --explain           say how the query was read and how each hit got its score\n"
    "      --document=KEY      with --explain: say why this document matches, or why it does not\n"
    "      --time              say how long it took\n"
    "      --help, --version\n"
    "\n"
    "A word that begins with - and a character beyond ASCII is part of the query (-视频); others after --.\n"
    "Exit status: 0 found, 1 nothing found, 2 an error.\n"};

void at_search_help(void) {
  for (size_t i = 0; i < sizeof pages / sizeof pages[0]; i++) fputs(pages[i], stdout);
}
