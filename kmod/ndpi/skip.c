// SPDX-License-Identifier: GPL-2.0-or-later
#include <linux/bottom_half.h>
#include <linux/ktime.h>
#include <linux/percpu.h>
#include <net/netlink.h>

#include "skip.h"

/* Written by its CPU with bottom halves off, read by anyone. */
struct kntop_skip_count {
	u64	packets;
	u64	flows;
	u64	first;		/* ktime_get_ns(), 0 never */
	u64	last;
};

static DEFINE_PER_CPU(struct kntop_skip_count, kntop_skips[KNTOP_SKIP_MAX + 1]);

void kntop_skip_count(enum kntop_skip why, u32 packets, u32 flows)
{
	struct kntop_skip_count *c;
	u64 now = ktime_get_ns();

	local_bh_disable();
	c = this_cpu_ptr(&kntop_skips[why]);
	WRITE_ONCE(c->packets, c->packets + packets);
	WRITE_ONCE(c->flows, c->flows + flows);
	if (!c->first)
		WRITE_ONCE(c->first, now);
	WRITE_ONCE(c->last, now);
	local_bh_enable();
}

static void kntop_skip_sum(enum kntop_skip why, struct kntop_skip_count *sum)
{
	int cpu;

	memset(sum, 0, sizeof(*sum));
	for_each_possible_cpu(cpu) {
		struct kntop_skip_count *c = per_cpu_ptr(&kntop_skips[why], cpu);
		u64 first = READ_ONCE(c->first);

		sum->packets += READ_ONCE(c->packets);
		sum->flows += READ_ONCE(c->flows);
		if (first && (!sum->first || first < sum->first))
			sum->first = first;
		sum->last = max(sum->last, READ_ONCE(c->last));
	}
}

static int kntop_skip_put(struct sk_buff *skb, enum kntop_skip why)
{
	struct nlattr *nest = nla_nest_start(skb, KNTOP_DPI_A_SKIP);
	struct kntop_skip_count c;

	kntop_skip_sum(why, &c);
	if (!nest || nla_put_u32(skb, KNTOP_SKIP_A_REASON, why) ||
	    nla_put_u64_64bit(skb, KNTOP_SKIP_A_PACKETS, c.packets, KNTOP_SKIP_A_PAD) ||
	    nla_put_u64_64bit(skb, KNTOP_SKIP_A_FLOWS, c.flows, KNTOP_SKIP_A_PAD))
		return -EMSGSIZE;
	if (c.first &&
	    (nla_put_u64_64bit(skb, KNTOP_SKIP_A_FIRST,
			       ktime_to_ns(ktime_mono_to_real(c.first)),
			       KNTOP_SKIP_A_PAD) ||
	     nla_put_u64_64bit(skb, KNTOP_SKIP_A_LAST,
			       ktime_to_ns(ktime_mono_to_real(c.last)),
			       KNTOP_SKIP_A_PAD)))
		return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}

int kntop_skip_report(struct sk_buff *skb)
{
	enum kntop_skip why;
	int err = 0;

	for (why = 0; why <= KNTOP_SKIP_MAX && !err; why++)
		err = kntop_skip_put(skb, why);
	return err;
}
