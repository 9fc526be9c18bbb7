/* SPDX-License-Identifier: MIT
 *
 * The help text of assist-index; assist-index(1) says it in full. */
#include "index_help.h"

#include <stdio.h>

static const char *const pages[] = {
    "Usage: assist-index [-i INDEX] COMMAND [OPTION]... [WORD]...\n"
    "Make and look after an index for exact search in Chinese text.\n"
    "\n"
    "Commands:\n"
    "  add PATH...        add files, folders (walked), or standard input (-)\n"
    "  delete KEY...      remove documents by key\n"
    "  merge [--reorder]  merge to one segment; with documents of the same words together, which is smaller\n"
    "  check              verify every byte\n"
    "  rebuild            analyse the stored text anew\n"
    "  stats [--json]     documents, terms, postings, bytes by part, fingerprint\n"
    "  dump               all documents as JSONL that `add` takes back\n"
    "  dump --terms | --postings TERM | --document=KEY\n"
    "\n"
    "Options of every command:\n"
    "  -i, --index=INDEX      the index; else $ASSIST_INDEX, else the nearest .assist here or above\n"
    "      --wait[=SECONDS]   wait for another writer to end\n"
    "  -q, --quiet            say less\n"
    "  -v, --verbose          say more\n"
    "      --help, --version\n",
    "\n"
    "Options of add:\n"
    "      --threads=N        threads to use; 1: one (default: as many as processors, at most 4)\n"
    "      --memory=SIZE      memory to use, with K, M or G (default 256M)\n"
    "      --format=FORMAT    auto (by name), text, html, jsonl or csv\n"
    "      --encoding=NAME    of all files: GB18030, Big5 or another (default: as each looks)\n"
    "      --key=KEY          the key of the one text that is added\n"
    "      --map=FIELD=NAME   JSONL, CSV: take FIELD (key, title, body, date or any other) from member NAME\n"
    "      --files-from=FILE  add the paths in FILE too, one a line (-: standard input)\n"
    "      --prune            remove documents whose files, or records in a changed file, are gone\n"
    "      --dry-run          say what would be done\n"
    "  -0, --null             paths in FILE end with NUL, not newline\n"
    "  -L, --dereference      walk into links to folders\n"
    "\n"
    "Options of delete:\n"
    "      --keys-from=FILE   remove the keys in FILE too, one a line (-: standard input)\n"
    "  -0, --null             keys in FILE end with NUL, not newline\n"
    "\n"
    "Exit status: 0 done, 1 an unknown key, 2 an error (add: something could not be read; the rest is "
    "committed).\n"};

void at_index_help(void) {
  for (size_t i = 0; i < sizeof pages / sizeof pages[0]; i++) fputs(pages[i], stdout);
}
