# Documents, questions and answers: a folder each, all run by one script.
shell_tests += %D%/run.sh
EXTRA_DIST += %D%
