// SPDX-License-Identifier: GPL-2.0-or-later
#include <linux/ktime.h>
#include <linux/math64.h>
#include <linux/slab.h>
#include <linux/time64.h>

#include "dpi.h"
#include "flow_count.h"
#include "flow_lock.h"
#include "flow_quote.h"
#include "flow_table.h"
#include "quality.h"
#include "quote.h"

/* How many flows a new one is compared with when the table is full. */
#define KNTOP_FLOW_CANDIDATES	8
/* A flow seen more recently than this is never evicted. */
#define KNTOP_FLOW_FRESH_NS	NSEC_PER_SEC

static struct kmem_cache *kntop_flow_cache;

static bool kntop_flow_addr_above(const union kntop_addr *a,
				  const union kntop_addr *b)
{
	if (a->q[0] != b->q[0])
		return a->q[0] > b->q[0];
	return a->q[1] > b->q[1];
}

int kntop_flow_key_make(struct kntop_flow_key *k, const struct kntop_sighting *s)
{
	const struct kntop_packet *p = s->packet;
	int side = kntop_flow_addr_above(&p->src, &p->dst);
	bool same = p->src.q[0] == p->dst.q[0] && p->src.q[1] == p->dst.q[1];

	/* somebody talks to himself */
	if (unlikely(same))
		side = p->icmp ? p->icmp_reply : p->src_port > p->dst_port;
	k->addr[side] = p->src;
	k->addr[!side] = p->dst;
	k->port[p->icmp ? 0 : side] = p->src_port;
	k->port[p->icmp ? 1 : !side] = p->dst_port;
	k->ifid = s->ifid;
	k->vlan = s->vlan;
	k->what = 0;
	k->l4 = p->l4;
	k->tunnel = kntop_tunnel_number(s->tunnel);
	k->turned = kntop_tunnel_is_turned(s->tunnel, side);
	if (p->carrier && !s->tunnel)
		k->tunnel = KNTOP_TUNNEL_CARRIER;
	k->about = 0;
	k->latency = 0;
	return side;
}

/* ---- the end of a flow ------------------------------------------------- */

static bool kntop_flow_is_idle(const struct kntop_flow_table *t,
			       const struct kntop_flow *flow, u64 now)
{
	u64 idle = READ_ONCE(t->idle[kntop_flow_state(flow)]);

	return (s64)(now - kntop_flow_last(flow)) > (s64)idle;
}

/*
 * Whoever does not find the flow in its bucket any more must find it on a dirty
 * list and among the dead, so it leaves the bucket last.
 */
bool kntop_flow_end_locked(struct kntop_flow_table *t, struct kntop_flow_locked *l,
			   struct kntop_flow *flow, u32 hash, enum kntop_end end,
			   u64 if_idle_at)
{
	bool ended = false;

	spin_lock(&flow->lock);
	if (!(flow->bits & KNTOP_FLOW_DEAD) &&
	    (!if_idle_at || kntop_flow_is_idle(t, flow, if_idle_at))) {
		WRITE_ONCE(flow->bits, flow->bits | KNTOP_FLOW_DEAD);
		flow->low.end = end;
		atomic_inc(&t->dead);
		atomic_dec(&t->live);
		kntop_flow_mark(t, flow);
		kntop_flow_unlink(l, flow, hash);
		ended = true;
	}
	spin_unlock(&flow->lock);
	return ended;
}

bool kntop_flow_end(struct kntop_flow_table *t, struct kntop_flow *flow,
		    enum kntop_end end, u64 if_idle_at)
{
	u32 hash = kntop_flow_hash(t, &flow->key);
	struct kntop_flow_locked l;
	bool ended;

	rcu_read_lock();
	kntop_flow_lock(t, hash, &l);
	ended = kntop_flow_end_locked(t, &l, flow, hash, end, if_idle_at);
	kntop_flow_unlock(&l);
	rcu_read_unlock();
	if (ended && atomic_read(&t->dead) > kntop_flow_dead_max(t) / 2)
		t->kick(t);
	return ended;
}

static void kntop_flow_free_rcu(struct rcu_head *head)
{
	struct kntop_flow *flow = container_of(head, struct kntop_flow, rcu);

	if (unlikely(flow->quality))
		kntop_quality_free(flow->quality);
	kmem_cache_free(kntop_flow_cache, flow);
}

void kntop_flow_free(struct kntop_flow_table *t, struct kntop_flow *flow)
{
	kntop_dpi_forget(flow);
	atomic_dec(&t->dead);
	call_rcu(&flow->rcu, kntop_flow_free_rcu);
}

/*
 * How close a flow is to its idle timeout, in 1/1024. An idle SSH session is
 * worth more than a half-open connection of the same age.
 */
static u64 kntop_flow_staleness(const struct kntop_flow_table *t,
				const struct kntop_flow *flow, u64 now)
{
	u64 last = kntop_flow_last(flow);
	s64 idle = now - last;
	u64 timeout = READ_ONCE(t->idle[kntop_flow_state(flow)]);

	/* one that was just made waits for its first packet to be counted */
	if (!last || idle < (s64)KNTOP_FLOW_FRESH_NS)
		return 0;
	return div64_u64(idle, (timeout >> 10) + 1) + 1;
}

/* Live interfaces share a clock, each offline source has its own. */
static bool kntop_flow_same_clock(u16 a, u16 b)
{
	return a == b || !((a | b) & KNTOP_FLOW_IFID_OFFLINE);
}

/* The stalest of a few flows that live close to the hash. */
static struct kntop_flow *kntop_flow_stalest(const struct kntop_flow_table *t, u32 hash,
					     const struct kntop_sighting *seen)
{
	struct kntop_flow_buckets *bs = rcu_dereference(t->buckets);
	const struct kntop_flow_bucket *b = &bs->bucket[kntop_flow_home(bs, hash)];
	const struct kntop_flow_bucket *end = b + KNTOP_FLOW_PROBES;
	struct kntop_flow *flow, *stalest = NULL;
	u32 left = KNTOP_FLOW_CANDIDATES;
	unsigned long used;
	u64 worst = 0, s;

	for (; left && b < end; b++) {
		kntop_flow_for_each(flow, used, b) {
			s = kntop_flow_staleness(t, flow, seen->clock);
			if (s > worst &&
			    kntop_flow_same_clock(flow->key.ifid, seen->ifid)) {
				worst = s;
				stalest = flow;
			}
			if (!--left)
				break;
		}
	}
	return stalest;
}

static bool kntop_flow_evict(struct kntop_flow_table *t, u32 hash,
			     const struct kntop_sighting *seen)
{
	struct kntop_flow *stalest = kntop_flow_stalest(t, hash, seen);

	if (!stalest || !kntop_flow_end(t, stalest, KNTOP_END_EVICTED, 0))
		return false;
	kntop_tally_add(&t->losses[KNTOP_LOSS_FLOWS_EVICTED], 1, 0,
			ktime_get_ns());
	return true;
}

/* ---- the beginning of a flow ------------------------------------------- */

/*
 * Takes what is at hand on this CPU; asks for more where that is nothing. @birth: for
 * kntop_flow_birth().
 */
static __always_inline struct kntop_flow *kntop_flow_alloc(struct kntop_flow_table *t,
							   u16 *birth)
{
	const gfp_t gfp = GFP_ATOMIC | __GFP_NOWARN | __GFP_ZERO;
	struct kntop_flow_spare *spare = this_cpu_ptr(t->spare);

	*birth = spare->births++;
	/* all of them or none; newer kernels only say which */
	if (unlikely(!spare->count) &&
	    kmem_cache_alloc_bulk(kntop_flow_cache, gfp, KNTOP_FLOW_SPARES, spare->flow))
		spare->count = KNTOP_FLOW_SPARES;
	if (likely(spare->count))
		return spare->flow[--spare->count];
	/* there may be room for one where there is none for many */
	return kmem_cache_alloc(kntop_flow_cache, gfp);
}

void kntop_flow_spare_free(struct kntop_flow_table *t)
{
	struct kntop_flow_spare *spare;
	int cpu;

	for_each_possible_cpu(cpu) {
		spare = per_cpu_ptr(t->spare, cpu);
		if (spare->count)
			kmem_cache_free_bulk(kntop_flow_cache, spare->count, spare->flow);
	}
	free_percpu(t->spare);
	t->spare = NULL;
}

/* What its id is made of. What stands beside it is 0, so that nothing has to be read. */
static __always_inline void kntop_flow_number(struct kntop_flow *flow, u16 birth, int side)
{
	flow->key.attached = 0;
	flow->key.interims = 0;
	flow->key.maker = side;
	flow->key.birth = birth;
	flow->folded[0] = (typeof(flow->folded[0])){ .birth = birth >> 4 };
	flow->folded[1] = (typeof(flow->folded[1])){ .birth = birth >> 8 };
}

/* Is there room for one more? Ends another if there is not. */
static bool kntop_flow_room(struct kntop_flow_table *t, u32 hash,
			    const struct kntop_sighting *s)
{
	if (unlikely(atomic_read(&t->dead) >= kntop_flow_dead_max(t)))
		return false;
	return likely(atomic_read(&t->live) < READ_ONCE(t->limit)) ||
	       kntop_flow_evict(t, hash, s);
}

/*
 * Makes the flow and counts its first packet. Returns the flow that has its key
 * already, uncounted, or NULL with the verdict set.
 */
static __always_inline struct kntop_flow *
kntop_flow_create(struct kntop_flow_table *t, const struct kntop_flow_key *k,
		  u32 hash, const struct kntop_sighting *s, int side,
		  int *verdict)
{
	struct kntop_flow *flow, *found;
	u16 birth;

	*verdict = KNTOP_PART_TABLE_FULL;
	if (unlikely(!kntop_flow_room(t, hash, s)))
		return kntop_flow_find(t, k, hash);
	*verdict = KNTOP_PART_NO_MEMORY;
	flow = kntop_flow_alloc(t, &birth);
	if (unlikely(!flow))
		return NULL;
	kntop_flow_begin(t, flow, k, s, side);
	kntop_flow_number(flow, birth, side);
	/* nobody can hold a bucket and wait for it before it is in one */
	kntop_flow_hold(flow);
	found = kntop_flow_insert(t, flow, hash);
	if (likely(found == flow)) {
		kntop_flow_mark(t, flow);
		if (flow->bits & KNTOP_FLOW_DPI)
			kntop_dpi_see_first(t, flow, s, side);
		*verdict = KNTOP_FLOW_CREATED;
		found = NULL;
	} else {
		*verdict = KNTOP_PART_TABLE_FULL;
	}
	kntop_flow_release(flow);
	if (unlikely(*verdict != KNTOP_FLOW_CREATED)) {
		kntop_quality_free(flow->quality);
		kmem_cache_free(kntop_flow_cache, flow);
	}
	return found;
}

/* ---- a packet ---------------------------------------------------------- */

/* Is this the first packet of another connection between the same ports? */
static bool kntop_flow_is_reused(const struct kntop_flow *flow,
				 const struct kntop_packet *p)
{
	return (p->tcp_flags & (KNTOP_TCP_SYN | KNTOP_TCP_ACK)) == KNTOP_TCP_SYN &&
	       kntop_flow_state(flow) == KNTOP_STATE_TCP_CLOSING;
}

/* Counts the frame, or ends the flow and returns false if it is over. */
static bool kntop_flow_take(struct kntop_flow_table *t, struct kntop_flow *flow,
			    const struct kntop_sighting *s, int side)
{
	enum kntop_end over = 0;

	kntop_flow_hold(flow);
	if (unlikely(flow->bits & KNTOP_FLOW_DEAD)) {
		kntop_flow_release(flow);
		return false;
	}
	if (unlikely(kntop_flow_is_idle(t, flow, s->clock)))
		over = KNTOP_END_IDLE;
	else if (unlikely(kntop_flow_is_reused(flow, s->packet)))
		over = KNTOP_END_TCP_REUSED;
	else
		kntop_flow_count(t, flow, s, side);
	kntop_flow_release(flow);
	if (likely(!over))
		return true;
	kntop_flow_end(t, flow, over, 0);
	return false;
}

int kntop_flow_see_new(struct kntop_flow_table *t, const struct kntop_sighting *s,
		       const struct kntop_flow_key *k, u32 hash, int side)
{
	struct kntop_flow *flow;
	int verdict;

	do {
		flow = kntop_flow_create(t, k, hash, s, side, &verdict);
		if (!flow)
			return verdict;
	} while (!kntop_flow_take(t, flow, s, side));
	return KNTOP_FLOW_KNOWN;
}

int kntop_flow_see(struct kntop_flow_table *t, const struct kntop_sighting *s)
{
	struct kntop_flow_key k;
	int side = kntop_flow_key_make(&k, s);
	u32 hash = kntop_flow_hash(t, &k);
	struct kntop_flow *flow = kntop_flow_find(t, &k, hash);

	int verdict = KNTOP_FLOW_KNOWN;

	if (!flow || !kntop_flow_take(t, flow, s, side))
		verdict = kntop_flow_see_new(t, s, &k, hash, side);
	if (unlikely(s->packet->icmp) &&
	    !s->packet->fragment &&
	    kntop_quote_is_error(s->packet->l4, s->packet->dst_port >> 8))
		kntop_flow_quote(t, s);
	return verdict;
}

/* ---- memory ------------------------------------------------------------ */

int kntop_flow_cache_create(void)
{
	/*
	 * An octet that user space could be given keeps the slab apart from others
	 * of its size, so that slabinfo tells of flows alone. A constructor would
	 * do so too, but cost each flow another cache line.
	 */
	if (!IS_ENABLED(CONFIG_DEBUG_SPINLOCK) && !IS_ENABLED(CONFIG_DEBUG_LOCK_ALLOC))
		BUILD_BUG_ON(sizeof(struct kntop_flow) != 224);
	kntop_flow_cache = kmem_cache_create_usercopy("kntop_flow",
						      sizeof(struct kntop_flow),
						      KNTOP_FLOW_ALIGN, 0, 0, 1, NULL);
	return kntop_flow_cache ? 0 : -ENOMEM;
}

void kntop_flow_cache_destroy(void)
{
	kmem_cache_destroy(kntop_flow_cache);
}

unsigned int kntop_flow_cache_size(void)
{
	return kmem_cache_size(kntop_flow_cache);
}
