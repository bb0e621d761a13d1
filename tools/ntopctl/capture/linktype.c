// SPDX-License-Identifier: GPL-2.0-or-later
/* Link types of captures, and where their frames hold L3.
 *
 * Link headers are described at https://www.tcpdump.org/linktypes.html
 */
#include <net/ethernet.h>
#include <pcap/dlt.h>
#include "linktype.h"

/* Raw IP is 12 on Linux, 14 on OpenBSD, and 101 in a file. */
#define RAW_LINUX	12
#define RAW_OPENBSD	14
#define RAW_FILE	101

/* Ethertypes that <net/ethernet.h> lacks. */
#define TYPE_PPP	0x880b
#define TYPE_MPLS	0x8847
#define TYPE_MPLS_MULTI	0x8848
#define TYPE_PPPOE	0x8864
/* For what has no ethertype: below 0x600, so neither IP nor taken for a type. */
#define TYPE_NONE	1

static uint16_t get16(const uint8_t *p)
{
	return p[0] << 8 | p[1];
}

/* A frame that ends inside its link header is one whose L3 header is missing. */
static void set_cut(struct kntop_frame *f)
{
	f->protocol = ETHERTYPE_IP;
	f->l2_len = f->len < 255 ? f->len : 255;
}

static void set(struct kntop_frame *f, uint16_t protocol, size_t l2_len)
{
	f->protocol = protocol ? protocol : TYPE_NONE;
	f->l2_len = l2_len;
}

static void locate_ethernet(struct kntop_frame *f)
{
	f->protocol = 0;
	f->l2_len = 0;
}

static void locate_raw(struct kntop_frame *f)
{
	const uint8_t *p = f->data;

	set(f, p[0] >> 4 == 6 ? ETHERTYPE_IPV6 : ETHERTYPE_IP, 0);
}

static void locate_ipv4(struct kntop_frame *f)
{
	set(f, ETHERTYPE_IP, 0);
}

static void locate_ipv6(struct kntop_frame *f)
{
	set(f, ETHERTYPE_IPV6, 0);
}

/* Address families as the systems that write such files number them. */
static uint16_t family_protocol(uint32_t family)
{
	switch (family) {
	case 2:
		return ETHERTYPE_IP;
	case 10:	/* Linux */
	case 24:	/* NetBSD, OpenBSD */
	case 28:	/* FreeBSD */
	case 30:	/* macOS */
		return ETHERTYPE_IPV6;
	default:
		return TYPE_NONE;
	}
}

/* The family is in the byte order of the machine that wrote the file, or, in
 * DLT_LOOP, in network order; it is small, so one end of it is zero.
 */
static void locate_null(struct kntop_frame *f)
{
	const uint8_t *p = f->data;

	if (f->len < 4)
		set_cut(f);
	else
		set(f, family_protocol(p[0] | p[1] ? p[0] | p[1] << 8 : get16(p + 2)), 4);
}

static void locate_sll(struct kntop_frame *f)
{
	const uint8_t *p = f->data;

	if (f->len < 16)
		set_cut(f);
	else
		set(f, get16(p + 14), 16);
}

static void locate_sll2(struct kntop_frame *f)
{
	const uint8_t *p = f->data;

	if (f->len < 20)
		set_cut(f);
	else
		set(f, get16(p), 20);
}

static uint16_t ppp_ethertype(uint16_t protocol)
{
	switch (protocol) {
	case 0x0021:
		return ETHERTYPE_IP;
	case 0x0057:
		return ETHERTYPE_IPV6;
	case 0x0281:
		return TYPE_MPLS;
	case 0x0283:
		return TYPE_MPLS_MULTI;
	default:
		return TYPE_PPP;
	}
}

/* PPP from an offset on: address and control may be there, and the protocol
 * number may be one octet long (RFC 1661 and 1662).
 */
static void locate_ppp_at(struct kntop_frame *f, size_t at)
{
	const uint8_t *p = f->data;

	if (at + 2 <= f->len && p[at] == 0xff && p[at + 1] == 0x03)
		at += 2;
	if (at + 1 <= f->len && p[at] & 1)
		set(f, ppp_ethertype(p[at]), at + 1);
	else if (at + 2 <= f->len)
		set(f, ppp_ethertype(get16(p + at)), at + 2);
	else
		set_cut(f);
}

static void locate_ppp_direction(struct kntop_frame *f)
{
	locate_ppp_at(f, 1);
}

static void locate_hdlc(struct kntop_frame *f)
{
	const uint8_t *p = f->data;

	if (f->len < 4)
		set_cut(f);
	else
		set(f, get16(p + 2), 4);
}

/* Cisco HDLC begins with a unicast or multicast address, PPP with another one;
 * either is found under either link type.
 */
static void locate_ppp(struct kntop_frame *f)
{
	const uint8_t *p = f->data;

	if (p[0] == 0x0f || p[0] == 0x8f)
		locate_hdlc(f);
	else
		locate_ppp_at(f, 0);
}

static void locate_pppoe(struct kntop_frame *f)
{
	set(f, TYPE_PPPOE, 0);
}

static const struct linktype linktypes[] = {
	{ DLT_EN10MB, locate_ethernet },
	{ RAW_LINUX, locate_raw },
	{ RAW_OPENBSD, locate_raw },
	{ RAW_FILE, locate_raw },
	{ DLT_IPV4, locate_ipv4 },
	{ DLT_IPV6, locate_ipv6 },
	{ DLT_NULL, locate_null },
	{ DLT_LOOP, locate_null },
	{ DLT_LINUX_SLL, locate_sll },
	{ DLT_LINUX_SLL2, locate_sll2 },
	{ DLT_PPP, locate_ppp },
	{ DLT_PPP_SERIAL, locate_ppp },
	{ DLT_PPP_WITH_DIR, locate_ppp_direction },
	{ DLT_PPP_ETHER, locate_pppoe },
	{ DLT_C_HDLC, locate_hdlc },
};

const struct linktype *linktype_find(int dlt)
{
	for (size_t i = 0; i < sizeof(linktypes) / sizeof(linktypes[0]); i++)
		if (linktypes[i].dlt == dlt)
			return &linktypes[i];
	return NULL;
}
