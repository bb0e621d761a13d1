// SPDX-License-Identifier: GPL-2.0-or-later
/* Names of enumeration values. */
#include <errno.h>
#include <kntop.h>
#include <strings.h>

#define COUNT(a)	(sizeof(a) / sizeof((a)[0]))

/* A name function over a table that is indexed by an enumeration. */
#define NAMES(noun, ...)						\
	const char *kntop_##noun##_name(unsigned int value)		\
	{								\
		static const char *const names[] = { __VA_ARGS__ };	\
									\
		if (value >= COUNT(names) || !names[value])		\
			return "unknown";				\
		return names[value];					\
	}

NAMES(state,
	[KNTOP_STATE_TCP_OPENING] = "opening",
	[KNTOP_STATE_TCP_ESTABLISHED] = "established",
	[KNTOP_STATE_TCP_CLOSING] = "closing",
	[KNTOP_STATE_UDP] = "udp",
	[KNTOP_STATE_UDP_SINGLE] = "udp_single",
	[KNTOP_STATE_ICMP] = "icmp",
	[KNTOP_STATE_OTHER] = "other")

NAMES(end,
	[KNTOP_END_IDLE] = "idle",
	[KNTOP_END_ACTIVE] = "active",
	[KNTOP_END_TCP_FIN] = "fin",
	[KNTOP_END_TCP_RST] = "rst",
	[KNTOP_END_TCP_REUSED] = "reused",
	[KNTOP_END_EVICTED] = "evicted",
	[KNTOP_END_RESET] = "reset",
	[KNTOP_END_INTERFACE] = "interface")

NAMES(part,
	[KNTOP_PART_NON_IP] = "non_ip",
	[KNTOP_PART_TRUNCATED] = "truncated",
	[KNTOP_PART_MALFORMED_IP] = "malformed_ip",
	[KNTOP_PART_MALFORMED_L4] = "malformed_l4",
	[KNTOP_PART_TOO_DEEP] = "too_deep",
	[KNTOP_PART_TABLE_FULL] = "table_full",
	[KNTOP_PART_NO_MEMORY] = "no_memory",
	[KNTOP_PART_DOUBLED] = "doubled",
	[KNTOP_PART_FRAGMENT_HELD] = "fragment_held")

NAMES(loss,
	[KNTOP_LOSS_FLOWS_REFUSED] = "flows_refused",
	[KNTOP_LOSS_FLOWS_EVICTED] = "flows_evicted",
	[KNTOP_LOSS_HOSTS_REFUSED] = "hosts_refused",
	[KNTOP_LOSS_ENDED_OVERWRITTEN] = "ended_overwritten",
	[KNTOP_LOSS_DPI_SKIPPED] = "dpi_skipped",
	[KNTOP_LOSS_DPI_INTERRUPTED] = "dpi_interrupted",
	[KNTOP_LOSS_EVENTS_LOST] = "events_lost",
	[KNTOP_LOSS_PROTOCOLS_REFUSED] = "protocols_refused",
	[KNTOP_LOSS_ENDED_OFFLINE_OVERWRITTEN] = "ended_offline_overwritten",
	[KNTOP_LOSS_INTERIMS_REFUSED] = "interims_refused",
	[KNTOP_LOSS_FRAGMENTS_STRAY] = "fragments_stray",
	[KNTOP_LOSS_QUALITY_REFUSED] = "quality_refused",
	[KNTOP_LOSS_TUNNELS_REFUSED] = "tunnels_refused")

NAMES(table,
	[KNTOP_TABLE_FLOWS] = "flows",
	[KNTOP_TABLE_HOSTS] = "hosts",
	[KNTOP_TABLE_ENDED] = "ended",
	[KNTOP_TABLE_LOCALNETS] = "localnets",
	[KNTOP_TABLE_INTERFACES] = "interfaces",
	[KNTOP_TABLE_FINDINGS] = "findings",
	[KNTOP_TABLE_ENDED_OFFLINE] = "ended_offline",
	[KNTOP_TABLE_INTERIMS] = "interims",
	[KNTOP_TABLE_QUALITY] = "quality",
	[KNTOP_TABLE_TUNNELS] = "tunnels")

#define TUNNEL_NAME(NAME, name, ...)	[KNTOP_ENCAPSULATION_##NAME] = #name,

NAMES(encapsulation,
	[KNTOP_ENCAPSULATION_NONE] = "none",
	KNTOP_TUNNEL_KINDS(TUNNEL_NAME))

NAMES(direction_by,
	[KNTOP_DIRECTION_BY_FIRST] = "first",
	[KNTOP_DIRECTION_BY_HANDSHAKE] = "handshake",
	[KNTOP_DIRECTION_BY_PORT] = "port",
	[KNTOP_DIRECTION_BY_MESSAGE] = "message")

NAMES(locality,
	[KNTOP_LOCALITY_LOCAL_LOCAL] = "local_local",
	[KNTOP_LOCALITY_LOCAL_REMOTE] = "local_remote",
	[KNTOP_LOCALITY_REMOTE_LOCAL] = "remote_local",
	[KNTOP_LOCALITY_REMOTE_REMOTE] = "remote_remote")

NAMES(host_l4,
	[KNTOP_HOST_L4_TCP] = "tcp",
	[KNTOP_HOST_L4_UDP] = "udp",
	[KNTOP_HOST_L4_ICMP] = "icmp",
	[KNTOP_HOST_L4_OTHER] = "other")

NAMES(event,
	[KNTOP_EVENT_INTERFACE_ADDED] = "interface_added",
	[KNTOP_EVENT_INTERFACE_REMOVED] = "interface_removed",
	[KNTOP_EVENT_INTERFACE_GONE] = "interface_gone",
	[KNTOP_EVENT_INTERFACE_RENAMED] = "interface_renamed",
	[KNTOP_EVENT_TABLE_NEARLY_FULL] = "table_nearly_full",
	[KNTOP_EVENT_HOST_NEW] = "host_new",
	[KNTOP_EVENT_DPI_TRAP] = "dpi_trap")

NAMES(order,
	[KNTOP_ORDER_NONE] = "none",
	[KNTOP_ORDER_OCTETS] = "octets",
	[KNTOP_ORDER_PACKETS] = "packets",
	[KNTOP_ORDER_RATE] = "rate",
	[KNTOP_ORDER_LAST] = "last",
	[KNTOP_ORDER_FIRST] = "first")

NAMES(label_kind,
	[KNTOP_LABEL_PROTOCOL] = "protocol",
	[KNTOP_LABEL_CATEGORY] = "category",
	[KNTOP_LABEL_BREED] = "breed",
	[KNTOP_LABEL_RISK] = "risk")

NAMES(confidence,
	[KNTOP_CONFIDENCE_NONE] = "none",
	[KNTOP_CONFIDENCE_NOT_INSPECTED] = "not_inspected",
	[KNTOP_CONFIDENCE_UNKNOWN] = "unknown",
	[KNTOP_CONFIDENCE_BY_PORT] = "by_port",
	[KNTOP_CONFIDENCE_BY_IP] = "by_ip",
	[KNTOP_CONFIDENCE_CACHE] = "dpi_cache",
	[KNTOP_CONFIDENCE_DPI] = "dpi",
	[KNTOP_CONFIDENCE_INTERRUPTED] = "interrupted")

NAMES(reason,
	[KNTOP_REASON_NONE] = "none",
	[KNTOP_REASON_NAME] = "name",
	[KNTOP_REASON_ADDRESS] = "address",
	[KNTOP_REASON_PORT] = "port",
	[KNTOP_REASON_CACHE] = "cache",
	[KNTOP_REASON_CORRECTION] = "correction",
	[KNTOP_REASON_DNS] = "dns",
	[KNTOP_REASON_DERIVED] = "derived")

NAMES(payload,
	[KNTOP_PAYLOAD_NONE] = "none",
	[KNTOP_PAYLOAD_UNCLEAR] = "unclear",
	[KNTOP_PAYLOAD_CLEAR] = "clear",
	[KNTOP_PAYLOAD_ENCRYPTED] = "encrypted")

NAMES(skip,
	[KNTOP_SKIP_RING_FULL] = "ring_full",
	[KNTOP_SKIP_FLOWS_FULL] = "flows_full",
	[KNTOP_SKIP_BYTES_FULL] = "bytes_full",
	[KNTOP_SKIP_NO_MEMORY] = "no_memory",
	[KNTOP_SKIP_TRAPPED] = "trapped")

NAMES(trap_kind,
	[KNTOP_TRAP_KIND_NONE] = "none",
	[KNTOP_TRAP_KIND_OUT_OF_BOUNDS] = "out_of_bounds",
	[KNTOP_TRAP_KIND_BAD_CALL] = "bad_call",
	[KNTOP_TRAP_KIND_DEPTH] = "depth",
	[KNTOP_TRAP_KIND_BUDGET] = "budget",
	[KNTOP_TRAP_KIND_DIVISION] = "division",
	[KNTOP_TRAP_KIND_ASSERTION] = "assertion",
	[KNTOP_TRAP_KIND_MEMORY] = "memory",
	[KNTOP_TRAP_KIND_CANCELLED] = "cancelled")

const char *kntop_verdict_name(enum kntop_verdict verdict)
{
	switch (verdict) {
	case KNTOP_VERDICT_HOLDS:
		return "holds";
	case KNTOP_VERDICT_BROKEN:
		return "broken";
	case KNTOP_VERDICT_UNSETTLED:
		return "unsettled";
	}
	return "unknown";
}

struct number_name {
	unsigned int number;
	const char *name;
};

/* The first name of a number is the one that is printed. */
static const struct number_name l4_names[] = {
	{ 6, "tcp" }, { 17, "udp" }, { 1, "icmp" }, { 58, "icmpv6" }, { 58, "ipv6-icmp" },
	{ 2, "igmp" }, { 4, "ipip" }, { 41, "ipv6" }, { 46, "rsvp" }, { 47, "gre" },
	{ 50, "esp" }, { 51, "ah" }, { 88, "eigrp" }, { 89, "ospf" }, { 103, "pim" },
	{ 108, "ipcomp" }, { 112, "vrrp" }, { 115, "l2tp" }, { 132, "sctp" },
	{ 33, "dccp" }, { 136, "udplite" }, { 137, "mpls" },
};

const char *kntop_l4_name(unsigned int protocol)
{
	for (size_t i = 0; i < COUNT(l4_names); i++)
		if (l4_names[i].number == protocol)
			return l4_names[i].name;
	return NULL;
}

int kntop_l4_number(const char *name)
{
	for (size_t i = 0; i < COUNT(l4_names); i++)
		if (!strcasecmp(l4_names[i].name, name))
			return l4_names[i].number;
	return -EINVAL;
}

static const struct number_name ethertype_names[] = {
	{ 0, "other" }, { 1, "802.3" }, { 0x0806, "arp" }, { 0x8035, "rarp" },
	{ 0x0842, "wol" }, { 0x0800, "ipv4" }, { 0x86dd, "ipv6" }, { 0x8808, "pause" },
	{ 0x8809, "slow" }, { 0x880b, "ppp" }, { 0x8847, "mpls" }, { 0x8848, "mpls-mc" },
	{ 0x8863, "pppoe-disc" }, { 0x8864, "pppoe" }, { 0x888e, "eapol" },
	{ 0x8892, "profinet" }, { 0x88a4, "ethercat" }, { 0x88cc, "lldp" },
	{ 0x88e5, "macsec" }, { 0x88f7, "ptp" }, { 0x8902, "cfm" }, { 0x8906, "fcoe" },
	{ 0x9000, "loopback" }, { 0x22f3, "trill" }, { 0x887b, "homeplug" }, { 0x88b8, "goose" },
	{ 0x88ba, "sv" }, { 0x88e1, "homeplug-av" }, { 0x88e7, "pbb" }, { 0x8903, "fabricpath" },
	{ 0x8909, "cmd" }, { 0x8915, "roce" }, { 0x8926, "vn-tag" }, { 0x893f, "e-tag" },
	{ 0x894f, "nsh" },
};

const char *kntop_ethertype_name(unsigned int type)
{
	for (size_t i = 0; i < COUNT(ethertype_names); i++)
		if (ethertype_names[i].number == type)
			return ethertype_names[i].name;
	return NULL;
}
