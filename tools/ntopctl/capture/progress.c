// SPDX-License-Identifier: GPL-2.0-or-later
/* A progress bar, on a terminal only. */
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include "../format.h"
#include "progress.h"

#define BAR_WIDTH	30
#define NS_PER_S	1000000000.0
/* Ten lines a second are enough for the eye. */
#define PAUSE_NS	100000000

static uint64_t monotonic(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (uint64_t)ts.tv_sec * 1000000000 + ts.tv_nsec;
}

void progress_begin(struct progress *p, uint64_t size)
{
	*p = (struct progress){ .size = size, .begin = monotonic() };
	p->shown = p->begin;
	p->active = isatty(STDERR_FILENO);
}

bool progress_is_due(const struct progress *p)
{
	return p->active && monotonic() - p->shown >= PAUSE_NS;
}

char *progress_line(char *buf, uint64_t done, uint64_t size, uint64_t packets, uint64_t ns)
{
	char bar[BAR_WIDTH + 1], count[FORMAT_SIZE], rate[FORMAT_SIZE], eta[FORMAT_SIZE];
	double seconds = ns / NS_PER_S;
	double share = size ? (double)done / size : 0;
	int filled;

	format_count(count, packets, false);
	format_count(rate, packets / seconds, false);
	if (!size) {
		snprintf(buf, PROGRESS_SIZE, "%s packets  %s packets/s", count, rate);
		return buf;
	}
	if (share > 1)
		share = 1;
	filled = share * BAR_WIDTH;
	memset(bar, '=', filled);
	memset(bar + filled, ' ', BAR_WIDTH - filled);
	bar[BAR_WIDTH] = '\0';
	if (done)
		format_duration(eta, (uint64_t)(ns * (1 - share) / share) / 1000000000 *
				1000000000, false);
	else
		strcpy(eta, "-");
	snprintf(buf, PROGRESS_SIZE, "[%s] %3.0f %%  %s packets  %s packets/s  %s left", bar,
		 share * 100, count, rate, eta);
	return buf;
}

void progress_show(struct progress *p, uint64_t done, uint64_t packets)
{
	char line[PROGRESS_SIZE];
	uint64_t now = monotonic();

	if (!p->active || now == p->begin)
		return;
	p->shown = now;
	fprintf(stderr, "\r%s\033[K",
		progress_line(line, done, p->size, packets, now - p->begin));
	fflush(stderr);
}

void progress_end(struct progress *p)
{
	if (p->active && p->shown != p->begin)
		fputs("\r\033[K", stderr);
	p->active = false;
}
