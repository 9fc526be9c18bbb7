libassist_libassist_core_la_SOURCES += \
	%D%/alike.c \
	%D%/bound.h \
	%D%/candidate.c %D%/candidate.h \
	%D%/chain.c %D%/chain.h \
	%D%/character.c %D%/character.h \
	%D%/closeness.c %D%/closeness.h \
	%D%/collect.c %D%/collect.h \
	%D%/complete.c \
	%D%/context.c %D%/context.h \
	%D%/correct.c \
	%D%/commonest.c %D%/commonest.h \
	%D%/counter.c %D%/counter.h \
	%D%/cover.c %D%/cover.h \
	%D%/endings.c %D%/endings.h \
	%D%/expand.c %D%/expand.h \
	%D%/facet.c %D%/facet.h \
	%D%/fields.c %D%/fields.h \
	%D%/fallback.c %D%/fallback.h \
	%D%/fixed.c %D%/fixed.h \
	%D%/furnished.c %D%/furnished.h \
	%D%/gather.c %D%/gather.h \
	%D%/iter.h %D%/iter_all.c %D%/iter_and.c %D%/iter_chain.c %D%/iter_key.c %D%/iter_or.c \
	%D%/iter_phrase.c %D%/iter_range.c %D%/notes.c %D%/notes.h \
	%D%/iter_near.c %D%/iter_boost.c \
	%D%/joint.c %D%/joint.h \
	%D%/lookup.c %D%/lookup.h \
	%D%/pieces.c %D%/pieces.h \
	%D%/plan.c %D%/plan.h \
	%D%/range.h \
	%D%/questions.c %D%/questions.h \
	%D%/relax.c %D%/relax.h \
	%D%/repeats.c %D%/repeats.h \
	%D%/request.c %D%/request.h \
	%D%/rerank.c %D%/rerank.h \
	%D%/runs.c %D%/runs.h \
	%D%/sort.c %D%/sort.h \
	%D%/spans.c %D%/spans.h \
	%D%/suggest.c %D%/suggest.h \
	%D%/text_counts.c %D%/text_counts.h \
	%D%/union.c %D%/union.h %D%/union_blocks.c %D%/union_scan.h %D%/union_seed.c %D%/union_sweep.c %D%/union_walk.c %D%/union_weights.c \
	%D%/verify.c %D%/verify.h \
	%D%/window.c %D%/window.h
