// SPDX-License-Identifier: GPL-2.0-or-later
#include <linux/in.h>

#include "flow_role.h"
#include "service.h"

#define DNS_PORT	53
#define NTP_PORT	123
#define DNS_HEADER	12
#define DNS_RESPONSE	0x80
#define NTP_HEADER	48
#define NTP_MODE	7
#define NTP_SERVER	4

/* What a first packet says of who sent it. */
enum kntop_flow_hint {
	KNTOP_FLOW_SILENT,
	KNTOP_FLOW_ASKS,
	KNTOP_FLOW_ANSWERS,
};

/* The payload if all of @len octets are at hand. */
static const u8 *kntop_flow_role_payload(const struct kntop_sighting *s, u32 len)
{
	const struct kntop_packet *p = s->packet;

	if (p->fragment || p->payload_len < len || p->payload_off + len > s->frame->caplen)
		return NULL;
	return s->frame->data + p->payload_off;
}

/* RFC 1035 section 4.1.1; RFC 5905 section 7.3: both may be between equal ports. */
static enum kntop_flow_hint kntop_flow_role_message(const struct kntop_sighting *s)
{
	const struct kntop_packet *p = s->packet;
	const u8 *payload;

	if (p->l4 != IPPROTO_UDP)
		return KNTOP_FLOW_SILENT;
	if (p->src_port == DNS_PORT) {
		payload = kntop_flow_role_payload(s, DNS_HEADER);
		if (payload && (payload[2] & DNS_RESPONSE))
			return KNTOP_FLOW_ANSWERS;
	} else if (p->src_port == NTP_PORT) {
		payload = kntop_flow_role_payload(s, NTP_HEADER);
		if (payload && (payload[0] & NTP_MODE) == NTP_SERVER)
			return KNTOP_FLOW_ANSWERS;
	}
	return KNTOP_FLOW_SILENT;
}

/* By the ports. What begins here was begun by its first speaker, but for TCP. */
static enum kntop_flow_hint kntop_flow_role_ports(const struct kntop_packet *p)
{
	bool src = kntop_service_has(p->src_port), dst = kntop_service_has(p->dst_port);

	if (src != dst)
		return src ? KNTOP_FLOW_ANSWERS : KNTOP_FLOW_ASKS;
	if (p->l4 != IPPROTO_TCP || p->src_port == p->dst_port)
		return KNTOP_FLOW_SILENT;
	return p->src_port < p->dst_port ? KNTOP_FLOW_ANSWERS : KNTOP_FLOW_ASKS;
}

u8 kntop_flow_role_guess(const struct kntop_sighting *s, int side)
{
	const struct kntop_packet *p = s->packet;
	enum kntop_flow_hint hint;

	if (p->icmp)
		return kntop_flow_role(p->icmp_reply ? !side : side, KNTOP_DIRECTION_BY_FIRST);
	if (!kntop_flow_l4_has_ports(p->l4) || (p->fragment && !p->continued))
		return kntop_flow_role(side, KNTOP_DIRECTION_BY_FIRST);
	if (kntop_flow_role_message(s) == KNTOP_FLOW_ANSWERS)
		return kntop_flow_role(!side, KNTOP_DIRECTION_BY_MESSAGE);
	hint = kntop_flow_role_ports(p);
	if (hint == KNTOP_FLOW_ANSWERS)
		return kntop_flow_role(!side, KNTOP_DIRECTION_BY_PORT);
	/* where the port names the first speaker client there is no doubt */
	if (hint == KNTOP_FLOW_ASKS && p->l4 == IPPROTO_TCP)
		return kntop_flow_role(side, KNTOP_DIRECTION_BY_PORT);
	return kntop_flow_role(side, KNTOP_DIRECTION_BY_FIRST);
}
