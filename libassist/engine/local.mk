libassist_libassist_core_la_SOURCES += \
	%D%/account.c \
	%D%/account.h \
	%D%/explain.c \
	%D%/group.c \
	%D%/like.c \
	%D%/like.h \
	%D%/near_miss.c \
	%D%/near_miss.h \
	%D%/pair_set.c \
	%D%/pair_set.h \
	%D%/results.h \
	%D%/search.c \
	%D%/spelling.c
