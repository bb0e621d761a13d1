// SPDX-License-Identifier: GPL-2.0-or-later
/* How the totals of an object stood at moments of the past. */
#include "past.h"

#define SECOND	1000000000ULL

bool past_is_known(const struct past *p, size_t source)
{
	for (size_t i = 0; i < p->count; i++)
		if (p->values[i][source] != UINT64_MAX)
			return true;
	return false;
}

uint64_t past_between(struct past_knot from, struct past_knot to, uint64_t time)
{
	if (to.value <= from.value || time <= from.time)
		return from.value;
	if (time >= to.time)
		return to.value;
	return from.value + (unsigned __int128)(to.value - from.value) * (time - from.time) /
		(to.time - from.time);
}

/* The number of moments that are not later than a time. */
static size_t until(const struct past *p, uint64_t time)
{
	size_t low = 0, high = p->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (p->time[middle] <= time)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

uint64_t past_at(const struct past *p, size_t source, struct past_knot from,
		 struct past_knot to, uint64_t time, unsigned int step)
{
	size_t n = until(p, time);
	struct past_knot before, after = to;
	uint64_t value;

	if (!n)
		return UINT64_MAX;
	before = (struct past_knot){ p->time[n - 1], p->values[n - 1][source] };
	if (n < p->count && p->time[n] < to.time)
		after = (struct past_knot){ p->time[n], p->values[n][source] };
	if (before.value == UINT64_MAX || after.value == UINT64_MAX)
		return UINT64_MAX;
	if (from.value != UINT64_MAX && from.time > before.time)
		before = from;
	/* what a reader sees is what the last whole second came to */
	if (step > 1 && time < after.time && after.time - before.time < 2 * SECOND)
		value = before.value;
	else
		value = past_between(before, after, time);
	if (from.value != UINT64_MAX && value < from.value)
		value = from.value;
	return value < to.value ? value : to.value;
}
