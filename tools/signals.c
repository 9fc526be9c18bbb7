/* SPDX-License-Identifier: MIT
 *
 * The handler only remembers the signal; progress callbacks and reading loops look at it.  A second signal of
 * the same kind ends the program at once, which is safe too: a commit is all or nothing.  So does a second
 * that goes by: a thread may have hundreds of megabytes of one document in its hands, and does not look up. */
#include "signals.h"

#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <unistd.h>

#define PATIENCE 1 /* seconds */

static volatile sig_atomic_t caught;

static void remember(int number) {
  caught = number;
  (void)alarm(PATIENCE);
}

static void end_at_once(int number) {
  (void)number;
  signal(caught, SIG_DFL);
  raise(caught);
}

static void catch (int number, void (*handler)(int)) {
  struct sigaction action;
  memset(&action, 0, sizeof action);
  sigemptyset(&action.sa_mask);
  action.sa_handler = handler;
  action.sa_flags = (int)SA_RESETHAND; /* and no SA_RESTART: a read of a silent pipe must end */
  sigaction(number, &action, NULL);
}

void at_signals_start(void) {
  static const int numbers[] = {SIGINT, SIGTERM, SIGHUP};
  for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
    struct sigaction action;
    /* What the parent ignores (nohup) stays ignored. */
    if (sigaction(numbers[i], NULL, &action) != 0 || action.sa_handler == SIG_IGN) continue;
    catch (numbers[i], remember);
  }
  catch (SIGALRM, end_at_once);
}

bool at_signals_caught(void) { return caught != 0; }

void at_signals_end(void) {
  if (caught == 0) return;
  signal(caught, SIG_DFL);
  raise(caught);
}
