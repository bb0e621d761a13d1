/* SPDX-License-Identifier: GPL-2.0-or-later WITH Linux-syscall-note */
/*
 * kntop: which flows, hosts and talkers - the part of the wire contract of
 * <linux/kntop.h> that asks for them; and talkers, which nothing but a question makes
 *
 * KNTOP_CMD_TALKER_GET         dump
 *	request: QUERY_A_ORDER (not FIRST), QUERY_A_LIMIT, [QUERY_A_*] without _ID
 *	The pairs of hosts that talk most: live flows that match, summed up by
 *	interface, VLAN and both addresses. By RATE only flows that have one count,
 *	also in PACKETS, OCTETS and FLOWS. MIN_RATE is the pair's, not the flow's. A
 *	is the local host when the other is remote, else the lower address, so that a
 *	pair keeps its sides; a host that talks to itself is both.
 *	reply: first one message with TALKER_A_PAIRS and _LEFT_OUT (counter with
 *	FLOWS: what is in no pair, as there were KNTOP_TALKERS_MAX, or too little
 *	memory), then one message a pair, best first: TALKER_A_INTERFACE, [_VLAN],
 *	_A, _B (nests of endpoint: ADDR, PACKETS, OCTETS, RATE, [LOCAL, LOCALNET]),
 *	_FLOWS, _LAST
 *	All is read before the first message, which has NLM_F_DUMP_INTR when the
 *	table was replaced meanwhile.
 * KNTOP_CMD_TUNNEL_GET         dump
 *	request: [QUERY_A_INTERFACE], [_ADDR, _PREFIX, _VLAN, _FAMILY, _MIN_RATE, _TUNNEL,
 *	_ORDER, _LIMIT]: address or network of either end, VLAN of the packets that carry
 *	it, family of the ends
 *	reply: one message a tunnel, TUNNEL_A_ID, _INTERFACE, _ENCAPSULATION, [_VLAN],
 *	[_NESTED], [_A, _B], [_NUMBER], [_NUMBER_BACK], _SENT, _RECEIVED (nests of
 *	counter), _SENT_RATE, _RECEIVED_RATE, _FLOWS, _FLOWS_TOTAL, [_FIRST, _LAST]
 *	A tunnel is there from its first packet on, and for a minute at least after its last
 *	flow. SENT is what went from end A to end B.
 */
#ifndef _UAPI_LINUX_KNTOP_QUERY_H
#define _UAPI_LINUX_KNTOP_QUERY_H

#define KNTOP_ORDER_LIMIT_MAX	16384	/* largest QUERY_A_LIMIT with QUERY_A_ORDER */
#define KNTOP_TALKERS_MAX	65536	/* most pairs one TALKER_GET can tell apart */

/** QUERY_A_LOCALITY */
enum kntop_query_locality {
	KNTOP_QUERY_LOCAL	= 1,	/* flow: an endpoint is local; host: it is */
	KNTOP_QUERY_REMOTE	= 2,	/* flow: an endpoint is remote; host: it is */
};

/** QUERY_A_ORDER; largest, or for FIRST oldest, comes first. */
enum kntop_order {
	KNTOP_ORDER_NONE,
	KNTOP_ORDER_OCTETS,
	KNTOP_ORDER_PACKETS,
	KNTOP_ORDER_RATE,		/* octets a second */
	KNTOP_ORDER_LAST,
	KNTOP_ORDER_FIRST,
	__KNTOP_ORDER_MAX,
	KNTOP_ORDER_MAX = __KNTOP_ORDER_MAX - 1
};

/** Filter, order and limit of FLOW_GET, HOST_GET, TALKER_GET, TUNNEL_GET. All given must match. */
enum kntop_query_attr {
	KNTOP_QUERY_A_UNSPEC,
	KNTOP_QUERY_A_PAD,
	KNTOP_QUERY_A_INTERFACE,	/* string; -ENODEV if not watched; without it all live ones */
	KNTOP_QUERY_A_ADDR,		/* 4 or 16 octets: either endpoint, or the host */
	KNTOP_QUERY_A_PREFIX,		/* u8, makes ADDR a network; needs ADDR */
	KNTOP_QUERY_A_LOCALNET,		/* string: in a local network of this name */
	KNTOP_QUERY_A_L4,		/* u8, IP protocol number */
	KNTOP_QUERY_A_PORT,		/* u16, of either endpoint */
	KNTOP_QUERY_A_LOCALITY,		/* u32, enum kntop_query_locality */
	KNTOP_QUERY_A_VLAN,		/* u16, 0 .. 4095; 0 = untagged */
	KNTOP_QUERY_A_FAMILY,		/* u8, 4 or 6 */
	KNTOP_QUERY_A_MIN_RATE,		/* u64, octets a second */
	KNTOP_QUERY_A_ORDER,		/* u32, enum kntop_order; needs LIMIT */
	KNTOP_QUERY_A_LIMIT,		/* u32, 1 ..; with ORDER at most KNTOP_ORDER_LIMIT_MAX */
	KNTOP_QUERY_A_PROTOCOL,		/* u16, L7_A_PROTOCOL or L7_A_MASTER; flows only, as below */
	KNTOP_QUERY_A_CATEGORY,		/* u8 */
	KNTOP_QUERY_A_RISKS,		/* u64, bits: at least one of these risks */
	KNTOP_QUERY_A_ID,		/* u64, 1 ..: FLOW_A_ID; FLOW_GET only */
	KNTOP_QUERY_A_TUNNEL,		/* u32, TUNNEL_A_ID; not of hosts */
	__KNTOP_QUERY_A_MAX,
	KNTOP_QUERY_A_MAX = __KNTOP_QUERY_A_MAX - 1
};

enum kntop_talker_attr {
	KNTOP_TALKER_A_UNSPEC,
	KNTOP_TALKER_A_PAD,
	KNTOP_TALKER_A_INTERFACE,	/* string */
	KNTOP_TALKER_A_VLAN,		/* u16; absent when untagged or ignored */
	KNTOP_TALKER_A_A,		/* nest endpoint: one host, what it sent to the other */
	KNTOP_TALKER_A_B,		/* nest endpoint */
	KNTOP_TALKER_A_FLOWS,		/* u32, live, of which this is the sum */
	KNTOP_TALKER_A_LAST,		/* u64, newest packet */
	KNTOP_TALKER_A_PAIRS,		/* u64, found; in the first message only, as the next */
	KNTOP_TALKER_A_LEFT_OUT,	/* nest counter, with FLOWS */
	__KNTOP_TALKER_A_MAX,
	KNTOP_TALKER_A_MAX = __KNTOP_TALKER_A_MAX - 1
};

/** A tunnel; in flows the nest "tunnel", without INTERFACE and all from SENT on. */
enum kntop_tunnel_attr {
	KNTOP_TUNNEL_A_UNSPEC,
	KNTOP_TUNNEL_A_PAD,
	KNTOP_TUNNEL_A_ID,		/* u32, never 0, never that of another tunnel */
	KNTOP_TUNNEL_A_INTERFACE,	/* string */
	KNTOP_TUNNEL_A_ENCAPSULATION,	/* u8, enum kntop_encapsulation */
	KNTOP_TUNNEL_A_VLAN,		/* u16, of the packets that carry it; absent when untagged or ignored */
	KNTOP_TUNNEL_A_NESTED,		/* flag: it is in another tunnel */
	KNTOP_TUNNEL_A_A,		/* 4 or 16 octets, the lower one of its ends; absent when not IP */
	KNTOP_TUNNEL_A_B,		/* 4 or 16 octets */
	KNTOP_TUNNEL_A_NUMBER,		/* u32, VNI, key, session, or the TEID from A to B; absent when none was seen */
	KNTOP_TUNNEL_A_NUMBER_BACK,	/* u32, from B to A, where that may be another */
	KNTOP_TUNNEL_A_SENT,		/* nest counter: from A to B */
	KNTOP_TUNNEL_A_RECEIVED,	/* nest counter: from B to A */
	KNTOP_TUNNEL_A_SENT_RATE,	/* u64, octets a second, over the last second */
	KNTOP_TUNNEL_A_RECEIVED_RATE,	/* u64 */
	KNTOP_TUNNEL_A_FLOWS,		/* u32, live */
	KNTOP_TUNNEL_A_FLOWS_TOTAL,	/* u64 */
	KNTOP_TUNNEL_A_FIRST,		/* u64, first packet; absent before flows were counted */
	KNTOP_TUNNEL_A_LAST,		/* u64, newest packet */
	__KNTOP_TUNNEL_A_MAX,
	KNTOP_TUNNEL_A_MAX = __KNTOP_TUNNEL_A_MAX - 1
};

#endif /* _UAPI_LINUX_KNTOP_QUERY_H */
