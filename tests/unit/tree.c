/* SPDX-License-Identifier: MIT
 *
 * Removing and comparing folders, for tests of an index's files. */
#include "tree.h"

#include <dirent.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

void tree_remove(const char *path) {
  char name[512];
  DIR *list = opendir(path);
  if (list == NULL) return;
  (void)chmod(path, 0700);
  for (struct dirent *entry; (entry = readdir(list)) != NULL;) {
    if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) continue;
    (void)snprintf(name, sizeof name, "%s/%s", path, entry->d_name);
    if (unlink(name) != 0) tree_remove(name);
  }
  (void)closedir(list);
  (void)rmdir(path);
}

static bool equal_files(const char *a, const char *b) {
  FILE *one = fopen(a, "rb"), *two = fopen(b, "rb");
  bool equal = one != NULL && two != NULL;
  for (int c = 0; equal && c != EOF;) {
    c = getc(one);
    equal = c == getc(two);
  }
  if (one != NULL) (void)fclose(one);
  if (two != NULL) (void)fclose(two);
  return equal;
}

/* Files of A that are the same in B; -1 when one is not. */
static int count_equal(const char *a, const char *b) {
  char one[512], two[512];
  int count = 0;
  DIR *list = opendir(a);
  if (list == NULL) return -1;
  for (struct dirent *entry; count >= 0 && (entry = readdir(list)) != NULL;) {
    if (entry->d_name[0] == '.') continue;
    (void)snprintf(one, sizeof one, "%.200s/%.255s", a, entry->d_name);
    (void)snprintf(two, sizeof two, "%.200s/%.255s", b, entry->d_name);
    bool equal = equal_files(one, two);
    if (!equal) fprintf(stderr, "%s differs\n", entry->d_name);
    count = equal ? count + 1 : -1;
  }
  (void)closedir(list);
  return count;
}

int tree_compare(const char *a, const char *b) {
  int count = count_equal(a, b);
  return count == count_equal(b, a) ? count : -1;
}
