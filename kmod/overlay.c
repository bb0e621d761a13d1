// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * overlay: networks over networks, in data centres and at providers. Nearly each header
 * has a number of 20 bits or more, by which it tells the networks apart.
 */
#include <linux/if_ether.h>
#include <linux/kntop.h>

#include "compat/unaligned.h"
#include "tunnel.h"

#define VXLAN_HEADER		8
#define VXLAN_HAS_ID		0x08
#define GPE_HEADER_FLAGS	0x3d	/* version, I, P and O: see below */
#define GPE_PLAIN		0x0c	/* version 0, there is a number and a next protocol */
#define GENEVE_HEADER		8
#define GENEVE_VERSION_CONTROL	0xc080	/* version, O: for the endpoints only */
#define GENEVE_OPTIONS		0x3f	/* of the first octet, in units of 4 */
#define NSH_HEADER_MIN		8
#define NSH_VERSION_OAM		0xe0
#define NSH_LENGTH		0x3f	/* of the second octet, in units of 4 */
#define NEXT_MAX		5
#define PBB_HEADER		4
#define FABRICPATH_HEADER	2

/* Next protocol of VXLAN-GPE, RFC 8300 section 11.2.5 with it. */
static int overlay_next(struct kntop_tunnel *t, u8 next)
{
	static const u16 type[] = {
		ETH_P_IP, ETH_P_IPV6, ETH_P_TEB, ETH_P_NSH, ETH_P_MPLS_UC,
	};

	/* they begin with 1 */
	if (!next || next > NEXT_MAX)
		return KNTOP_PART_NON_IP;
	return kntop_tunnel_set_type(t, type[next - 1]);
}

int kntop_tunnel_vxlan(struct kntop_tunnel *t, const struct kntop_frame *f)
{
	const u8 *vxlan = f->data + t->off;
	int ret;

	ret = kntop_tunnel_skip(t, f, VXLAN_HEADER);
	if (ret != KNTOP_PACKET_FLOW)
		return ret;
	if (!(vxlan[0] & VXLAN_HAS_ID))
		return KNTOP_PART_NON_IP;
	kntop_tunnel_set_number(t, get_unaligned_be32(vxlan + 4) >> 8);
	t->ethertype = 0;
	return KNTOP_PACKET_FLOW;
}

/* Without P it is VXLAN, on another port. */
int kntop_tunnel_vxlan_gpe(struct kntop_tunnel *t, const struct kntop_frame *f)
{
	const u8 *gpe = f->data + t->off;
	int ret;

	ret = kntop_tunnel_vxlan(t, f);
	if (ret != KNTOP_PACKET_FLOW)
		return ret;
	switch (gpe[0] & GPE_HEADER_FLAGS) {
	case GPE_PLAIN:
		return overlay_next(t, gpe[3]);
	case VXLAN_HAS_ID:
		return KNTOP_PACKET_FLOW;
	default:
		return KNTOP_PART_NON_IP;
	}
}

int kntop_tunnel_geneve(struct kntop_tunnel *t, const struct kntop_frame *f)
{
	const u8 *geneve = f->data + t->off;
	int ret;

	ret = kntop_tunnel_skip(t, f, GENEVE_HEADER);
	if (ret != KNTOP_PACKET_FLOW)
		return ret;
	if (get_unaligned_be16(geneve) & GENEVE_VERSION_CONTROL)
		return KNTOP_PART_NON_IP;
	kntop_tunnel_set_number(t, get_unaligned_be32(geneve + 4) >> 8);
	ret = kntop_tunnel_set_type(t, get_unaligned_be16(geneve + 2));
	if (ret != KNTOP_PACKET_FLOW)
		return ret;
	return kntop_tunnel_skip(t, f, (geneve[0] & GENEVE_OPTIONS) * 4);
}

/* RFC 8300: a base header, the service path, and metadata. */
int kntop_tunnel_nsh(struct kntop_tunnel *t, const struct kntop_frame *f)
{
	const u8 *nsh = f->data + t->off;
	u32 len;
	int ret;

	ret = kntop_tunnel_skip(t, f, NSH_HEADER_MIN);
	if (ret != KNTOP_PACKET_FLOW)
		return ret;
	len = (nsh[1] & NSH_LENGTH) * 4;
	if (nsh[0] & NSH_VERSION_OAM || len < NSH_HEADER_MIN)
		return KNTOP_PART_NON_IP;
	kntop_tunnel_set_number(t, get_unaligned_be32(nsh + 4) >> 8);
	ret = overlay_next(t, nsh[3]);
	if (ret != KNTOP_PACKET_FLOW)
		return ret;
	return kntop_tunnel_skip(t, f, len - NSH_HEADER_MIN);
}

/* The tag with the service's number; the customer's addresses follow it. */
int kntop_tunnel_pbb(struct kntop_tunnel *t, const struct kntop_frame *f)
{
	const u8 *tag = f->data + t->off;
	int ret = kntop_tunnel_skip(t, f, PBB_HEADER);

	if (ret != KNTOP_PACKET_FLOW)
		return ret;
	kntop_tunnel_set_number(t, get_unaligned_be32(tag) & 0xffffff);
	t->ethertype = 0;
	return KNTOP_PACKET_FLOW;
}

/*
 * A tree's number, which tells no networks apart, and how many hops are left; the inner
 * frame follows.
 */
int kntop_tunnel_fabricpath(struct kntop_tunnel *t, const struct kntop_frame *f)
{
	int ret = kntop_tunnel_skip(t, f, FABRICPATH_HEADER);

	if (ret != KNTOP_PACKET_FLOW)
		return ret;
	t->ethertype = 0;
	return KNTOP_PACKET_FLOW;
}
