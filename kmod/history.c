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
	kfree(h);
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

void kntop_history_note(struct kntop_history *h, const struct kntop_volume v[2])
{
	int way;

	h->noted_awake = ktime_get_ns();
	h->noted = ktime_get_boottime_ns();
	for (way = KNTOP_RX; way <= KNTOP_TX; way++) {
		h->noted_volume[0][way] = v[way].packets;
		h->noted_volume[1][way] = v[way].octets;
	}
}

/* A place for a protocol; where there is none it may be tried again. */
static bool kntop_history_admit_one(struct kntop_history *h, u16 number)
{
	struct kntop_history_protocol *p;

	if (h->protocols == KNTOP_HISTORY_PROTOCOLS)
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
		number = kntop_share_number(share->key);
		if (kntop_share_kind(share->key) == KNTOP_LABEL_PROTOCOL &&
		    kntop_history_find(h, number) < 0)
			without += !kntop_history_admit_one(h, number);
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
		if (kntop_share_kind(share->key) != KNTOP_LABEL_PROTOCOL)
			continue;
		n = kntop_history_find(h, kntop_share_number(share->key));
		if (n < 0)
			continue;
		p = h->protocol[n];
		octets = share->volume[0].octets + share->volume[1].octets;
		kntop_series_spread(&p->octets, octets - p->before, since, h->noted);
		p->before = octets;
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

void kntop_history_fold(struct kntop_history *h, const struct kntop_breakdown *b)
{
	u64 second = kntop_history_second(h->time), now = kntop_history_second(h->noted);
	u32 without = kntop_history_admit(h, b);
	u64 since = kntop_series_since(h->time, h->noted, h->noted_awake - h->awake);

	write_seqcount_begin(&h->seq);
	h->without = without;
	kntop_history_totals(h, since);
	kntop_history_shares(h, b, since);
	if (now > second + KNTOP_HISTORY_SAMPLES)
		second = now - KNTOP_HISTORY_SAMPLES;
	for (; second < now; second++)
		kntop_history_peaks(h, second);
	h->time = h->noted;
	h->awake = h->noted_awake;
	write_seqcount_end(&h->seq);
}

/* ---- reading, RCU ------------------------------------------------------ */

static void kntop_history_copy_once(const struct kntop_history *h, unsigned int ring,
				    const struct kntop_history_protocol *p,
				    struct kntop_history_copy *c)
{
	u64 second = kntop_history_second(h->time);
	unsigned int step = kntop_series_step[ring];
	int way;

	c->count = kntop_series_count(ring, h->first, second);
	c->end = div_u64(second, step) * step * NSEC_PER_SEC;
	if (p) {
		c->peak[KNTOP_HISTORY_BOTH] = p->peak;
		kntop_series_read(&p->octets, ring, second, c->count, c->octets[0]);
		return;
	}
	c->without = h->without;
	memcpy(c->peak, h->peak, sizeof(c->peak));
	for (way = KNTOP_RX; way <= KNTOP_TX; way++) {
		kntop_series_read(&h->packets[way], ring, second, c->count, c->packets[way]);
		kntop_series_read(&h->octets[way], ring, second, c->count, c->octets[way]);
	}
}

void kntop_history_copy(struct kntop_history *h, unsigned int ring, int protocol,
			struct kntop_history_copy *c)
{
	const struct kntop_history_protocol *p = protocol < 0 ? NULL : h->protocol[protocol];
	unsigned int seq;

	do {
		seq = read_seqcount_begin(&h->seq);
		kntop_history_copy_once(h, ring, p, c);
	} while (read_seqcount_retry(&h->seq, seq));
}

size_t kntop_history_bytes(const struct kntop_history *h)
{
	if (!h)
		return 0;
	return sizeof(*h) + kntop_history_protocols(h) * sizeof(**h->protocol);
}
