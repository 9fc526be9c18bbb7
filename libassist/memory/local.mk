libassist_libassist_core_la_SOURCES += \
  %D%/inverter.c %D%/inverter.h \
  %D%/lane.c %D%/lane.h \
  %D%/radix.c %D%/radix.h \
  %D%/readout.c %D%/readout.h \
  %D%/records.c %D%/records.h \
  %D%/scan.c %D%/scan.h \
  %D%/ranked.c %D%/ranked.h
