// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * fragment: datagrams that come in fragments.
 */
#include <linux/hash.h>
#include <linux/limits.h>
#include <linux/minmax.h>
#include <linux/random.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/kntop.h>
#include <linux/in.h>

#include "fragment.h"
#include "mix.h"

/* The least there is of a TCP header (RFC 9293). */
#define KNTOP_FRAGMENT_TCP_HEADER	20

/* ---- finding ----------------------------------------------------------- */

/*
 * Multilinear hashing as in flow_table.c: who does not know the keys cannot aim at a set.
 * The protocol is left out: what IPv6's fragments say may differ (RFC 8200 section 4.5).
 */
static u32 kntop_fragments_hash(const struct kntop_fragments *t, const struct kntop_packet *p,
				u16 vlan, u16 tunnel)
{
	const u64 *key = t->hash;
	u64 sum = key[KNTOP_FRAGMENT_HASH_WORDS];
	int i;

	for (i = 0; i < 4; i++)
		sum += key[i] * p->src.w[i] + key[4 + i] * p->dst.w[i];
	sum += key[8] * p->fragment_id;
	return kntop_mix(sum + key[9] * ((u32)vlan << 16 | tunnel));
}

static bool kntop_fragment_is(const struct kntop_fragment *f, const struct kntop_packet *p,
			      u16 vlan, u16 tunnel)
{
	return !((f->src.q[0] ^ p->src.q[0]) | (f->src.q[1] ^ p->src.q[1]) |
		 (f->dst.q[0] ^ p->dst.q[0]) | (f->dst.q[1] ^ p->dst.q[1])) &&
	       f->id == p->fragment_id && f->vlan == vlan && f->tunnel == tunnel &&
	       f->family == p->family && (f->family == 6 || f->l4 == p->l4);
}

/* Lock. The place of the datagram, or KNTOP_FRAGMENT_WAYS. */
static unsigned int kntop_fragment_find(const struct kntop_fragment_set *set, u32 tag,
					const struct kntop_packet *p, u16 vlan, u16 tunnel)
{
	unsigned int n;

	for (n = 0; n < KNTOP_FRAGMENT_WAYS; n++)
		if (set->due[n] && set->tag[n] == tag &&
		    kntop_fragment_is(&set->fragment[n], p, vlan, tunnel))
			break;
	return n;
}

/* ---- what is held back ------------------------------------------------- */

/* Lock. What a later fragment gets from its first. */
static void kntop_fragment_tell(const struct kntop_fragment *f, struct kntop_packet *p)
{
	p->continued = f->known;
	if (!f->known)
		return;
	p->l4 = f->first_l4;
	p->src_port = f->src_port;
	p->dst_port = f->dst_port;
	p->icmp = f->icmp;
	p->icmp_reply = f->icmp_reply;
	p->carrier = f->carrier;
	p->sequenced = f->sequenced;
	p->tcp_seq = f->seq + p->fragment_offset;
}

/* Lock. Makes a note of what @f holds back, which so holds nothing any more. */
static void kntop_fragment_release(struct kntop_fragments *t, struct kntop_fragment *f,
				   struct kntop_fragment_note *note)
{
	struct kntop_packet *p = &note->packet;

	memset(note, 0, sizeof(*note));
	note->vlan = f->vlan;
	note->tunnel = f->tunnel;
	note->volume = f->held;
	p->src = f->src;
	p->dst = f->dst;
	p->vlan = f->vlan;
	p->family = f->family;
	p->l4 = f->l4;
	p->fragment = true;
	p->fragmented = true;
	p->fragment_id = f->id;
	p->fragment_offset = f->held_at;
	p->payload_len = f->held_len;
	kntop_fragment_tell(f, p);
	f->held.packets = 0;
	atomic_dec(&t->holding);
}

/* Lock. */
static void kntop_fragment_hold(struct kntop_fragments *t, struct kntop_fragment *f,
				const struct kntop_packet *p,
				const struct kntop_fragment_volume *v)
{
	if (!f->held.packets) {
		atomic_inc(&t->holding);
		f->held = *v;
		f->held_at = p->fragment_offset;
		f->held_len = p->payload_len;
		f->order = atomic_inc_return(&t->orders);
		return;
	}
	f->held.packets += v->packets;
	f->held.octets += v->octets;
	f->held.l3_octets += v->l3_octets;
	f->held.time = max(f->held.time, v->time);
	f->held_at = min(f->held_at, p->fragment_offset);
	f->held_len += p->payload_len;
}

/* ---- a fragment -------------------------------------------------------- */

/* Lock. The place that is given up first: an empty one, or what is due next. */
static unsigned int kntop_fragment_victim(const struct kntop_fragment_set *set, bool frozen)
{
	unsigned int n, victim = KNTOP_FRAGMENT_WAYS;

	for (n = 0; n < KNTOP_FRAGMENT_WAYS; n++) {
		if (frozen && set->due[n] && set->fragment[n].held.packets)
			continue;
		if (victim == KNTOP_FRAGMENT_WAYS || set->due[n] < set->due[victim])
			victim = n;
	}
	return victim;
}

/* Lock. A place for a datagram that has none, or KNTOP_FRAGMENT_WAYS. */
static unsigned int kntop_fragment_place(struct kntop_fragments *t,
					 struct kntop_fragment_set *set, u32 tag,
					 const struct kntop_packet *p, u16 vlan, u16 tunnel,
					 struct kntop_fragment_note *note)
{
	unsigned int n = kntop_fragment_victim(set, READ_ONCE(t->frozen));
	struct kntop_fragment *f;

	if (n == KNTOP_FRAGMENT_WAYS)
		return n;
	f = &set->fragment[n];
	if (set->due[n] && f->held.packets)
		kntop_fragment_release(t, f, note);
	*f = (struct kntop_fragment) {
		.src = p->src, .dst = p->dst, .id = p->fragment_id, .vlan = vlan,
		.tunnel = tunnel, .family = p->family, .l4 = p->l4,
	};
	set->tag[n] = tag;
	return n;
}

/* Lock. The first fragment: of this datagram, or of another that has its number. */
static void kntop_fragment_begin(struct kntop_fragment *f, const struct kntop_packet *p)
{
	bool again = f->known && f->src_port == p->src_port && f->dst_port == p->dst_port &&
		     f->first_l4 == p->l4;

	if (f->known && !again) {
		f->have = 0;
		f->whole = 0;
	}
	f->known = true;
	f->first_l4 = p->l4;
	f->icmp = p->icmp;
	f->icmp_reply = p->icmp_reply;
	f->carrier = p->carrier;
	f->src_port = p->src_port;
	f->dst_port = p->dst_port;
	f->seq = p->tcp_seq - (p->payload_off - p->fragment_at);
	f->sequenced = p->l4 == IPPROTO_TCP && !p->tcp_short &&
		       p->payload_off - p->l4_off >= KNTOP_FRAGMENT_TCP_HEADER;
}

/* Lock. Until when it is remembered, now that one more of its fragments came. */
static u64 kntop_fragment_due(struct kntop_fragment *f, const struct kntop_packet *p, u64 now)
{
	u32 len = p->l3_off + p->l3_len - p->fragment_at;

	f->have += len;
	if (p->fragment_last)
		f->whole = p->fragment_offset + len;
	if (f->known && f->whole && f->have >= f->whole)
		return now + KNTOP_FRAGMENT_DONE_NS;
	return now + KNTOP_FRAGMENT_LIFE_NS;
}

/* Lock. @n: the datagram's place. */
static int kntop_fragment_meet(struct kntop_fragments *t, struct kntop_fragment_set *set,
			       unsigned int n, struct kntop_packet *p, u64 now,
			       const struct kntop_fragment_volume *v,
			       struct kntop_fragment_note *note)
{
	struct kntop_fragment *f = &set->fragment[n];
	int fate = KNTOP_FRAGMENT_FIRST;

	if (!p->fragment) {
		kntop_fragment_begin(f, p);
		if (f->held.packets && !READ_ONCE(t->frozen))
			kntop_fragment_release(t, f, note);
	} else if (f->known) {
		kntop_fragment_tell(f, p);
		fate = KNTOP_FRAGMENT_CREDITED;
	} else {
		kntop_fragment_hold(t, f, p, v);
		fate = KNTOP_FRAGMENT_HELD;
	}
	set->due[n] = kntop_fragment_due(f, p, now);
	return fate;
}

/* Lock. */
static int kntop_fragment_see(struct kntop_fragments *t, struct kntop_fragment_set *set,
			      u32 tag, struct kntop_packet *p, u16 vlan, u16 tunnel, u64 now,
			      const struct kntop_fragment_volume *v,
			      struct kntop_fragment_note *note)
{
	unsigned int n = kntop_fragment_find(set, tag, p, vlan, tunnel);

	/* one that is over gives its place to another of its number */
	if (n < KNTOP_FRAGMENT_WAYS && set->due[n] < now &&
	    !(READ_ONCE(t->frozen) && set->fragment[n].held.packets)) {
		if (set->fragment[n].held.packets)
			kntop_fragment_release(t, &set->fragment[n], note);
		set->due[n] = 0;
		n = KNTOP_FRAGMENT_WAYS;
	}
	if (n == KNTOP_FRAGMENT_WAYS)
		n = kntop_fragment_place(t, set, tag, p, vlan, tunnel, note);
	if (n == KNTOP_FRAGMENT_WAYS)
		return p->fragment ? KNTOP_FRAGMENT_STRAY : KNTOP_FRAGMENT_FIRST;
	return kntop_fragment_meet(t, set, n, p, now, v, note);
}

int kntop_fragments_see(struct kntop_fragments *t, struct kntop_packet *p, u16 vlan,
			u16 tunnel, u64 now, const struct kntop_fragment_volume *v,
			struct kntop_fragment_note *note)
{
	u32 hash = kntop_fragments_hash(t, p, vlan, tunnel);
	u32 n = (u64)hash * KNTOP_FRAGMENT_SETS >> 32, tag = hash & 0xffffff;
	int fate = p->fragment ? KNTOP_FRAGMENT_STRAY : KNTOP_FRAGMENT_FIRST;

	note->volume.packets = 0;
	spin_lock(&t->bucket[n].lock);
	if (!t->bucket[n].set)
		t->bucket[n].set = kzalloc(sizeof(*t->bucket[n].set),
					   GFP_ATOMIC | __GFP_NOWARN);
	if (t->bucket[n].set)
		fate = kntop_fragment_see(t, t->bucket[n].set, tag, p, vlan, tunnel, now, v,
					  note);
	spin_unlock(&t->bucket[n].lock);
	return fate;
}

/* ---- all of them ------------------------------------------------------- */

/* Lock. Takes the note of a place, if it is time. */
static bool kntop_fragment_take(struct kntop_fragments *t, struct kntop_fragment_set *set,
				unsigned int n, u64 now, struct kntop_fragment_note *note)
{
	struct kntop_fragment *f = &set->fragment[n];

	if (!set->due[n] || !f->held.packets || (!f->known && set->due[n] >= now))
		return false;
	kntop_fragment_release(t, f, note);
	if (!f->known)
		set->due[n] = 0;
	return true;
}

bool kntop_fragments_take(struct kntop_fragments *t, u32 *at, u64 now,
			  struct kntop_fragment_note *note)
{
	struct kntop_fragment_set *set;
	bool taken = false;
	u32 n;

	/* nearly always there is nothing */
	while (!taken && atomic_read(&t->holding) &&
	       *at < KNTOP_FRAGMENT_SETS * KNTOP_FRAGMENT_WAYS) {
		n = *at / KNTOP_FRAGMENT_WAYS;
		spin_lock(&t->bucket[n].lock);
		set = t->bucket[n].set;
		do {
			if (set)
				taken = kntop_fragment_take(t, set, *at % KNTOP_FRAGMENT_WAYS,
							    now, note);
		} while (++*at % KNTOP_FRAGMENT_WAYS && !taken);
		spin_unlock(&t->bucket[n].lock);
	}
	return taken;
}

/* Lock. The oldest of a set; @order is its own, if it is lower than the one before. */
static bool kntop_fragment_is_older(const struct kntop_fragment_set *set, bool any, u32 *order)
{
	const struct kntop_fragment *f;
	bool found = false;
	unsigned int n;

	for (n = 0; set && n < KNTOP_FRAGMENT_WAYS; n++) {
		f = &set->fragment[n];
		if (!set->due[n] || !f->held.packets ||
		    ((any || found) && (s32)(f->order - *order) >= 0))
			continue;
		*order = f->order;
		found = true;
	}
	return found;
}

bool kntop_fragments_take_oldest(struct kntop_fragments *t, struct kntop_fragment_note *note)
{
	u32 oldest = KNTOP_FRAGMENT_SETS, order = 0, at, n;

	for (n = 0; n < KNTOP_FRAGMENT_SETS && atomic_read(&t->holding); n++) {
		spin_lock(&t->bucket[n].lock);
		if (kntop_fragment_is_older(t->bucket[n].set, oldest < KNTOP_FRAGMENT_SETS,
					    &order))
			oldest = n;
		spin_unlock(&t->bucket[n].lock);
	}
	for (n = 0; n < KNTOP_FRAGMENT_WAYS && oldest < KNTOP_FRAGMENT_SETS; n++) {
		if (t->bucket[oldest].set->fragment[n].order != order)
			continue;
		at = oldest * KNTOP_FRAGMENT_WAYS + n;
		return kntop_fragments_take(t, &at, U64_MAX, note);
	}
	return false;
}

void kntop_fragments_held(struct kntop_fragments *t, struct kntop_fragment_volume *v)
{
	const struct kntop_fragment_volume *held;
	unsigned int n, way;

	memset(v, 0, sizeof(*v));
	for (n = 0; n < KNTOP_FRAGMENT_SETS && atomic_read(&t->holding); n++) {
		spin_lock_bh(&t->bucket[n].lock);
		for (way = 0; t->bucket[n].set && way < KNTOP_FRAGMENT_WAYS; way++) {
			held = &t->bucket[n].set->fragment[way].held;
			if (!t->bucket[n].set->due[way] || !held->packets)
				continue;
			v->packets += held->packets;
			v->octets += held->octets;
			v->l3_octets += held->l3_octets;
			v->time = max(v->time, held->time);
		}
		spin_unlock_bh(&t->bucket[n].lock);
	}
}

void kntop_fragments_init(struct kntop_fragments *t, bool repeatable)
{
	unsigned int n;

	get_random_bytes(t->hash, sizeof(t->hash));
	for (n = 0; repeatable && n <= KNTOP_FRAGMENT_HASH_WORDS; n++)
		t->hash[n] = (n + 1) * GOLDEN_RATIO_64;
	for (n = 0; n < KNTOP_FRAGMENT_SETS; n++)
		spin_lock_init(&t->bucket[n].lock);
}

void kntop_fragments_destroy(struct kntop_fragments *t)
{
	unsigned int n;

	for (n = 0; n < KNTOP_FRAGMENT_SETS; n++)
		kfree(t->bucket[n].set);
}

u64 kntop_fragments_bytes(const struct kntop_fragments *t)
{
	u64 bytes = sizeof(*t);
	unsigned int n;

	for (n = 0; n < KNTOP_FRAGMENT_SETS; n++)
		if (READ_ONCE(t->bucket[n].set))
			bytes += sizeof(*t->bucket[n].set);
	return bytes;
}
