// SPDX-License-Identifier: GPL-2.0-or-later
/* Recordings that somebody else has locked for a moment. */
#include <string.h>
#include <time.h>
#include "locked.h"

bool locked_again(int *tries)
{
	static const struct timespec moment = { .tv_nsec = 5000000 };

	if (!rrd_test_error() || !strstr(rrd_get_error(), "could not lock") || !(*tries)--)
		return false;
	rrd_clear_error();
	nanosleep(&moment, NULL);
	return true;
}

rrd_info_t *locked_info(const char *path)
{
	int tries = LOCKED_TRIES;
	rrd_info_t *info;

	do
		info = rrd_info_r(path);
	while (!info && locked_again(&tries));
	return info;
}
