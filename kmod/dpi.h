/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * dpi: the seam to a classifier.
 *
 * The core works without one. At most one classifier, a module of its own, is
 * registered at a time and serves all network namespaces. It is shown the
 * packets of a flow until it has seen enough; from then on the flow's packets
 * cost nothing.
 *
 * A flow is undecided from its first packet, if the classifier wants it, until
 * kntop_dpi_decide(). Meanwhile flow->classified belongs to the classifier;
 * afterwards it holds what was found, which belongs to the core. An undecided
 * flow for which the classifier keeps something is never freed: when it ends,
 * the classifier is asked to finish, and the flow waits for the verdict.
 */
#ifndef KNTOP_DPI_H
#define KNTOP_DPI_H

#include <linux/kntop.h>
#include <linux/module.h>
#include <linux/types.h>

#include "label.h"
#include "packet.h"

struct kntop_finding;
struct kntop_flow;
struct kntop_flow_table;
struct kntop_sighting;
struct genl_info;
struct sk_buff;

/**
 * Milliseconds after which nobody waits any longer for a classifier whose workers make
 * no progress. It starts anew whenever they make some.
 */
#define KNTOP_DPI_PATIENCE	10000

/** What kntop_classifier.see() answers. */
enum kntop_dpi_answer {
	KNTOP_DPI_MORE,		/* go on showing packets */
	KNTOP_DPI_ENOUGH,	/* show no more; a verdict comes, or has come */
	KNTOP_DPI_SKIPPED,	/* this packet could not be taken; go on */
	KNTOP_DPI_REFUSED,	/* it could not be taken, and none will be: decide without */
};

/**
 * struct kntop_dpi_settings - what DPI_SET sets; see enum kntop_dpi_attr
 * @packets: most packets of a flow
 * @workers: threads
 * @cpus: list of CPUs, "" any
 * @ring: octets of a worker's ring
 * @flows_max: most undecided flows with state
 * @bytes_max: most octets of that state
 * @budget: most steps that its library may take for one packet
 * @derive: what other flows told may name a flow
 * @corrections: help its library where it is known to fail
 */
struct kntop_dpi_settings {
	u32	packets;
	u32	workers;
	char	cpus[KNTOP_CPUS_SIZE];
	u32	ring;
	u32	flows_max;
	u64	bytes_max;
	u32	budget;
	bool	derive;
	bool	corrections;
};

/**
 * struct kntop_classifier - what a classifier provides
 * @name: shown to the user, with its version
 * @owner: its module
 * @payload_first: it need not be shown the first packet of a TCP flow if that has no
 *	payload: a flood of SYNs costs it nothing
 * @wants: does it want this new flow's packets? Flow's lock not held, the flow
 *	is in no list yet. Softirq, RCU
 * @see: one packet of a flow it wants. It copies what it needs and returns; it
 *	may keep a pointer in flow->classified. Flow's lock held, bottom halves
 *	off, RCU
 * @finish: no more packets of this undecided flow will be shown: decide soon,
 *	with what was queued before. What it keeps may be NULL. Returns false if
 *	there will be no verdict, which it may only where flow->classified is
 *	NULL. Flow's lock held, bottom halves off, RCU
 * @room: wait until a burst of packets, say 64, finds room. Sleeps, but only until
 *	the task is killed (-EINTR) or for KNTOP_DPI_PATIENCE without any progress
 *	(-ETIMEDOUT)
 * @drain: wait until all that was queued before is decided, or at least seen. As
 *	@room
 * @abandon: it is leaving: decide all flows for which something is kept. No
 *	other callback runs or will run. May sleep, but has to end in bounded time
 *	whatever the workers do
 * @settings: tell the settings. As those below: may sleep, one call at a time, and
 *	waits for workers like @room
 * @configure: change them, all or nothing. 0, -EINVAL (@s->cpus), -ENOMEM, or an
 *	error of @room or @load
 * @load: take over a set of rules, enum kntop_label_kind; @lines are ended by
 *	NUL, the last by two. 0, -ENOMEM, -ENOSPC when the catalogue is full,
 *	-EOVERFLOW when they are more than the library can take, -EIO when it fails
 *	with them, an error of @room, or -EINVAL with the number of the bad line, from
 *	1 on, in @bad
 * @report: put DPI_A_FLOWS .. DPI_A_WORKER. 0 or -EMSGSIZE
 */
struct kntop_classifier {
	const char	*name;
	struct module	*owner;
	bool	payload_first;
	bool	(*wants)(const struct kntop_flow *flow);
	enum kntop_dpi_answer (*see)(struct kntop_flow_table *t,
				     struct kntop_flow *flow,
				     const struct kntop_sighting *s, int side);
	bool	(*finish)(struct kntop_flow_table *t, struct kntop_flow *flow);
	int	(*room)(void);
	int	(*drain)(void);
	void	(*abandon)(void);
	void	(*settings)(struct kntop_dpi_settings *s);
	int	(*configure)(const struct kntop_dpi_settings *s);
	int	(*load)(enum kntop_label_kind kind, const char *lines, u32 *bad);
	int	(*report)(struct sk_buff *skb);
};

/* ---- for the classifier -------------------------------------------------- */

/**
 * kntop_classifier_register - offer a classifier
 * @c: constant until unregistered
 *
 * Only flows that begin from now on are shown to it.
 *
 * Context: process. Return: 0, -EBUSY when there is one already, or -EINTR when the
 * task was killed.
 */
int kntop_classifier_register(const struct kntop_classifier *c);

/**
 * kntop_classifier_unregister - withdraw it
 * @c: the registered classifier
 *
 * Calls abandon(). When this returns no callback runs or will run, and every
 * flow is decided. Safe while packets arrive.
 *
 * Context: process.
 */
void kntop_classifier_unregister(const struct kntop_classifier *c);

/**
 * kntop_dpi_tell - what an undecided flow seems to be
 * @flow: flow
 * @label: what is shown until the verdict; put where flow->classified points
 *
 * Context: process or softirq; flow's lock not held.
 */
void kntop_dpi_tell(struct kntop_flow *flow, struct kntop_label label);

/**
 * kntop_dpi_decide - the verdict
 * @t: the flow's table, as see() or finish() was given it
 * @flow: undecided flow. Not to be touched any more afterwards
 * @label: what it is; its confidence is not KNTOP_CONFIDENCE_NONE
 * @finding: what else its packets told, or NULL; the core's from now on
 *
 * Context: process or softirq; flow's lock not held.
 */
void kntop_dpi_decide(struct kntop_flow_table *t, struct kntop_flow *flow,
		      struct kntop_label label, struct kntop_finding *finding);

/** kntop_dpi_decide_locked - the same, flow's lock held; for see() and finish(). */
void kntop_dpi_decide_locked(struct kntop_flow_table *t, struct kntop_flow *flow,
			     struct kntop_label label,
			     struct kntop_finding *finding);

/**
 * struct kntop_dpi_trap - why the classifier's library was stopped
 * @kind: enum kntop_trap_kind
 * @count: how often; all below is 0 or empty when never
 * @first: nanoseconds since 1970
 * @last: likewise
 * @function: of the library, where it was stopped the last time
 * @dissector: which of its parts that was called for
 * @has_flow: those below are known: the flow whose packet it was
 * @l4: its protocol
 * @flow_id: its number, see kntop_flow_id()
 * @addr: client, server
 * @port: likewise
 */
struct kntop_dpi_trap {
	u32			kind;
	u64			count;
	u64			first;
	u64			last;
	char			function[48];
	char			dissector[48];
	bool			has_flow;
	u8			l4;
	u64			flow_id;
	union kntop_addr	addr[2];
	u16			port[2];
};

/**
 * kntop_dpi_trapped - count a trap, and say so to listeners
 * @t: table of the flow whose packet it was, or NULL
 * @trap: the trap
 *
 * Context: process, sleeps.
 */
void kntop_dpi_trapped(struct kntop_flow_table *t, const struct kntop_dpi_trap *trap);

/** kntop_dpi_put_trap - put the nest @type of a trap. 0 or -EMSGSIZE. */
int kntop_dpi_put_trap(struct sk_buff *skb, int type, const struct kntop_dpi_trap *trap);

/* ---- for the core -------------------------------------------------------- */

/**
 * kntop_dpi_on_leave - what to do when a classifier has left
 * @forget_all: decides every flow that is still undecided
 *
 * Context: module init.
 */
void kntop_dpi_on_leave(void (*forget_all)(void));

/** kntop_dpi_wants - does anybody want this new flow's packets? Softirq, RCU. */
bool kntop_dpi_wants(const struct kntop_flow *flow);

/** kntop_dpi_see - show it one packet. Softirq, RCU, flow's lock held. */
void kntop_dpi_see(struct kntop_flow_table *t, struct kntop_flow *flow,
		   const struct kntop_sighting *s, int side);

/** kntop_dpi_see_first - the same, for the flow's first packet. */
void kntop_dpi_see_first(struct kntop_flow_table *t, struct kntop_flow *flow,
			 const struct kntop_sighting *s, int side);

/**
 * kntop_dpi_finish - have an undecided flow decided
 * @t: its table
 * @flow: flow
 *
 * A dead flow goes to a dirty list when it is decided, if that is later.
 *
 * Context: process; flow's lock not held.
 * Return: true when the verdict comes later, false when the flow is decided now.
 */
bool kntop_dpi_finish(struct kntop_flow_table *t, struct kntop_flow *flow);

/**
 * kntop_dpi_room - wait until a burst of packets finds room
 *
 * Does not wait while inspection is switched off.
 *
 * Context: process, sleeps; no lock held that others wait for.
 * Return: 0, -EINTR when the task was killed, or -ETIMEDOUT when the classifier
 * makes no progress.
 */
int kntop_dpi_room(void);

/**
 * kntop_dpi_drain - wait until all that was queued is decided
 *
 * Context and return: as kntop_dpi_room().
 */
int kntop_dpi_drain(void);

/** kntop_dpi_forget - let go what was found of a flow. Accounting mutex. */
void kntop_dpi_forget(struct kntop_flow *flow);

/**
 * kntop_dpi_name - name of the registered classifier
 * @buf: where it is copied
 * @size: of @buf
 *
 * Return: false when there is none.
 */
bool kntop_dpi_name(char *buf, size_t size);

/** kntop_dpi_traps - how often a classifier's library was stopped. Any context. */
u64 kntop_dpi_traps(void);

/** kntop_dpi_enabled - are new flows inspected, if there is a classifier? */
bool kntop_dpi_enabled(void);

/** kntop_dpi_enable - switch it on or off. Flows under inspection go on. */
void kntop_dpi_enable(bool on);

/**
 * kntop_dpi_hold - keep the classifier from leaving
 *
 * Context: process. Return: the classifier; or, with nothing held, NULL when there is
 * none, ERR_PTR(-EINTR) when the task was killed.
 */
const struct kntop_classifier *kntop_dpi_hold(void);

/** kntop_dpi_release - end of kntop_dpi_hold(). */
void kntop_dpi_release(void);

#endif /* KNTOP_DPI_H */
