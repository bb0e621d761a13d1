// SPDX-License-Identifier: GPL-2.0-or-later
#include <linux/kallsyms.h>
#include <linux/kernel.h>
#include <linux/ktime.h>
#include <linux/mutex.h>
#include <linux/ratelimit.h>
#include <linux/string.h>
#include <net/netlink.h>

#include "../dpi.h"
#include "../flow_id.h"
#include "engine.h"
#include "trap.h"

/* What translated functions are called: w2c_NAME. */
#define KNTOP_TRAP_PREFIX	"w2c_"

static const char *const kntop_trap_names[KNTOP_TRAP_KIND_MAX + 1] = {
	[KNTOP_TRAP_KIND_OUT_OF_BOUNDS]	= "out of bounds",
	[KNTOP_TRAP_KIND_BAD_CALL]		= "bad call",
	[KNTOP_TRAP_KIND_DEPTH]		= "stack too deep",
	[KNTOP_TRAP_KIND_BUDGET]		= "out of budget",
	[KNTOP_TRAP_KIND_DIVISION]		= "division",
	[KNTOP_TRAP_KIND_ASSERTION]	= "assertion",
	[KNTOP_TRAP_KIND_MEMORY]		= "out of memory",
	[KNTOP_TRAP_KIND_CANCELLED]		= "no progress",
};

/* A mutex is enough: the limit of restarts bounds how often it is taken. */
static DEFINE_MUTEX(kntop_trap_mutex);
static struct kntop_dpi_trap kntop_traps[KNTOP_TRAP_KIND_MAX + 1];	/* mutex */
static u64 kntop_trap_restarts;					/* mutex */
static u64 kntop_trap_restart_max;				/* mutex */

/* The name of the translated function that has @address, as nDPI has it. */
static void kntop_trap_function(char *to, size_t size, unsigned long address)
{
	char symbol[KSYM_SYMBOL_LEN];
	const char *name = symbol;

	sprint_symbol_no_offset(symbol, address);
	symbol[strcspn(symbol, " .")] = '\0';
	if (!strncmp(name, KNTOP_TRAP_PREFIX, strlen(KNTOP_TRAP_PREFIX)))
		name += strlen(KNTOP_TRAP_PREFIX);
	strscpy(to, name, size);
}

/* nDPI calls its dissectors indirectly. */
static const char *kntop_trap_dissector(const struct kntop_guest *g)
{
	const char *name = g->called < kntop_guest_calls_count ?
			   kntop_guest_calls[g->called].name : NULL;

	return name ?: "";
}

static void kntop_trap_set_flow(struct kntop_dpi_trap *t, struct kntop_flow_table *table,
				struct kntop_flow *flow)
{
	int side, client;

	t->has_flow = flow;
	if (!flow)
		return;
	client = kntop_flow_client(flow);
	t->l4 = flow->key.l4;
	spin_lock_bh(&flow->lock);
	t->flow_id = kntop_flow_id(table, flow);
	spin_unlock_bh(&flow->lock);
	for (side = 0; side < 2; side++) {
		t->addr[side] = flow->key.addr[side ? !client : client];
		t->port[side] = flow->key.port[side ? !client : client];
	}
}

static void kntop_trap_fill(struct kntop_dpi_trap *t, const struct kntop_engine *e,
			    struct kntop_flow_table *table, struct kntop_flow *flow)
{
	t->last = ktime_get_real_ns();
	if (!t->count++)
		t->first = t->last;
	kntop_trap_function(t->function, sizeof(t->function), e->sandbox.where);
	strscpy(t->dissector, kntop_trap_dissector(&e->sandbox.guest), sizeof(t->dissector));
	kntop_trap_set_flow(t, table, flow);
}

void kntop_trap_note(struct kntop_engine *e, struct kntop_flow_table *table,
		     struct kntop_flow *flow)
{
	enum kntop_trap_kind kind = kntop_sandbox_trap(&e->sandbox);
	struct kntop_dpi_trap *t = &kntop_traps[kind];

	if (!e->broken || e->noted)
		return;
	e->noted = true;
	mutex_lock(&kntop_trap_mutex);
	t->kind = kind;
	kntop_trap_fill(t, e, table, flow);
	pr_warn_ratelimited("kntop: nDPI was stopped: %s in %s (%s), %llu times so far; flows go on\n",
			    kntop_trap_names[kind], t->function, t->dissector, t->count);
	kntop_dpi_trapped(table, t);
	mutex_unlock(&kntop_trap_mutex);
}

void kntop_trap_restarted(u64 ns)
{
	mutex_lock(&kntop_trap_mutex);
	kntop_trap_restarts++;
	kntop_trap_restart_max = max(kntop_trap_restart_max, ns);
	mutex_unlock(&kntop_trap_mutex);
}

static int kntop_trap_put(struct sk_buff *skb)
{
	int err, kind;

	err = nla_put_u64_64bit(skb, KNTOP_DPI_A_RESTARTS, kntop_trap_restarts,
				KNTOP_DPI_A_PAD) ?:
	      nla_put_u64_64bit(skb, KNTOP_DPI_A_RESTART_NS_MAX, kntop_trap_restart_max,
				KNTOP_DPI_A_PAD);
	for (kind = KNTOP_TRAP_KIND_NONE + 1; kind <= KNTOP_TRAP_KIND_MAX && !err; kind++) {
		kntop_traps[kind].kind = kind;
		err = kntop_dpi_put_trap(skb, KNTOP_DPI_A_TRAP, &kntop_traps[kind]);
	}
	return err;
}

int kntop_trap_report(struct sk_buff *skb)
{
	int err;

	mutex_lock(&kntop_trap_mutex);
	err = kntop_trap_put(skb);
	mutex_unlock(&kntop_trap_mutex);
	return err;
}
