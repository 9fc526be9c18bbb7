/* SPDX-License-Identifier: MIT
 * Makes the const tables of text/ from ICU, OpenCC and the Unicode character database.
 *
 *   generate UNICODE-FOLDER OPENCC-FOLDER OPENCC-VERSION FOLD-TABLE.c READING-TABLE.c SOUND-TABLE.c CLASSES.md
 *
 * UNICODE-FOLDER holds EquivalentUnifiedIdeograph.txt, Unihan_Variants.txt and Unihan_Readings.txt (or .txt.bz2);
 * OPENCC-FOLDER OpenCC's character tables as text.  The same inputs give the same bytes. */
#include <stdlib.h>

#include "generate.h"

int main(int argc, char **argv) {
  if (argc != 8)
    die("usage: generate UNICODE OPENCC OPENCC-VERSION FOLD-TABLE.c READING-TABLE.c SOUND-TABLE.c "
        "CLASSES.md");
  fold_open();
  sources_read(argv[1], argv[2]);
  classes_close();
  pinyin_read(argv[1]);
  pinyin_close();
  entries_build();
  emit_fold_table(argv[4]);
  emit_reading_table(argv[5], argv[3]);
  emit_sound_table(argv[6]);
  report_write(argv[7], argv[3]);
  return EXIT_SUCCESS;
}
