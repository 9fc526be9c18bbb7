/* SPDX-License-Identifier: MIT
 * Which library this is: its version, the analysis it holds, and what the tables were made from.
 *
 * The version comes from the header this file was compiled with; a program compares it with the header it was compiled
 * with itself.  The fingerprint and the sources are constants of the text room.  Nothing is computed here. */
#include <assist/version.h>

#include "text/table.h"
#include "text/unit.h"

const char *assist_version(void) { return ASSIST_VERSION_STRING; }

const char *assist_analysis_fingerprint(void) { return as_analysis_fingerprint(); }

const char *assist_table_sources(void) { return as_table_sources; }
