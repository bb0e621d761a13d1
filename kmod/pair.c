// SPDX-License-Identifier: GPL-2.0-or-later
#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/random.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "mix.h"
#include "pair.h"
#include "table.h"

/* Room to begin with, and how much more each time. */
#define KNTOP_PAIRS_FIRST	1024
#define KNTOP_PAIRS_GROWTH	4

/*
 * Multilinear hashing as in flow_table.c: who does not know the keys cannot aim at
 * a slot.
 */
static u32 kntop_pair_hash(const struct kntop_pairs *p, const struct kntop_pair *pair)
{
	const u64 *key = p->hash;
	u64 sum = key[KNTOP_PAIR_HASH_WORDS];
	int i;

	for (i = 0; i < 4; i++)
		sum += key[i] * pair->addr[0].w[i] + key[4 + i] * pair->addr[1].w[i];
	sum += key[8] * ((u32)pair->ifid << 16 | pair->vlan);
	return kntop_mix(sum);
}

static bool kntop_pair_equal(const struct kntop_pair *a, const struct kntop_pair *b)
{
	return !((a->addr[0].q[0] ^ b->addr[0].q[0]) | (a->addr[0].q[1] ^ b->addr[0].q[1]) |
		 (a->addr[1].q[0] ^ b->addr[1].q[0]) | (a->addr[1].q[1] ^ b->addr[1].q[1])) &&
	       a->ifid == b->ifid && a->vlan == b->vlan;
}

/* The slot of a pair, or the empty one where it belongs. */
static struct kntop_pair_slot *kntop_pair_search(const struct kntop_pairs *p, u32 hash,
						 const struct kntop_pair *pair)
{
	struct kntop_pair_slot *slot;
	u32 n = (u64)hash * (p->mask + 1) >> 32;

	for (;; n = (n + 1) & p->mask) {
		slot = &p->slot[n];
		if (!slot->at || (slot->hash == hash &&
				  kntop_pair_equal(&p->pair[slot->at - 1], pair)))
			return slot;
	}
}

/* The same pairs with more room. */
static int kntop_pairs_resize(struct kntop_pairs *p, u32 room)
{
	struct kntop_pair *pair = kvmalloc_array(room, sizeof(*pair), KNTOP_TABLE_GFP);
	struct kntop_pair_slot *slot;
	u32 slots = 2, hash, n;

	while (slots < 2 * room)
		slots *= 2;
	slot = kvcalloc(slots, sizeof(*slot), KNTOP_TABLE_GFP);
	if (!pair || !slot) {
		kvfree(pair);
		kvfree(slot);
		return -ENOMEM;
	}
	if (p->count)
		memcpy(pair, p->pair, p->count * sizeof(*pair));
	kntop_pairs_destroy(p);
	p->pair = pair;
	p->slot = slot;
	p->room = room;
	p->mask = slots - 1;
	for (n = 0; n < p->count; n++) {
		hash = kntop_pair_hash(p, &pair[n]);
		slot = kntop_pair_search(p, hash, &pair[n]);
		*slot = (struct kntop_pair_slot){ .hash = hash, .at = n + 1 };
	}
	return 0;
}

int kntop_pairs_init(struct kntop_pairs *p, u32 most)
{
	*p = (struct kntop_pairs){ .most = most };
	get_random_bytes(p->hash, sizeof(p->hash));
	return kntop_pairs_resize(p, min_t(u32, most, KNTOP_PAIRS_FIRST));
}

void kntop_pairs_destroy(struct kntop_pairs *p)
{
	kvfree(p->pair);
	kvfree(p->slot);
	p->pair = NULL;
	p->slot = NULL;
}

void kntop_pairs_reserve(struct kntop_pairs *p, u32 more)
{
	if (p->count + more <= p->room || p->room == p->most)
		return;
	/* what memory does not allow once is not asked for again */
	if (kntop_pairs_resize(p, min(p->most, p->room * KNTOP_PAIRS_GROWTH)))
		p->most = p->room;
}

static void kntop_pair_sum(struct kntop_pair *pair, const struct kntop_pair *flow)
{
	int i;

	pair->flows += flow->flows;
	pair->last = max(pair->last, flow->last);
	for (i = 0; i < 2; i++) {
		pair->side[i].packets += flow->side[i].packets;
		pair->side[i].octets += flow->side[i].octets;
		pair->side[i].rate += flow->side[i].rate;
	}
}

void kntop_pairs_add(struct kntop_pairs *p, const struct kntop_pair *flow)
{
	u32 hash = kntop_pair_hash(p, flow);
	struct kntop_pair_slot *slot = kntop_pair_search(p, hash, flow);

	if (slot->at) {
		kntop_pair_sum(&p->pair[slot->at - 1], flow);
	} else if (p->count < p->room) {
		p->pair[p->count++] = *flow;
		*slot = (struct kntop_pair_slot){ .hash = hash, .at = p->count };
	} else {
		p->left_flows += flow->flows;
		p->left_packets += kntop_pair_packets(flow);
		p->left_octets += kntop_pair_octets(flow);
	}
}
