libassist_libassist_core_la_SOURCES += \
  %D%/dealer.c %D%/dealer.h \
  %D%/inverter.c %D%/inverter.h \
  %D%/lane.c %D%/lane.h \
  %D%/pool.c %D%/pool.h \
  %D%/radix.c %D%/radix.h \
  %D%/ranks.c %D%/ranks.h \
  %D%/readout.c %D%/readout.h \
  %D%/records.c %D%/records.h \
  %D%/sketch.c %D%/sketch.h \
  %D%/split.c %D%/split.h \
  %D%/stream.c %D%/stream.h
