/* SPDX-License-Identifier: MIT
 *
 * A walk goes through each folder in byte order of its names, so that the same files give the same index.  It
 * passes over hidden names, folders that are indexes, and what is neither file nor folder; it follows links
 * to files, and links to folders only when asked (then never into a folder that it is already inside of). 
 * Two paths grow together: the one the user sees, and the absolute one without links that becomes the key. */
#include "walk.h"

#include <assist/index.h>
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "keypath.h"
#include "text_buffer.h"
#include "tool.h"

/* The folders from the root of the walk down to the present one. */
typedef struct level {
  const struct level *above;
  dev_t device;
  ino_t inode;
} level;

typedef struct names {
  char **at;
  size_t count, capacity;
} names;

static int walk_folder(at_walk *walk, at_text *path, at_text *absolute, const level *above);

static void fail(at_walk *walk, const char *path) {
  if (walk->quiet) return;
  at_say("%s: %s", path, strerror(errno));
  walk->failed = true;
}

static int compare_names(const void *a, const void *b) {
  return strcmp(*(char *const *)a, *(char *const *)b);
}

static bool read_names(const char *path, names *out) {
  DIR *folder = opendir(path);
  struct dirent *entry;
  if (folder == NULL) return false;
  for (errno = 0; (entry = readdir(folder)) != NULL; errno = 0) {
    if (entry->d_name[0] == '.') continue;
    if (out->count == out->capacity) {
      out->capacity = out->capacity == 0 ? 32 : out->capacity * 2;
      out->at = at_realloc(out->at, out->capacity * sizeof *out->at);
    }
    out->at[out->count++] = at_copy(entry->d_name);
  }
  int reading = errno;
  closedir(folder);
  if (out->count > 1) qsort(out->at, out->count, sizeof *out->at, compare_names);
  errno = reading;
  return reading == 0;
}

static void append_name(at_text *path, const char *name) {
  if (path->size > 0 && path->bytes[path->size - 1] != '/') at_text_add_byte(path, '/');
  at_text_add_string(path, name);
}

static void shorten(at_text *path, size_t size) {
  path->size = size;
  path->bytes[size] = '\0';
}

/* What stands at PATH in a walked folder. */
static int walk_entry(at_walk *walk, at_text *path, at_text *absolute, const level *above) {
  struct stat status, link;
  if (lstat(path->bytes, &link) != 0 || stat(path->bytes, &status) != 0) {
    fail(walk, path->bytes);
    return 0;
  }
  if (S_ISDIR(status.st_mode)) {
    if (S_ISLNK(link.st_mode) && !walk->follow) return 0;
    return walk_folder(walk, path, absolute, above);
  }
  if (!S_ISREG(status.st_mode)) return 0;
  at_walk_file file = {path->bytes, absolute->bytes, false};
  return walk->visit(walk->context, &file);
}

static bool is_inside(const level *above, const struct stat *status) {
  for (; above != NULL; above = above->above)
    if (above->device == status->st_dev && above->inode == status->st_ino) return true;
  return false;
}

static int walk_folder(at_walk *walk, at_text *path, at_text *absolute, const level *above) {
  struct stat status;
  names entries = {0};
  int result = 0;
  size_t path_size = path->size, absolute_size = absolute->size;
  if (assist_index_exists(path->bytes)) return 0;
  if (stat(path->bytes, &status) != 0) {
    fail(walk, path->bytes);
    return 0;
  }
  if (is_inside(above, &status)) return 0;
  level here = {above, status.st_dev, status.st_ino};
  if (!read_names(path->bytes, &entries)) fail(walk, path->bytes);
  for (size_t i = 0; i < entries.count; i++) {
    if (result == 0) {
      append_name(path, entries.at[i]);
      append_name(absolute, entries.at[i]);
      result = walk_entry(walk, path, absolute, &here);
      shorten(path, path_size);
      shorten(absolute, absolute_size);
    }
    free(entries.at[i]);
  }
  free(entries.at);
  return result;
}

int at_walk_path(at_walk *walk, const char *path) {
  struct stat status;
  at_text shown = {0}, absolute = {0};
  int result = 0;
  if (strcmp(path, "-") == 0) {
    at_walk_file input = {path, NULL, true};
    return walk->visit(walk->context, &input);
  }
  if (stat(path, &status) != 0 || !at_keys_absolute(path, S_ISDIR(status.st_mode), &absolute)) {
    fail(walk, path);
  } else if (S_ISDIR(status.st_mode)) {
    at_text_add_string(&shown, path);
    result = walk_folder(walk, &shown, &absolute, NULL);
  } else {
    at_walk_file file = {path, absolute.bytes, true};
    result = walk->visit(walk->context, &file);
  }
  at_text_clear(&shown);
  at_text_clear(&absolute);
  return result;
}
