libassist_libassist_core_la_SOURCES += \
	%D%/explain.c \
	%D%/group.c \
	%D%/results.h \
	%D%/search.c \
	%D%/spelling.c
