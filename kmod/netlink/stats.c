// SPDX-License-Identifier: GPL-2.0-or-later
#include "../check.h"
#include "../dpi.h"
#include "../ended.h"
#include "../finding.h"
#include "../fragment.h"
#include "../history.h"
#include "../localnet.h"
#include "../quality.h"
#include "../version.h"
#include "family.h"

/** struct kntop_stats_table - one row of "table" */
struct kntop_stats_table {
	u64	entries;
	u64	limit;
	u64	bytes;
	u32	entry_bytes;
};

static void kntop_stats_ended(struct kntop_net *kn, struct kntop_stats_table *t, bool offline)
{
	struct kntop_ended *e = kntop_net_ended(kn, offline);
	u64 oldest, next;

	t->limit = kn->config.value[KNTOP_CONFIG_A_ENDED_MAX];
	t->entry_bytes = sizeof(struct kntop_record);
	if (!e)
		return;
	kntop_ended_range(e, &oldest, &next);
	t->entries = next - oldest;
	t->bytes = (u64)e->limit * sizeof(struct kntop_record);
}

/* How many offline sources there are. */
static u64 kntop_stats_offline(struct kntop_net *kn)
{
	struct kntop_interface *i;
	unsigned long id;
	u64 count = 0;

	xa_for_each_start(&kn->interfaces, id, i, KNTOP_INTERFACE_ID_OFFLINE)
		count++;
	return count;
}

static void kntop_stats_localnets(struct kntop_net *kn, struct kntop_stats_table *t)
{
	const struct kntop_localnet_set *set = rcu_dereference(kn->localnets.set);

	t->limit = KNTOP_LOCALNETS_MAX;
	t->entry_bytes = sizeof(struct kntop_localnet);
	if (!set)
		return;
	t->entries = set->count;
	/* each offline source has its own */
	t->bytes = (1 + kntop_stats_offline(kn)) *
		   (struct_size(set, net, set->count) +
		    (u64)set->count * sizeof(struct kntop_localnet));
}

static void kntop_stats_interfaces(struct kntop_net *kn, struct kntop_stats_table *t)
{
	struct kntop_interface *i;
	unsigned long id;

	t->limit = KNTOP_INTERFACE_ID_MAX - 1;
	t->entry_bytes = sizeof(struct kntop_interface) +
			 num_possible_cpus() * sizeof(struct kntop_traffic);
	xa_for_each(&kn->interfaces, id, i) {
		t->entries++;
		t->bytes += t->entry_bytes + kntop_history_bytes(i->history) +
			    kntop_fragments_bytes(i->fragments);
	}
}

/* RCU */
static void kntop_stats_interims(struct kntop_net *kn, struct kntop_stats_table *t)
{
	t->limit = kn->config.value[KNTOP_CONFIG_A_FLOWS_MAX];
	t->entry_bytes = sizeof(struct kntop_interim);
	if (READ_ONCE(kn->ready))
		t->entries = kntop_interims_count(&kn->interims, &t->bytes);
}

/* RCU */
static void kntop_stats_table(struct kntop_net *kn, int kind,
			      struct kntop_stats_table *t)
{
	memset(t, 0, sizeof(*t));
	switch (kind) {
	case KNTOP_TABLE_FLOWS:
		t->entries = atomic_read(&kn->flows.live);
		t->limit = kn->config.value[KNTOP_CONFIG_A_FLOWS_MAX];
		t->bytes = kntop_flow_table_bytes(&kn->flows);
		t->entry_bytes = kntop_flow_cache_size();
		break;
	case KNTOP_TABLE_HOSTS:
		t->entries = READ_ONCE(kn->hosts.entries);
		t->limit = kn->config.value[KNTOP_CONFIG_A_HOSTS_MAX];
		t->bytes = kntop_host_table_bytes(&kn->hosts);
		t->entry_bytes = kntop_host_cache_size();
		break;
	case KNTOP_TABLE_ENDED:
	case KNTOP_TABLE_ENDED_OFFLINE:
		kntop_stats_ended(kn, t, kind == KNTOP_TABLE_ENDED_OFFLINE);
		break;
	case KNTOP_TABLE_LOCALNETS:
		kntop_stats_localnets(kn, t);
		break;
	case KNTOP_TABLE_INTERFACES:
		kntop_stats_interfaces(kn, t);
		break;
	case KNTOP_TABLE_INTERIMS:
		kntop_stats_interims(kn, t);
		break;
	case KNTOP_TABLE_TUNNELS:
		t->entries = atomic_read(&kn->tunnels.count);
		t->limit = kn->config.value[KNTOP_CONFIG_A_TUNNELS_MAX];
		t->bytes = READ_ONCE(kn->ready) ? kntop_tunnel_table_bytes(&kn->tunnels) : 0;
		t->entry_bytes = sizeof(struct kntop_tunnel_entry);
		break;
	case KNTOP_TABLE_FINDINGS:
		/* of all network namespaces; a flow or a record has one at most */
		t->entries = kntop_finding_count(&t->bytes);
		t->limit = kn->config.value[KNTOP_CONFIG_A_FLOWS_MAX] +
			   kn->config.value[KNTOP_CONFIG_A_ENDED_MAX];
		t->entry_bytes = sizeof(struct kntop_finding);
		break;
	case KNTOP_TABLE_QUALITY:
		/* of all network namespaces as well */
		t->entries = kntop_quality_count(&t->bytes);
		t->limit = kn->config.value[KNTOP_CONFIG_A_FLOWS_MAX];
		t->entry_bytes = sizeof(struct kntop_quality);
		break;
	}
}

static int kntop_stats_put_table(struct sk_buff *skb, struct kntop_net *kn, int kind)
{
	struct nlattr *nest = nla_nest_start(skb, KNTOP_STATS_A_TABLE);
	struct kntop_stats_table t;

	rcu_read_lock();
	kntop_stats_table(kn, kind, &t);
	rcu_read_unlock();
	if (!nest || nla_put_u32(skb, KNTOP_TABLE_A_KIND, kind) ||
	    nla_put_u64_64bit(skb, KNTOP_TABLE_A_ENTRIES, t.entries, KNTOP_TABLE_A_PAD) ||
	    nla_put_u64_64bit(skb, KNTOP_TABLE_A_LIMIT, t.limit, KNTOP_TABLE_A_PAD) ||
	    nla_put_u64_64bit(skb, KNTOP_TABLE_A_BYTES, t.bytes, KNTOP_TABLE_A_PAD) ||
	    nla_put_u32(skb, KNTOP_TABLE_A_ENTRY_BYTES, t.entry_bytes))
		return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}

/* What the interfaces refused; in the clock of day, as theirs may differ. */
static void kntop_stats_refused(struct kntop_net *kn, struct kntop_tally *sum)
{
	struct kntop_interface *i;
	unsigned long id;

	*sum = kn->refused;
	xa_for_each(&kn->interfaces, id, i)
		kntop_net_refused(sum, i);
}

static int kntop_stats_put_loss(struct sk_buff *skb, struct kntop_net *kn, int kind)
{
	struct nlattr *nest = nla_nest_start(skb, KNTOP_STATS_A_LOSS);
	struct kntop_tally t = {};

	if (kind == KNTOP_LOSS_FLOWS_REFUSED) {
		kntop_stats_refused(kn, &t);
	} else {
		kntop_tally_sum(&t, &kn->losses[kind]);
		t.first = kntop_net_wall(t.first);
		t.last = kntop_net_wall(t.last);
	}
	if (!nest || nla_put_u32(skb, KNTOP_LOSS_A_KIND, kind) ||
	    nla_put_u64_64bit(skb, KNTOP_LOSS_A_COUNT, t.count, KNTOP_LOSS_A_PAD) ||
	    nla_put_u64_64bit(skb, KNTOP_LOSS_A_OCTETS, t.octets, KNTOP_LOSS_A_PAD))
		return -EMSGSIZE;
	if (t.first &&
	    (nla_put_u64_64bit(skb, KNTOP_LOSS_A_FIRST, t.first, KNTOP_LOSS_A_PAD) ||
	     nla_put_u64_64bit(skb, KNTOP_LOSS_A_LAST, t.last, KNTOP_LOSS_A_PAD)))
		return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}

static int kntop_stats_put_worker(struct sk_buff *skb, struct kntop_net *kn)
{
	u64 oldest = 1, next = 1, oldest_offline = 1, next_offline = 1;

	if (kntop_net_ended(kn, false))
		kntop_ended_range(&kn->ended, &oldest, &next);
	if (kntop_net_ended(kn, true))
		kntop_ended_range(&kn->ended_offline, &oldest_offline, &next_offline);
	if (nla_put_u64_64bit(skb, KNTOP_STATS_A_ENDED_FIRST, oldest, KNTOP_STATS_A_PAD) ||
	    nla_put_u64_64bit(skb, KNTOP_STATS_A_ENDED_NEXT, next, KNTOP_STATS_A_PAD) ||
	    nla_put_u64_64bit(skb, KNTOP_STATS_A_FOLDS, kn->folds, KNTOP_STATS_A_PAD) ||
	    nla_put_u64_64bit(skb, KNTOP_STATS_A_FOLDED, kn->folded, KNTOP_STATS_A_PAD) ||
	    nla_put_u64_64bit(skb, KNTOP_STATS_A_FOLD_TIME, kn->fold_time,
			      KNTOP_STATS_A_PAD) ||
	    nla_put_u64_64bit(skb, KNTOP_STATS_A_TICK_TIME, kn->tick_time,
			      KNTOP_STATS_A_PAD) ||
	    nla_put_u64_64bit(skb, KNTOP_STATS_A_DPI_TRAPS, kntop_dpi_traps(),
			      KNTOP_STATS_A_PAD) ||
	    nla_put_u64_64bit(skb, KNTOP_STATS_A_ENDED_OFFLINE_FIRST, oldest_offline,
			      KNTOP_STATS_A_PAD) ||
	    nla_put_u64_64bit(skb, KNTOP_STATS_A_ENDED_OFFLINE_NEXT, next_offline,
			      KNTOP_STATS_A_PAD) ||
	    nla_put_u64_64bit(skb, KNTOP_STATS_A_INSTANCE, kn->instance, KNTOP_STATS_A_PAD))
		return -EMSGSIZE;
	return 0;
}

static int kntop_stats_put_fragments(struct sk_buff *skb, struct kntop_net *kn)
{
	struct kntop_tally t = {};

	kntop_tally_sum(&t, kn->credited);
	return kntop_put_counter(skb, KNTOP_STATS_A_FRAGMENTS, t.count, t.octets);
}

static int kntop_stats_fill(struct sk_buff *skb, void *context)
{
	struct kntop_net *kn = context;
	char name[32];
	int n, err;

	err = nla_put_string(skb, KNTOP_STATS_A_VERSION, KNTOP_VERSION);
	if (!err && kntop_dpi_name(name, sizeof(name)))
		err = nla_put_string(skb, KNTOP_STATS_A_CLASSIFIER, name);
	for (n = 0; !err && n <= KNTOP_TABLE_MAX; n++)
		err = kntop_stats_put_table(skb, kn, n);
	for (n = 0; !err && n <= KNTOP_LOSS_MAX; n++)
		err = kntop_stats_put_loss(skb, kn, n);
	if (!err)
		err = kntop_stats_put_fragments(skb, kn);
	return err ?: kntop_stats_put_worker(skb, kn);
}

int kntop_stats_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct kntop_net *kn = kntop_net(genl_info_net(info));
	int err = mutex_lock_killable(&kn->mutex);

	if (err)
		return err;
	err = kntop_reply(info, KNTOP_CMD_STATS_GET, kntop_stats_fill, kn);
	mutex_unlock(&kn->mutex);
	return err;
}

/* ---- the sum rule ------------------------------------------------------ */

static int kntop_check_fill(struct sk_buff *skb, const struct kntop_interface *i,
			    const struct kntop_sum *s)
{
	if (nla_put_string(skb, KNTOP_CHECK_A_INTERFACE, i->name) ||
	    kntop_put_counter(skb, KNTOP_CHECK_A_BEFORE, s->before[0], s->before[1]) ||
	    kntop_put_counter(skb, KNTOP_CHECK_A_AFTER, s->after[0], s->after[1]) ||
	    kntop_put_counter_flows(skb, KNTOP_CHECK_A_FLOWS, s->flows[0], s->flows[1],
				    s->flow_count) ||
	    kntop_put_counter_flows(skb, KNTOP_CHECK_A_ENDED, s->ended[0], s->ended[1],
				    s->ended_count) ||
	    kntop_put_counter(skb, KNTOP_CHECK_A_OTHER, s->other[0], s->other[1]) ||
	    (s->unsettled && nla_put_flag(skb, KNTOP_CHECK_A_UNSETTLED)))
		return -EMSGSIZE;
	return 0;
}

int kntop_check_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct kntop_net *kn = kntop_dump_net(cb);
	int err = mutex_lock_killable(&kn->mutex);
	struct kntop_interface *i;
	struct kntop_sum sum;
	unsigned long id;
	void *header;

	if (err)
		return err;
	xa_for_each_start(&kn->interfaces, id, i, cb->args[0]) {
		kntop_check_interface(kn, i, &sum);
		header = kntop_dump_begin(skb, cb, KNTOP_CMD_CHECK);
		if (!header)
			break;
		if (kntop_check_fill(skb, i, &sum)) {
			genlmsg_cancel(skb, header);
			break;
		}
		genlmsg_end(skb, header);
		cb->args[0] = id + 1;
	}
	mutex_unlock(&kn->mutex);
	return skb->len;
}
