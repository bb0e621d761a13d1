// SPDX-License-Identifier: GPL-2.0-or-later
#include <linux/cpumask.h>
#include <linux/minmax.h>

#include "tally.h"

void kntop_tally_merge(struct kntop_tally *sum, const struct kntop_tally *t)
{
	u64 first = READ_ONCE(t->first);

	if (!first)
		return;
	sum->count += READ_ONCE(t->count);
	sum->octets += READ_ONCE(t->octets);
	sum->first = sum->first ? min(sum->first, first) : first;
	sum->last = max(sum->last, READ_ONCE(t->last));
}

void kntop_tally_sum(struct kntop_tally *sum, struct kntop_tally __percpu *t)
{
	int cpu;

	for_each_possible_cpu(cpu)
		kntop_tally_merge(sum, per_cpu_ptr(t, cpu));
}
