check_PROGRAMS += tests/crash/test_crash
tests_crash_test_crash_SOURCES = tests/crash/test_crash.c tests/crash/disk.c tests/crash/disk.h
shell_tests += \
  %D%/kill.sh \
  %D%/readers.sh
