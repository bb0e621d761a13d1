// SPDX-License-Identifier: GPL-2.0-or-later
/* Names of the attributes of a request, for error messages. */
#include <linux/genetlink.h>
#include <linux/kntop.h>
#include <netlink/attr.h>
#include <netlink/msg.h>
#include <stdio.h>
#include "attribute.h"

#define COUNT(a)	(sizeof(a) / sizeof((a)[0]))

struct set {
	const char *prefix;
	const char *const *names;
	size_t count;
	uint16_t nest;		/* attribute that is a nest of frame, 0 none */
};

static const char *const interface_names[] = {
	[KNTOP_INTERFACE_A_NAME] = "NAME",
	[KNTOP_INTERFACE_A_FLAGS] = "FLAGS",
};

static const char *const localnet_names[] = {
	[KNTOP_LOCALNET_A_ADDR] = "ADDR",
	[KNTOP_LOCALNET_A_PREFIX] = "PREFIX",
	[KNTOP_LOCALNET_A_NAME] = "NAME",
};

static const char *const config_names[] = {
	[KNTOP_CONFIG_A_FLOWS_MAX] = "FLOWS_MAX",
	[KNTOP_CONFIG_A_HOSTS_MAX] = "HOSTS_MAX",
	[KNTOP_CONFIG_A_ENDED_MAX] = "ENDED_MAX",
	[KNTOP_CONFIG_A_TIMEOUT_TCP_OPENING] = "TIMEOUT_TCP_OPENING",
	[KNTOP_CONFIG_A_TIMEOUT_TCP_ESTABLISHED] = "TIMEOUT_TCP_ESTABLISHED",
	[KNTOP_CONFIG_A_TIMEOUT_TCP_CLOSING] = "TIMEOUT_TCP_CLOSING",
	[KNTOP_CONFIG_A_TIMEOUT_UDP] = "TIMEOUT_UDP",
	[KNTOP_CONFIG_A_TIMEOUT_UDP_SINGLE] = "TIMEOUT_UDP_SINGLE",
	[KNTOP_CONFIG_A_TIMEOUT_ICMP] = "TIMEOUT_ICMP",
	[KNTOP_CONFIG_A_TIMEOUT_OTHER] = "TIMEOUT_OTHER",
	[KNTOP_CONFIG_A_TIMEOUT_ACTIVE] = "TIMEOUT_ACTIVE",
	[KNTOP_CONFIG_A_TIMEOUT_HOST] = "TIMEOUT_HOST",
	[KNTOP_CONFIG_A_TUNNELS_MAX] = "TUNNELS_MAX",
};

static const char *const query_names[] = {
	[KNTOP_QUERY_A_INTERFACE] = "INTERFACE",
	[KNTOP_QUERY_A_ADDR] = "ADDR",
	[KNTOP_QUERY_A_PREFIX] = "PREFIX",
	[KNTOP_QUERY_A_LOCALNET] = "LOCALNET",
	[KNTOP_QUERY_A_L4] = "L4",
	[KNTOP_QUERY_A_PORT] = "PORT",
	[KNTOP_QUERY_A_LOCALITY] = "LOCALITY",
	[KNTOP_QUERY_A_VLAN] = "VLAN",
	[KNTOP_QUERY_A_FAMILY] = "FAMILY",
	[KNTOP_QUERY_A_MIN_RATE] = "MIN_RATE",
	[KNTOP_QUERY_A_ORDER] = "ORDER",
	[KNTOP_QUERY_A_LIMIT] = "LIMIT",
	[KNTOP_QUERY_A_PROTOCOL] = "PROTOCOL",
	[KNTOP_QUERY_A_CATEGORY] = "CATEGORY",
	[KNTOP_QUERY_A_RISKS] = "RISKS",
};

static const char *const label_names[] = {
	[KNTOP_LABEL_A_KIND] = "KIND",
};

static const char *const protocol_names[] = {
	[KNTOP_PROTOCOL_A_KIND] = "KIND",
	[KNTOP_PROTOCOL_A_INTERFACE] = "INTERFACE",
	[KNTOP_PROTOCOL_A_ADDR] = "ADDR",
	[KNTOP_PROTOCOL_A_PREFIX] = "PREFIX",
	[KNTOP_PROTOCOL_A_LOCALNET] = "LOCALNET",
};

static const char *const dpi_names[] = {
	[KNTOP_DPI_A_ENABLED] = "ENABLED",
	[KNTOP_DPI_A_PACKETS] = "PACKETS",
	[KNTOP_DPI_A_WORKERS] = "WORKERS",
	[KNTOP_DPI_A_CPUS] = "CPUS",
	[KNTOP_DPI_A_RING] = "RING",
	[KNTOP_DPI_A_FLOWS_MAX] = "FLOWS_MAX",
	[KNTOP_DPI_A_BYTES_MAX] = "BYTES_MAX",
};

static const char *const rules_names[] = {
	[KNTOP_RULES_A_KIND] = "KIND",
	[KNTOP_RULES_A_BEGIN] = "BEGIN",
	[KNTOP_RULES_A_LINES] = "LINES",
	[KNTOP_RULES_A_COMMIT] = "COMMIT",
};

static const char *const history_names[] = {
	[KNTOP_HISTORY_A_INTERFACE] = "INTERFACE",
	[KNTOP_HISTORY_A_STEP] = "STEP",
	[KNTOP_HISTORY_A_PROTOCOLS] = "PROTOCOLS",
	[KNTOP_HISTORY_A_PROTOCOL] = "PROTOCOL",
	[KNTOP_HISTORY_A_COUNTERS] = "COUNTERS",
	[KNTOP_HISTORY_A_CATEGORIES] = "CATEGORIES",
};

static const char *const ended_names[] = {
	[KNTOP_ENDED_A_SINCE] = "SINCE",
	[KNTOP_ENDED_A_LIMIT] = "LIMIT",
};

static const char *const packet_names[] = {
	[KNTOP_PACKET_A_INTERFACE] = "INTERFACE",
	[KNTOP_PACKET_A_FRAME] = "FRAME",
};

static const char *const frame_names[] = {
	[KNTOP_FRAME_A_TIME] = "TIME",
	[KNTOP_FRAME_A_WIRE_LEN] = "WIRE_LEN",
	[KNTOP_FRAME_A_PROTOCOL] = "PROTOCOL",
	[KNTOP_FRAME_A_L2_LEN] = "L2_LEN",
	[KNTOP_FRAME_A_DATA] = "DATA",
};

#define SET(label, table, nested) { label, table, COUNT(table), nested }

static const struct set interface_set = SET("INTERFACE_A_", interface_names, 0);
static const struct set localnet_set = SET("LOCALNET_A_", localnet_names, 0);
static const struct set config_set = SET("CONFIG_A_", config_names, 0);
static const struct set query_set = SET("QUERY_A_", query_names, 0);
static const struct set ended_set = SET("ENDED_A_", ended_names, 0);
static const struct set packet_set = SET("PACKET_A_", packet_names, KNTOP_PACKET_A_FRAME);
static const struct set label_set = SET("LABEL_A_", label_names, 0);
static const struct set protocol_set = SET("PROTOCOL_A_", protocol_names, 0);
static const struct set dpi_set = SET("DPI_A_", dpi_names, 0);
static const struct set rules_set = SET("RULES_A_", rules_names, 0);
static const struct set history_set = SET("HISTORY_A_", history_names, 0);
static const struct set frame_set = SET("FRAME_A_", frame_names, 0);

static const struct set *set_of_command(const struct nlmsghdr *request)
{
	const struct genlmsghdr *genl = nlmsg_data(request);

	switch (genl->cmd) {
	case KNTOP_CMD_INTERFACE_ADD:
	case KNTOP_CMD_INTERFACE_DEL:
	case KNTOP_CMD_INTERFACE_GET:
		return &interface_set;
	case KNTOP_CMD_LOCALNET_ADD:
	case KNTOP_CMD_LOCALNET_DEL:
		return &localnet_set;
	case KNTOP_CMD_CONFIG_SET:
		return &config_set;
	case KNTOP_CMD_FLOW_GET:
	case KNTOP_CMD_FLOW_RESET:
	case KNTOP_CMD_HOST_GET:
		return &query_set;
	case KNTOP_CMD_ENDED_GET:
		return &ended_set;
	case KNTOP_CMD_PACKET_FEED:
		return &packet_set;
	case KNTOP_CMD_LABEL_GET:
		return &label_set;
	case KNTOP_CMD_PROTOCOL_GET:
		return &protocol_set;
	case KNTOP_CMD_DPI_SET:
		return &dpi_set;
	case KNTOP_CMD_RULES_LOAD:
		return &rules_set;
	case KNTOP_CMD_HISTORY_GET:
		return &history_set;
	default:
		return NULL;
	}
}

static void print(const struct set *set, uint32_t type, char *buf, size_t size)
{
	if (type < set->count && set->names[type])
		snprintf(buf, size, "%s%s", set->prefix, set->names[type]);
	else
		snprintf(buf, size, "%s%u", set->prefix, type);
}

void kntop_attribute_at(const struct nlmsghdr *request, uint32_t offset, char *buf,
			size_t size)
{
	const struct set *set = set_of_command(request);
	const char *base = (const char *)request;
	const struct nlattr *a = nlmsg_attrdata(request, GENL_HDRLEN);
	int rest = nlmsg_attrlen(request, GENL_HDRLEN);
	uint32_t start;

	buf[0] = '\0';
	while (set && nla_ok(a, rest)) {
		start = (const char *)a - base;
		if (start == offset) {
			print(set, nla_type(a), buf, size);
			return;
		}
		if (set->nest == nla_type(a) && offset < start + a->nla_len) {
			set = &frame_set;
			rest = nla_len(a);
			a = nla_data(a);
		} else {
			a = nla_next(a, &rest);
		}
	}
}

void kntop_attribute_missing(const struct nlmsghdr *request, uint32_t type,
			     uint32_t nest, char *buf, size_t size)
{
	const struct set *set = nest ? &frame_set : set_of_command(request);

	buf[0] = '\0';
	if (set)
		print(set, type, buf, size);
}
