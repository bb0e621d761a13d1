// SPDX-License-Identifier: GPL-2.0-or-later
/* The wall clock, and whether somebody set it. */
#include <stdlib.h>
#include <time.h>
#include "clock.h"

#define SECOND		1000000000ULL
/* Reading both clocks takes less, unless somebody else ran in between. */
#define TOGETHER	100000ULL
#define TRIES		5
#define LEAST		5000000LL
#define PART		200

static uint64_t read_one(clockid_t clock)
{
	struct timespec t;

	clock_gettime(clock, &t);
	return t.tv_sec * SECOND + t.tv_nsec;
}

struct clock_pair clock_read(void)
{
	struct clock_pair pair;

	for (int i = 0; i < TRIES; i++) {
		pair.boot = read_one(CLOCK_BOOTTIME);
		pair.wall = read_one(CLOCK_REALTIME);
		if (read_one(CLOCK_BOOTTIME) - pair.boot < TOGETHER)
			break;
	}
	return pair;
}

bool clock_was_set(const struct clock_pair *before, const struct clock_pair *now)
{
	int64_t passed = now->boot - before->boot;
	int64_t differ = (int64_t)(now->wall - before->wall) - passed;

	return before->boot && llabs(differ) > LEAST && llabs(differ) > passed / PART;
}
