// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * mpls: a stack of labels (RFC 3032). What is behind it only those know who agreed upon
 * the labels, so it is judged by what it looks like.
 */
#include <linux/if_ether.h>
#include <linux/kntop.h>

#include "compat/unaligned.h"
#include "inner.h"
#include "tunnel.h"

#define MPLS_LABEL		4
#define MPLS_BOTTOM		0x01	/* of a label's third octet */
#define MPLS_CONTROL_WORD	4

/* RFC 3032, RFC 7274: labels below 16 have a meaning of their own. */
#define MPLS_RESERVED		16
#define MPLS_ENTROPY		7	/* RFC 6790: a label that spreads load follows */
#define MPLS_EXTENSION		15	/* one with a meaning follows */

/* RFC 4448: an Ethernet frame, behind a control word whose first four bits are 0 or not. */
static int mpls_ethernet(struct kntop_tunnel *t, const struct kntop_frame *f)
{
	int ret = kntop_inner_ethernet(f, t->off, t->end);

	if (ret == KNTOP_PACKET_FLOW)
		t->ethertype = 0;
	if (ret == KNTOP_PACKET_FLOW || ret == KNTOP_PACKET_MORE || f->data[t->off] >> 4)
		return ret;
	ret = kntop_inner_ethernet(f, t->off + MPLS_CONTROL_WORD, t->end);
	if (ret == KNTOP_PACKET_FLOW) {
		t->off += MPLS_CONTROL_WORD;
		t->ethertype = 0;
	}
	return ret;
}

/*
 * A MAC address may begin as an IP header does. So it is IP where that is sure; else
 * Ethernet where that leads to IP; else IPv4 that fits, but for its checksum.
 */
static int mpls_payload(struct kntop_tunnel *t, const struct kntop_frame *f)
{
	struct kntop_inner in;
	int ret, ethernet;

	ret = kntop_inner_ip(&in, f, t->off, t->end);
	if (ret != KNTOP_PACKET_FLOW && ret != KNTOP_PART_NON_IP)
		return ret;
	t->ethertype = in.ethertype;
	if (in.sure)
		return KNTOP_PACKET_FLOW;
	ethernet = mpls_ethernet(t, f);
	if (ethernet == KNTOP_PACKET_FLOW || ethernet == KNTOP_PACKET_MORE)
		return ethernet;
	return in.ethertype == ETH_P_IP && in.fits ? KNTOP_PACKET_FLOW : KNTOP_PART_NON_IP;
}

/*
 * The innermost label of the stack tells which customer's packet it is; those before it
 * only which way it takes. @before: the one in front.
 */
static void mpls_label(struct kntop_tunnel *t, u32 label, u32 before)
{
	if (label >= MPLS_RESERVED && before != MPLS_ENTROPY && before != MPLS_EXTENSION)
		kntop_tunnel_set_number(t, label);
}

int kntop_tunnel_mpls(struct kntop_tunnel *t, const struct kntop_frame *f)
{
	u32 label = MPLS_RESERVED, before;
	u8 bottom;
	int ret;

	do {
		ret = kntop_packet_need(f, t->off + MPLS_LABEL);
		if (ret != KNTOP_PACKET_FLOW)
			return ret;
		ret = kntop_tunnel_skip(t, f, MPLS_LABEL);
		if (ret != KNTOP_PACKET_FLOW)
			return ret;
		bottom = f->data[t->off - 2];
		before = label;
		label = get_unaligned_be32(f->data + t->off - MPLS_LABEL) >> 12;
		mpls_label(t, label, before);
	} while (!(bottom & MPLS_BOTTOM));
	ret = kntop_packet_need(f, t->off + 1);
	if (ret != KNTOP_PACKET_FLOW)
		return ret;
	return mpls_payload(t, f);
}
