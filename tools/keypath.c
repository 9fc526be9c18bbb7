/* SPDX-License-Identifier: MIT
 *
 * The same file must have the same key whatever the working folder and however its path is spelt: `a.txt`,
 * `./a.txt`, `../x//a.txt`.  `..` cannot be taken away by looking at letters alone (the name before may be a
 * link), so folders are resolved by realpath and only the last name is kept as it is written.  The key is
 * then the path below the folder that holds the index, or the absolute path for a file elsewhere.
 *
 * An index behind a link is where its files are: asked for through the link or not, it gives a file one key. */
#include "keypath.h"

#include <errno.h>
#include <stdlib.h>

#include "tool.h"

/* Where the last name of PATH starts, its end without trailing slashes in *out_end. */
static size_t last_name(const char *path, size_t *out_end) {
  size_t end = strlen(path);
  while (end > 1 && path[end - 1] == '/') end--;
  size_t start = end;
  while (start > 0 && path[start - 1] != '/') start--;
  *out_end = end;
  return start;
}

static bool is_dots(const char *name, size_t size) {
  return (size == 1 && name[0] == '.') || (size == 2 && name[0] == '.' && name[1] == '.');
}

bool at_keys_absolute(const char *path, bool as_folder, at_text *out) {
  size_t end, start = last_name(path, &end);
  bool whole = as_folder || start == end || is_dots(path + start, end - start);
  at_text folder = {0};
  if (whole)
    at_text_add_string(&folder, path);
  else if (start == 0)
    at_text_add_string(&folder, ".");
  else
    at_text_add(&folder, path, start);
  char *real = realpath(folder.bytes, NULL);
  at_text_clear(&folder);
  if (real == NULL) return false;
  at_text_reset(out);
  at_text_add_string(out, real);
  free(real);
  if (whole) return true;
  if (out->bytes[out->size - 1] != '/') at_text_add_byte(out, '/');
  at_text_add(out, path + start, end - start);
  return true;
}

bool at_keys_open(at_keys *keys, const char *index_path) {
  at_text absolute = {0};
  /* In a dry run there may be no index yet; then what is above it is resolved alone. */
  if (!at_keys_absolute(index_path, true, &absolute) && !at_keys_absolute(index_path, false, &absolute))
    return false;
  size_t end, start = last_name(absolute.bytes, &end);
  while (start > 0 && absolute.bytes[start - 1] == '/') start--;
  absolute.bytes[start] = '\0';
  keys->base = absolute.bytes;
  keys->size = start;
  return true;
}

void at_keys_close(at_keys *keys) {
  free(keys->base);
  keys->base = NULL;
}

void at_keys_make(const at_keys *keys, const char *absolute, at_text *out_key) {
  at_text_reset(out_key);
  if (strncmp(absolute, keys->base, keys->size) == 0 && absolute[keys->size] == '/' &&
      absolute[keys->size + 1] != '\0')
    absolute += keys->size + 1;
  at_text_add_string(out_key, absolute);
}

void at_keys_path(const at_keys *keys, const char *key, size_t size, at_text *out_path) {
  at_text_reset(out_path);
  if (size == 0 || key[0] != '/') {
    at_text_add(out_path, keys->base, keys->size);
    at_text_add_byte(out_path, '/');
  }
  at_text_add(out_path, key, size);
}
