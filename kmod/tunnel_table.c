// SPDX-License-Identifier: GPL-2.0-or-later
#include <linux/hash.h>
#include <linux/jiffies.h>
#include <linux/ktime.h>
#include <linux/mm.h>
#include <linux/random.h>
#include <linux/rcupdate.h>
#include <linux/rhashtable.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "table.h"
#include "tally.h"
#include "tunnel.h"
#include "tunnel_table.h"

/* How long one without flows is kept; longer than fragments are (fragment.h). */
#define KNTOP_TUNNEL_IDLE_SECS	60
/* Words of what an inner flow has in common in both directions. */
#define KNTOP_TUNNEL_INNER_WORDS	20
#define KNTOP_TUNNEL_GFP	(GFP_ATOMIC | __GFP_NOWARN)

static const struct rhashtable_params kntop_tunnel_params = {
	.head_offset = offsetof(struct kntop_tunnel_link, node),
	.key_offset = offsetof(struct kntop_tunnel_link, name),
	.key_len = sizeof(struct kntop_tunnel_name),
	.automatic_shrinking = true,
};

/* ---- names ------------------------------------------------------------- */

/* Returns whether the sender is end B. */
static bool kntop_tunnel_name_make(struct kntop_tunnel_name *n, const struct kntop_packet *p,
				   u16 ifid, bool ignore_vlan)
{
	const struct kntop_tunnel_id *id = &p->tunnel;
	bool from_b = memcmp(&id->src, &id->dst, sizeof(id->src)) > 0;

	/* tags have no ends, but may be others in each direction */
	if (p->encap == KNTOP_ENCAPSULATION_QINQ)
		from_b = memcmp(&p->src, &p->dst, sizeof(p->src)) > 0;

	BUILD_BUG_ON(sizeof(*n) != 48);
	n->addr[from_b] = id->src;
	n->addr[!from_b] = id->dst;
	n->number = id->number;
	n->nested = id->nested;
	if (!ignore_vlan && p->encap != KNTOP_ENCAPSULATION_QINQ)
		n->nested ^= p->outer_tags * GOLDEN_RATIO_32;
	n->ifid = ifid;
	n->vlan = ignore_vlan ? 0 : id->vlan;
	n->kind = p->encap;
	n->ends = id->ends;
	n->numbered = id->numbered;
	n->way = id->numbered && from_b &&
		 !kntop_tunnel_has_one_number(p->encap);
	return from_b;
}

/* Lacks it the number of one of its directions? */
static bool kntop_tunnel_is_half(const struct kntop_tunnel_entry *e)
{
	const struct kntop_tunnel_name *n = kntop_tunnel_any(e);

	return n->numbered && READ_ONCE(e->known[0]) != READ_ONCE(e->known[1]) &&
	       !kntop_tunnel_has_one_number(n->kind);
}

static struct kntop_tunnel_entry *kntop_tunnel_lookup(struct kntop_tunnel_table *t,
						      const struct kntop_tunnel_name *n)
{
	struct kntop_tunnel_link *link = rhashtable_lookup(&t->names, n, kntop_tunnel_params);

	return link ? link->tunnel : NULL;
}

/* Lock. Lets a tunnel be found by another name; not while the hash table grows too slowly. */
static bool kntop_tunnel_name_add(struct kntop_tunnel_table *t, struct kntop_tunnel_entry *e,
				  const struct kntop_tunnel_name *n)
{
	struct kntop_tunnel_link *link = &e->link[n->way];

	link->name = *n;
	link->tunnel = e;
	if (rhashtable_insert_fast(&t->names, &link->node, kntop_tunnel_params))
		return false;
	/* who sees it sees the name */
	smp_store_release(&e->known[n->way], true);
	return true;
}

/* Lock. Nobody finds it any more. */
static void kntop_tunnel_names_remove(struct kntop_tunnel_table *t,
				      struct kntop_tunnel_entry *e)
{
	int way;

	for (way = 0; way < 2; way++)
		if (e->known[way])
			rhashtable_remove_fast(&t->names, &e->link[way].node,
					       kntop_tunnel_params);
}

/* ---- a tunnel's life --------------------------------------------------- */

/* Lock. NULL when there is no room. */
static struct kntop_tunnel_entry *kntop_tunnel_new(struct kntop_tunnel_table *t,
						   const struct kntop_tunnel_name *n)
{
	struct kntop_tunnel_entry *e;
	u32 key;

	if ((u32)atomic_read(&t->count) >= READ_ONCE(t->limit))
		return NULL;
	e = kzalloc(sizeof(*e), KNTOP_TUNNEL_GFP);
	if (!e)
		return NULL;
	refcount_set(&e->refs, 1);
	e->used = jiffies;
	/* in turn, so that a number is not used again soon */
	if (xa_alloc_cyclic(&t->numbers, &key, e,
			    XA_LIMIT(KNTOP_TUNNEL_FIRST, KNTOP_TUNNEL_TURNED - 1), &t->next,
			    KNTOP_TUNNEL_GFP) < 0)
		goto no_number;
	e->key = key;
	e->id = ++t->last_id;
	if (!kntop_tunnel_name_add(t, e, n))
		goto no_name;
	atomic_inc(&t->count);
	return e;

no_name:
	xa_erase(&t->numbers, key);
no_number:
	/* a dump may have met it */
	kntop_tunnel_put(e);
	return NULL;
}

struct kntop_tunnel_entry *kntop_tunnel_hold(struct kntop_tunnel_entry *e)
{
	return e && refcount_inc_not_zero(&e->refs) ? e : NULL;
}

void kntop_tunnel_put(struct kntop_tunnel_entry *e)
{
	if (e && refcount_dec_and_test(&e->refs))
		kfree_rcu(e, rcu);
}

/* ---- two directions of one tunnel -------------------------------------- */

/* What an inner flow and its ends have in common in both directions. */
static u64 kntop_tunnel_inner(const struct kntop_tunnel_table *t,
			      const struct kntop_tunnel_name *n, const struct kntop_packet *p)
{
	bool turned = memcmp(&p->src, &p->dst, sizeof(p->src)) > 0;
	u16 src_port = p->src_port, dst_port = p->dst_port;
	union {
		struct {
			union kntop_addr	outer[2];
			union kntop_addr	inner[2];
			u32			nested;
			u16			port[2];
			u16			ifid;
			u16			vlan;
			u16			inner_vlan;
			u8			kind;
			u8			l4;
		};
		u32				w[KNTOP_TUNNEL_INNER_WORDS];
	} what = {
		.outer = { n->addr[0], n->addr[1] }, .nested = n->nested, .ifid = n->ifid,
		.vlan = n->vlan, .inner_vlan = p->vlan, .kind = n->kind, .l4 = p->l4,
	};
	u64 a = t->pairing_key[0], b = t->pairing_key[1];
	size_t i;

	BUILD_BUG_ON(sizeof(what) != sizeof(what.w));
	what.inner[turned] = p->src;
	what.inner[!turned] = p->dst;
	/* ICMP's do not change places with the direction */
	what.port[!p->icmp && turned] = src_port;
	what.port[p->icmp || !turned] = dst_port;
	for (i = 0; i < KNTOP_TUNNEL_INNER_WORDS; i++) {
		a = (a ^ what.w[i]) * (b | 1);
		a ^= a >> 32;
	}
	return a ?: 1;
}

/* Lock. Makes @n the name of @e's other direction, whoever had it. */
static bool kntop_tunnel_tie(struct kntop_tunnel_table *t, struct kntop_tunnel_entry *e,
			     const struct kntop_tunnel_name *n, struct kntop_tunnel_entry *was)
{
	if (was) {
		kntop_tunnel_names_remove(t, was);
		WRITE_ONCE(was->grace, get_state_synchronize_rcu());
		/* the worker that sees the state finds the grace period */
		smp_store_release(&was->state, KNTOP_TUNNEL_LEAVING);
	}
	return kntop_tunnel_name_add(t, e, n);
}

static bool kntop_tunnel_pairing_is_fresh(const struct kntop_tunnel_pairing *s)
{
	return READ_ONCE(s->key) && time_before(jiffies, READ_ONCE(s->when) + HZ);
}

/*
 * Lock. The tunnel that the packet's flow is in the other way, if that is certain and it
 * lacks this way; else @e, which is noted to have it this way.
 */
static struct kntop_tunnel_entry *kntop_tunnel_pair(struct kntop_tunnel_table *t, u64 hash,
						    const struct kntop_tunnel_name *n,
						    struct kntop_tunnel_entry *e)
{
	struct kntop_tunnel_pairing *s = &t->pairing[(hash >> 32) % KNTOP_TUNNEL_PAIRINGS];
	struct kntop_tunnel_entry *other = NULL;

	if (s->key && s->hash == hash)
		other = kntop_tunnel_table_at(t, s->key);
	if (other && (other->id != s->id || other->state != KNTOP_TUNNEL_FOUND))
		other = NULL;
	if (other && other != e && !s->ambiguous && s->way != n->way &&
	    kntop_tunnel_is_half(other) && kntop_tunnel_tie(t, other, n, e))
		return other;
	if (!e)
		e = kntop_tunnel_new(t, n);
	if (e && other && other != e)
		s->ambiguous = true;
	else if (e && (s->hash == hash || !kntop_tunnel_pairing_is_fresh(s)))
		*s = (struct kntop_tunnel_pairing) {
			.hash = hash, .id = e->id, .key = e->key, .way = n->way,
			.ambiguous = other && s->ambiguous, .when = jiffies,
		};
	return e;
}

/* Lock. One with the same number in the other direction, where that is usual. */
static struct kntop_tunnel_entry *kntop_tunnel_mirror(struct kntop_tunnel_table *t,
						      const struct kntop_tunnel_name *n)
{
	struct kntop_tunnel_name turned = *n;
	struct kntop_tunnel_entry *e;

	if (kntop_tunnel_numbers(n->kind) != KNTOP_TUNNEL_NUMBERS_EITHER)
		return NULL;
	turned.way = !n->way;
	e = kntop_tunnel_lookup(t, &turned);
	return e && kntop_tunnel_is_half(e) && kntop_tunnel_tie(t, e, n, NULL) ? e : NULL;
}

/* A tunnel that is new, or lacks a direction. */
static noinline struct kntop_tunnel_entry *
kntop_tunnel_settle(struct kntop_tunnel_table *t, const struct kntop_tunnel_name *n,
		    const struct kntop_packet *p)
{
	bool one = !n->numbered || kntop_tunnel_has_one_number(n->kind);
	struct kntop_tunnel_entry *e;

	spin_lock(&t->lock);
	e = kntop_tunnel_lookup(t, n);
	if (!e && !one)
		e = kntop_tunnel_mirror(t, n);
	/* a fragment without ports says nothing of its flow */
	if (!one && (!e || kntop_tunnel_is_half(e)) && !p->fragment)
		e = kntop_tunnel_pair(t, kntop_tunnel_inner(t, n, p), n, e);
	else if (!e)
		e = kntop_tunnel_new(t, n);
	spin_unlock(&t->lock);
	return e;
}

/* Has its flow been noted already, or cannot be now? Without the lock, so only a guess. */
static bool kntop_tunnel_is_noted(const struct kntop_tunnel_table *t,
				  const struct kntop_tunnel_entry *e,
				  const struct kntop_tunnel_name *n,
				  const struct kntop_packet *p)
{
	u64 hash = kntop_tunnel_inner(t, n, p);
	const struct kntop_tunnel_pairing *s =
		&t->pairing[(hash >> 32) % KNTOP_TUNNEL_PAIRINGS];

	if (READ_ONCE(s->hash) == hash)
		return READ_ONCE(s->ambiguous) || READ_ONCE(s->key) == e->key;
	return kntop_tunnel_pairing_is_fresh(s);
}

u16 kntop_tunnel_table_find(struct kntop_tunnel_table *t, const struct kntop_packet *p,
			    u16 ifid, bool ignore_vlan)
{
	struct kntop_tunnel_name n;
	bool from_b = kntop_tunnel_name_make(&n, p, ifid, ignore_vlan);
	struct kntop_tunnel_entry *e;

	/* nothing tells them apart */
	if (n.ends == KNTOP_TUNNEL_ENDS_NONE && !n.numbered && !n.nested)
		return n.kind;
	e = kntop_tunnel_lookup(t, &n);
	if (unlikely(!e || (kntop_tunnel_is_half(e) && !p->fragment &&
			    !kntop_tunnel_is_noted(t, e, &n, p))))
		e = kntop_tunnel_settle(t, &n, p);
	if (unlikely(!e)) {
		kntop_tally_add(t->refused, 1, 0, ktime_get_ns());
		return n.kind;
	}
	if (time_after(jiffies, READ_ONCE(e->used) + HZ))
		WRITE_ONCE(e->used, jiffies);
	if (unlikely(!READ_ONCE(e->seen[from_b])))
		WRITE_ONCE(e->seen[from_b], true);
	return e->key | (from_b ? KNTOP_TUNNEL_TURNED : 0);
}

struct kntop_tunnel_entry *kntop_tunnel_table_at(struct kntop_tunnel_table *t, u16 key)
{
	return key < KNTOP_TUNNEL_FIRST ? NULL : xa_load(&t->numbers, key);
}

u8 kntop_tunnel_kind(const struct kntop_tunnel_entry *e, u16 key)
{
	return e ? kntop_tunnel_any(e)->kind : key < KNTOP_TUNNEL_FIRST ? key : 0;
}

/* ---- the end of a tunnel ----------------------------------------------- */

static void kntop_tunnel_leave(struct kntop_tunnel_table *t, struct kntop_tunnel_entry *e)
{
	spin_lock_bh(&t->lock);
	kntop_tunnel_names_remove(t, e);
	WRITE_ONCE(e->grace, get_state_synchronize_rcu());
	/* as in kntop_tunnel_tie() */
	smp_store_release(&e->state, KNTOP_TUNNEL_LEAVING);
	spin_unlock_bh(&t->lock);
}

/* A packet had found it just before; unless others have found another since. */
static void kntop_tunnel_return(struct kntop_tunnel_table *t, struct kntop_tunnel_entry *e)
{
	bool all = true;
	int way;

	spin_lock_bh(&t->lock);
	/* one that is there already refuses another of its name */
	for (way = 0; way < 2; way++)
		if (e->known[way])
			all &= !rhashtable_lookup_insert_fast(&t->names, &e->link[way].node,
							      kntop_tunnel_params);
	if (all)
		WRITE_ONCE(e->state, KNTOP_TUNNEL_FOUND);
	else
		kntop_tunnel_names_remove(t, e);
	spin_unlock_bh(&t->lock);
}

static void kntop_tunnel_age(struct kntop_tunnel_table *t, struct kntop_tunnel_entry *e,
			     bool gone)
{
	switch (e->state) {
	case KNTOP_TUNNEL_FOUND:
		if (!e->flows && (gone || time_after(jiffies, READ_ONCE(e->used) +
						     KNTOP_TUNNEL_IDLE_SECS * HZ)))
			kntop_tunnel_leave(t, e);
		return;
	case KNTOP_TUNNEL_LEAVING:
		if (poll_state_synchronize_rcu(e->grace))
			e->state = KNTOP_TUNNEL_LEFT;
		return;
	}
	if (e->flows) {
		kntop_tunnel_return(t, e);
		return;
	}
	xa_erase_bh(&t->numbers, e->key);
	atomic_dec(&t->count);
	kntop_tunnel_put(e);
}

void kntop_tunnel_table_age(struct kntop_tunnel_table *t,
			    bool (*is_gone)(void *context, u16 ifid), void *context)
{
	struct kntop_tunnel_entry *e;
	unsigned long key;

	for (key = 0;; key++) {
		rcu_read_lock();
		e = xa_find(&t->numbers, &key, ULONG_MAX, XA_PRESENT);
		/* one that is just being made has no name yet */
		if (e && (READ_ONCE(e->known[0]) || READ_ONCE(e->known[1])))
			kntop_tunnel_age(t, e, is_gone(context, kntop_tunnel_any(e)->ifid));
		rcu_read_unlock();
		if (!e)
			break;
		cond_resched();
	}
}

/* ---- the table --------------------------------------------------------- */

u64 kntop_tunnel_table_bytes(const struct kntop_tunnel_table *t)
{
	return KNTOP_TUNNEL_PAIRINGS * sizeof(*t->pairing) +
	       (u64)atomic_read(&t->count) * sizeof(struct kntop_tunnel_entry);
}

int kntop_tunnel_table_init(struct kntop_tunnel_table *t, u32 limit)
{
	int err;

	t->pairing = kvcalloc(KNTOP_TUNNEL_PAIRINGS, sizeof(*t->pairing), KNTOP_TABLE_GFP);
	if (!t->pairing)
		return -ENOMEM;
	err = rhashtable_init(&t->names, &kntop_tunnel_params);
	if (err) {
		kvfree(t->pairing);
		return err;
	}
	xa_init_flags(&t->numbers, XA_FLAGS_ALLOC | XA_FLAGS_LOCK_BH);
	spin_lock_init(&t->lock);
	get_random_bytes(t->pairing_key, sizeof(t->pairing_key));
	t->next = KNTOP_TUNNEL_FIRST;
	t->limit = limit;
	return 0;
}

void kntop_tunnel_table_destroy(struct kntop_tunnel_table *t)
{
	struct kntop_tunnel_entry *e;
	unsigned long key;

	rhashtable_destroy(&t->names);
	xa_for_each(&t->numbers, key, e)
		kntop_tunnel_put(e);
	xa_destroy(&t->numbers);
	kvfree(t->pairing);
}
