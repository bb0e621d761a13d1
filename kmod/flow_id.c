// SPDX-License-Identifier: GPL-2.0-or-later
#include <linux/export.h>
#include <linux/siphash.h>

#include "flow_id.h"

/* Words of a key that are hashed at most: 4 address, 1 ports and the like. */
#define KNTOP_FLOW_ID_KEY_WORDS	5

/* As much of a flow's place as tells it from all others within 2 TB. */
#define KNTOP_FLOW_ID_PLACE	GENMASK_ULL(35, 0)

/* All that is compared in a key but its protocol. Returns how many words. */
static unsigned int kntop_flow_id_key(u64 *m, const struct kntop_flow_key *k)
{
	unsigned int n = 0;

	if (kntop_addr_is_v4(&k->addr[0]) && kntop_addr_is_v4(&k->addr[1])) {
		m[n++] = (u64)k->addr[0].w[3] << 32 | k->addr[1].w[3];
	} else {
		m[n++] = k->addr[0].q[0];
		m[n++] = k->addr[0].q[1];
		m[n++] = k->addr[1].q[0];
		m[n++] = k->addr[1].q[1];
	}
	m[n++] = k->where;
	return n;
}

/* SipHash-1-3 of @n words: the kernel's own has a third of its speed. */
static u64 kntop_flow_id_hash(const siphash_key_t *key, const u64 *m, unsigned int n)
{
	u64 v0 = SIPHASH_CONST_0 ^ key->key[0], v1 = SIPHASH_CONST_1 ^ key->key[1];
	u64 v2 = SIPHASH_CONST_2 ^ key->key[0], v3 = SIPHASH_CONST_3 ^ key->key[1];
	u64 len = (u64)(n * sizeof(*m)) << 56;
	const u64 *end = m + n;

	for (; m < end; m++) {
		v3 ^= *m;
		SIPHASH_PERMUTATION(v0, v1, v2, v3);
		v0 ^= *m;
	}
	v3 ^= len;
	SIPHASH_PERMUTATION(v0, v1, v2, v3);
	v0 ^= len;
	v2 ^= 0xff;
	SIPHASH_PERMUTATION(v0, v1, v2, v3);
	SIPHASH_PERMUTATION(v0, v1, v2, v3);
	SIPHASH_PERMUTATION(v0, v1, v2, v3);
	return v0 ^ v1 ^ v2 ^ v3;
}

u64 kntop_flow_id(const struct kntop_flow_table *t, const struct kntop_flow *flow)
{
	u64 place = (unsigned long)flow / KNTOP_FLOW_ALIGN & KNTOP_FLOW_ID_PLACE;
	u64 m[KNTOP_FLOW_ID_KEY_WORDS + 3];
	unsigned int n = kntop_flow_id_key(m, &flow->key);

	m[n++] = kntop_flow_first(flow, flow->key.maker);
	m[n++] = place << 28 | kntop_flow_birth(flow);
	m[n++] = flow->key.what & KNTOP_FLOW_WHAT;
	return kntop_flow_id_hash(&t->id_key, m, n) ?: 1;
}
EXPORT_SYMBOL_GPL(kntop_flow_id);
