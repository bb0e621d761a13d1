// SPDX-License-Identifier: GPL-2.0-or-later
#include <linux/in.h>
#include <linux/ktime.h>
#include <linux/log2.h>
#include <linux/mm.h>
#include <linux/minmax.h>
#include <linux/slab.h>

#include "accounting.h"
#include "flow_bucket.h"
#include "net.h"
#include "tunnel_port.h"

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

static int kntop_config_ring(struct kntop_net *kn, struct kntop_ended *e, u32 limit,
			     enum kntop_loss loss)
{
	int lost = kntop_ended_resize(e, limit);

	if (lost > 0)
		kntop_net_loss(kn, loss, lost, 0);
	return min(lost, 0);
}

/* The rings of ended flows, live and offline. */
static int kntop_config_rings(struct kntop_net *kn, u32 now, u32 then)
{
	int err = kntop_config_ring(kn, &kn->ended, then, KNTOP_LOSS_ENDED_OVERWRITTEN);

	if (err || !kn->ready_offline)
		return err;
	err = kntop_config_ring(kn, &kn->ended_offline, then,
				KNTOP_LOSS_ENDED_OFFLINE_OVERWRITTEN);
	if (err)
		kntop_config_ring(kn, &kn->ended, now, KNTOP_LOSS_ENDED_OVERWRITTEN);
	return err;
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
	err = kntop_config_rings(kn, now[KNTOP_CONFIG_A_ENDED_MAX],
				 then[KNTOP_CONFIG_A_ENDED_MAX]);
	if (!err)
		return 0;
	/* the arrays stay as they are: only their size differs, the limits do not */
	WRITE_ONCE(kn->hosts.limit, now[KNTOP_CONFIG_A_HOSTS_MAX]);
undo_flows:
	WRITE_ONCE(kn->flows.limit, now[KNTOP_CONFIG_A_FLOWS_MAX]);
	return err;
}

/* Is the next packet of this flow perhaps opened, or no longer? Under RCU. */
static bool kntop_config_carries(const struct kntop_flow_key *k,
				 const struct kntop_tunnel_ports *before,
				 const struct kntop_tunnel_ports *now)
{
	return k->l4 == IPPROTO_UDP &&
	       (kntop_tunnel_port_differs(before, now, k->port[0]) ||
		kntop_tunnel_port_differs(before, now, k->port[1]));
}

static void kntop_config_end_carriers(struct kntop_net *kn,
				      const struct kntop_tunnel_ports *before,
				      const struct kntop_tunnel_ports *now)
{
	struct kntop_flow_buckets *bs;
	struct kntop_flow *flow;
	unsigned long used;
	u32 b;

	for (b = 0;; b++) {
		rcu_read_lock_bh();
		bs = rcu_dereference_bh(kn->flows.buckets);
		if (b >= bs->count)
			break;
		kntop_flow_for_each(flow, used, &bs->bucket[b])
			if (kntop_config_carries(&flow->key, before, now))
				kntop_flow_end(&kn->flows, flow, KNTOP_END_RESET, 0);
		rcu_read_unlock_bh();
		cond_resched();
	}
	rcu_read_unlock_bh();
	kntop_accounting_settle(kn);
}

static void kntop_config_free(const struct kntop_tunnel_ports *ports)
{
	if (ports != &kntop_tunnel_ports_usual)
		kfree(ports);
}

void kntop_config_set_ports(struct kntop_net *kn, struct kntop_tunnel_ports *ports)
{
	const struct kntop_tunnel_ports *before;

	before = rcu_dereference_protected(kn->flows.ports, lockdep_is_held(&kn->mutex));
	rcu_assign_pointer(kn->flows.ports, ports);
	/* so that no packet makes a flow of what was before */
	synchronize_rcu();
	if (kn->ready)
		kntop_config_end_carriers(kn, before, ports);
	kntop_config_free(before);
}

void kntop_config_free_ports(struct kntop_net *kn)
{
	kntop_config_free(rcu_dereference_protected(kn->flows.ports, 1));
}

int kntop_config_apply(struct kntop_net *kn, const struct kntop_config *c)
{
	int err = kn->ready ? kntop_config_limits(kn, c) : 0;

	if (err)
		return err;
	kntop_config_timeouts(kn, c);
	if (c->value[KNTOP_CONFIG_A_TIMEOUT_ACTIVE] !=
	    kn->config.value[KNTOP_CONFIG_A_TIMEOUT_ACTIVE])
		kn->active_since = ktime_get_ns();
	WRITE_ONCE(kn->tunnels.limit, c->value[KNTOP_CONFIG_A_TUNNELS_MAX]);
	kn->config = *c;
	if (kn->ready)
		kntop_accounting_retime(kn);
	return 0;
}
