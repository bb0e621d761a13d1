// SPDX-License-Identifier: GPL-2.0-or-later
/* Steps that were missed, filled with what is known of them. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "gap.h"

#define SECOND	1000000000ULL
/* The least that two rows may differ, to be sure. */
#define MOMENT	1000000ULL

/* Of a row that was read from its file the second is all that is known. */
static uint64_t began(const struct series *s)
{
	return s->time - s->time % SECOND;
}

bool gap_is_there(const struct series *s, const struct series_point *p,
		  const struct layout *layout, unsigned int step)
{
	uint64_t missed = step * SECOND * 3 / 2;

	if (!s->have || p->time <= s->time || p->time - began(s) < missed)
		return false;
	if (!series_was_reset(s, p, layout))
		return true;
	return !s->doubt && p->epoch > s->time && p->epoch + missed <= p->time;
}

/* What a row of one series is made of. */
struct filling {
	const struct series *s;
	const struct series_point *p;
	const struct layout *layout;
	const struct past *past;
	unsigned int step;
	bool short_one;
	bool anew;
};

static struct past_knot knot(const struct filling *f, size_t source, bool later)
{
	if (later)
		return (struct past_knot){ f->p->time, f->p->values[source] };
	if (f->anew)
		return (struct past_knot){ f->p->epoch, UINT64_MAX };
	return (struct past_knot){ began(f->s), f->s->values[source] };
}

static uint64_t even(const struct filling *f, size_t source, uint64_t time)
{
	struct past_knot from = knot(f, source, false), to = knot(f, source, true);

	if (!f->short_one || to.value == UINT64_MAX)
		return UINT64_MAX;
	if (!f->layout->sources[source].total)
		return to.value;
	return from.value == UINT64_MAX ? UINT64_MAX : past_between(from, to, time);
}

static uint64_t value_of(const struct filling *f, size_t source, uint64_t time)
{
	if (!past_is_known(f->past, source))
		return even(f, source, time);
	return past_at(f->past, source, knot(f, source, false), knot(f, source, true), time,
		       f->step);
}

/* Of what both ways were together each has the part that it has of the whole gap. */
static void part_both(const struct filling *f, uint64_t time, uint64_t *values)
{
	struct past_knot from = knot(f, 0, false), to = knot(f, 0, true);
	uint64_t first = from.value, second = knot(f, 2, false).value, all, both, part;

	values[0] = values[2] = UINT64_MAX;
	if (f->anew)
		first = second = 0;
	if (first == UINT64_MAX || second == UINT64_MAX)
		return;
	from.value = first + second;
	to.value += f->p->values[2];
	all = to.value - from.value;
	both = past_at(f->past, 0, from, to, time, f->step);
	if (both == UINT64_MAX)
		return;
	both -= from.value;
	part = all ? (unsigned __int128)both * (f->p->values[0] - first) / all : 0;
	values[0] = first + part;
	values[2] = second + both - part;
}

static void evaluate(const struct filling *f, uint64_t time, uint64_t *values)
{
	for (size_t i = 0; i < f->layout->count; i++)
		values[i] = value_of(f, i, time);
	if (f->past->both)
		part_both(f, time, values);
}

/* Before the first moment nothing is known: what is unknown ends with a step. */
static uint64_t first_step(const struct filling *f, unsigned int step)
{
	uint64_t after = (f->anew ? f->p->epoch : f->s->time) + MOMENT, length = step * SECOND;

	if (f->past->time[0] > after)
		after = f->past->time[0];
	return (after + length - 1) / length * length;
}

int gap_fill(struct series *s, const struct series_point *p, const struct layout *layout,
	     unsigned int step, const struct past *past, struct gap *gap)
{
	struct filling f = {
		.s = s, .p = p, .layout = layout, .past = past, .step = step,
		.short_one = p->time - s->time <= layout_heartbeat(step) * SECOND,
		.anew = series_was_reset(s, p, layout),
	};
	uint64_t values[LAYOUT_SOURCES_MAX] = { 0 }, time = 0, end = p->time - MOMENT;

	*gap = (struct gap){ 0 };
	if (!past->count || first_step(&f, step) >= end)
		return 0;
	gap->rows = calloc((end - first_step(&f, step)) / SECOND / step + 2, sizeof(*gap->rows));
	if (!gap->rows)
		return -ENOMEM;
	if (f.anew)
		recording_row(gap->rows[gap->count++], first_step(&f, step) - MOMENT, NULL,
			      layout->count);
	if (f.anew || first_step(&f, step) - s->time > layout_heartbeat(step) * SECOND)
		s->since = first_step(&f, step);
	for (uint64_t t = first_step(&f, step); t < end; t += step * SECOND) {
		if (t > s->time + MOMENT)
			evaluate(&f, t, values);
		else
			memcpy(values, s->values, sizeof(values));
		recording_row(gap->rows[gap->count++], t, values, layout->count);
		time = t;
	}
	s->time = time;
	memcpy(s->values, values, sizeof(s->values));
	return 0;
}

void gap_free(struct gap *gap)
{
	free(gap->rows);
	*gap = (struct gap){ 0 };
}

bool gap_begin(struct series *s, const struct layout *layout, unsigned int step,
	       const struct past *past, uint64_t after)
{
	uint64_t zero = 0, length = step * SECOND;

	for (size_t i = 0; i < past->count && !past->values[i][0]; i++)
		zero = past->time[i] / length * length;
	if (!zero || zero < after || zero < past->time[0])
		return false;
	s->have = true;
	/* so that the first row is of that time */
	s->time = s->since = zero - MOMENT;
	memset(s->values, 0, layout->count * sizeof(*s->values));
	return true;
}
