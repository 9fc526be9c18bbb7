# The oracle sees include/ alone.  test_oracle is part of every check; scan-index compares any index with a plain scan of its stored text,
# or a copy of it, while it is changed, with a scan of the JSONL it was made of:
#   make tests/oracle/scan-index && tests/oracle/scan-index INDEX 2000 1
#   tests/oracle/scan-index --change RECORDS.jsonl INDEX 2000 1
check_PROGRAMS += tests/oracle/test_oracle
tests_oracle_test_oracle_SOURCES = %D%/test_oracle.c %D%/oracle.c %D%/oracle.h
tests_oracle_test_oracle_CPPFLAGS = $(PUBLIC_CPPFLAGS) $(CHECK_CFLAGS)
tests_oracle_test_oracle_LDADD = $(PUBLIC_LIBS) $(CHECK_LIBS)

EXTRA_PROGRAMS += tests/oracle/scan-index
tests_oracle_scan_index_SOURCES = %D%/scan-index.c %D%/records.c %D%/records.h %D%/oracle.c %D%/oracle.h
tests_oracle_scan_index_CPPFLAGS = $(PUBLIC_CPPFLAGS)
tests_oracle_scan_index_LDADD = $(PUBLIC_LIBS)
