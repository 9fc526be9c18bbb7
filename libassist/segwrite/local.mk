libassist_libassist_core_la_SOURCES += \
  %D%/column.c %D%/column.h \
  %D%/crew.c %D%/crew.h \
  %D%/dictionary.c %D%/dictionary.h \
  %D%/documents.c %D%/documents.h \
  %D%/key_order.c %D%/key_order.h \
  %D%/key_table.c %D%/key_table.h \
  %D%/lists.c %D%/lists.h \
  %D%/marks.c %D%/marks.h \
  %D%/most.c %D%/most.h \
  %D%/sealed.c %D%/sealed.h \
  %D%/segment.c %D%/segment.h \
  %D%/source.h \
  %D%/store.c %D%/store.h
