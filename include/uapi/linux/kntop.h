/* SPDX-License-Identifier: GPL-2.0-or-later WITH Linux-syscall-note */
/*
 * kntop: network flow monitoring inside the kernel - the wire contract
 *
 * DESCRIPTION
 * ===========
 * The module offers one generic netlink family, KNTOP_GENL_NAME, version
 * KNTOP_GENL_VERSION. This header is the whole contract: the kernel module and
 * the tools compile this very file. docs/netlink/kntop.yaml says the same for
 * machines.
 *
 * Each network namespace has a state of its own; a request speaks to the one
 * its socket was made in. Every request, and joining the multicast group,
 * needs CAP_NET_ADMIN in the initial user namespace (-EPERM): flow and host
 * records are other people's traffic. Parsing is strict: an attribute
 * that is unknown, out of range or not meant for the command is refused with
 * -EINVAL or -ERANGE and an extended ACK that names it.
 *
 * Units: packets are wire packets (a superpacket counts as the packets it stands
 * for), octets are layer-2 octets on the wire without the frame check sequence,
 * L3 octets count from the IP header on. Times are nanoseconds since the Unix
 * epoch; for offline sources they are the times of the capture file. Addresses are 4 or 16 octets in network order. All other
 * numbers are in host order. 64-bit attributes are aligned with their set's PAD.
 *
 * An offline source is a world of its own: who does not name an interface asks for all live
 * ones. No host of an offline source is an event; STATS_GET is of all.
 *
 * COMMANDS (layer 7 is in kntop_l7.h, talkers and tunnels in kntop_query.h, records of ended
 * flows in kntop_ended.h, history in kntop_history.h, mirrors in kntop_mirror.h)
 * ========
 * An attribute in [brackets] is optional, "*" means any number of times.
 *
 * KNTOP_CMD_INTERFACE_ADD      do
 *	request: INTERFACE_A_NAME, [INTERFACE_A_FLAGS], [_FILTER, _FILTER_TEXT],
 *	[_DEDUP], [_UPLINK]
 *	Start watching a device, or, with KNTOP_INTERFACE_OFFLINE, create an
 *	offline source which is fed by PACKET_FEED. FLAGS default to RX|TX.
 *	-ENODEV no such device, -EEXIST watched already, -ENOMEM, -ENOSPC too
 *	many interfaces, -EINVAL flags that exclude each other, -EOPNOTSUPP TX
 *	asked for on a kernel without the egress hook.
 *	FILTER is a classic BPF program, such as pcap's syntax compiles to. What it
 *	returns 0 for is in no total, part or flow; it is counted in RX_FILTERED and
 *	TX_FILTERED alone. It sees a frame as packet sockets do: from the Ethernet header
 *	on, or without one from the network header, a VLAN tag in SKF_AD_VLAN_TAG. It needs
 *	FILTER_TEXT, what it was made of, which is only shown. -EINVAL the kernel refuses
 *	the program, or an offline source is to have one.
 * KNTOP_CMD_INTERFACE_SET      do
 *	request: INTERFACE_A_NAME, [_FILTER, [_FILTER_TEXT]], [_DEDUP], [_UPLINK]
 *	Change one or more of them. An empty FILTER, without a text, takes it away.
 *	Counters stay; each frame meets the old or the new. -ENODEV, -EINVAL
 *	as above, -EOPNOTSUPP a filter of an offline source.
 * KNTOP_CMD_INTERFACE_DEL      do
 *	request: INTERFACE_A_NAME
 *	Stop watching. Its flows end with KNTOP_END_INTERFACE. -ENODEV.
 * KNTOP_CMD_INTERFACE_GET      do (one, by INTERFACE_A_NAME), dump (all)
 *	reply: INTERFACE_A_ID, _NAME, _IFINDEX (0 offline), _FLAGS, _SINCE,
 *	_LAST, _RX, _TX (nests of counter), _FLOWS, _FLOWS_TOTAL, _ENDED
 *	(counter), _PART* (nests of part: what is not a flow), _ETHERTYPE*
 *	(nests of ethertype), _LOCALITY* (nests of locality), _HOSTS,
 *	_RX_RATE, _TX_RATE (octets/s), _RX_PACKET_RATE, _TX_PACKET_RATE (1/s),
 *	[_FILTER_TEXT], _RX_FILTERED, _TX_FILTERED (counters), _DEDUP, [_UPLINK], _MIRROR,
 *	[_DEVICE] (nests)
 * KNTOP_CMD_LOCALNET_ADD       do
 *	request: LOCALNET_A_ADDR, LOCALNET_A_PREFIX, [LOCALNET_A_NAME]
 *	Bits of ADDR behind PREFIX must be zero (-EINVAL). -EEXIST the same
 *	prefix is there. Several prefixes may share a name.
 * KNTOP_CMD_LOCALNET_DEL       do
 *	request: LOCALNET_A_ADDR, LOCALNET_A_PREFIX. -ENOENT.
 * KNTOP_CMD_LOCALNET_FLUSH     do: remove all local networks
 * KNTOP_CMD_LOCALNET_GET       dump
 *	request: [LOCALNET_A_INTERFACE], an offline source (-EOPNOTSUPP a live one)
 *	reply: LOCALNET_A_ADDR, _PREFIX, [_NAME], _SENT, _RECEIVED, _INTERNAL
 *	(nests of counter), _HOSTS
 * KNTOP_CMD_CONFIG_GET         do: every CONFIG_A_*
 * KNTOP_CMD_CONFIG_SET         do: one or more CONFIG_A_*; all take effect or none
 * KNTOP_CMD_FLOW_GET           dump
 *	request: [QUERY_A_*]: filter, order and limit, all applied in the kernel
 *	reply: one message a flow, the FLOW_A_* set without _SEQ, _END,
 *	_END_TIME, _INSTANCE. What is NEW is in no record yet; where that and how
 *	many records there are is missing, there are none, and all is new.
 * KNTOP_CMD_FLOW_RESET         do
 *	request: [QUERY_A_INTERFACE]
 *	End the flows of an interface, or of all live ones (KNTOP_END_RESET), and forget the
 *	idle hosts. -ETIMEDOUT they have ended, but the classifier makes no progress with them.
 * KNTOP_CMD_HOST_GET           dump
 *	request: [QUERY_A_*] without _PORT, _L4, _PROTOCOL, _CATEGORY, _RISKS, _ID, _TUNNEL
 *	reply: one message a host, the HOST_A_* set
 * KNTOP_CMD_PACKET_FEED        do
 *	request: PACKET_A_INTERFACE, PACKET_A_FRAME* (nests of frame)
 *	Hands frames with their own times to an offline source, in order.
 *	Without a FRAME it has all that was fed folded into hosts and totals,
 *	and the classification of its flows concluded.
 *	The whole message is checked before its first frame is counted. -ENODEV no
 *	such source, -EOPNOTSUPP not an offline one, -ETIMEDOUT the classifier makes
 *	no progress: the frames are counted all the same.
 * KNTOP_CMD_STATS_GET          do
 *	reply: STATS_A_VERSION, [_CLASSIFIER], _TABLE*, _LOSS* (nests of table and
 *	loss), _ENDED_FIRST, _ENDED_NEXT, _FOLDS, _FOLDED, _FOLD_TIME, _TICK_TIME,
 *	_DPI_TRAPS, _ENDED_OFFLINE_FIRST, _ENDED_OFFLINE_NEXT, _INSTANCE, _FRAGMENTS
 * KNTOP_CMD_CHECK              dump
 *	reply: one message an interface: CHECK_A_INTERFACE, _BEFORE, _AFTER,
 *	_FLOWS, _ENDED, _OTHER (nests of counter), [_UNSETTLED]
 *	The sum rule, measured: BEFORE and AFTER are the interface's totals
 *	around the count. BEFORE <= FLOWS + ENDED + OTHER <= AFTER must hold,
 *	with equality when no packet came meanwhile. FLOWS has those that ended but
 *	wait for the classifier. UNSETTLED is set when flows
 *	left the table all through the count, so that it says nothing.
 * KNTOP_CMD_EVENT              multicast only, group KNTOP_GENL_GROUP_EVENTS
 *	EVENT_A_TYPE, _TIME, _INSTANCE, [_INTERFACE, _OLD_NAME], [_TABLE, _ENTRIES, _LIMIT],
 *	[_ADDR, _VLAN, _LOCALNET], [_TRAP]
 *	A network namespace that belongs to another than the initial user
 *	namespace gets no events, as anybody could join the group there.
 */
#ifndef _UAPI_LINUX_KNTOP_H
#define _UAPI_LINUX_KNTOP_H

#include <linux/kntop_ended.h>
#include <linux/kntop_history.h>
#include <linux/kntop_l7.h>
#include <linux/kntop_mirror.h>
#include <linux/kntop_query.h>
#include <linux/kntop_tunnel.h>

#define KNTOP_GENL_NAME		"kntop"
#define KNTOP_GENL_VERSION	1
#define KNTOP_GENL_GROUP_EVENTS	"events"

#define KNTOP_NAME_SIZE		16	/* interface or source name, with its NUL */
#define KNTOP_LOCALNET_NAME_SIZE 32	/* local network's name, with its NUL */
#define KNTOP_FILTER_MAX	4096	/* most instructions of an interface's filter */
#define KNTOP_FILTER_TEXT_SIZE	1024	/* filter's source, with its NUL */
#define KNTOP_FEED_MAX		1024	/* most frames in one PACKET_FEED request */

enum kntop_cmd {
	KNTOP_CMD_UNSPEC,
	KNTOP_CMD_INTERFACE_ADD,
	KNTOP_CMD_INTERFACE_DEL,
	KNTOP_CMD_INTERFACE_GET,
	KNTOP_CMD_LOCALNET_ADD,
	KNTOP_CMD_LOCALNET_DEL,
	KNTOP_CMD_LOCALNET_FLUSH,
	KNTOP_CMD_LOCALNET_GET,
	KNTOP_CMD_CONFIG_GET,
	KNTOP_CMD_CONFIG_SET,
	KNTOP_CMD_FLOW_GET,
	KNTOP_CMD_FLOW_RESET,
	KNTOP_CMD_HOST_GET,
	KNTOP_CMD_ENDED_GET,		/* kntop_ended.h */
	KNTOP_CMD_PACKET_FEED,
	KNTOP_CMD_STATS_GET,
	KNTOP_CMD_CHECK,
	KNTOP_CMD_EVENT,
	KNTOP_CMD_LABEL_GET,		/* this to RULES_LOAD: kntop_l7.h */
	KNTOP_CMD_PROTOCOL_GET,
	KNTOP_CMD_DPI_GET,
	KNTOP_CMD_DPI_SET,
	KNTOP_CMD_RULES_LOAD,
	KNTOP_CMD_HISTORY_GET,		/* kntop_history.h */
	KNTOP_CMD_TALKER_GET,		/* kntop_query.h */
	KNTOP_CMD_INTERFACE_SET,
	KNTOP_CMD_TUNNEL_GET,		/* kntop_query.h */
	__KNTOP_CMD_MAX,
	KNTOP_CMD_MAX = __KNTOP_CMD_MAX - 1
};

/** INTERFACE_A_FLAGS */
enum kntop_interface_flag {
	KNTOP_INTERFACE_RX		= 1 << 0, /* frames that arrive */
	KNTOP_INTERFACE_TX		= 1 << 1, /* frames that are sent */
	KNTOP_INTERFACE_CONSUME		= 1 << 2, /* drop arriving frames once counted */
	KNTOP_INTERFACE_IGNORE_VLAN	= 1 << 3, /* VLAN is no part of a flow's key */
	KNTOP_INTERFACE_OFFLINE		= 1 << 4, /* fed by PACKET_FEED */
	KNTOP_INTERFACE_IGNORE_TUNNEL	= 1 << 5, /* which tunnel is no part of a flow's key */
};

/** A pair of totals: the nest "counter". */
enum kntop_counter_attr {
	KNTOP_COUNTER_A_UNSPEC,
	KNTOP_COUNTER_A_PAD,
	KNTOP_COUNTER_A_PACKETS,	/* u64 */
	KNTOP_COUNTER_A_OCTETS,		/* u64 */
	KNTOP_COUNTER_A_FLOWS,		/* u64, where flows were counted too */
	__KNTOP_COUNTER_A_MAX,
	KNTOP_COUNTER_A_MAX = __KNTOP_COUNTER_A_MAX - 1
};

enum kntop_interface_attr {
	KNTOP_INTERFACE_A_UNSPEC,
	KNTOP_INTERFACE_A_PAD,
	KNTOP_INTERFACE_A_NAME,		/* string, KNTOP_NAME_SIZE */
	KNTOP_INTERFACE_A_FLAGS,	/* u32, enum kntop_interface_flag */
	KNTOP_INTERFACE_A_ID,		/* u32, never 0 */
	KNTOP_INTERFACE_A_IFINDEX,	/* u32 */
	KNTOP_INTERFACE_A_SINCE,	/* u64, watched since (wall clock) */
	KNTOP_INTERFACE_A_LAST,		/* u64, newest packet a flow has seen, 0 none */
	KNTOP_INTERFACE_A_RX,		/* nest counter */
	KNTOP_INTERFACE_A_TX,		/* nest counter */
	KNTOP_INTERFACE_A_FLOWS,	/* u32, now in the table */
	KNTOP_INTERFACE_A_FLOWS_TOTAL,	/* u64, since watched */
	KNTOP_INTERFACE_A_ENDED,	/* nest counter, with FLOWS */
	KNTOP_INTERFACE_A_PART,		/* nest part, one a reason that was seen */
	KNTOP_INTERFACE_A_ETHERTYPE,	/* nest ethertype, one a type that was seen */
	KNTOP_INTERFACE_A_LOCALITY,	/* nest locality */
	KNTOP_INTERFACE_A_HOSTS,	/* u32, now in the table */
	KNTOP_INTERFACE_A_RX_RATE,	/* u64, octets a second, over the last second */
	KNTOP_INTERFACE_A_TX_RATE,	/* u64 */
	KNTOP_INTERFACE_A_RX_PACKET_RATE, /* u64, packets a second */
	KNTOP_INTERFACE_A_TX_PACKET_RATE, /* u64 */
	KNTOP_INTERFACE_A_FILTER,	/* 0 .. KNTOP_FILTER_MAX struct sock_filter; requests only */
	KNTOP_INTERFACE_A_FILTER_TEXT,	/* string, KNTOP_FILTER_TEXT_SIZE: its source; absent when none */
	KNTOP_INTERFACE_A_RX_FILTERED,	/* nest counter: what filters left out of RX since watched */
	KNTOP_INTERFACE_A_TX_FILTERED,	/* nest counter: and of TX */
	KNTOP_INTERFACE_A_DEDUP,	/* u32, microseconds, 0 .. KNTOP_DEDUP_MAX; kntop_mirror.h */
	KNTOP_INTERFACE_A_UPLINK,	/* 0 .. KNTOP_UPLINKS_MAX MAC addresses; absent when none */
	KNTOP_INTERFACE_A_MIRROR,	/* nest mirror */
	KNTOP_INTERFACE_A_DEVICE,	/* nest device; absent offline */
	__KNTOP_INTERFACE_A_MAX,
	KNTOP_INTERFACE_A_MAX = __KNTOP_INTERFACE_A_MAX - 1
};

/** Why a frame that the interface counted is in no flow. */
enum kntop_part {
	KNTOP_PART_NON_IP,		/* no IP packet in it; see the ethertypes */
	KNTOP_PART_TRUNCATED,		/* ends (or was cut) inside its headers */
	KNTOP_PART_MALFORMED_IP,	/* version, header length or total length lie */
	KNTOP_PART_MALFORMED_L4,	/* transport header length lies */
	KNTOP_PART_TOO_DEEP,		/* more nested headers than are followed */
	KNTOP_PART_TABLE_FULL,		/* flow table full, nothing stale to evict */
	KNTOP_PART_NO_MEMORY,		/* no memory for a new flow */
	KNTOP_PART_DOUBLED,		/* a copy of a frame that was counted just before */
	KNTOP_PART_FRAGMENT_HELD,	/* now: waits for the datagram's first fragment */
	__KNTOP_PART_MAX,
	KNTOP_PART_MAX = __KNTOP_PART_MAX - 1
};

/** The nest "part". */
enum kntop_part_attr {
	KNTOP_PART_A_UNSPEC,
	KNTOP_PART_A_PAD,
	KNTOP_PART_A_REASON,		/* u32, enum kntop_part */
	KNTOP_PART_A_PACKETS,		/* u64 */
	KNTOP_PART_A_OCTETS,		/* u64 */
	KNTOP_PART_A_FIRST,		/* u64 */
	KNTOP_PART_A_LAST,		/* u64 */
	__KNTOP_PART_A_MAX,
	KNTOP_PART_A_MAX = __KNTOP_PART_A_MAX - 1
};

/** The nest "ethertype". TYPE 1 gathers all IEEE 802.3 lengths, 0 the overflow. */
enum kntop_ethertype_attr {
	KNTOP_ETHERTYPE_A_UNSPEC,
	KNTOP_ETHERTYPE_A_PAD,
	KNTOP_ETHERTYPE_A_TYPE,		/* u16 */
	KNTOP_ETHERTYPE_A_PACKETS,	/* u64 */
	KNTOP_ETHERTYPE_A_OCTETS,	/* u64 */
	__KNTOP_ETHERTYPE_A_MAX,
	KNTOP_ETHERTYPE_A_MAX = __KNTOP_ETHERTYPE_A_MAX - 1
};

/** Where traffic went, seen from the local networks. */
enum kntop_locality {
	KNTOP_LOCALITY_LOCAL_LOCAL,
	KNTOP_LOCALITY_LOCAL_REMOTE,	/* sent by local hosts to remote ones */
	KNTOP_LOCALITY_REMOTE_LOCAL,
	KNTOP_LOCALITY_REMOTE_REMOTE,
	__KNTOP_LOCALITY_MAX,
	KNTOP_LOCALITY_MAX = __KNTOP_LOCALITY_MAX - 1
};

/** The nest "locality". */
enum kntop_locality_attr {
	KNTOP_LOCALITY_A_UNSPEC,
	KNTOP_LOCALITY_A_PAD,
	KNTOP_LOCALITY_A_KIND,		/* u32, enum kntop_locality */
	KNTOP_LOCALITY_A_PACKETS,	/* u64 */
	KNTOP_LOCALITY_A_OCTETS,	/* u64 */
	__KNTOP_LOCALITY_A_MAX,
	KNTOP_LOCALITY_A_MAX = __KNTOP_LOCALITY_A_MAX - 1
};

enum kntop_localnet_attr {
	KNTOP_LOCALNET_A_UNSPEC,
	KNTOP_LOCALNET_A_PAD,
	KNTOP_LOCALNET_A_ADDR,		/* 4 or 16 octets */
	KNTOP_LOCALNET_A_PREFIX,	/* u8, at most 32 or 128 */
	KNTOP_LOCALNET_A_NAME,		/* string, KNTOP_LOCALNET_NAME_SIZE */
	KNTOP_LOCALNET_A_SENT,		/* nest counter: from this network to others */
	KNTOP_LOCALNET_A_RECEIVED,	/* nest counter: from others to this network */
	KNTOP_LOCALNET_A_INTERNAL,	/* nest counter: between its own hosts */
	KNTOP_LOCALNET_A_HOSTS,		/* u32, now in the host table */
	KNTOP_LOCALNET_A_INTERFACE,	/* string, requests only: counters of this offline source */
	__KNTOP_LOCALNET_A_MAX,
	KNTOP_LOCALNET_A_MAX = __KNTOP_LOCALNET_A_MAX - 1
};

/** Limits are entries, timeouts seconds. */
enum kntop_config_attr {
	KNTOP_CONFIG_A_UNSPEC,
	KNTOP_CONFIG_A_PAD,
	KNTOP_CONFIG_A_FLOWS_MAX,	/* u32, 64 .. 16777216 */
	KNTOP_CONFIG_A_HOSTS_MAX,	/* u32, 64 .. 16777216 */
	KNTOP_CONFIG_A_ENDED_MAX,	/* u32, 64 .. 4194304 */
	KNTOP_CONFIG_A_TIMEOUT_TCP_OPENING,	/* u32, 1 .. 604800, as all timeouts */
	KNTOP_CONFIG_A_TIMEOUT_TCP_ESTABLISHED,	/* u32 */
	KNTOP_CONFIG_A_TIMEOUT_TCP_CLOSING,	/* u32 */
	KNTOP_CONFIG_A_TIMEOUT_UDP,		/* u32 */
	KNTOP_CONFIG_A_TIMEOUT_UDP_SINGLE,	/* u32 */
	KNTOP_CONFIG_A_TIMEOUT_ICMP,		/* u32 */
	KNTOP_CONFIG_A_TIMEOUT_OTHER,		/* u32 */
	KNTOP_CONFIG_A_TIMEOUT_ACTIVE,		/* u32, interim record of a long flow */
	KNTOP_CONFIG_A_TIMEOUT_HOST,		/* u32, host without a flow */
	KNTOP_CONFIG_A_TUNNEL_PORTS,	/* binary, all of them: struct kntop_tunnel_port[] */
	KNTOP_CONFIG_A_TUNNELS_MAX,	/* u32, 16 .. 32512 */
	__KNTOP_CONFIG_A_MAX,
	KNTOP_CONFIG_A_MAX = __KNTOP_CONFIG_A_MAX - 1
};

/** FLOW_A_STATE: which idle timeout applies. */
enum kntop_state {
	KNTOP_STATE_TCP_OPENING,	/* no handshake completed yet */
	KNTOP_STATE_TCP_ESTABLISHED,	/* also when seen mid-stream */
	KNTOP_STATE_TCP_CLOSING,	/* RST, or FIN from both sides */
	KNTOP_STATE_UDP,		/* seen in both directions */
	KNTOP_STATE_UDP_SINGLE,		/* seen in one direction only */
	KNTOP_STATE_ICMP,
	KNTOP_STATE_OTHER,
	__KNTOP_STATE_MAX,
	KNTOP_STATE_MAX = __KNTOP_STATE_MAX - 1
};

/** FLOW_A_DIRECTION_BY: how client and server were told apart. */
enum kntop_direction_by {
	KNTOP_DIRECTION_BY_FIRST,	/* who spoke first */
	KNTOP_DIRECTION_BY_HANDSHAKE,	/* TCP SYN or SYN-ACK */
	KNTOP_DIRECTION_BY_PORT,	/* seen mid-stream: a known service's or the lower port serves */
	KNTOP_DIRECTION_BY_MESSAGE,	/* the first packet says that it answers: DNS, NTP */
	__KNTOP_DIRECTION_BY_MAX,
	KNTOP_DIRECTION_BY_MAX = __KNTOP_DIRECTION_BY_MAX - 1
};

/** The nest "endpoint": one side of a flow, and what this side sent. */
enum kntop_endpoint_attr {
	KNTOP_ENDPOINT_A_UNSPEC,
	KNTOP_ENDPOINT_A_PAD,
	KNTOP_ENDPOINT_A_ADDR,		/* 4 or 16 octets */
	KNTOP_ENDPOINT_A_PORT,		/* u16; absent where L4 has no ports */
	KNTOP_ENDPOINT_A_PACKETS,	/* u64 */
	KNTOP_ENDPOINT_A_OCTETS,	/* u64 */
	KNTOP_ENDPOINT_A_L3_OCTETS,	/* u64 */
	KNTOP_ENDPOINT_A_FIRST,		/* u64; absent when it sent nothing */
	KNTOP_ENDPOINT_A_LAST,		/* u64; absent when it sent nothing */
	KNTOP_ENDPOINT_A_RATE,		/* u64, octets a second, +-0.025 % */
	KNTOP_ENDPOINT_A_TCP_FLAGS,	/* u8, or of all flags; TCP only, as the next */
	KNTOP_ENDPOINT_A_RETRANSMITTED,	/* u32, packets */
	KNTOP_ENDPOINT_A_OUT_OF_ORDER,	/* u32, packets */
	KNTOP_ENDPOINT_A_LOST,		/* u32, packets missing, or sent again later; an estimate */
	KNTOP_ENDPOINT_A_LOCAL,		/* flag: in a local network */
	KNTOP_ENDPOINT_A_LOCALNET,	/* string, name of it, when it has one */
	KNTOP_ENDPOINT_A_NEW_PACKETS,	/* u64, since FLOW_A_SINCE; flows only, as the next two */
	KNTOP_ENDPOINT_A_NEW_OCTETS,	/* u64 */
	KNTOP_ENDPOINT_A_NEW_L3_OCTETS,	/* u64 */
	KNTOP_ENDPOINT_A_ZERO_WINDOWS,	/* u32, packets that announced a window of 0; TCP only, as the next */
	KNTOP_ENDPOINT_A_KEEP_ALIVES,	/* u32, keep-alive probes */
	KNTOP_ENDPOINT_A_ICMP_ERRORS,	/* u32, ICMP errors that quoted what it sent; absent 0 */
	__KNTOP_ENDPOINT_A_MAX,
	KNTOP_ENDPOINT_A_MAX = __KNTOP_ENDPOINT_A_MAX - 1
};

enum kntop_flow_attr {
	KNTOP_FLOW_A_UNSPEC,
	KNTOP_FLOW_A_PAD,
	KNTOP_FLOW_A_INTERFACE,		/* string */
	KNTOP_FLOW_A_VLAN,		/* u16; absent when untagged or ignored */
	KNTOP_FLOW_A_ENCAPSULATION,	/* u8, enum kntop_encapsulation; absent when none */
	KNTOP_FLOW_A_L4,		/* u8, IP protocol number */
	KNTOP_FLOW_A_ICMP_TYPE,		/* u8, of the request; ICMP and ICMPv6 only */
	KNTOP_FLOW_A_ICMP_CODE,		/* u8 */
	KNTOP_FLOW_A_ICMP_ID,		/* u16; echo and the like only, else 0 */
	KNTOP_FLOW_A_STATE,		/* u8, enum kntop_state */
	KNTOP_FLOW_A_DIRECTION_BY,	/* u8, enum kntop_direction_by */
	KNTOP_FLOW_A_CLIENT,		/* nest endpoint */
	KNTOP_FLOW_A_SERVER,		/* nest endpoint */
	KNTOP_FLOW_A_CLIENT_RTT,	/* u32, microseconds, SYN-ACK to ACK; absent unknown */
	KNTOP_FLOW_A_SERVER_RTT,	/* u32, microseconds, SYN to SYN-ACK */
	KNTOP_FLOW_A_LATENCY,		/* u32, microseconds, end of first request to first answer */
	KNTOP_FLOW_A_SEQ,		/* u64, ended records only */
	KNTOP_FLOW_A_END,		/* u8, enum kntop_end, ended records only */
	KNTOP_FLOW_A_END_TIME,		/* u64, when the record was written, ended records only */
	KNTOP_FLOW_A_L7,		/* nest l7; absent when nobody has looked */
	KNTOP_FLOW_A_ID,		/* u64, never 0: the same in all that is said of a flow */
	KNTOP_FLOW_A_NUMBER,		/* u32, how many records of this flow were written before */
	KNTOP_FLOW_A_SINCE,		/* u64, time of the one before, else the flow's first packet */
	KNTOP_FLOW_A_INSTANCE,		/* u64, to which SEQ belongs, ended records only */
	KNTOP_FLOW_A_TUNNEL,		/* nest tunnel; absent when none, or not told apart */
	__KNTOP_FLOW_A_MAX,
	KNTOP_FLOW_A_MAX = __KNTOP_FLOW_A_MAX - 1
};

/** HOST_A_L4: the protocols counted apart for a host. */
enum kntop_host_l4 {
	KNTOP_HOST_L4_TCP,
	KNTOP_HOST_L4_UDP,
	KNTOP_HOST_L4_ICMP,		/* ICMP and ICMPv6 */
	KNTOP_HOST_L4_OTHER,
	__KNTOP_HOST_L4_MAX,
	KNTOP_HOST_L4_MAX = __KNTOP_HOST_L4_MAX - 1
};

/** The nest "host-l4". */
enum kntop_host_l4_attr {
	KNTOP_HOST_L4_A_UNSPEC,
	KNTOP_HOST_L4_A_PAD,
	KNTOP_HOST_L4_A_KIND,		/* u32, enum kntop_host_l4 */
	KNTOP_HOST_L4_A_SENT,		/* nest counter */
	KNTOP_HOST_L4_A_RECEIVED,	/* nest counter */
	__KNTOP_HOST_L4_A_MAX,
	KNTOP_HOST_L4_A_MAX = __KNTOP_HOST_L4_A_MAX - 1
};

enum kntop_host_attr {
	KNTOP_HOST_A_UNSPEC,
	KNTOP_HOST_A_PAD,
	KNTOP_HOST_A_ADDR,		/* 4 or 16 octets */
	KNTOP_HOST_A_INTERFACE,		/* string */
	KNTOP_HOST_A_VLAN,		/* u16; absent when untagged or ignored */
	KNTOP_HOST_A_LOCAL,		/* flag */
	KNTOP_HOST_A_LOCALNET,		/* string, name of its network, when it has one */
	KNTOP_HOST_A_FIRST,		/* u64 */
	KNTOP_HOST_A_LAST,		/* u64 */
	KNTOP_HOST_A_SENT,		/* nest counter */
	KNTOP_HOST_A_RECEIVED,		/* nest counter */
	KNTOP_HOST_A_SENT_RATE,		/* u64, octets a second */
	KNTOP_HOST_A_RECEIVED_RATE,	/* u64, octets a second */
	KNTOP_HOST_A_FLOWS,		/* u32, now in the table */
	KNTOP_HOST_A_FLOWS_CLIENT,	/* u64, ever, as client */
	KNTOP_HOST_A_FLOWS_SERVER,	/* u64, ever, as server */
	KNTOP_HOST_A_RETRANSMITTED,	/* u64, TCP packets it sent again; as the next two, of flows that ended */
	KNTOP_HOST_A_OUT_OF_ORDER,	/* u64, TCP packets of its that came late */
	KNTOP_HOST_A_LOST,		/* u64, TCP packets of its that were missing; an estimate */
	KNTOP_HOST_A_L4,		/* nest host-l4, one a kind that was seen */
	KNTOP_HOST_A_DNS_ANSWERS,	/* u64, flows in which it answered from port 53; absent 0, as the next two */
	KNTOP_HOST_A_DNS_TIME,		/* u64, microseconds that the first answers of these took, together */
	KNTOP_HOST_A_DNS_TIME_MAX,	/* u64, microseconds, the longest of them */
	__KNTOP_HOST_A_MAX,
	KNTOP_HOST_A_MAX = __KNTOP_HOST_A_MAX - 1
};

/** The nest "frame". With PROTOCOL L3 begins L2_LEN octets into the data, not Ethernet. */
enum kntop_frame_attr {
	KNTOP_FRAME_A_UNSPEC,
	KNTOP_FRAME_A_PAD,
	KNTOP_FRAME_A_TIME,		/* u64, nanoseconds since the epoch */
	KNTOP_FRAME_A_WIRE_LEN,		/* u32, octets on the wire, > 0; default the data's length */
	KNTOP_FRAME_A_PROTOCOL,		/* u16, ethertype, host order, > 0 */
	KNTOP_FRAME_A_L2_LEN,		/* u8, needs PROTOCOL; default 0 */
	KNTOP_FRAME_A_DATA,		/* 1 .. 65000 octets as captured */
	__KNTOP_FRAME_A_MAX,
	KNTOP_FRAME_A_MAX = __KNTOP_FRAME_A_MAX - 1
};

enum kntop_packet_attr {
	KNTOP_PACKET_A_UNSPEC,
	KNTOP_PACKET_A_PAD,
	KNTOP_PACKET_A_INTERFACE,	/* string */
	KNTOP_PACKET_A_FRAME,		/* nest frame */
	__KNTOP_PACKET_A_MAX,
	KNTOP_PACKET_A_MAX = __KNTOP_PACKET_A_MAX - 1
};

enum kntop_table {
	KNTOP_TABLE_FLOWS,
	KNTOP_TABLE_HOSTS,
	KNTOP_TABLE_ENDED,
	KNTOP_TABLE_LOCALNETS,
	KNTOP_TABLE_INTERFACES,
	KNTOP_TABLE_FINDINGS,		/* names, risks and the like that packets told of flows */
	KNTOP_TABLE_ENDED_OFFLINE,	/* ended records of offline sources; made with the first one */
	KNTOP_TABLE_INTERIMS,		/* flows that have interim records: what these said */
	KNTOP_TABLE_QUALITY,		/* what went wrong with the packets of flows */
	KNTOP_TABLE_TUNNELS,
	__KNTOP_TABLE_MAX,
	KNTOP_TABLE_MAX = __KNTOP_TABLE_MAX - 1
};

/** The nest "table". */
enum kntop_table_attr {
	KNTOP_TABLE_A_UNSPEC,
	KNTOP_TABLE_A_PAD,
	KNTOP_TABLE_A_KIND,		/* u32, enum kntop_table */
	KNTOP_TABLE_A_ENTRIES,		/* u64 */
	KNTOP_TABLE_A_LIMIT,		/* u64 */
	KNTOP_TABLE_A_BYTES,		/* u64, memory held now, index included */
	KNTOP_TABLE_A_ENTRY_BYTES,	/* u32, memory of one entry without its index */
	__KNTOP_TABLE_A_MAX,
	KNTOP_TABLE_A_MAX = __KNTOP_TABLE_A_MAX - 1
};

/** What was not done for want of room. */
enum kntop_loss {
	KNTOP_LOSS_FLOWS_REFUSED,	/* packets in no flow: sum of TABLE_FULL, NO_MEMORY */
	KNTOP_LOSS_FLOWS_EVICTED,	/* flows ended early to make room; nothing uncounted */
	KNTOP_LOSS_HOSTS_REFUSED,	/* packets, for each endpoint without host entry */
	KNTOP_LOSS_ENDED_OVERWRITTEN,	/* ended records pushed out of the ring */
	KNTOP_LOSS_DPI_SKIPPED,		/* packets the classifier was not shown */
	KNTOP_LOSS_DPI_INTERRUPTED,	/* flows whose inspection a trap cut short */
	KNTOP_LOSS_EVENTS_LOST,		/* events no listener got for want of memory */
	KNTOP_LOSS_PROTOCOLS_REFUSED,	/* packets no protocol's or category's counter took, for each */
	KNTOP_LOSS_ENDED_OFFLINE_OVERWRITTEN, /* the same as ENDED_OVERWRITTEN, of offline sources */
	KNTOP_LOSS_INTERIMS_REFUSED,	/* interim records not written for want of memory */
	KNTOP_LOSS_FRAGMENTS_STRAY,	/* fragments whose first was not seen in time: in a flow without ports */
	KNTOP_LOSS_QUALITY_REFUSED,	/* packets that could not be judged lost, late or sent again */
	KNTOP_LOSS_TUNNELS_REFUSED,	/* packets whose tunnel got no entry: told apart by kind only */
	__KNTOP_LOSS_MAX,
	KNTOP_LOSS_MAX = __KNTOP_LOSS_MAX - 1
};

/** The nest "loss". All kinds are reported, also those that are zero. */
enum kntop_loss_attr {
	KNTOP_LOSS_A_UNSPEC,
	KNTOP_LOSS_A_PAD,
	KNTOP_LOSS_A_KIND,		/* u32, enum kntop_loss */
	KNTOP_LOSS_A_COUNT,		/* u64: packets, flows or records */
	KNTOP_LOSS_A_OCTETS,		/* u64, where octets make sense */
	KNTOP_LOSS_A_FIRST,		/* u64, wall clock; absent when never */
	KNTOP_LOSS_A_LAST,		/* u64 */
	__KNTOP_LOSS_A_MAX,
	KNTOP_LOSS_A_MAX = __KNTOP_LOSS_A_MAX - 1
};

enum kntop_stats_attr {
	KNTOP_STATS_A_UNSPEC,
	KNTOP_STATS_A_PAD,
	KNTOP_STATS_A_VERSION,		/* string, the module's */
	KNTOP_STATS_A_TABLE,		/* nest table */
	KNTOP_STATS_A_LOSS,		/* nest loss */
	KNTOP_STATS_A_ENDED_FIRST,	/* u64, oldest number held; = NEXT when none */
	KNTOP_STATS_A_ENDED_NEXT,	/* u64, number of the next record */
	KNTOP_STATS_A_FOLDS,		/* u64, runs of the accounting worker */
	KNTOP_STATS_A_FOLDED,		/* u64, changed flows it visited */
	KNTOP_STATS_A_FOLD_TIME,	/* u64, nanoseconds it ran */
	KNTOP_STATS_A_CLASSIFIER,	/* string, name of the registered classifier, if any */
	KNTOP_STATS_A_TICK_TIME,	/* u64, when it last ended a second, CLOCK_MONOTONIC */
	KNTOP_STATS_A_DPI_TRAPS,	/* u64, times the classifier was stopped */
	KNTOP_STATS_A_ENDED_OFFLINE_FIRST, /* u64, as ENDED_FIRST, of offline sources */
	KNTOP_STATS_A_ENDED_OFFLINE_NEXT, /* u64 */
	KNTOP_STATS_A_INSTANCE,		/* u64, to which sequence numbers and flow ids belong */
	KNTOP_STATS_A_FRAGMENTS,	/* nest counter: later fragments in the flow of their first */
	__KNTOP_STATS_A_MAX,
	KNTOP_STATS_A_MAX = __KNTOP_STATS_A_MAX - 1
};

enum kntop_check_attr {
	KNTOP_CHECK_A_UNSPEC,
	KNTOP_CHECK_A_PAD,
	KNTOP_CHECK_A_INTERFACE,	/* string */
	KNTOP_CHECK_A_BEFORE,		/* nest counter */
	KNTOP_CHECK_A_AFTER,		/* nest counter */
	KNTOP_CHECK_A_FLOWS,		/* nest counter, with FLOWS */
	KNTOP_CHECK_A_ENDED,		/* nest counter, with FLOWS */
	KNTOP_CHECK_A_OTHER,		/* nest counter: the sum of the interface's parts */
	KNTOP_CHECK_A_UNSETTLED,	/* flag */
	__KNTOP_CHECK_A_MAX,
	KNTOP_CHECK_A_MAX = __KNTOP_CHECK_A_MAX - 1
};

enum kntop_event {
	KNTOP_EVENT_INTERFACE_ADDED	= 1,
	KNTOP_EVENT_INTERFACE_REMOVED	= 2,	/* by request */
	KNTOP_EVENT_INTERFACE_GONE	= 3,	/* the device left */
	KNTOP_EVENT_INTERFACE_RENAMED	= 4,
	KNTOP_EVENT_TABLE_NEARLY_FULL	= 5,	/* 90 %; again only after it fell below 80 % */
	KNTOP_EVENT_HOST_NEW		= 6,
	KNTOP_EVENT_DPI_TRAP		= 7,	/* the classifier's library was stopped */
	__KNTOP_EVENT_MAX,
	KNTOP_EVENT_MAX = __KNTOP_EVENT_MAX - 1
};

enum kntop_event_attr {
	KNTOP_EVENT_A_UNSPEC,
	KNTOP_EVENT_A_PAD,
	KNTOP_EVENT_A_TYPE,		/* u32, enum kntop_event */
	KNTOP_EVENT_A_TIME,		/* u64 */
	KNTOP_EVENT_A_INTERFACE,	/* string */
	KNTOP_EVENT_A_OLD_NAME,		/* string, INTERFACE_RENAMED */
	KNTOP_EVENT_A_TABLE,		/* u32, enum kntop_table */
	KNTOP_EVENT_A_ENTRIES,		/* u64 */
	KNTOP_EVENT_A_LIMIT,		/* u64 */
	KNTOP_EVENT_A_ADDR,		/* 4 or 16 octets */
	KNTOP_EVENT_A_VLAN,		/* u16 */
	KNTOP_EVENT_A_LOCALNET,		/* string */
	KNTOP_EVENT_A_TRAP,		/* nest trap, DPI_TRAP; see kntop_l7.h */
	KNTOP_EVENT_A_INSTANCE,		/* u64, as STATS_A_INSTANCE */
	__KNTOP_EVENT_A_MAX,
	KNTOP_EVENT_A_MAX = __KNTOP_EVENT_A_MAX - 1
};

#endif /* _UAPI_LINUX_KNTOP_H */
