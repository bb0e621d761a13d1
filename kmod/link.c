// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * link: what may stand between a link-layer header and the IP header.
 */
#include <linux/if_ether.h>
#include <linux/string.h>
#include <linux/kntop.h>

#include "compat/unaligned.h"
#include "link.h"
#include "tunnel.h"

#define LINK_TAG_BITS		12
#define LINK_NO_MAC		(~0U)
#define VLAN_ID_MASK		0x0fff
#define LLC_HEADER		3
#define LLC_SNAP		0xaa	/* both its access points */
#define LLC_UNNUMBERED		0x03
#define SNAP_HEADER		8	/* LLC and SNAP, with the ethertype */
#define SNAP_BRIDGED		0xf8	/* the last octet of 802.1H's OUI */
#define LINK_VNTAG		0x8926	/* Cisco VN-Tag, once 802.1Qbh */
#define LINK_ETAG		0x893f	/* IEEE 802.1BR E-tag */
#define LINK_CMD		0x8909	/* Cisco MetaData, TrustSec's tag */
#define LINK_CMD_PLAIN		0x0101	/* its version, and a single option */

/* Octets of a tag with the ethertype behind it; 0: it is none. */
static u32 link_tag_len(u16 type)
{
	if (kntop_link_is_vlan(type))
		return KNTOP_LINK_TAG;
	switch (type) {
	case LINK_VNTAG:
		return 6;
	case LINK_ETAG:
	case LINK_CMD:
		return 8;
	default:
		return 0;
	}
}

/* A VLAN inside of the one that was the innermost so far; in tunnels that is another's. */
static void link_push(struct kntop_packet *p)
{
	if (!p->vlan || (p->encap != KNTOP_ENCAPSULATION_NONE &&
			 p->encap != KNTOP_ENCAPSULATION_QINQ))
		return;
	p->outer_tags = p->outer_tags << LINK_TAG_BITS | p->vlan;
	p->encap = KNTOP_ENCAPSULATION_QINQ;
	p->tunnel = (struct kntop_tunnel_id){ .number = p->outer_tags, .numbered = true };
}

/* Takes a tag of @len octets at *@off. */
static int link_tag(struct kntop_packet *p, const struct kntop_frame *f, u32 *off, u32 len)
{
	int ret = kntop_packet_need(f, *off + len);
	const u8 *tag = f->data + *off;
	u16 id;

	if (ret != KNTOP_PACKET_FLOW)
		return ret;
	id = get_unaligned_be16(tag) & VLAN_ID_MASK;
	/* a priority tag names no VLAN */
	if (id && kntop_link_is_vlan(p->ethertype)) {
		link_push(p);
		p->vlan = id;
	}
	if (p->ethertype == LINK_CMD && get_unaligned_be16(tag) != LINK_CMD_PLAIN)
		return KNTOP_PART_NON_IP;
	*off += len;
	p->ethertype = get_unaligned_be16(tag + len - 2);
	return KNTOP_PACKET_FLOW;
}

/*
 * RFC 1042: an ethertype behind LLC and SNAP, of the OUI 0 or that of 802.1H. What is
 * other stays 802.3.
 */
static int link_snap(struct kntop_packet *p, const struct kntop_frame *f, u32 *off)
{
	const u8 *llc = f->data + *off;
	int ret = kntop_packet_need(f, *off + LLC_HEADER);

	if (ret != KNTOP_PACKET_FLOW)
		return ret;
	if (llc[0] != LLC_SNAP || llc[1] != LLC_SNAP || llc[2] != LLC_UNNUMBERED)
		return KNTOP_PART_NON_IP;
	ret = kntop_packet_need(f, *off + SNAP_HEADER);
	if (ret != KNTOP_PACKET_FLOW)
		return ret;
	if (llc[3] || llc[4] || (llc[5] && llc[5] != SNAP_BRIDGED))
		return KNTOP_PART_NON_IP;
	*off += SNAP_HEADER;
	p->ethertype = get_unaligned_be16(llc + 6);
	return KNTOP_PACKET_FLOW;
}

/* Whatever there is before an ethertype that is none of a tag. */
static int link_tags(struct kntop_packet *p, const struct kntop_frame *f, u32 *off)
{
	bool snap = false;
	unsigned int tags;
	u32 len;
	int ret;

	for (tags = 0;;) {
		len = link_tag_len(p->ethertype);
		if (len) {
			if (tags++ == KNTOP_LINK_TAGS_MAX)
				return KNTOP_PART_TOO_DEEP;
			ret = link_tag(p, f, off, len);
		} else if (p->ethertype < ETH_P_802_3_MIN && !snap) {
			snap = true;
			ret = link_snap(p, f, off);
		} else {
			return KNTOP_PACKET_FLOW;
		}
		if (ret != KNTOP_PACKET_FLOW)
			return ret;
	}
}

/**
 * struct link_place - how far a frame is read
 * @off: what its ethertype tells begins here
 * @end: offset of the first octet behind it
 * @mac: where the Ethernet header before it begins, or LINK_NO_MAC
 */
struct link_place {
	u32	off;
	u32	end;
	u32	mac;
};

/*
 * It is between the stations of its frame, or, where it is in a tunnel without such a
 * header, between the ends of that. PBB's core floods with other addresses than it sends,
 * and where there is no number, as of FabricPath, stations of a core tell no networks apart.
 */
static void link_enter(struct kntop_packet *p, const struct kntop_frame *f,
		       const struct link_place *at, const struct kntop_tunnel *t)
{
	bool between = t->numbered && t->encap != KNTOP_ENCAPSULATION_PBB;
	union kntop_addr src = { .q = { 0, 0 } }, dst = { .q = { 0, 0 } };
	u8 ends = KNTOP_TUNNEL_ENDS_NONE;

	if (between && at->mac != LINK_NO_MAC) {
		ends = KNTOP_TUNNEL_ENDS_MAC;
		memcpy(&dst, f->data + at->mac, ETH_ALEN);
		memcpy(&src, f->data + at->mac + ETH_ALEN, ETH_ALEN);
	} else if (between && p->encap != KNTOP_ENCAPSULATION_NONE) {
		ends = p->tunnel.ends;
		src = p->tunnel.src;
		dst = p->tunnel.dst;
	}
	kntop_tunnel_enter(p, t, &src, &dst, ends);
}

/* Opens what its ethertype says is an encapsulation. */
static int link_open(struct kntop_packet *p, const struct kntop_frame *f, struct link_place *at)
{
	struct kntop_tunnel t = {
		.off = at->off, .end = at->end, .via = p->ethertype,
		.encap = kntop_tunnel_of_ethertype(p->ethertype),
	};
	int ret = kntop_tunnel_open(&t, f);

	if (ret != KNTOP_PACKET_FLOW)
		return ret;
	link_enter(p, f, at, &t);
	at->mac = LINK_NO_MAC;
	p->ethertype = t.ethertype;
	if (!t.ethertype) {
		at->mac = t.off;
		ret = kntop_tunnel_skip(&t, f, ETH_HLEN);
		if (ret != KNTOP_PACKET_FLOW)
			return ret;
		p->ethertype = get_unaligned_be16(f->data + t.off - 2);
	}
	at->off = t.off;
	at->end = t.end;
	return KNTOP_PACKET_FLOW;
}

int kntop_link_find(struct kntop_packet *p, const struct kntop_frame *f, u32 off, u32 end,
		    bool ethernet)
{
	struct link_place at = {
		.off = off, .end = end, .mac = ethernet ? off - ETH_HLEN : LINK_NO_MAC,
	};
	u16 type = 0, vlan = 0;
	unsigned int depth;
	int ret;

	for (depth = 0;; depth++) {
		ret = link_tags(p, f, &at.off);
		if (ret != KNTOP_PACKET_FLOW)
			break;
		if (p->ethertype == ETH_P_IP || p->ethertype == ETH_P_IPV6) {
			p->l3_off = at.off;
			return KNTOP_PACKET_FLOW;
		}
		if (!depth) {
			type = p->ethertype;
			vlan = p->vlan;
		}
		ret = KNTOP_PART_TOO_DEEP;
		if (depth < KNTOP_PACKET_TUNNELS_MAX)
			ret = link_open(p, f, &at);
		if (ret != KNTOP_PACKET_FLOW)
			break;
	}
	/* what is in a tunnel, and no IP, is not told */
	if (type) {
		p->ethertype = type;
		p->vlan = vlan;
	}
	return ret;
}
