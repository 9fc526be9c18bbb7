# libassist_core holds every object, hidden; libassist.la, the installed library, exports assist_* from it, and unit
# tests link libassist_core to reach the inside.
noinst_LTLIBRARIES += %D%/libassist_core.la
lib_LTLIBRARIES += %D%/libassist.la

libassist_libassist_core_la_SOURCES =
libassist_libassist_core_la_LIBADD = $(LIBRARY_LIBS)

libassist_libassist_la_SOURCES =
libassist_libassist_la_LIBADD = %D%/libassist_core.la
libassist_libassist_la_LDFLAGS = $(AM_LDFLAGS) $(LIBRARY_LDFLAGS) -version-info $(ASSIST_ABI) -no-undefined
if HAVE_VERSION_SCRIPT
libassist_libassist_la_LDFLAGS += -Wl,--version-script=$(top_srcdir)/%D%/libassist.map
endif
EXTRA_libassist_libassist_la_DEPENDENCIES = %D%/libassist.map
EXTRA_DIST += %D%/libassist.map %D%/LAYERS

include %D%/port/local.mk
include %D%/base/local.mk
include %D%/text/local.mk
include %D%/text/generate/local.mk
include %D%/model/local.mk
include %D%/memory/local.mk
include %D%/format/local.mk
include %D%/segwrite/local.mk
include %D%/segread/local.mk
include %D%/index/local.mk
include %D%/query/local.mk
include %D%/search/local.mk
include %D%/snippet/local.mk
include %D%/engine/local.mk
include %D%/api/local.mk
