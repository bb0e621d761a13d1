// SPDX-License-Identifier: GPL-2.0-or-later
#include <linux/bitops.h>
#include <linux/if_vlan.h>
#include <linux/ktime.h>
#include <linux/netdevice.h>
#include <linux/skbuff.h>

#include "capture.h"
#include "filter.h"
#include "gate.h"
#include "interface.h"
#include "twin.h"
#include "uplink.h"

/* How many packets a frame stands for is worked out for superpackets alone. */
struct kntop_gate_size {
	u32	packets;
	u64	octets;
};

static void kntop_gate_measure(struct kntop_interface *i, const struct sk_buff *skb, int way,
			       struct kntop_gate_size *size)
{
	size->packets = 1;
	size->octets = (u64)skb->len + (skb_vlan_tag_present(skb) ? VLAN_HLEN : 0);
	if (way == KNTOP_RX)
		size->octets += kntop_capture_front(skb);
	if (unlikely(skb_is_gso(skb)))
		kntop_capture_measure(i, skb, way, &size->packets, &size->octets);
}

static bool kntop_gate_is_wanted(struct kntop_interface *i, struct sk_buff *skb, int way)
{
	const struct kntop_filter *f = rcu_dereference_bh(i->filter);
	struct kntop_gate_size size;

	/* it may just have been taken away */
	if (unlikely(!f) || kntop_filter_passes(f, skb, way))
		return true;
	kntop_gate_measure(i, skb, way, &size);
	kntop_interface_leave_out(i, way, size.packets, size.octets);
	return false;
}

/* ---- copies ------------------------------------------------------------- */

static void kntop_gate_sample(struct kntop_interface *i, const struct kntop_frame *f, int way,
			      u64 time)
{
	struct kntop_twin t;

	/* superpackets cannot be compared, but a sample of them must end, too */
	kntop_twin_look(i->mirror.twins, f, way, &t);
	if (!kntop_mirror_compare(&i->mirror, &t, time))
		clear_bit(KNTOP_ASKS_SAMPLE, &i->asks);
}

/* Return: whether it is a copy, which is counted. */
static bool kntop_gate_is_copy(struct kntop_interface *i, const struct kntop_frame *f, int way,
			       u32 octets, u64 time)
{
	struct kntop_twins *ts = rcu_dereference_bh(i->twins);
	struct kntop_twin t;

	if (unlikely(!ts) || !kntop_twin_look(ts, f, way, &t) || !kntop_twin_seen(ts, &t, time))
		return false;
	/* the total first: see the sum rule */
	kntop_interface_count(i, way, 1, octets);
	kntop_interface_double(i, way, octets, max_t(u64, time, 1));
	return true;
}

/* Samples are for those who do not know that frames are doubled. */
static bool kntop_gate_compare(struct kntop_interface *i, const struct kntop_frame *f, int way,
			       u32 octets, u64 time)
{
	if (test_bit(KNTOP_ASKS_TWIN, &i->asks))
		return kntop_gate_is_copy(i, f, way, octets, time);
	if (test_bit(KNTOP_ASKS_SAMPLE, &i->asks))
		kntop_gate_sample(i, f, way, time);
	return false;
}

/* As many octets of the frame as are compared, in place or as a copy. */
static bool kntop_gate_compare_skb(struct kntop_interface *i, const struct sk_buff *skb,
				   int way)
{
	int l2 = way == KNTOP_RX ? kntop_capture_front(skb) : 0;
	struct kntop_frame f = {
		.data = skb->data - l2, .caplen = skb_headlen(skb) + l2,
		.wirelen = skb->len + l2, .gso = skb_is_gso(skb),
	};
	u32 need = min_t(u32, f.wirelen, KNTOP_TWIN_FRAME);
	u32 tag = skb_vlan_tag_present(skb) ? VLAN_HLEN : 0;
	u8 copy[KNTOP_TWIN_FRAME];

	if (unlikely(!kntop_capture_has_ethernet(skb->dev))) {
		f.protocol = ntohs(skb->protocol);
		f.l2_len = way == KNTOP_RX ? l2 : max(skb_network_offset(skb), 0);
	}
	if (unlikely(f.caplen < need && l2 < (int)need)) {
		memcpy(copy, f.data, l2);
		if (skb_copy_bits(skb, 0, copy + l2, need - l2))
			return false;
		f.data = copy;
		f.caplen = need;
	}
	return kntop_gate_compare(i, &f, way, f.wirelen + tag, ktime_get_ns());
}

/* ---- ways --------------------------------------------------------------- */

/* @ethernet: NULL where there is none. */
static void kntop_gate_direct(struct kntop_interface *i, const u8 *ethernet, u32 packets,
			      u64 octets)
{
	const struct kntop_uplinks *us = rcu_dereference_bh(i->uplinks);

	if (us)
		kntop_interface_direct(i, ethernet ? kntop_uplinks_way(us, ethernet) :
						     KNTOP_NEITHER, packets, octets);
}

static void kntop_gate_direct_skb(struct kntop_interface *i, const struct sk_buff *skb, int way)
{
	int l2 = way == KNTOP_RX ? kntop_capture_front(skb) : 0;
	const u8 *ethernet = NULL;
	struct kntop_gate_size size;

	if (kntop_capture_has_ethernet(skb->dev) && skb_headlen(skb) + l2 >= ETH_HLEN)
		ethernet = skb->data - l2;
	kntop_gate_measure(i, skb, way, &size);
	kntop_gate_direct(i, ethernet, size.packets, size.octets);
}

/* ---- frames ------------------------------------------------------------- */

bool kntop_gate_passes(struct kntop_interface *i, struct sk_buff *skb, int way)
{
	unsigned long asks = READ_ONCE(i->asks);

	if (asks & BIT(KNTOP_ASKS_FILTER) && !kntop_gate_is_wanted(i, skb, way))
		return false;
	if (asks & (BIT(KNTOP_ASKS_TWIN) | BIT(KNTOP_ASKS_SAMPLE)) &&
	    kntop_gate_compare_skb(i, skb, way))
		return false;
	if (asks & BIT(KNTOP_ASKS_UPLINK))
		kntop_gate_direct_skb(i, skb, way);
	return true;
}

static bool kntop_gate_passes_frame(struct kntop_interface *i, const struct kntop_frame *f,
				    u64 time)
{
	unsigned long asks = READ_ONCE(i->asks);

	if (asks & (BIT(KNTOP_ASKS_TWIN) | BIT(KNTOP_ASKS_SAMPLE)) &&
	    kntop_gate_compare(i, f, KNTOP_RX, f->wirelen, time))
		return false;
	if (asks & BIT(KNTOP_ASKS_UPLINK))
		kntop_gate_direct(i, !f->protocol && f->caplen >= ETH_HLEN ? f->data : NULL, 1,
				  f->wirelen);
	return true;
}

void kntop_gate_frame(struct kntop_interface *i, const struct kntop_frame *f, u64 time)
{
	u64 now = kntop_interface_advance(i, max_t(u64, time, 1));

	if (kntop_mirror_is_due(&i->mirror, now))
		kntop_interface_sample(i);
	if (!READ_ONCE(i->asks) || kntop_gate_passes_frame(i, f, time))
		kntop_capture_frame(i, f, time);
}
