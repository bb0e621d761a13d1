// SPDX-License-Identifier: GPL-2.0-or-later
#include <linux/in.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/minmax.h>
#include <linux/skbuff.h>
#include <linux/string.h>

#include "../compat/unaligned.h"
#include "../flow.h"
#include "copy.h"

/* Where the first of the datagrams that were merged ends, from the frame's begin. */
static u32 kntop_copy_datagram_end(const struct kntop_sighting *s)
{
	const struct skb_shared_info *shared;

	if (!s->skb || !s->frame->gso || s->packet->l4 != IPPROTO_UDP)
		return U32_MAX;
	shared = skb_shinfo(s->skb);
	if (!(shared->gso_type & SKB_GSO_UDP_L4) || !shared->gso_size)
		return U32_MAX;
	return s->packet->payload_off + shared->gso_size;
}

u32 kntop_copy_room(const struct kntop_sighting *s)
{
	const struct kntop_packet *p = s->packet;
	/* of an skb all octets can be had, of an offline frame those that were sent */
	u32 end = s->skb ? s->frame->wirelen : s->frame->caplen;

	end = min(end, kntop_copy_datagram_end(s));
	if (end <= p->l3_off || p->l3_len > s->frame->wirelen - p->l3_off)
		return 0;
	return min3(end - p->l3_off, p->l3_len, (u32)KNTOP_COPY_MAX);
}

static bool kntop_copy_bits(u8 *to, const struct kntop_sighting *s, u32 from,
			    u32 len)
{
	const struct kntop_frame *f = s->frame;
	u32 near = from < f->caplen ? min(len, f->caplen - from) : 0;

	memcpy(to, f->data + from, near);
	if (near == len)
		return true;
	/* frame and skb need not begin at the same octet */
	return s->skb && !skb_copy_bits(s->skb,
					from + near - (u32)(s->skb->data - f->data),
					to + near, len - near);
}

static u32 kntop_copy_ipv4(u8 *ip, u32 len)
{
	u32 header = (ip[0] & 0xf) * 4;

	if (header < sizeof(struct iphdr) || header > len)
		return 0;
	put_unaligned_be16(len, ip + offsetof(struct iphdr, tot_len));
	return len;
}

static u32 kntop_copy_ipv6(u8 *ip, u32 len)
{
	put_unaligned_be16(len - sizeof(struct ipv6hdr),
			   ip + offsetof(struct ipv6hdr, payload_len));
	return len;
}

/* The IPv6 packet without the jumbo option that Linux put behind its header. */
static u32 kntop_copy_without_phantom(u8 *to, u32 room,
				      const struct kntop_sighting *s)
{
	const struct kntop_packet *p = s->packet;
	u32 header = sizeof(struct ipv6hdr);

	if (room < header + p->phantom ||
	    !kntop_copy_bits(to, s, p->l3_off, header) ||
	    !kntop_copy_bits(to + header, s, p->l3_off + header + p->phantom,
			     room - header - p->phantom))
		return 0;
	to[offsetof(struct ipv6hdr, nexthdr)] = p->l4;
	return room - p->phantom;
}

u32 kntop_copy(u8 *to, u32 room, const struct kntop_sighting *s)
{
	u32 len = room;

	if (unlikely(s->packet->phantom))
		len = kntop_copy_without_phantom(to, room, s);
	else if (!kntop_copy_bits(to, s, s->packet->l3_off, room))
		len = 0;
	if (len >= sizeof(struct iphdr) && s->packet->family == 4 && to[0] >> 4 == 4)
		return kntop_copy_ipv4(to, len);
	if (len >= sizeof(struct ipv6hdr) && s->packet->family == 6 && to[0] >> 4 == 6)
		return kntop_copy_ipv6(to, len);
	return 0;
}
