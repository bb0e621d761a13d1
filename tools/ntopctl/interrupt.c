// SPDX-License-Identifier: GPL-2.0-or-later
/* Ending in order what has no end of its own. */
#include <poll.h>
#include <signal.h>
#include <time.h>
#include "interrupt.h"

static volatile sig_atomic_t came, stop_came;

static void note(int signal)
{
	(void)signal;
	came = 1;
}

static void note_stop(int signal)
{
	(void)signal;
	stop_came = 1;
}

static const int signals[] = { SIGINT, SIGTERM, SIGHUP };

#define SIGNALS	(sizeof(signals) / sizeof(signals[0]))

void interrupt_catch(void)
{
	struct sigaction action = { .sa_handler = note }, old;

	/* nohup(1) means it, while a shell ignores ^C for all that it starts with & */
	for (size_t i = 0; i < SIGNALS; i++)
		if (signals[i] != SIGHUP ||
		    (!sigaction(SIGHUP, NULL, &old) && old.sa_handler != SIG_IGN))
			sigaction(signals[i], &action, NULL);
}

void interrupt_catch_stop(void)
{
	struct sigaction action = { .sa_handler = note_stop }, old;

	if (!sigaction(SIGTSTP, NULL, &old) && old.sa_handler != SIG_IGN)
		sigaction(SIGTSTP, &action, NULL);
}

bool interrupt_stop_came(void)
{
	bool now = stop_came;

	stop_came = 0;
	return now;
}

void interrupt_stop(void)
{
	signal(SIGTSTP, SIG_DFL);
	raise(SIGTSTP);
	interrupt_catch_stop();
}

void interrupt_release(void)
{
	struct sigaction old;

	for (size_t i = 0; i < SIGNALS; i++)
		if (!sigaction(signals[i], NULL, &old) && old.sa_handler == note)
			signal(signals[i], SIG_DFL);
}

bool interrupt_came(void)
{
	return came;
}

bool interrupt_wait(int fd, int ms)
{
	struct timespec limit = { ms / 1000, ms % 1000 * 1000000L };
	struct pollfd p = { .fd = fd, .events = POLLIN };
	sigset_t block, old;
	int ready = 0;

	/* ppoll() opens the signals again, so none slips between test and wait. */
	sigemptyset(&block);
	for (size_t i = 0; i < SIGNALS; i++)
		sigaddset(&block, signals[i]);
	sigaddset(&block, SIGTSTP);
	sigprocmask(SIG_BLOCK, &block, &old);
	if (!came && !stop_came)
		ready = ppoll(&p, 1, ms < 0 ? NULL : &limit, &old);
	sigprocmask(SIG_SETMASK, &old, NULL);
	return ready > 0;
}
