// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * kntop_gun: sends what a plan says as if a device had received it.
 *
 *	echo "dev=d0 l4=tcp flows=100000 packets=200000 cpus=0-1" >/proc/kntop_gun
 *	cat /proc/kntop_gun
 *
 * The first comes back when all is sent (gun_plan.h has the words); the second says
 *
 *	packets N		sent
 *	octets N		of them
 *	busy_ns N		while packets were received, of all CPUs together
 *	elapsed_ns N		from the first packet to the last
 *	cpu K packets N busy_ns N	for each CPU
 *
 * A thread on each CPU hands over bursts with bottom halves off, and only that time is
 * busy: neither the kernel's other threads nor what softirqs do meanwhile is in it.
 * Parameters of the module: priority is that of a hook (prerouting, first network
 * namespace) which drops all that came by the last plan's device, while drop is set.
 * What is sent next time goes on where this ended, unless the plan says from where.
 */
#include <linux/completion.h>
#include <linux/delay.h>
#include <linux/etherdevice.h>
#include <linux/kthread.h>
#include <linux/ktime.h>
#include <linux/math64.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/netfilter.h>
#include <linux/netfilter_ipv4.h>
#include <linux/netfilter_ipv6.h>
#include <linux/proc_fs.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

#include "gun_plan.h"

#define GUN_BURST	32
#define GUN_LINE	512

/**
 * struct gun - a thread that sends
 * @plan: what
 * @done: completed when it has
 * @part: which of @parts parts of the flows is this one's
 * @parts: see @part
 * @flows: number of flows in the part
 * @wanted: packets to send
 * @sent: packets sent
 * @busy: nanoseconds in bursts
 * @position: packets sent from the first of all on
 */
struct gun {
	const struct gun_plan	*plan;
	struct completion	*done;
	u32			part;
	u32			parts;
	u32			flows;
	u64			wanted;
	u64			sent;
	u64			busy;
	u64			position;
};

static int priority = NF_IP_PRI_RAW;
module_param(priority, int, 0444);
MODULE_PARM_DESC(priority, "of the hook that drops what was sent");

static bool drop = true;
module_param(drop, bool, 0644);
MODULE_PARM_DESC(drop, "drop what was sent");

/* One plan at a time; protects all below. */
static DEFINE_MUTEX(gun_mutex);
static struct gun *guns;
static struct gun_plan gun_plan;
static u64 gun_elapsed;
static struct proc_dir_entry *gun_file;

static unsigned int gun_drop(void *priv, struct sk_buff *skb, const struct nf_hook_state *state)
{
	return READ_ONCE(drop) && state->in == READ_ONCE(gun_plan.dev) ? NF_DROP : NF_ACCEPT;
}

static struct nf_hook_ops gun_hooks[] = {
	{ .hook = gun_drop, .pf = NFPROTO_IPV4, .hooknum = NF_INET_PRE_ROUTING },
	{ .hook = gun_drop, .pf = NFPROTO_IPV6, .hooknum = NF_INET_PRE_ROUTING },
};

static bool gun_fire(struct gun *g)
{
	u32 n, round = div_u64_rem(g->position, g->flows, &n);
	u32 flow = gun_plan_order(g->flows, round, n) * g->parts + g->part;
	struct sk_buff *skb = gun_plan_frame(g->plan, flow, round);

	if (!skb)
		return false;
	netif_receive_skb(skb);
	g->position++;
	g->sent++;
	return true;
}

/* Ahead of the rate? Then wait. */
static void gun_pace(struct gun *g, ktime_t start)
{
	u64 rate = g->plan->rate;
	s64 ahead;

	if (!rate)
		return;
	rate = max_t(u64, 1, div_u64(rate, cpumask_weight(&g->plan->cpus)));
	ahead = div64_u64(g->sent * NSEC_PER_SEC, rate) - ktime_to_ns(ktime_sub(ktime_get(), start));
	if (ahead > NSEC_PER_MSEC)
		usleep_range(div_u64(ahead, NSEC_PER_USEC), div_u64(ahead, NSEC_PER_USEC) + 100);
}

static int gun_run(void *data)
{
	struct gun *g = data;
	ktime_t start = ktime_get(), from;
	u64 end;

	while (g->sent < g->wanted) {
		end = min(g->sent + GUN_BURST, g->wanted);
		local_bh_disable();
		from = ktime_get();
		while (g->sent < end && gun_fire(g))
			;
		g->busy += ktime_to_ns(ktime_sub(ktime_get(), from));
		local_bh_enable();
		if (g->sent < end)
			usleep_range(1000, 2000);
		gun_pace(g, start);
		cond_resched();
	}
	/* nothing of this module runs once the last one is complete */
	kthread_complete_and_exit(g->done, 0);
}

/* Flows and packets of a thread. */
static void gun_load(struct gun *g, u32 part, u32 parts, struct completion *done)
{
	const struct gun_plan *p = &gun_plan;

	g->plan = p;
	g->done = done;
	g->parts = p->shared ? 1 : parts;
	g->part = p->shared ? 0 : part;
	g->flows = p->flows / g->parts + (g->part < p->flows % g->parts);
	g->wanted = div_u64(p->packets, parts) + (part < p->packets % parts);
	g->sent = 0;
	g->busy = 0;
	if (p->from != U64_MAX)
		g->position = p->from;
}

static int gun_shoot(void)
{
	u32 part = 0, parts = cpumask_weight(&gun_plan.cpus), started = 0;
	DECLARE_COMPLETION_ONSTACK(done);
	ktime_t start = ktime_get();
	struct task_struct *task;
	int cpu, err = 0;

	for_each_possible_cpu(cpu)
		guns[cpu].sent = 0;
	for_each_cpu(cpu, &gun_plan.cpus) {
		gun_load(&guns[cpu], part++, parts, &done);
		task = kthread_create(gun_run, &guns[cpu], "kntop_gun/%d", cpu);
		if (IS_ERR(task)) {
			err = PTR_ERR(task);
			break;
		}
		kthread_bind(task, cpu);
		wake_up_process(task);
		started++;
	}
	while (started--)
		wait_for_completion(&done);
	gun_elapsed = ktime_to_ns(ktime_sub(ktime_get(), start));
	return err;
}

static ssize_t gun_write(struct file *file, const char __user *user, size_t size, loff_t *at)
{
	char line[GUN_LINE];
	int err;

	if (size >= sizeof(line))
		return -E2BIG;
	if (copy_from_user(line, user, size))
		return -EFAULT;
	line[size] = 0;
	mutex_lock(&gun_mutex);
	err = gun_plan_parse(&gun_plan, line);
	if (!err) {
		err = gun_shoot();
		dev_put(gun_plan.dev);
	}
	mutex_unlock(&gun_mutex);
	return err ?: size;
}

static int gun_show(struct seq_file *m, void *v)
{
	u64 packets = 0, busy = 0;
	int cpu;

	mutex_lock(&gun_mutex);
	for_each_possible_cpu(cpu) {
		packets += guns[cpu].sent;
		busy += guns[cpu].sent ? guns[cpu].busy : 0;
	}
	seq_printf(m, "packets %llu\noctets %llu\nbusy_ns %llu\nelapsed_ns %llu\n", packets,
		   packets * gun_plan.size, busy, gun_elapsed);
	for_each_possible_cpu(cpu)
		if (guns[cpu].sent)
			seq_printf(m, "cpu %d packets %llu busy_ns %llu\n", cpu,
				   guns[cpu].sent, guns[cpu].busy);
	mutex_unlock(&gun_mutex);
	return 0;
}

static int gun_open(struct inode *inode, struct file *file)
{
	return single_open(file, gun_show, NULL);
}

static const struct proc_ops gun_ops = {
	.proc_open = gun_open,
	.proc_read = seq_read,
	.proc_lseek = seq_lseek,
	.proc_release = single_release,
	.proc_write = gun_write,
};

static int __init gun_init(void)
{
	int i, err = -ENOMEM;

	guns = kcalloc(nr_cpu_ids, sizeof(*guns), GFP_KERNEL);
	if (!guns)
		return -ENOMEM;
	for (i = 0; i < ARRAY_SIZE(gun_hooks); i++)
		gun_hooks[i].priority = priority;
	gun_file = proc_create("kntop_gun", 0600, NULL, &gun_ops);
	if (gun_file)
		err = nf_register_net_hooks(&init_net, gun_hooks, ARRAY_SIZE(gun_hooks));
	if (err) {
		proc_remove(gun_file);
		kfree(guns);
	}
	return err;
}

static void __exit gun_exit(void)
{
	nf_unregister_net_hooks(&init_net, gun_hooks, ARRAY_SIZE(gun_hooks));
	proc_remove(gun_file);
	kfree(guns);
}

module_init(gun_init);
module_exit(gun_exit);

MODULE_DESCRIPTION("Traffic for kntop's measurements");
MODULE_AUTHOR("The kntop authors");
MODULE_LICENSE("GPL");
