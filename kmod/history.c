// SPDX-License-Identifier: GPL-2.0-or-later
#include <linux/ktime.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "breakdown.h"
#include "history.h"

static u64 kntop_history_second(u64 ns)
{
	return div_u64(ns, NSEC_PER_SEC);
}

struct kntop_history *kntop_history_new(struct mutex *mutex)
{
	struct kntop_history *h = kzalloc(sizeof(*h), GFP_KERNEL_ACCOUNT);

	if (!h)
		return NULL;
	seqcount_mutex_init(&h->seq, mutex);
	h->awake = ktime_get_ns();
	h->time = ktime_get_boottime_ns();
	h->noted = h->time;
	h->noted_awake = h->awake;
	h->first = kntop_history_second(h->time);
	return h;
}

void kntop_history_free(struct kntop_history *h)
{
	unsigned int n;

	for (n = 0; h && n < h->protocols; n++)
		kfree(h->protocol[n]);
	for (n = 0; h && n < KNTOP_HISTORY_COUNTERS; n++)
		kfree(h->counter[n]);
	kfree(h);
}

u32 kntop_history_count_name(unsigned int n)
{
	if (!n)
		return KNTOP_HISTORY_FLOWS;
	n--;
	return n <= KNTOP_LOCALITY_MAX ? KNTOP_HISTORY_LOCALITY + n :
	       KNTOP_HISTORY_PART + n - (KNTOP_LOCALITY_MAX + 1);
}

int kntop_history_find(const struct kntop_history *h, u16 number)
{
	int n, count = kntop_history_protocols(h);

	for (n = 0; n < count; n++)
		if (h->number[n] == number)
			return n;
	return -1;
}

/* ---- writing, accounting mutex ----------------------------------------- */

/* Each CPU's parts are lines of their own, which an idle interface need not touch. */
static void kntop_history_note_parts(struct kntop_history *h, const struct kntop_interface *i)
{
	int cpu, part;

	memset(h->noted_part, 0, sizeof(h->noted_part));
	for_each_possible_cpu(cpu)
		for (part = 0; part <= KNTOP_PART_MAX; part++)
			h->noted_part[part] +=
				READ_ONCE(per_cpu_ptr(i->traffic, cpu)->part[part].count);
}

void kntop_history_note(struct kntop_history *h, const struct kntop_interface *i,
			const struct kntop_volume v[2])
{
	u64 packets = h->before[0][KNTOP_RX] + h->before[0][KNTOP_TX];
	int way;

	h->noted_awake = ktime_get_ns();
	h->noted = ktime_get_boottime_ns();
	for (way = KNTOP_RX; way <= KNTOP_TX; way++) {
		h->noted_volume[0][way] = v[way].packets;
		h->noted_volume[1][way] = v[way].octets;
	}
	if (v[KNTOP_RX].packets + v[KNTOP_TX].packets != packets)
		kntop_history_note_parts(h, i);
}

/* A counter as of the last note, by its index. */
static u64 kntop_history_value(const struct kntop_history *h, const struct kntop_interface *i,
			       unsigned int n)
{
	if (!n)
		return i->flows_total;
	n--;
	return n <= KNTOP_LOCALITY_MAX ? i->locality[n].octets :
	       h->noted_part[n - (KNTOP_LOCALITY_MAX + 1)];
}

/* Counters that were raised for the first time; where there is no memory, next time. */
static void kntop_history_raise(struct kntop_history *h, const struct kntop_interface *i)
{
	struct kntop_history_count *c;
	unsigned int n;

	for (n = 0; n < KNTOP_HISTORY_COUNTERS; n++) {
		if (h->counter[n] || !kntop_history_value(h, i, n))
			continue;
		c = kzalloc(sizeof(*c), GFP_KERNEL_ACCOUNT | __GFP_NOWARN);
		/* pairs with kntop_history_copy() */
		smp_store_release(&h->counter[n], c);
	}
}

/* The number of a share among protocols and categories. */
static u16 kntop_history_number(u32 key)
{
	bool category = kntop_share_kind(key) == KNTOP_LABEL_CATEGORY;

	return kntop_share_number(key) + (category ? KNTOP_HISTORY_CATEGORY : 0);
}

/* Whether all places of its kind are taken. */
static bool kntop_history_is_full(const struct kntop_history *h, bool category)
{
	unsigned int n, count = 0;

	for (n = 0; n < h->protocols; n++)
		count += (h->number[n] >= KNTOP_HISTORY_CATEGORY) == category;
	return count >= (category ? KNTOP_HISTORY_CATEGORIES : KNTOP_HISTORY_PROTOCOLS);
}

/* A place for a protocol or category; where there is none it may be tried again. */
static bool kntop_history_admit_one(struct kntop_history *h, u16 number)
{
	struct kntop_history_protocol *p;

	if (kntop_history_is_full(h, number >= KNTOP_HISTORY_CATEGORY))
		return false;
	p = kzalloc(sizeof(*p), GFP_KERNEL_ACCOUNT | __GFP_NOWARN);
	if (!p)
		return false;
	h->number[h->protocols] = number;
	h->protocol[h->protocols] = p;
	/* pairs with kntop_history_protocols() */
	smp_store_release(&h->protocols, h->protocols + 1);
	return true;
}

/* Return: protocols that are left without a place. */
static u32 kntop_history_admit(struct kntop_history *h, const struct kntop_breakdown *b)
{
	const struct kntop_share *share;
	unsigned int at = 0;
	u32 without = 0;
	u16 number;

	while ((share = kntop_breakdown_next(b, &at))) {
		number = kntop_history_number(share->key);
		if (kntop_history_find(h, number) < 0 && !kntop_history_admit_one(h, number))
			without += number < KNTOP_HISTORY_CATEGORY;
	}
	return without;
}

static void kntop_history_totals(struct kntop_history *h, u64 since)
{
	int way;

	for (way = KNTOP_RX; way <= KNTOP_TX; way++) {
		kntop_series_spread(&h->packets[way],
				    h->noted_volume[0][way] - h->before[0][way],
				    since, h->noted);
		kntop_series_spread(&h->octets[way],
				    h->noted_volume[1][way] - h->before[1][way],
				    since, h->noted);
	}
	memcpy(h->before, h->noted_volume, sizeof(h->before));
}

static void kntop_history_shares(struct kntop_history *h, const struct kntop_breakdown *b,
				 u64 since)
{
	struct kntop_history_protocol *p;
	const struct kntop_share *share;
	unsigned int at = 0;
	u64 octets;
	int n;

	while ((share = kntop_breakdown_next(b, &at))) {
		n = kntop_history_find(h, kntop_history_number(share->key));
		if (n < 0)
			continue;
		p = h->protocol[n];
		octets = share->volume[0].octets + share->volume[1].octets;
		kntop_series_spread(&p->octets, octets - p->before, since, h->noted);
		p->before = octets;
	}
}

static void kntop_history_counters(struct kntop_history *h, const struct kntop_interface *i,
				   u64 since)
{
	struct kntop_history_count *c;
	unsigned int n;
	u64 value;

	for (n = 0; n < KNTOP_HISTORY_COUNTERS; n++) {
		c = h->counter[n];
		if (!c)
			continue;
		value = kntop_history_value(h, i, n);
		kntop_series_spread(&c->counts, value - c->before, since, h->noted);
		c->before = value;
	}
}

/* The second is over. */
static void kntop_history_peaks(struct kntop_history *h, u64 second)
{
	u64 rx = kntop_series_at(&h->octets[KNTOP_RX], 0, second);
	u64 tx = kntop_series_at(&h->octets[KNTOP_TX], 0, second);
	struct kntop_history_protocol *p;
	unsigned int n;

	h->peak[KNTOP_RX] = max(h->peak[KNTOP_RX], rx);
	h->peak[KNTOP_TX] = max(h->peak[KNTOP_TX], tx);
	h->peak[KNTOP_HISTORY_BOTH] = max(h->peak[KNTOP_HISTORY_BOTH], rx + tx);
	for (n = 0; n < h->protocols; n++) {
		p = h->protocol[n];
		p->peak = max(p->peak, kntop_series_at(&p->octets, 0, second));
	}
}

void kntop_history_fold(struct kntop_history *h, const struct kntop_interface *i)
{
	u64 second = kntop_history_second(h->time), now = kntop_history_second(h->noted);
	u32 without = kntop_history_admit(h, &i->breakdown);
	u64 since = kntop_series_since(h->time, h->noted, h->noted_awake - h->awake);

	kntop_history_raise(h, i);
	write_seqcount_begin(&h->seq);
	h->without = without;
	kntop_history_totals(h, since);
	kntop_history_shares(h, &i->breakdown, since);
	kntop_history_counters(h, i, since);
	if (now > second + KNTOP_HISTORY_SAMPLES)
		second = now - KNTOP_HISTORY_SAMPLES;
	for (; second < now; second++)
		kntop_history_peaks(h, second);
	h->time = h->noted;
	h->awake = h->noted_awake;
	write_seqcount_end(&h->seq);
}

/* ---- reading, RCU ------------------------------------------------------ */

/* The newest steps that are over. Returns the total when they were. */
static u64 kntop_history_read(const struct kntop_history *h, const struct kntop_series *s,
			      u64 before, unsigned int ring, u32 count, u64 *sample)
{
	u64 second = kntop_history_second(h->time);

	kntop_series_read(s, ring, second, count, sample);
	/* but for what came in the step under way */
	return before - kntop_series_at(s, ring, div_u64(second, kntop_series_step[ring]));
}

static void kntop_history_copy_totals(const struct kntop_history *h, unsigned int ring,
				      struct kntop_history_copy *c)
{
	int way;

	c->without = h->without;
	memcpy(c->peak, h->peak, sizeof(c->peak));
	for (way = KNTOP_RX; way <= KNTOP_TX; way++) {
		c->total[way] = kntop_history_read(h, &h->octets[way], h->before[1][way], ring,
						   c->count, c->octets[way]);
		c->total[2 + way] = kntop_history_read(h, &h->packets[way], h->before[0][way],
						       ring, c->count, c->packets[way]);
	}
}

static void kntop_history_copy_once(const struct kntop_history *h, unsigned int ring,
				    const struct kntop_history_count *counter,
				    const struct kntop_history_protocol *p,
				    struct kntop_history_copy *c)
{
	u64 second = kntop_history_second(h->time);
	unsigned int step = kntop_series_step[ring];

	c->count = kntop_series_count(ring, h->first, second);
	c->end = div_u64(second, step) * step * NSEC_PER_SEC;
	if (counter) {
		c->total[0] = kntop_history_read(h, &counter->counts, counter->before, ring,
						 c->count, c->octets[0]);
	} else if (p) {
		c->peak[KNTOP_HISTORY_BOTH] = p->peak;
		c->total[0] = kntop_history_read(h, &p->octets, p->before, ring, c->count,
						 c->octets[0]);
	} else {
		kntop_history_copy_totals(h, ring, c);
	}
}

bool kntop_history_copy(struct kntop_history *h, unsigned int ring, unsigned int at,
			struct kntop_history_copy *c)
{
	const struct kntop_history_count *counter = NULL;
	const struct kntop_history_protocol *p = NULL;
	unsigned int seq;

	if (at >= KNTOP_HISTORY_AT_PROTOCOLS) {
		p = h->protocol[at - KNTOP_HISTORY_AT_PROTOCOLS];
	} else if (at >= KNTOP_HISTORY_AT_COUNTERS) {
		/* pairs with kntop_history_raise() */
		counter = smp_load_acquire(&h->counter[at - KNTOP_HISTORY_AT_COUNTERS]);
		if (!counter)
			return false;
	}
	do {
		seq = read_seqcount_begin(&h->seq);
		kntop_history_copy_once(h, ring, counter, p, c);
	} while (read_seqcount_retry(&h->seq, seq));
	return true;
}

size_t kntop_history_bytes(const struct kntop_history *h)
{
	size_t bytes = sizeof(*h);
	unsigned int n;

	if (!h)
		return 0;
	for (n = 0; n < KNTOP_HISTORY_COUNTERS; n++)
		bytes += READ_ONCE(h->counter[n]) ? sizeof(**h->counter) : 0;
	return bytes + kntop_history_protocols(h) * sizeof(**h->protocol);
}
