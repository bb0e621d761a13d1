// SPDX-License-Identifier: GPL-2.0-or-later
#include <linux/err.h>

#include "../dpi.h"
#include "../flow.h"
#include "family.h"

/* not const: before 6.6 a policy could not point at a constant */
static struct netlink_range_validation kntop_dpi_ring = {
	.min = 65536, .max = 67108864,
};

static struct netlink_range_validation kntop_dpi_flows = {
	.min = 64, .max = 4194304,
};

static struct netlink_range_validation kntop_dpi_budget = {
	.min = 10000, .max = 4000000000,
};

static struct netlink_range_validation kntop_dpi_bytes = {
	.min = 1048576, .max = U64_MAX,
};

const struct nla_policy kntop_dpi_policy[KNTOP_DPI_A_MAX + 1] = {
	[KNTOP_DPI_A_ENABLED] = NLA_POLICY_MAX(NLA_U8, 1),
	[KNTOP_DPI_A_PACKETS] = NLA_POLICY_RANGE(NLA_U32, 1, 32),
	[KNTOP_DPI_A_WORKERS] = NLA_POLICY_RANGE(NLA_U32, 1, 64),
	[KNTOP_DPI_A_CPUS] = { .type = NLA_NUL_STRING, .len = KNTOP_CPUS_SIZE - 1 },
	[KNTOP_DPI_A_RING] = NLA_POLICY_FULL_RANGE(NLA_U32, &kntop_dpi_ring),
	[KNTOP_DPI_A_FLOWS_MAX] = NLA_POLICY_FULL_RANGE(NLA_U32, &kntop_dpi_flows),
	[KNTOP_DPI_A_BYTES_MAX] = NLA_POLICY_FULL_RANGE(NLA_U64, &kntop_dpi_bytes),
	[KNTOP_DPI_A_BUDGET] = NLA_POLICY_FULL_RANGE(NLA_U32, &kntop_dpi_budget),
	[KNTOP_DPI_A_DERIVE] = NLA_POLICY_MAX(NLA_U8, 1),
	[KNTOP_DPI_A_CORRECTIONS] = NLA_POLICY_MAX(NLA_U8, 1),
};

/* ---- traps ------------------------------------------------------------- */

static int kntop_dpi_put_end(struct sk_buff *skb, int type, const union kntop_addr *addr,
			     u16 port, bool has_ports)
{
	struct nlattr *nest = nla_nest_start(skb, type);

	if (!nest || kntop_put_addr(skb, KNTOP_ENDPOINT_A_ADDR, addr) ||
	    (has_ports && nla_put_u16(skb, KNTOP_ENDPOINT_A_PORT, port)))
		return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}

static int kntop_dpi_put_trap_flow(struct sk_buff *skb, const struct kntop_dpi_trap *trap)
{
	bool ports = kntop_flow_l4_has_ports(trap->l4);

	return nla_put_u8(skb, KNTOP_TRAP_A_L4, trap->l4) ?:
	       nla_put_u64_64bit(skb, KNTOP_TRAP_A_FLOW_ID, trap->flow_id, KNTOP_TRAP_A_PAD) ?:
	       kntop_dpi_put_end(skb, KNTOP_TRAP_A_CLIENT, &trap->addr[0], trap->port[0], ports) ?:
	       kntop_dpi_put_end(skb, KNTOP_TRAP_A_SERVER, &trap->addr[1], trap->port[1], ports);
}

static int kntop_dpi_put_trap_last(struct sk_buff *skb, const struct kntop_dpi_trap *trap)
{
	return nla_put_u64_64bit(skb, KNTOP_TRAP_A_FIRST, trap->first, KNTOP_TRAP_A_PAD) ?:
	       nla_put_u64_64bit(skb, KNTOP_TRAP_A_LAST, trap->last, KNTOP_TRAP_A_PAD) ?:
	       nla_put_string(skb, KNTOP_TRAP_A_FUNCTION, trap->function) ?:
	       nla_put_string(skb, KNTOP_TRAP_A_DISSECTOR, trap->dissector);
}

int kntop_dpi_put_trap(struct sk_buff *skb, int type, const struct kntop_dpi_trap *trap)
{
	struct nlattr *nest = nla_nest_start(skb, type);

	if (!nest || nla_put_u32(skb, KNTOP_TRAP_A_KIND, trap->kind) ||
	    nla_put_u64_64bit(skb, KNTOP_TRAP_A_COUNT, trap->count, KNTOP_TRAP_A_PAD) ||
	    (trap->count && kntop_dpi_put_trap_last(skb, trap)) ||
	    (trap->has_flow && kntop_dpi_put_trap_flow(skb, trap)))
		return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}
EXPORT_SYMBOL_GPL(kntop_dpi_put_trap);

/* ---- settings and report ----------------------------------------------- */

static int kntop_dpi_put_settings(struct sk_buff *skb,
				  const struct kntop_dpi_settings *s)
{
	if (nla_put_u32(skb, KNTOP_DPI_A_PACKETS, s->packets) ||
	    nla_put_u32(skb, KNTOP_DPI_A_WORKERS, s->workers) ||
	    nla_put_string(skb, KNTOP_DPI_A_CPUS, s->cpus) ||
	    nla_put_u32(skb, KNTOP_DPI_A_RING, s->ring) ||
	    nla_put_u32(skb, KNTOP_DPI_A_FLOWS_MAX, s->flows_max) ||
	    nla_put_u64_64bit(skb, KNTOP_DPI_A_BYTES_MAX, s->bytes_max,
			      KNTOP_DPI_A_PAD) ||
	    nla_put_u32(skb, KNTOP_DPI_A_BUDGET, s->budget) ||
	    nla_put_u8(skb, KNTOP_DPI_A_DERIVE, s->derive) ||
	    nla_put_u8(skb, KNTOP_DPI_A_CORRECTIONS, s->corrections))
		return -EMSGSIZE;
	return 0;
}

static int kntop_dpi_fill(struct sk_buff *skb, void *context)
{
	const struct kntop_classifier *c = context;
	struct kntop_dpi_settings s = {};
	int err = nla_put_u8(skb, KNTOP_DPI_A_ENABLED, kntop_dpi_enabled());

	if (err || !c)
		return err;
	c->settings(&s);
	return nla_put_string(skb, KNTOP_DPI_A_CLASSIFIER, c->name) ?:
	       kntop_dpi_put_settings(skb, &s) ?: c->report(skb);
}

int kntop_dpi_get_doit(struct sk_buff *skb, struct genl_info *info)
{
	const struct kntop_classifier *c = kntop_dpi_hold();
	int err;

	if (IS_ERR(c))
		return PTR_ERR(c);
	err = kntop_reply(info, KNTOP_CMD_DPI_GET, kntop_dpi_fill, (void *)c);
	if (c)
		kntop_dpi_release();
	return err;
}

static void kntop_dpi_change(struct kntop_dpi_settings *s, struct nlattr **attrs)
{
	if (attrs[KNTOP_DPI_A_PACKETS])
		s->packets = nla_get_u32(attrs[KNTOP_DPI_A_PACKETS]);
	if (attrs[KNTOP_DPI_A_WORKERS])
		s->workers = nla_get_u32(attrs[KNTOP_DPI_A_WORKERS]);
	if (attrs[KNTOP_DPI_A_CPUS])
		nla_strscpy(s->cpus, attrs[KNTOP_DPI_A_CPUS], sizeof(s->cpus));
	if (attrs[KNTOP_DPI_A_RING])
		s->ring = nla_get_u32(attrs[KNTOP_DPI_A_RING]);
	if (attrs[KNTOP_DPI_A_FLOWS_MAX])
		s->flows_max = nla_get_u32(attrs[KNTOP_DPI_A_FLOWS_MAX]);
	if (attrs[KNTOP_DPI_A_BYTES_MAX])
		s->bytes_max = nla_get_u64(attrs[KNTOP_DPI_A_BYTES_MAX]);
	if (attrs[KNTOP_DPI_A_BUDGET])
		s->budget = nla_get_u32(attrs[KNTOP_DPI_A_BUDGET]);
	if (attrs[KNTOP_DPI_A_DERIVE])
		s->derive = nla_get_u8(attrs[KNTOP_DPI_A_DERIVE]);
	if (attrs[KNTOP_DPI_A_CORRECTIONS])
		s->corrections = nla_get_u8(attrs[KNTOP_DPI_A_CORRECTIONS]);
}

static int kntop_dpi_set(const struct kntop_classifier *c, struct genl_info *info)
{
	struct kntop_dpi_settings s = {};
	int err;

	c->settings(&s);
	kntop_dpi_change(&s, info->attrs);
	err = c->configure(&s);
	if (err == -EINVAL)
		NL_SET_ERR_MSG_ATTR(info->extack, info->attrs[KNTOP_DPI_A_CPUS],
				    "not a list of CPUs that are there");
	else if (err == -ENOMEM)
		NL_SET_ERR_MSG(info->extack, "no memory for that many workers and rings");
	else if (err == -ETIMEDOUT)
		NL_SET_ERR_MSG(info->extack,
			       "the classifier makes no progress; its settings are as before");
	return err;
}

int kntop_dpi_set_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct nlattr *enabled = info->attrs[KNTOP_DPI_A_ENABLED];
	const struct kntop_classifier *c;
	bool any = false;
	int a, err = 0;

	for (a = KNTOP_DPI_A_PACKETS; a <= KNTOP_DPI_A_BUDGET; a++)
		any |= !!info->attrs[a];
	any |= info->attrs[KNTOP_DPI_A_DERIVE] || info->attrs[KNTOP_DPI_A_CORRECTIONS];
	if (!any && !enabled) {
		NL_SET_ERR_MSG(info->extack, "nothing to set");
		return -EINVAL;
	}
	c = kntop_dpi_hold();
	if (IS_ERR(c))
		return PTR_ERR(c);
	if (!c) {
		NL_SET_ERR_MSG(info->extack, "there is no classifier");
		return -EOPNOTSUPP;
	}
	if (any)
		err = kntop_dpi_set(c, info);
	if (!err && enabled)
		kntop_dpi_enable(nla_get_u8(enabled));
	kntop_dpi_release();
	return err;
}
