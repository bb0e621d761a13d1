// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * gtpu: the user plane of mobile networks, 3GPP TS 29.281.
 */
#include <linux/kntop.h>

#include "compat/unaligned.h"
#include "tunnel.h"

#define GTPU_HEADER		8
#define GTPU_OPTIONAL		4
#define GTPU_GPDU		0x30ff	/* version 1, GTP not GTP', type G-PDU */
#define GTPU_GPDU_MASK		0xf0ff
#define GTPU_HAS_EXTENSION	0x0400
#define GTPU_HAS_OPTIONAL	0x0700	/* any of E, S, PN */

/* Extension headers: length in units of 4, content, type of the next one. */
static int gtpu_extensions(struct kntop_tunnel *t,
			   const struct kntop_frame *f)
{
	u32 len;
	int ret;

	while (f->data[t->off - 1]) {
		ret = kntop_tunnel_skip(t, f, 1);
		if (ret != KNTOP_PACKET_FLOW)
			return ret;
		len = f->data[t->off - 1] * 4;
		if (!len)
			return KNTOP_PART_NON_IP;
		ret = kntop_tunnel_skip(t, f, len - 1);
		if (ret != KNTOP_PACKET_FLOW)
			return ret;
	}
	return KNTOP_PACKET_FLOW;
}

int kntop_tunnel_gtpu(struct kntop_tunnel *t, const struct kntop_frame *f)
{
	const u8 *gtp = f->data + t->off;
	u16 flags;
	u32 len;
	int ret;

	ret = kntop_tunnel_skip(t, f, GTPU_HEADER);
	if (ret != KNTOP_PACKET_FLOW)
		return ret;
	flags = get_unaligned_be16(gtp);
	len = get_unaligned_be16(gtp + 2);
	if ((flags & GTPU_GPDU_MASK) != GTPU_GPDU || len > t->end - t->off)
		return KNTOP_PART_NON_IP;
	kntop_tunnel_set_number(t, get_unaligned_be32(gtp + 4));
	/* as with IP, a superpacket's length may not fit the field */
	if (!f->gso)
		t->end = t->off + len;
	if (flags & GTPU_HAS_OPTIONAL) {
		ret = kntop_tunnel_skip(t, f, GTPU_OPTIONAL);
		if (ret == KNTOP_PACKET_FLOW && flags & GTPU_HAS_EXTENSION)
			ret = gtpu_extensions(t, f);
		if (ret != KNTOP_PACKET_FLOW)
			return ret;
	}
	return kntop_tunnel_version(t, f);
}
