/* SPDX-License-Identifier: MIT
 *
 * libassist: exact, instant search in Chinese text.
 *
 * The story.  An index is a folder.  One writer at a time puts documents into it and commits; a commit is one rename,
 * so it is there whole or not at all.  Any number of readers, in any number of processes, take snapshots: a snapshot is
 * one commit and stays what it was however the index goes on.  A query is parsed (or built) once and asked of a
 * snapshot; the results name documents, and their stored text comes back byte for byte.
 *
 *   index.h     open a folder, take a snapshot, check it
 *   writer.h    put, remove, commit, roll back, merge
 *   document.h  what is put in, and what comes back
 *   query.h     parse what a person typed, or build a tree
 *   search.h    ask a snapshot; hits
 *   snippet.h   extracts with highlights
 *   suggest.h   how a query may go on, or what was meant
 *   synonyms.h  texts that stand for each other
 *   questions.h lists of the relaxed pass, if not the library's own
 *   analyzer.h  see how text is cut: tokens, positions, offsets
 *   status.h    statuses, errors, the words used on all these pages (read its head first)
 *   version.h   versions and the analysis fingerprint
 *
 * Text is (const char *, size_t), UTF-8, and may hold NUL and broken bytes; offsets are bytes of the caller's original
 * text, always on code point boundaries.  Options are structs whose first member is their version: use the _INIT macro;
 * NULL means the defaults.  The library prints nothing, never exits, reads no environment and no locale, and opens
 * nothing but the folder it was given. */
#ifndef ASSIST_H
#define ASSIST_H

#include <assist/analyzer.h>
#include <assist/document.h>
#include <assist/index.h>
#include <assist/query.h>
#include <assist/questions.h>
#include <assist/search.h>
#include <assist/snippet.h>
#include <assist/status.h>
#include <assist/suggest.h>
#include <assist/synonyms.h>
#include <assist/version.h>
#include <assist/writer.h>

#endif
