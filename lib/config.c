// SPDX-License-Identifier: GPL-2.0-or-later
/* Limits, timeouts and tunnel ports. */
#include <errno.h>
#include "error.h"
#include "parse.h"
#include "request.h"

#define LIMIT(NAME, name, max, what) \
	{ name, "entries", 64, max, KNTOP_CONFIG_A_##NAME, what }
#define TIMEOUT(NAME, name, what) \
	{ name, "seconds", 1, 604800, KNTOP_CONFIG_A_TIMEOUT_##NAME, what }

static const struct kntop_config_key keys[] = {
	LIMIT(FLOWS_MAX, "flows_max", 16777216, "largest number of live flows"),
	LIMIT(HOSTS_MAX, "hosts_max", 16777216, "largest number of hosts"),
	LIMIT(ENDED_MAX, "ended_max", 4194304, "records of ended flows that are kept"),
	TIMEOUT(TCP_OPENING, "timeout_tcp_opening", "idle TCP flow without a handshake"),
	TIMEOUT(TCP_ESTABLISHED, "timeout_tcp_established", "idle TCP flow"),
	TIMEOUT(TCP_CLOSING, "timeout_tcp_closing", "TCP flow after FIN or RST"),
	TIMEOUT(UDP, "timeout_udp", "idle UDP flow seen in both directions"),
	TIMEOUT(UDP_SINGLE, "timeout_udp_single", "idle UDP flow seen in one direction"),
	TIMEOUT(ICMP, "timeout_icmp", "idle ICMP or ICMPv6 flow"),
	TIMEOUT(OTHER, "timeout_other", "idle flow of any other protocol"),
	TIMEOUT(ACTIVE, "timeout_active", "interim record of a flow that goes on"),
	TIMEOUT(HOST, "timeout_host", "idle host without a flow"),
	{ "tunnels_max", "entries", 16, 32512, KNTOP_CONFIG_A_TUNNELS_MAX,
	  "largest number of tunnels that are told apart" },
};

const struct kntop_config_key *kntop_config_keys(size_t *count)
{
	*count = sizeof(keys) / sizeof(keys[0]);
	return keys;
}

static void take_ports(const struct nlattr *a, struct kntop_config *config)
{
	size_t len = kntop_attr_len(a);

	if (len > sizeof(config->tunnel_ports))
		len = sizeof(config->tunnel_ports);
	config->tunnel_ports_count = len / sizeof(config->tunnel_ports[0]);
	memcpy(config->tunnel_ports, kntop_attr_data(a), len);
}

static int take(const struct nlattr *head, int len, void *data)
{
	struct kntop_config *config = data;
	const struct nlattr *a;
	int rest;

	kntop_for_each_attr(a, head, len, rest) {
		int type = kntop_attr_type(a);

		if (type <= KNTOP_CONFIG_A_PAD || type > KNTOP_CONFIG_A_MAX)
			continue;
		config->present |= 1ULL << type;
		if (type == KNTOP_CONFIG_A_TUNNEL_PORTS)
			take_ports(a, config);
		else
			config->value[type] = kntop_parse_u32(a);
	}
	return 0;
}

int kntop_config_get(struct kntop *k, struct kntop_config *config,
		     struct kntop_error *err)
{
	struct kntop_request rq;

	*config = (struct kntop_config){ 0 };
	kntop_request_init(&rq, k, KNTOP_CMD_CONFIG_GET);
	return kntop_request_do(k, &rq, take, config, err);
}

int kntop_config_set(struct kntop *k, const struct kntop_config *config,
		     struct kntop_error *err)
{
	struct kntop_request rq;

	if (!config->present)
		return kntop_error_argument(err, EINVAL, "nothing to set");
	if (config->tunnel_ports_count > KNTOP_TUNNEL_PORTS_MAX)
		return kntop_error_argument(err, EINVAL, "too many tunnel ports");
	kntop_request_init(&rq, k, KNTOP_CMD_CONFIG_SET);
	for (int type = KNTOP_CONFIG_A_PAD + 1; type <= KNTOP_CONFIG_A_MAX; type++)
		if (config->present & 1ULL << type && type != KNTOP_CONFIG_A_TUNNEL_PORTS)
			kntop_request_u32(&rq, type, config->value[type]);
	if (config->present & 1ULL << KNTOP_CONFIG_A_TUNNEL_PORTS)
		kntop_request_octets(&rq, KNTOP_CONFIG_A_TUNNEL_PORTS, config->tunnel_ports,
				     config->tunnel_ports_count *
				     sizeof(config->tunnel_ports[0]));
	return kntop_request_do(k, &rq, NULL, NULL, err);
}
