# Rules that matter are programs: each of these is a test of `make check`.
house_tests += \
  %D%/check-layers.sh \
  %D%/check-exports.sh \
  %D%/check-headers.sh \
  %D%/check-lists.sh \
  %D%/check-sizes.sh \
  %D%/check-format.sh \
  %D%/check-words.sh \
  %D%/check-house.sh
EXTRA_DIST += %D%/sizes.awk %D%/strip.awk %D%/qa.sh %D%/demo.sh %D%/bench-peers.sh %D%/bench-report.py
