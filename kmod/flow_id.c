// SPDX-License-Identifier: GPL-2.0-or-later
#include <linux/export.h>
#include <linux/siphash.h>
#include <linux/string.h>

#include "flow_id.h"

/* What is hashed: words without a gap between them. */
struct kntop_flow_birth {
	union kntop_addr	addr[2];
	u64			where;
	u64			what;
	u64			time;
	u64			place;
};

/* All that is compared in a key. */
static void kntop_flow_id_key(struct kntop_flow_birth *b, const struct kntop_flow_key *k)
{
	memcpy(b->addr, k->addr, sizeof(b->addr));
	b->where = k->where;
	b->what = k->what & KNTOP_FLOW_WHAT;
}

u64 kntop_flow_id(const struct kntop_flow_table *t, const struct kntop_flow *flow)
{
	struct kntop_flow_birth b;

	BUILD_BUG_ON(sizeof(b) != 64);
	kntop_flow_id_key(&b, &flow->key);
	b.time = kntop_flow_first(flow, flow->key.maker);
	/* the highest bits are the same of all addresses */
	b.place = (u64)(unsigned long)flow << 12 | kntop_flow_birth(flow);
	return siphash(&b, sizeof(b), &t->id_key) ?: 1;
}
EXPORT_SYMBOL_GPL(kntop_flow_id);
