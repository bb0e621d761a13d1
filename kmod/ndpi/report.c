// SPDX-License-Identifier: GPL-2.0-or-later
#include <linux/kntop.h>
#include <linux/sched.h>
#include <net/netlink.h>

#include "control.h"
#include "image.h"
#include "lookup.h"
#include "pending.h"
#include "report.h"
#include "skip.h"
#include "trap.h"
#include "worker.h"
#include "workers.h"

static int kntop_report_u64(struct sk_buff *skb, int type, u64 number)
{
	return nla_put_u64_64bit(skb, type, number, KNTOP_WORKER_A_PAD);
}

static int kntop_report_ring(struct sk_buff *skb, struct kntop_ring *r)
{
	u64 taken = READ_ONCE(r->taken), done = READ_ONCE(r->done);

	/* what was put is read later, so it is not less than what was taken */
	return kntop_report_u64(skb, KNTOP_WORKER_A_QUEUED, READ_ONCE(r->queued)) ?:
	       nla_put_u32(skb, KNTOP_WORKER_A_DEPTH, READ_ONCE(r->queued) - taken) ?:
	       nla_put_u32(skb, KNTOP_WORKER_A_DEPTH_MAX, READ_ONCE(r->depth_max)) ?:
	       nla_put_u32(skb, KNTOP_WORKER_A_FILL, READ_ONCE(r->head) - done);
}

static int kntop_report_memory(struct sk_buff *skb, const struct kntop_worker *w)
{
	return kntop_report_u64(skb, KNTOP_WORKER_A_MEMORY, READ_ONCE(w->engine_octets)) ?:
	       kntop_report_u64(skb, KNTOP_WORKER_A_ALLOCATIONS, READ_ONCE(w->allocations)) ?:
	       nla_put_u32(skb, KNTOP_WORKER_A_STACK, READ_ONCE(w->stack));
}

static int kntop_report_worker(struct sk_buff *skb, struct kntop_worker *w)
{
	struct nlattr *nest = nla_nest_start(skb, KNTOP_DPI_A_WORKER);

	if (!nest || nla_put_u32(skb, KNTOP_WORKER_A_ID, w->id) ||
	    nla_put_u32(skb, KNTOP_WORKER_A_PID, task_pid_nr(w->task)) ||
	    kntop_report_ring(skb, &w->ring) ||
	    kntop_report_u64(skb, KNTOP_WORKER_A_DISSECTED, READ_ONCE(w->dissected)) ||
	    kntop_report_u64(skb, KNTOP_WORKER_A_DECIDED, READ_ONCE(w->decided)) ||
	    kntop_report_u64(skb, KNTOP_WORKER_A_TIME, READ_ONCE(w->time)) ||
	    kntop_report_u64(skb, KNTOP_WORKER_A_TIME_MAX, READ_ONCE(w->time_max)) ||
	    kntop_report_u64(skb, KNTOP_WORKER_A_STEPS_MAX, READ_ONCE(w->steps_max)) ||
	    nla_put_u32(skb, KNTOP_WORKER_A_FLOWS, READ_ONCE(w->flows)) ||
	    kntop_report_memory(skb, w))
		return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}

static int kntop_report_rules(struct sk_buff *skb)
{
	const struct kntop_rules *r = kntop_control_rules();

	return nla_put_u32(skb, KNTOP_DPI_A_PROTOCOL_RULES,
			   r->lines[KNTOP_LABEL_PROTOCOL]) ?:
	       nla_put_u32(skb, KNTOP_DPI_A_CATEGORY_RULES,
			   r->lines[KNTOP_LABEL_CATEGORY]);
}

static int kntop_report_names(struct sk_buff *skb)
{
	u64 evicted;
	u32 count = kntop_lookup_count(&evicted);

	return nla_put_u32(skb, KNTOP_DPI_A_NAMES, count) ?:
	       nla_put_u64_64bit(skb, KNTOP_DPI_A_NAMES_EVICTED, evicted, KNTOP_DPI_A_PAD);
}

int kntop_report(struct sk_buff *skb)
{
	const struct kntop_workers *set = kntop_workers_current();
	int err;
	u32 i;

	err = nla_put_u32(skb, KNTOP_DPI_A_FLOWS, kntop_pending_count()) ?:
	      nla_put_u64_64bit(skb, KNTOP_DPI_A_BYTES, kntop_workers_octets(),
				KNTOP_DPI_A_PAD) ?:
	      nla_put_u64_64bit(skb, KNTOP_DPI_A_DECIDED, kntop_workers_decided(),
				KNTOP_DPI_A_PAD) ?:
	      kntop_report_rules(skb) ?:
	      kntop_skip_report(skb) ?:
	      kntop_trap_report(skb) ?:
	      kntop_report_names(skb) ?:
	      nla_put_u64_64bit(skb, KNTOP_DPI_A_IMAGE, kntop_image_octets(),
				KNTOP_DPI_A_PAD);
	for (i = 0; i < set->count && !err; i++)
		err = kntop_report_worker(skb, set->worker[i]);
	return err;
}
