// SPDX-License-Identifier: GPL-2.0-or-later
/* What passed during the last minute, ten minutes and hour. */
#include <string.h>
#include "history.h"

#define NS_PER_S	((uint64_t)1000000000)

static const unsigned int lengths[] = { 1, 10, 60 };

unsigned int history_length(enum history_span span)
{
	return lengths[span];
}

const char *history_name(enum history_span span)
{
	static const char *const names[] = { "1 min", "10 min", "1 h" };

	return names[span];
}

/* The step of a number, empty when it is the first time; NULL when it is too old. */
static struct history_step *step_at(struct history *h, enum history_span span, uint64_t number)
{
	uint64_t *last = &h->last[span];

	if (number + HISTORY_STEPS <= *last)
		return NULL;
	if (number >= *last + HISTORY_STEPS) {
		memset(h->step[span], 0, sizeof(h->step[span]));
		*last = number;
	}
	while (*last < number)
		h->step[span][++*last % HISTORY_STEPS] = (struct history_step){ .known = 0 };
	return &h->step[span][number % HISTORY_STEPS];
}

static struct traffic part(struct traffic t, double share)
{
	return (struct traffic){ t.octets * share, t.packets * share };
}

static struct traffic sum(struct traffic a, struct traffic b)
{
	return (struct traffic){ a.octets + b.octets, a.packets + b.packets };
}

void history_add(struct history *h, uint64_t from, uint64_t to, struct traffic in,
		 struct traffic out)
{
	for (int span = 0; span < HISTORY_SPANS && to > from; span++) {
		uint64_t length = lengths[span] * NS_PER_S, at = from, end;
		uint64_t oldest = to / length;

		oldest = oldest > HISTORY_STEPS ? oldest - HISTORY_STEPS : 0;
		for (; at < to; at = end) {
			struct history_step *step;
			double share;

			end = (at / length + 1) * length;
			end = end < to ? end : to;
			share = (double)(end - at) / (to - from);
			if (at / length < oldest) {
				end = oldest * length;
				continue;
			}
			step = step_at(h, span, at / length);
			if (!step)
				continue;
			step->in = sum(step->in, part(in, share));
			step->out = sum(step->out, part(out, share));
			step->known += (end - at) / 1e9;
		}
	}
}

bool history_get(const struct history *h, enum history_span span, uint64_t now,
		 unsigned int age, struct traffic *in, struct traffic *out)
{
	uint64_t number = now / (lengths[span] * NS_PER_S);
	const struct history_step *step;

	if (number < age || number - age > h->last[span] ||
	    number - age + HISTORY_STEPS <= h->last[span])
		return false;
	step = &h->step[span][(number - age) % HISTORY_STEPS];
	if (step->known <= 0)
		return false;
	*in = part(step->in, 1 / step->known);
	*out = part(step->out, 1 / step->known);
	return true;
}
