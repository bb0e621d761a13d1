/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * dpi: the seam to a classifier.
 *
 * The core works without one. At most one classifier, a module of its own, is
 * registered at a time and serves all network namespaces. It sees the packets
 * of a flow until it says that it has seen enough; from then on the flow's
 * packets cost nothing.
 */
#ifndef KNTOP_DPI_H
#define KNTOP_DPI_H

#include <linux/module.h>
#include <linux/types.h>

struct kntop_flow;
struct kntop_sighting;

/** What kntop_classifier.see() answers. */
enum kntop_dpi_answer {
	KNTOP_DPI_MORE,		/* go on showing packets */
	KNTOP_DPI_ENOUGH,	/* this flow needs no more */
	KNTOP_DPI_SKIPPED,	/* this packet could not be taken; go on */
};

/**
 * struct kntop_classifier - what a classifier provides
 * @name: shown to the user
 * @owner: its module
 * @wants: does it want this new flow's packets? Flow's lock not held, the flow
 *	is in no list yet. Softirq
 * @see: one packet of a flow it wants. It copies what it needs and returns;
 *	it may keep a pointer in flow->classified. Flow's lock held, softirq
 * @forget: the flow is freed, or the classifier is leaving: release
 *	flow->classified. Nothing else touches the flow. May sleep
 */
struct kntop_classifier {
	const char	*name;
	struct module	*owner;
	bool	(*wants)(const struct kntop_flow *flow);
	enum kntop_dpi_answer (*see)(struct kntop_flow *flow,
				     const struct kntop_sighting *s, int side);
	void	(*forget)(struct kntop_flow *flow);
};

/**
 * kntop_classifier_register - offer a classifier
 * @c: constant until unregistered
 *
 * Only flows that begin from now on are shown to it.
 *
 * Context: process. Return: 0, or -EBUSY when there is one already.
 */
int kntop_classifier_register(const struct kntop_classifier *c);

/**
 * kntop_classifier_unregister - withdraw it
 * @c: the registered classifier
 *
 * When this returns no callback runs or will run, and forget() has been called
 * for each flow that had something kept. Safe while packets arrive.
 *
 * Context: process.
 */
void kntop_classifier_unregister(const struct kntop_classifier *c);

/**
 * kntop_dpi_on_leave - what to do when a classifier leaves
 * @forget_all: calls kntop_dpi_forget() for every flow there is
 *
 * Context: module init.
 */
void kntop_dpi_on_leave(void (*forget_all)(void));

/** kntop_dpi_wants - does anybody want this new flow's packets? Softirq, RCU. */
bool kntop_dpi_wants(const struct kntop_flow *flow);

/** kntop_dpi_see - show it one packet. Softirq, RCU, flow's lock held. */
enum kntop_dpi_answer kntop_dpi_see(struct kntop_flow *flow,
				    const struct kntop_sighting *s, int side);

/** kntop_dpi_forget - let go what is kept for a flow. Accounting mutex. */
void kntop_dpi_forget(struct kntop_flow *flow);

/**
 * kntop_dpi_name - name of the registered classifier
 * @buf: where it is copied
 * @size: of @buf
 *
 * Return: false when there is none.
 */
bool kntop_dpi_name(char *buf, size_t size);

#endif /* KNTOP_DPI_H */
