libassist_libassist_core_la_SOURCES += \
  %D%/clock.c %D%/clock.h \
  %D%/cpu.c %D%/cpu.h \
  %D%/descriptor.h \
  %D%/file.c %D%/file.h \
  %D%/folder.c \
  %D%/hook.c %D%/hook.h \
  %D%/lock.c %D%/lock.h \
  %D%/mem.c %D%/mem.h \
  %D%/output.c \
  %D%/report.c %D%/report.h \
  %D%/thread.c %D%/thread.h
