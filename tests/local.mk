# One line a kind of test; a folder's own local.mk lists its programs and scripts.
if HAVE_CHECK
include %D%/unit/local.mk
include %D%/api/local.mk
include %D%/oracle/local.mk
include %D%/crash/local.mk
else
check_DATA += no-libcheck
no-libcheck:
	@echo "make check needs the Check library (package \"check\"; see \"./bootstrap deps\"), then configure again" >&2
	@exit 1
endif
include %D%/cases/local.mk
include %D%/tools/local.mk
include %D%/bench/local.mk
