// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Preloaded into ntopctl-graph: whenever it has looked what a file has, ntopd writes the next
 * second, the first behind $LATE_ROW, of 1000 octets.
 */
#include <dlfcn.h>
#include <rrd.h>
#include <stdio.h>
#include <stdlib.h>

rrd_info_t *rrd_info_r(const char *path)
{
	rrd_info_t *(*real)(const char *) = dlsym(RTLD_NEXT, "rrd_info_r");
	rrd_info_t *info = real(path);
	static long written;
	char row[64];
	const char *rows[] = { row };

	written++;
	snprintf(row, sizeof(row), "%ld:%ld", atol(getenv("LATE_ROW")) + written,
		 1000 * (7200 + written));
	if (rrd_update_r(path, "rx_octets", 1, rows))
		abort();
	return info;
}
