// SPDX-License-Identifier: GPL-2.0-or-later
/* What the module still knows of the last hour. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "kernel_past.h"

#define SECOND	1000000000ULL

static const uint32_t steps[] = { 60, 10, 1 };

#define STEPS	(sizeof(steps) / sizeof(steps[0]))

void kernel_past_forget(struct kernel_past *kp)
{
	free(kp->list);
	*kp = (struct kernel_past){ 0 };
}

static int take(const struct kntop_history *h, void *data)
{
	struct kernel_past *kp = data;

	if (kp->count == kp->room) {
		size_t room = kp->room ? 2 * kp->room : 32;
		void *more = reallocarray(kp->list, room, sizeof(*kp->list));

		if (!more)
			return -ENOMEM;
		kp->list = more;
		kp->room = room;
	}
	kp->list[kp->count++] = *h;
	return 0;
}

static const struct kntop_history *find(const struct kernel_past *kp, uint32_t step,
					int protocol, int counter)
{
	for (size_t i = 0; i < kp->count; i++)
		if (kp->list[i].step == step && kp->list[i].protocol == protocol &&
		    kp->list[i].category < 0 && kp->list[i].counter == counter)
			return &kp->list[i];
	return NULL;
}

static const struct kntop_history *find_category(const struct kernel_past *kp, uint32_t step,
						 int category)
{
	for (size_t i = 0; i < kp->count; i++)
		if (kp->list[i].step == step && kp->list[i].category == category)
			return &kp->list[i];
	return NULL;
}

static uint64_t begin_of(const struct kntop_history *h)
{
	return h->end - h->count * h->step * SECOND;
}

/* One that has room for more samples goes back to where the interface was first watched. */
static bool goes_back(const struct kernel_past *kp, uint32_t step, uint64_t from)
{
	const struct kntop_history *h = find(kp, step, KNTOP_HISTORY_TOTALS, -1);

	return h && (h->count < KNTOP_HISTORY_SAMPLES || begin_of(h) <= from);
}

int kernel_past_read(struct kernel_past *kp, struct kntop *k, const char *interface,
		     uint64_t from, struct kntop_error *err)
{
	struct kntop_history_query query;
	int rc = 0;

	if (!strcmp(kp->interface, interface) && kp->from <= from)
		return 0;
	kp->count = 0;
	kntop_history_query_init(&query);
	query.interface = interface;
	query.protocol = KNTOP_HISTORY_ALL;
	query.categories = true;
	query.counters = true;
	for (size_t i = STEPS; i-- && !rc && (i == STEPS - 1 || !goes_back(kp, query.step, from));) {
		query.step = steps[i];
		rc = kntop_history_list(k, &query, take, kp, err);
	}
	if (rc < 0) {
		kernel_past_forget(kp);
		return rc;
	}
	strcpy(kp->interface, interface);
	kp->from = from;
	return 0;
}

/* ---- moments ----------------------------------------------------------- */

/* Where the moments of one resolution are. */
struct stretch {
	uint32_t step;
	size_t first;
	size_t count;
};

static size_t add_moments(struct past *p, const struct kntop_history *h, uint64_t until)
{
	size_t n = 0;

	for (unsigned int i = 0; i <= h->count; i++) {
		uint64_t time = begin_of(h) + i * h->step * SECOND;

		if (time + SECOND / 2 < until && p->count + n < PAST_MOMENTS) {
			p->time[p->count + n] = time;
			for (size_t s = 0; s < LAYOUT_SOURCES_MAX; s++)
				p->values[p->count + n][s] = UINT64_MAX;
			n++;
		}
	}
	return n;
}

/* The coarse ones up to where finer ones begin. */
static void make_moments(const struct kernel_past *kp, struct past *p,
			 struct stretch stretch[STEPS])
{
	p->count = 0;
	p->both = false;
	for (size_t i = 0; i < STEPS; i++) {
		const struct kntop_history *h = find(kp, steps[i], KNTOP_HISTORY_TOTALS, -1);
		uint64_t until = UINT64_MAX;

		for (size_t finer = i + 1; finer < STEPS; finer++) {
			const struct kntop_history *next = find(kp, steps[finer],
								KNTOP_HISTORY_TOTALS, -1);

			if (next && begin_of(next) < until)
				until = begin_of(next);
		}
		stretch[i] = (struct stretch){ steps[i], p->count, 0 };
		if (h)
			stretch[i].count = add_moments(p, h, until);
		p->count += stretch[i].count;
	}
}

/*
 * Totals at moments: what it came to, less what came since. Histories are read one after
 * the other, so one may end a step after another; their ends are whole steps apart.
 */
static void set_values(struct past *p, const struct stretch *s, size_t source,
		       const struct kntop_history *h, const uint64_t *samples, uint64_t total)
{
	for (size_t i = s->first; i < s->first + s->count; i++) {
		int64_t back = (int64_t)(h->end - p->time[i]);
		int64_t length = s->step * SECOND, n = (back + length / 2) / length;
		uint64_t value = total;

		if (back < -length / 2 || n > h->count)
			continue;
		for (int64_t k = 0; k < n; k++)
			value -= samples[h->count - 1 - k];
		p->values[i][source] = value;
	}
}

static void set_volume(const struct kernel_past *kp, struct past *p, const struct stretch *s)
{
	const struct kntop_history *h = find(kp, s->step, KNTOP_HISTORY_TOTALS, -1);

	if (!h)
		return;
	set_values(p, s, 0, h, h->rx_octets, h->rx_octets_total);
	set_values(p, s, 1, h, h->rx_packets, h->rx_packets_total);
	set_values(p, s, 2, h, h->tx_octets, h->tx_octets_total);
	set_values(p, s, 3, h, h->tx_packets, h->tx_packets_total);
}

/* A counter without a history was never raised. */
static void set_counter(const struct kernel_past *kp, struct past *p, const struct stretch *s,
			size_t source, int counter)
{
	const struct kntop_history *h = find(kp, s->step, KNTOP_HISTORY_TOTALS, counter);

	if (h)
		set_values(p, s, source, h, h->counts, h->counts_total);
	for (size_t i = s->first; !h && i < s->first + s->count; i++)
		p->values[i][source] = 0;
}

/* The order is that of the sources of LAYOUT_INTERFACE. */
bool kernel_past_interface(const struct kernel_past *kp, struct past *p)
{
	struct stretch stretch[STEPS];

	make_moments(kp, p, stretch);
	for (size_t i = 0; i < STEPS; i++) {
		size_t source = 4;

		set_volume(kp, p, &stretch[i]);
		set_counter(kp, p, &stretch[i], source, KNTOP_HISTORY_FLOWS);
		/* of flows and hosts that were there nobody knows */
		source += 3;
		for (int n = 0; n < __KNTOP_LOCALITY_MAX; n++)
			set_counter(kp, p, &stretch[i], source++, KNTOP_HISTORY_LOCALITY + n);
		for (int n = 0; n < __KNTOP_PART_MAX; n++)
			if (n != KNTOP_PART_FRAGMENT_HELD)
				set_counter(kp, p, &stretch[i], source++, KNTOP_HISTORY_PART + n);
	}
	return p->count;
}

bool kernel_past_protocol(const struct kernel_past *kp, int number, bool category,
			  struct past *p)
{
	struct stretch stretch[STEPS];
	bool known = false;

	make_moments(kp, p, stretch);
	p->both = true;
	for (size_t i = 0; i < STEPS; i++) {
		const struct kntop_history *h = category ?
			find_category(kp, steps[i], number) : find(kp, steps[i], number, -1);

		if (h)
			set_values(p, &stretch[i], 0, h, h->octets, h->octets_total);
		known |= h != NULL;
	}
	return known;
}
