# The tools as people use them, one script a topic; common.sh has what they share.
shell_tests += \
  %D%/add.sh \
  %D%/bad-input.sh \
  %D%/batch.sh \
  %D%/columns.sh \
  %D%/csv.sh \
  %D%/damage.sh \
  %D%/determinism.sh \
  %D%/dump.sh \
  %D%/encodings.sh \
  %D%/formats.sh \
  %D%/html.sh \
  %D%/jsonl.sh \
  %D%/keys.sh \
  %D%/pages.sh \
  %D%/status.sh \
  %D%/suggest.sh \
  %D%/writers.sh
EXTRA_DIST += %D%/common.sh
