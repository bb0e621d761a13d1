// SPDX-License-Identifier: GPL-2.0-or-later
#include <linux/rhashtable.h>
#include <linux/slab.h>

#include "interim.h"

static const struct rhashtable_params kntop_interim_params = {
	.key_len = sizeof_field(struct kntop_interim, flow),
	.key_offset = offsetof(struct kntop_interim, flow),
	.head_offset = offsetof(struct kntop_interim, node),
	.automatic_shrinking = true,
};

int kntop_interims_init(struct kntop_interims *t)
{
	return rhashtable_init(&t->table, &kntop_interim_params);
}

static void kntop_interim_free(void *item, void *unused)
{
	kfree(item);
}

void kntop_interims_destroy(struct kntop_interims *t)
{
	rhashtable_free_and_destroy(&t->table, kntop_interim_free, NULL);
}

u32 kntop_interims_count(struct kntop_interims *t, u64 *bytes)
{
	const struct bucket_table *buckets = rht_dereference_rcu(t->table.tbl, &t->table);
	u32 count = atomic_read(&t->table.nelems);

	*bytes = (u64)count * sizeof(struct kntop_interim) +
		 struct_size(buckets, buckets, buckets->size);
	return count;
}

struct kntop_interim *kntop_interim_find(struct kntop_interims *t,
					 const struct kntop_flow *flow)
{
	/* nearly all have none, and need not be looked for */
	if (!flow->key.interims)
		return NULL;
	return rhashtable_lookup_fast(&t->table, &flow, kntop_interim_params);
}

struct kntop_interim *kntop_interim_obtain(struct kntop_interims *t,
					   struct kntop_flow *flow)
{
	struct kntop_interim *in = kntop_interim_find(t, flow);

	if (in)
		return in;
	in = kzalloc(sizeof(*in), GFP_KERNEL_ACCOUNT | __GFP_NOWARN);
	if (!in)
		return NULL;
	in->flow = flow;
	if (rhashtable_insert_fast(&t->table, &in->node, kntop_interim_params)) {
		kfree(in);
		return NULL;
	}
	return in;
}

static void kntop_interim_subtract(struct kntop_record_side *s,
				   const struct kntop_record_volume *told)
{
	s->fresh.packets = s->packets - told->packets;
	s->fresh.octets = s->octets - told->octets;
	s->fresh.l3_octets = s->l3_octets - told->l3_octets;
}

void kntop_interim_copy(struct kntop_interims *t, struct kntop_record *r,
			const struct kntop_flow *flow, struct kntop_tunnel_entry *tunnel, u64 now)
{
	const struct kntop_interim *in;

	kntop_record_copy(r, flow, tunnel, now);
	in = kntop_interim_find(t, flow);
	if (!in)
		return;
	r->since = in->time;
	r->number = in->number;
	kntop_interim_subtract(&r->side[0], &in->told[0]);
	kntop_interim_subtract(&r->side[1], &in->told[1]);
}

void kntop_interim_note(struct kntop_interim *in, const struct kntop_record *r, u64 time)
{
	const struct kntop_record_side *s;
	int i;

	in->time = time;
	in->number = r->number + 1;
	for (i = 0; i < 2; i++) {
		s = &r->side[i];
		in->told[i] = (struct kntop_record_volume){ s->packets, s->octets, s->l3_octets };
	}
}

void kntop_interim_forget(struct kntop_interims *t, struct kntop_flow *flow)
{
	struct kntop_interim *in = kntop_interim_find(t, flow);

	if (!in)
		return;
	flow->key.interims = false;
	rhashtable_remove_fast(&t->table, &in->node, kntop_interim_params);
	kfree_rcu(in, rcu);
}
