// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * wlan: frames that access points and other monitors send on: CAPWAP and TZSP, and the
 * 802.11 frames that may be in them.
 */
#include <linux/if_ether.h>
#include <linux/kntop.h>

#include "compat/unaligned.h"
#include "tunnel.h"

/* RFC 5415 section 4.3, the first word. */
#define CAPWAP_HEADER_MIN	8
#define CAPWAP_PREAMBLE		0xff000000	/* version 0, not DTLS */
#define CAPWAP_LENGTH(word)	(((word) >> 19 & 0x1f) * 4)
#define CAPWAP_NATIVE		0x00000100	/* the frame is of the radio's kind */
#define CAPWAP_NOT_DATA		0x00000088	/* a fragment; a keep-alive */
#define CAPWAP_BINDING(word)	((word) >> 9 & 0x1f)
#define CAPWAP_80211		1

#define TZSP_HEADER		4
#define TZSP_VERSION		1
#define TZSP_PACKET_MAX		1	/* types: received 0, to be sent 1 */
#define TZSP_ETHERNET		0x01
#define TZSP_80211		0x12
#define TZSP_TAG_PADDING	0
#define TZSP_TAG_END		1

/* IEEE 802.11-2020 section 9.2.4, the octets of the frame control. */
#define WLAN_HEADER		24
#define WLAN_KIND		0x0f	/* version and type */
#define WLAN_DATA		0x08
#define WLAN_NO_DATA		0x40	/* of the subtype: null frames */
#define WLAN_QOS		0x80
#define WLAN_BOTH_DS		0x03
#define WLAN_MORE		0x04	/* a fragment */
#define WLAN_PROTECTED		0x40
#define WLAN_ORDER		0x80
#define WLAN_ADDRESS		6
#define WLAN_QOS_CONTROL	2
#define WLAN_HT_CONTROL		4

/* A data frame, from whose LLC and SNAP the ethertype follows. */
static int wlan_open(struct kntop_tunnel *t, const struct kntop_frame *f)
{
	const u8 *wlan = f->data + t->off;
	u8 kind, flags;
	u32 more = 0;
	int ret;

	ret = kntop_tunnel_skip(t, f, WLAN_HEADER);
	if (ret != KNTOP_PACKET_FLOW)
		return ret;
	kind = wlan[0];
	flags = wlan[1];
	/* some controllers send the two octets the other way round */
	if ((kind & WLAN_KIND) != WLAN_DATA) {
		kind = wlan[1];
		flags = wlan[0];
	}
	if ((kind & WLAN_KIND) != WLAN_DATA || kind & WLAN_NO_DATA ||
	    flags & (WLAN_PROTECTED | WLAN_MORE))
		return KNTOP_PART_NON_IP;
	more += (flags & WLAN_BOTH_DS) == WLAN_BOTH_DS ? WLAN_ADDRESS : 0;
	more += kind & WLAN_QOS ? WLAN_QOS_CONTROL : 0;
	more += kind & WLAN_QOS && flags & WLAN_ORDER ? WLAN_HT_CONTROL : 0;
	/* as of an 802.3 frame, LLC follows */
	t->ethertype = ETH_P_802_2;
	return kntop_tunnel_skip(t, f, more);
}

int kntop_tunnel_capwap(struct kntop_tunnel *t, const struct kntop_frame *f)
{
	const u8 *capwap = f->data + t->off;
	u32 word, len;
	int ret;

	ret = kntop_tunnel_skip(t, f, CAPWAP_HEADER_MIN);
	if (ret != KNTOP_PACKET_FLOW)
		return ret;
	word = get_unaligned_be32(capwap);
	len = CAPWAP_LENGTH(word);
	if (word & (CAPWAP_PREAMBLE | CAPWAP_NOT_DATA) || len < CAPWAP_HEADER_MIN)
		return KNTOP_PART_NON_IP;
	ret = kntop_tunnel_skip(t, f, len - CAPWAP_HEADER_MIN);
	if (ret != KNTOP_PACKET_FLOW)
		return ret;
	if (word & CAPWAP_NATIVE)
		return CAPWAP_BINDING(word) == CAPWAP_80211 ? wlan_open(t, f) :
							      KNTOP_PART_NON_IP;
	t->ethertype = 0;
	return KNTOP_PACKET_FLOW;
}

/* Tags up to the one that ends them. */
static int tzsp_tags(struct kntop_tunnel *t, const struct kntop_frame *f)
{
	u8 tag;
	int ret;

	do {
		ret = kntop_tunnel_skip(t, f, 1);
		if (ret != KNTOP_PACKET_FLOW)
			return ret;
		tag = f->data[t->off - 1];
		if (tag == TZSP_TAG_PADDING || tag == TZSP_TAG_END)
			continue;
		ret = kntop_tunnel_skip(t, f, 1);
		if (ret == KNTOP_PACKET_FLOW)
			ret = kntop_tunnel_skip(t, f, f->data[t->off - 1]);
		if (ret != KNTOP_PACKET_FLOW)
			return ret;
	} while (tag != TZSP_TAG_END);
	return KNTOP_PACKET_FLOW;
}

int kntop_tunnel_tzsp(struct kntop_tunnel *t, const struct kntop_frame *f)
{
	const u8 *tzsp = f->data + t->off;
	int ret;

	ret = kntop_tunnel_skip(t, f, TZSP_HEADER);
	if (ret != KNTOP_PACKET_FLOW)
		return ret;
	if (tzsp[0] != TZSP_VERSION || tzsp[1] > TZSP_PACKET_MAX)
		return KNTOP_PART_NON_IP;
	ret = tzsp_tags(t, f);
	if (ret != KNTOP_PACKET_FLOW)
		return ret;
	switch (get_unaligned_be16(tzsp + 2)) {
	case TZSP_ETHERNET:
		t->ethertype = 0;
		return KNTOP_PACKET_FLOW;
	case TZSP_80211:
		return wlan_open(t, f);
	default:
		return KNTOP_PART_NON_IP;
	}
}
