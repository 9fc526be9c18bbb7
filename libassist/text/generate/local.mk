# The tables of text/: written by a program of the build from the data of Unicode and OpenCC, carried by the tarball,
# never committed.  The rule depends on the program's sources, not on the program, so that a build from a tarball
# makes neither and needs neither data nor ICU's transforms.
text_tables = libassist/text/fold_table.c libassist/text/reading_table.c libassist/text/sound_table.c
libassist_libassist_core_la_SOURCES += $(text_tables)
BUILT_SOURCES += $(text_tables)
MAINTAINERCLEANFILES += $(text_tables)

EXTRA_PROGRAMS += %D%/generate
%C%_generate_SOURCES = \
  %D%/main.c %D%/lines.c %D%/fold.c %D%/classes.c %D%/sources.c %D%/pinyin.c %D%/entries.c %D%/emit.c %D%/report.c \
  %D%/generate.h
%C%_generate_CPPFLAGS = -I$(top_srcdir)/libassist $(GENERATOR_CFLAGS)
%C%_generate_LDADD = $(GENERATOR_LIBS)

opencc_tables = TSCharacters STCharacters TWVariants TWVariantsRev HKVariants HKVariantsRev
opencc_text = %D%/opencc
CLEANFILES += %D%/generate$(EXEEXT) %D%/classes.md $(opencc_text)/*.txt

libassist/text/fold_table.c: $(%C%_generate_SOURCES)
	@test -n '$(OPENCC_DICT)' || { echo 'opencc_dict is needed to make the tables: see "./bootstrap deps"' >&2; exit 1; }
	$(AM_V_at)$(MAKE) $(AM_MAKEFLAGS) %D%/generate$(EXEEXT)
	$(AM_V_at)$(MKDIR_P) $(opencc_text)
	$(AM_V_GEN)for name in $(opencc_tables); do \
	  $(OPENCC_DICT) -f ocd2 -t text -i '$(OPENCC_DATA_DIR)'/$$name.ocd2 -o $(opencc_text)/$$name.txt || exit 1; \
	done; \
	version=`$(OPENCC_DICT) --version | sed -n 's/^Version: *//p'`; \
	%D%/generate$(EXEEXT) '$(UNICODE_DATA_DIR)' $(opencc_text) "$$version" $@-t libassist/text/reading_table.c-t \
	  libassist/text/sound_table.c-t %D%/classes.md && \
	mv -f $@-t $@ && mv -f libassist/text/reading_table.c-t libassist/text/reading_table.c && \
	mv -f libassist/text/sound_table.c-t libassist/text/sound_table.c

# The same run makes all; this mends what an interruption or a hand left.
libassist/text/reading_table.c libassist/text/sound_table.c: libassist/text/fold_table.c
	@if test -f $@; then touch $@; else \
	  rm -f libassist/text/fold_table.c; $(MAKE) $(AM_MAKEFLAGS) libassist/text/fold_table.c; \
	fi
