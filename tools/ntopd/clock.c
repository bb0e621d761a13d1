// SPDX-License-Identifier: GPL-2.0-or-later
/* The wall clock, and whether somebody set it. */
#include <stdlib.h>
#include <time.h>
#include "clock.h"

#define SECOND		1000000000ULL
/* Reading both clocks takes less, unless somebody else ran in between. */
#define TOGETHER	100000ULL
#define TRIES		10
#define LEAST		5000000LL
#define PART		200

static uint64_t read_one(clockid_t clock)
{
	struct timespec t;

	clock_gettime(clock, &t);
	return t.tv_sec * SECOND + t.tv_nsec;
}

/* The best of some tries, as somebody else may run between the readings. */
struct clock_pair clock_read(void)
{
	struct clock_pair best = { .apart = UINT64_MAX };

	for (int i = 0; i < TRIES && best.apart > TOGETHER; i++) {
		struct clock_pair pair = { .boot = read_one(CLOCK_BOOTTIME) };

		pair.wall = read_one(CLOCK_REALTIME);
		pair.apart = read_one(CLOCK_BOOTTIME) - pair.boot;
		if (pair.apart < best.apart)
			best = pair;
	}
	return best;
}

bool clock_was_set(const struct clock_pair *before, const struct clock_pair *now)
{
	int64_t passed = now->boot - before->boot;
	int64_t differ = llabs((int64_t)(now->wall - before->wall) - passed);

	differ -= before->apart + now->apart;
	return before->boot && differ > LEAST && differ > passed / PART;
}
