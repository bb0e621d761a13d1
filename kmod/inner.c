// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * inner: could this be a packet?
 */
#include <linux/if_ether.h>
#include <linux/kntop.h>

#include "compat/unaligned.h"
#include "inner.h"
#include "link.h"

#define IPV4_HEADER_MIN		20
#define IPV6_HEADER		40
/* Longer than a length field can say. */
#define LENGTH_MAX		0xffff
/* The shortest IPv6 packet needs two octets to fill a frame; a mirror may add four. */
#define PADDING_MAX		8

/* RFC 1071: of a header with its checksum the sum is all ones. */
static bool inner_sum_is_right(const u8 *ip, u32 len)
{
	u32 sum = 0, i;

	for (i = 0; i < len; i += 2)
		sum += get_unaligned_be16(ip + i);
	sum = (sum & 0xffff) + (sum >> 16);
	return ((sum & 0xffff) + (sum >> 16)) == 0xffff;
}

static int inner_ipv4(struct kntop_inner *in, const struct kntop_frame *f, u32 off, u32 end)
{
	const u8 *ip = f->data + off;
	u32 header, len;
	int ret;

	ret = kntop_packet_need(f, off + IPV4_HEADER_MIN);
	if (ret != KNTOP_PACKET_FLOW)
		return ret;
	header = (ip[0] & 0x0f) * 4;
	len = get_unaligned_be16(ip + 2);
	if (end - off < IPV4_HEADER_MIN || header < IPV4_HEADER_MIN || (len && len < header))
		return KNTOP_PACKET_FLOW;
	in->fits = len ? len <= end - off : f->gso || end - off > LENGTH_MAX;
	ret = kntop_packet_need(f, off + header);
	if (ret == KNTOP_PACKET_MORE)
		return ret;
	in->sure = ret == KNTOP_PACKET_FLOW && len && inner_sum_is_right(ip, header);
	return KNTOP_PACKET_FLOW;
}

static int inner_ipv6(struct kntop_inner *in, const struct kntop_frame *f, u32 off, u32 end)
{
	const u8 *ip = f->data + off;
	u32 len, room;
	int ret;

	ret = kntop_packet_need(f, off + IPV6_HEADER);
	if (ret != KNTOP_PACKET_FLOW)
		return ret;
	if (end - off < IPV6_HEADER)
		return KNTOP_PACKET_FLOW;
	len = get_unaligned_be16(ip + 4);
	room = end - off - IPV6_HEADER;
	if (!len && (f->gso || room > LENGTH_MAX))
		len = room;
	in->fits = len <= room;
	in->sure = in->fits && room - len <= PADDING_MAX;
	return KNTOP_PACKET_FLOW;
}

u16 kntop_inner_version(const struct kntop_frame *f, u32 off)
{
	switch (f->data[off] >> 4) {
	case 4:
		return ETH_P_IP;
	case 6:
		return ETH_P_IPV6;
	default:
		return 0;
	}
}

int kntop_inner_ip(struct kntop_inner *in, const struct kntop_frame *f, u32 off, u32 end)
{
	int ret;

	*in = (struct kntop_inner) { 0 };
	if (end <= off)
		return KNTOP_PART_NON_IP;
	ret = kntop_packet_need(f, off + 1);
	if (ret != KNTOP_PACKET_FLOW)
		return ret;
	in->ethertype = kntop_inner_version(f, off);
	if (in->ethertype == ETH_P_IP)
		return inner_ipv4(in, f, off, end);
	if (in->ethertype == ETH_P_IPV6)
		return inner_ipv6(in, f, off, end);
	return KNTOP_PART_NON_IP;
}

int kntop_inner_ethernet(const struct kntop_frame *f, u32 off, u32 end)
{
	struct kntop_inner in;
	unsigned int tags;
	u16 type;
	int ret;

	if (end <= off || end - off < ETH_HLEN)
		return KNTOP_PART_NON_IP;
	off += 2 * ETH_ALEN;
	for (tags = 0;; tags++, off += KNTOP_LINK_TAG) {
		ret = kntop_packet_need(f, off + 2);
		if (ret != KNTOP_PACKET_FLOW)
			return ret;
		type = get_unaligned_be16(f->data + off);
		if (!kntop_link_is_vlan(type) || tags == KNTOP_LINK_TAGS_MAX)
			break;
	}
	if (type != ETH_P_IP && type != ETH_P_IPV6)
		return KNTOP_PART_NON_IP;
	ret = kntop_inner_ip(&in, f, off + 2, end);
	if (ret != KNTOP_PACKET_FLOW)
		return ret;
	return in.ethertype == type && (in.fits || in.sure) ? KNTOP_PACKET_FLOW :
							      KNTOP_PART_NON_IP;
}
