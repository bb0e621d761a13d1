// SPDX-License-Identifier: GPL-2.0-or-later
#include "breakdown.h"
#include "fold_flow.h"

/* What one side of the flow sent. */
static void kntop_fold_share(struct kntop_fold *f, struct kntop_share *share,
			     int way, int from)
{
	kntop_fold_volume(&share->volume[way], f->packets[from], f->octets[from]);
}

/* The shares of the flow's protocol and category in a breakdown. */
static __always_inline void kntop_fold_shares(struct kntop_fold *f, struct kntop_breakdown *b,
			      unsigned int ways, const int way[2])
{
	const u32 key[2] = {
		kntop_share_key(KNTOP_LABEL_PROTOCOL, f->label.app),
		kntop_share_key(KNTOP_LABEL_CATEGORY, f->label.category),
	};
	struct kntop_share *share;
	int n;

	for (n = 0; n < 2; n++) {
		share = kntop_breakdown_share(b, key[n], ways);
		if (!share) {
			kntop_net_loss(f->kn, KNTOP_LOSS_PROTOCOLS_REFUSED,
				       f->packets[0] + f->packets[1],
				       f->octets[0] + f->octets[1]);
			continue;
		}
		if (!(f->about & KNTOP_FLOW_ABOUT_SHARED))
			WRITE_ONCE(share->flows, share->flows + 1);
		kntop_fold_share(f, share, way[0], 0);
		kntop_fold_share(f, share, way[1], 1);
	}
}

static void kntop_fold_shares_host(struct kntop_fold *f, int side)
{
	struct kntop_host *host = f->host[side];
	const int way[2] = { side, !side };
	u64 bytes = f->kn->hosts.breakdowns;

	if (!host || !rcu_access_pointer(host->net))
		return;
	bytes -= kntop_breakdown_bytes(&host->breakdown);
	kntop_fold_shares(f, &host->breakdown, 2, way);
	bytes += kntop_breakdown_bytes(&host->breakdown);
	WRITE_ONCE(f->kn->hosts.breakdowns, bytes);
}

static void kntop_fold_shares_nets(struct kntop_fold *f)
{
	static const int within[2] = { KNTOP_SHARE_INTERNAL, KNTOP_SHARE_INTERNAL };
	static const int of_side[2][2] = {
		{ KNTOP_SHARE_SENT, KNTOP_SHARE_RECEIVED },
		{ KNTOP_SHARE_RECEIVED, KNTOP_SHARE_SENT },
	};
	struct kntop_localnet *a = kntop_fold_net(f, 0), *b = kntop_fold_net(f, 1);

	if (a)
		kntop_fold_shares(f, &a->breakdown, 3, a == b ? within : of_side[0]);
	if (b && a != b)
		kntop_fold_shares(f, &b->breakdown, 3, of_side[1]);
}

/*
 * A flow counts for its protocol once that is settled, with all it carried so
 * far: so no counter ever goes back, and each packet is in one of them.
 */
void kntop_fold_protocol(struct kntop_fold *f)
{
	int client = f->about & KNTOP_FLOW_ABOUT_CLIENT;
	const int way[2] = { client, !client };
	int i;

	if (!(f->about & KNTOP_FLOW_ABOUT_DECIDED))
		return;
	if (!(f->about & KNTOP_FLOW_ABOUT_SHARED)) {
		for (i = 0; i < 2; i++) {
			f->packets[i] = f->total[i].packets;
			f->octets[i] = f->total[i].octets;
		}
	} else if (!f->packets[0] && !f->packets[1]) {
		return;
	}
	kntop_fold_shares(f, &f->i->breakdown, 2, way);
	kntop_fold_shares_host(f, 0);
	kntop_fold_shares_host(f, 1);
	kntop_fold_shares_nets(f);
	if (f->about & KNTOP_FLOW_ABOUT_SHARED)
		return;
	spin_lock_bh(&f->flow->lock);
	WRITE_ONCE(f->flow->key.about, f->flow->key.about | KNTOP_FLOW_ABOUT_SHARED);
	spin_unlock_bh(&f->flow->lock);
}
