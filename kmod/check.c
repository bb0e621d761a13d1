// SPDX-License-Identifier: GPL-2.0-or-later
#include <linux/sched.h>
#include <linux/string.h>

#include "accounting.h"
#include "check.h"
#include "datagram.h"
#include "fragment.h"
#include "net.h"

/* How many flows are looked at without a pause. */
#define KNTOP_CHECK_STRETCH	1024

static void kntop_check_flows(struct kntop_net *kn, u16 ifid,
				       struct kntop_sum *sum)
{
	struct kntop_flow_buckets *bs = rcu_dereference_protected(kn->flows.buckets, 1);
	struct kntop_flow *flow;
	unsigned long used;
	u32 b;

	for (b = 0; b < bs->count; b++) {
		rcu_read_lock_bh();
		kntop_flow_for_each(flow, used, &bs->bucket[b]) {
			if (flow->key.ifid != ifid)
				continue;
			spin_lock(&flow->lock);
			sum->flows[0] += flow->low.packets + flow->high.packets;
			sum->flows[1] += flow->low.octets + flow->high.octets;
			sum->flow_count++;
			spin_unlock(&flow->lock);
		}
		rcu_read_unlock_bh();
		cond_resched();
	}
}

/*
 * Adds the flows that have ended but wait for their verdict: they are in no bucket, and
 * not among the ended ones yet. Returns how many there are.
 */
static u32 kntop_check_waiting(const struct kntop_interface *i, struct kntop_sum *sum)
{
	const struct kntop_flow *flow;
	u32 count = 0;

	hlist_for_each_entry(flow, &i->waiting, wheel) {
		sum->flows[0] += flow->low.packets + flow->high.packets;
		sum->flows[1] += flow->low.octets + flow->high.octets;
		sum->flow_count++;
		if (++count % KNTOP_CHECK_STRETCH == 0)
			cond_resched();
	}
	return count;
}

/* Returns how many flows of all other interfaces wait. */
static u32 kntop_check_waiting_elsewhere(struct kntop_net *kn,
					 const struct kntop_interface *here)
{
	struct kntop_sum unused = {};
	struct kntop_interface *i;
	unsigned long id;
	u32 count = 0;

	xa_for_each(&kn->interfaces, id, i)
		if (i != here)
			count += kntop_check_waiting(i, &unused);
	list_for_each_entry(i, &kn->lingering, linger)
		count += kntop_check_waiting(i, &unused);
	return count;
}

static void kntop_check_total(struct kntop_interface *i, u64 total[2])
{
	struct kntop_volume v[2];

	kntop_interface_totals(i, v);
	total[0] = v[KNTOP_RX].packets + v[KNTOP_TX].packets;
	total[1] = v[KNTOP_RX].octets + v[KNTOP_TX].octets;
}

static void kntop_check_other(struct kntop_interface *i,
				       struct kntop_sum *sum)
{
	struct kntop_fragment_volume held;
	struct kntop_tally t = {};
	int part;

	kntop_fragments_held(i->fragments, &held);
	for (part = 0; part <= KNTOP_PART_MAX; part++)
		kntop_tally_sum(&t, &i->traffic->part[part]);
	sum->other[0] = t.count + held.packets;
	sum->other[1] = t.octets + held.octets;
}

/*
 * A frame is counted in the totals first and in its part then, so after a
 * grace period all of BEFORE is in some part, and what the parts hold is in
 * AFTER. Flows that leave their bucket during the walk may be missed or met
 * twice; each is dead before it leaves and, as the mutex keeps the worker out,
 * still so afterwards. Those that only wait for their verdict do not change. No
 * fragment that is held back comes to its flow meanwhile, where it would be met twice.
 */
void kntop_check_interface(struct kntop_net *kn, struct kntop_interface *i,
			    struct kntop_sum *sum)
{
	u32 waiting;
	int tries = 5;

	kntop_fragments_freeze(i->fragments, true);
	do {
		memset(sum, 0, sizeof(*sum));
		kntop_check_total(i, sum->before);
		synchronize_rcu();
		kntop_accounting_settle(kn);
		sum->ended[0] = i->ended.packets;
		sum->ended[1] = i->ended.octets;
		sum->ended_count = i->flows_ended;
		waiting = kntop_check_waiting(i, sum) +
			  kntop_check_waiting_elsewhere(kn, i);
		kntop_check_flows(kn, i->id, sum);
		kntop_check_other(i, sum);
		/* pairs with the release by which a flow leaves its bucket */
		smp_rmb();
		sum->unsettled = atomic_read(&kn->flows.dead) != waiting;
	} while (sum->unsettled && --tries);
	/* what counted a part above has counted its total before */
	synchronize_rcu();
	kntop_check_total(i, sum->after);
	kntop_fragments_freeze(i->fragments, false);
	kntop_datagram_sweep(i, false);
}
