// SPDX-License-Identifier: GPL-2.0-or-later
/* The wall clock, and whether somebody set it. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "clock.h"
#include "whole.h"

#define BOOT_ID		"/proc/sys/kernel/random/boot_id"

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

static void read_boot(char boot[48])
{
	FILE *f = fopen(BOOT_ID, "re");

	memset(boot, 0, 48);
	if (f && !fgets(boot, 48, f))
		boot[0] = '\0';
	if (f)
		fclose(f);
	boot[strcspn(boot, "\n")] = '\0';
}

int clock_save(const char *path, const struct clock_pair *now)
{
	char boot[48], text[128];

	read_boot(boot);
	snprintf(text, sizeof(text), "%s %" PRIu64 " %" PRIu64 "\n", boot[0] ? boot : "-",
		 now->wall - now->boot, now->apart);
	return whole_write(path, text, strlen(text));
}

enum clock_news clock_compare(const char *path, const struct clock_pair *now)
{
	FILE *f = fopen(path, "re");
	char boot[48], before[48] = "";
	uint64_t offset, apart;
	int fields = 0;

	if (f) {
		fields = fscanf(f, "%47s %" SCNu64 " %" SCNu64, before, &offset, &apart);
		fclose(f);
	}
	read_boot(boot);
	if (fields != 3 || strcmp(before, boot))
		return CLOCK_UNKNOWN;
	return llabs((int64_t)(now->wall - now->boot - offset)) - (int64_t)(apart + now->apart) >
		LEAST ? CLOCK_SET : CLOCK_WENT_ON;
}
