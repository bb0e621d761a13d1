// SPDX-License-Identifier: GPL-2.0-or-later
/* What the two sides of a record did. */
#include "graph.h"
#include "show.h"
#include "sides.h"

/* The kernel's rate is newer than the difference of two readings. */
static struct traffic better(struct traffic kernel, struct traffic difference)
{
	if (kernel.octets >= 0)
		difference.octets = kernel.octets;
	if (kernel.packets >= 0)
		difference.packets = kernel.packets;
	/* where nothing passes there are no packets either */
	if (kernel.octets == 0 && difference.packets < 0)
		difference.packets = 0;
	return difference;
}

void sides_measure(const struct pull *p, const struct page_id *id, struct sides *s)
{
	const struct traffic total[DELTA_VALUES] = { s->sent, s->received };
	struct traffic rate[DELTA_VALUES];

	delta_rates(&p->v->rates, id->octets, id->len, total, rate);
	s->sent_rate = better(s->sent_rate, rate[0]);
	s->received_rate = better(s->received_rate, rate[1]);
}

static struct traffic sent(const struct live *l, const struct sides *s)
{
	return show_either(l, s->sent_rate, s->sent);
}

static struct traffic received(const struct live *l, const struct sides *s)
{
	return show_either(l, s->received_rate, s->received);
}

/* What is not known is drawn as nothing. */
static double size(const struct live *l, struct traffic t)
{
	double value = units_value(&l->set.units, t);

	return value > 0 ? value : 0;
}

double sides_largest(const struct live *l, const struct view *v)
{
	double largest = 0, both;

	for (size_t i = 0; i < v->rows.count; i++) {
		const struct sides *s = ranking_at(&v->rows, i);

		both = size(l, sent(l, s)) + size(l, received(l, s));
		largest = both > largest ? both : largest;
	}
	return largest;
}

void sides_text_sent(const struct live *l, const void *record, char *buf)
{
	show_traffic(l, sent(l, record), buf);
}

void sides_text_received(const struct live *l, const void *record, char *buf)
{
	show_traffic(l, received(l, record), buf);
}

void sides_text_all(const struct live *l, const void *record, char *buf)
{
	const struct sides *s = record;

	show_traffic(l, live_sum(s->sent, s->received), buf);
}

void sides_draw(const struct live *l, const void *record, struct canvas *c,
		const struct area *area)
{
	double largest = live_view(l)->largest;

	if (largest > 0)
		graph_bar(c, area->y, area->x, area->width, size(l, sent(l, record)) / largest,
			  size(l, received(l, record)) / largest);
}

void sides_draw_pair(const struct live *l, const void *record, struct canvas *c,
		     const struct area *area)
{
	double largest = live_view(l)->largest;

	if (largest > 0)
		graph_pair(c, area->y, area->x, area->width, size(l, sent(l, record)) / largest,
			   size(l, received(l, record)) / largest);
}

void sides_json(struct json *j, const char *key, struct traffic rate)
{
	json_object_begin(j, key);
	if (rate.packets < 0)
		json_null(j, "packets_per_second");
	else
		json_u64(j, "packets_per_second", rate.packets + 0.5);
	if (rate.octets < 0)
		json_null(j, "octets_per_second");
	else
		json_u64(j, "octets_per_second", rate.octets + 0.5);
	json_object_end(j);
}
