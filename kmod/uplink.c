// SPDX-License-Identifier: GPL-2.0-or-later
#include <linux/if_ether.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "uplink.h"

struct kntop_uplinks *kntop_uplinks_new(const u8 *macs, u32 count)
{
	struct kntop_uplinks *us = kzalloc(sizeof(*us), GFP_KERNEL_ACCOUNT);

	BUILD_BUG_ON(sizeof(us->mac[0]) != ETH_ALEN);
	if (!us)
		return NULL;
	us->count = count;
	memcpy(us->mac, macs, count * ETH_ALEN);
	return us;
}

void kntop_uplinks_free(struct kntop_uplinks *us)
{
	if (us)
		kfree_rcu(us, rcu);
}

static bool kntop_uplinks_have(const struct kntop_uplinks *us, const u8 *mac)
{
	u32 n;

	for (n = 0; n < us->count; n++)
		if (!memcmp(us->mac[n], mac, ETH_ALEN))
			return true;
	return false;
}

enum kntop_uplink_way kntop_uplinks_way(const struct kntop_uplinks *us, const u8 *ethernet)
{
	bool to = kntop_uplinks_have(us, ethernet);
	bool from = kntop_uplinks_have(us, ethernet + ETH_ALEN);

	if (to == from)
		return KNTOP_NEITHER;
	return to ? KNTOP_UPLOAD : KNTOP_DOWNLOAD;
}
