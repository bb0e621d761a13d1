// SPDX-License-Identifier: GPL-2.0-or-later
#include <linux/log2.h>
#include <linux/mm.h>
#include <linux/minmax.h>

#include "accounting.h"
#include "net.h"

/* A flow for each 8 KiB of RAM: with its hosts and records 6 % of it when full. */
#define KNTOP_CONFIG_RAM_PER_FLOW	8192
#define KNTOP_CONFIG_FLOWS_LOW		4096
#define KNTOP_CONFIG_FLOWS_HIGH		4194304
#define KNTOP_CONFIG_TUNNELS		4096

void kntop_config_defaults(struct kntop_config *c)
{
	u64 ram = (u64)totalram_pages() << PAGE_SHIFT;
	u32 flows = clamp_t(u64, rounddown_pow_of_two(ram / KNTOP_CONFIG_RAM_PER_FLOW),
			    KNTOP_CONFIG_FLOWS_LOW, KNTOP_CONFIG_FLOWS_HIGH);
	u32 *v = c->value;

	v[KNTOP_CONFIG_A_FLOWS_MAX] = flows;
	v[KNTOP_CONFIG_A_HOSTS_MAX] = flows / 2;
	v[KNTOP_CONFIG_A_ENDED_MAX] = flows / 8;
	v[KNTOP_CONFIG_A_TIMEOUT_TCP_OPENING] = 30;
	v[KNTOP_CONFIG_A_TIMEOUT_TCP_ESTABLISHED] = 900;
	v[KNTOP_CONFIG_A_TIMEOUT_TCP_CLOSING] = 15;
	v[KNTOP_CONFIG_A_TIMEOUT_UDP] = 120;
	v[KNTOP_CONFIG_A_TIMEOUT_UDP_SINGLE] = 30;
	v[KNTOP_CONFIG_A_TIMEOUT_ICMP] = 30;
	v[KNTOP_CONFIG_A_TIMEOUT_OTHER] = 300;
	v[KNTOP_CONFIG_A_TIMEOUT_ACTIVE] = 1800;
	v[KNTOP_CONFIG_A_TIMEOUT_HOST] = 300;
	v[KNTOP_CONFIG_A_TUNNELS_MAX] = KNTOP_CONFIG_TUNNELS;
}

static void kntop_config_timeouts(struct kntop_net *kn, const struct kntop_config *c)
{
	static const u8 of_state[KNTOP_STATE_MAX + 1] = {
		[KNTOP_STATE_TCP_OPENING] = KNTOP_CONFIG_A_TIMEOUT_TCP_OPENING,
		[KNTOP_STATE_TCP_ESTABLISHED] = KNTOP_CONFIG_A_TIMEOUT_TCP_ESTABLISHED,
		[KNTOP_STATE_TCP_CLOSING] = KNTOP_CONFIG_A_TIMEOUT_TCP_CLOSING,
		[KNTOP_STATE_UDP] = KNTOP_CONFIG_A_TIMEOUT_UDP,
		[KNTOP_STATE_UDP_SINGLE] = KNTOP_CONFIG_A_TIMEOUT_UDP_SINGLE,
		[KNTOP_STATE_ICMP] = KNTOP_CONFIG_A_TIMEOUT_ICMP,
		[KNTOP_STATE_OTHER] = KNTOP_CONFIG_A_TIMEOUT_OTHER,
	};
	u64 least = U64_MAX;
	int i;

	for (i = 0; i <= KNTOP_STATE_MAX; i++) {
		WRITE_ONCE(kn->flows.idle[i],
			   c->value[of_state[i]] * (u64)NSEC_PER_SEC);
		least = min(least, kn->flows.idle[i]);
	}
	WRITE_ONCE(kn->flows.idle_least, least);
}

/* Only the tables whose limit changed; undone in the order of what was done. */
static int kntop_config_limits(struct kntop_net *kn, const struct kntop_config *c)
{
	const u32 *now = kn->config.value, *then = c->value;
	int err;

	if (then[KNTOP_CONFIG_A_FLOWS_MAX] != now[KNTOP_CONFIG_A_FLOWS_MAX]) {
		err = kntop_flow_table_resize(&kn->flows,
					      then[KNTOP_CONFIG_A_FLOWS_MAX]);
		if (err)
			return err;
	}
	if (then[KNTOP_CONFIG_A_HOSTS_MAX] != now[KNTOP_CONFIG_A_HOSTS_MAX]) {
		err = kntop_host_table_resize(&kn->hosts,
					      then[KNTOP_CONFIG_A_HOSTS_MAX]);
		if (err)
			goto undo_flows;
	}
	if (then[KNTOP_CONFIG_A_ENDED_MAX] == now[KNTOP_CONFIG_A_ENDED_MAX])
		return 0;
	err = kntop_ended_resize(&kn->ended, then[KNTOP_CONFIG_A_ENDED_MAX]);
	if (err >= 0) {
		if (err)
			kntop_net_loss(kn, KNTOP_LOSS_ENDED_OVERWRITTEN, err, 0);
		return 0;
	}
	/* the arrays stay as they are: only their size differs, the limits do not */
	WRITE_ONCE(kn->hosts.limit, now[KNTOP_CONFIG_A_HOSTS_MAX]);
undo_flows:
	WRITE_ONCE(kn->flows.limit, now[KNTOP_CONFIG_A_FLOWS_MAX]);
	return err;
}

int kntop_config_apply(struct kntop_net *kn, const struct kntop_config *c)
{
	int err = kn->ready ? kntop_config_limits(kn, c) : 0;

	if (err)
		return err;
	kntop_config_timeouts(kn, c);
	WRITE_ONCE(kn->tunnels.limit, c->value[KNTOP_CONFIG_A_TUNNELS_MAX]);
	kn->config = *c;
	if (kn->ready)
		kntop_accounting_retime(kn);
	return 0;
}
