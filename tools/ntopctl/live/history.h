/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What passed during the last minute, ten minutes and hour. */
#ifndef NTOPCTL_LIVE_HISTORY_H
#define NTOPCTL_LIVE_HISTORY_H

#include <stdbool.h>
#include <stdint.h>
#include "units.h"

/** Steps of each history. */
#define HISTORY_STEPS	60

enum history_span { HISTORY_MINUTE, HISTORY_TEN_MINUTES, HISTORY_HOUR, HISTORY_SPANS };

/**
 * struct history_step - one step
 * @in: what came in during it
 * @out: what went out
 * @known: seconds of it that were looked at
 */
struct history_step {
	struct traffic in;
	struct traffic out;
	double known;
};

/**
 * struct history - the last steps of three lengths, in which traffic adds up
 * @last: number of the newest step of each span, counted from time 0
 * @step: of each span; step n is at n modulo HISTORY_STEPS
 */
struct history {
	uint64_t last[HISTORY_SPANS];
	struct history_step step[HISTORY_SPANS][HISTORY_STEPS];
};

/** history_length() - seconds of a step: 1, 10 or 60 */
unsigned int history_length(enum history_span span);

/** history_name() - "1 min", "10 min", "1 h" */
const char *history_name(enum history_span span);

/**
 * history_add() - what passed between two moments
 * @h: history
 * @from: nanoseconds of a clock that never steps
 * @to: later ones
 * @in: what came in meanwhile
 * @out: what went out
 *
 * Evenly, for all that is known: so sums stay exact whatever the moments are.
 */
void history_add(struct history *h, uint64_t from, uint64_t to, struct traffic in,
		 struct traffic out);

/**
 * history_get() - a step as rates
 * @h: history
 * @span: which steps
 * @now: time now
 * @age: 1 the newest step that is over, up to HISTORY_STEPS - 1
 * @in: set to what came in a second
 * @out: set to what went out a second
 *
 * Return: false if nobody has looked then.
 */
bool history_get(const struct history *h, enum history_span span, uint64_t now,
		 unsigned int age, struct traffic *in, struct traffic *out);

#endif /* NTOPCTL_LIVE_HISTORY_H */
