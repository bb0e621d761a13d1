/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * accounting: folds what the flows counted into hosts, networks and
 * interfaces, and ends what is idle. One writer for all of them: the worker, or
 * whoever holds the accounting mutex in its place.
 */
#ifndef KNTOP_ACCOUNTING_H
#define KNTOP_ACCOUNTING_H

#include <linux/kntop.h>
#include <linux/types.h>

struct kntop_interface;
struct kntop_net;

/**
 * kntop_accounting_init - make the worker of a namespace, not running yet
 */
void kntop_accounting_init(struct kntop_net *kn);

/** kntop_accounting_start - let the worker run. Context: accounting mutex. */
void kntop_accounting_start(struct kntop_net *kn);

/** kntop_accounting_stop - wait for it and keep it from running. Process. */
void kntop_accounting_stop(struct kntop_net *kn);

/**
 * kntop_accounting_settle - finish what has ended
 * @kn: namespace
 *
 * Folds and frees the flows that are dead, without disturbing the rates of
 * those that live.
 *
 * Context: accounting mutex.
 */
void kntop_accounting_settle(struct kntop_net *kn);

/**
 * kntop_accounting_end - end all flows of an interface
 * @kn: namespace
 * @i: interface
 * @end: why
 *
 * Does not wait for a classifier.
 *
 * Context: accounting mutex. Return: whether any of its flows wait for their verdict.
 */
bool kntop_accounting_end(struct kntop_net *kn, struct kntop_interface *i,
			  enum kntop_end end);

/**
 * kntop_accounting_forget - forget the hosts of an interface that have no flow
 * @kn: namespace
 * @i: interface
 *
 * Context: accounting mutex.
 */
void kntop_accounting_forget(struct kntop_net *kn, const struct kntop_interface *i);

/**
 * kntop_accounting_leave - end all flows of an interface, and free it after the last
 * @kn: namespace
 * @i: interface without any packet under way; not to be touched afterwards
 *
 * Nobody finds the interface any more. It and the hosts of its flows stay until the
 * classifier has decided those flows.
 *
 * Context: accounting mutex. Return: whether any of its flows wait for their verdict.
 */
bool kntop_accounting_leave(struct kntop_net *kn, struct kntop_interface *i);

/**
 * kntop_accounting_await - wait until flows that ended have their verdicts and records
 * @kn: namespace
 *
 * Context: process, sleeps; no lock held that others wait for.
 * Return: 0; -ETIMEDOUT when the classifier makes no progress: then these flows go on
 * waiting; -EINTR when the task was killed.
 */
int kntop_accounting_await(struct kntop_net *kn);

/**
 * kntop_accounting_retime - put all flows and hosts where new timeouts want them
 * Context: accounting mutex.
 */
void kntop_accounting_retime(struct kntop_net *kn);

/**
 * kntop_accounting_conclude - ask for the verdicts of all flows of an interface
 * @kn: namespace
 * @i: interface: an offline source whose file is at its end
 *
 * Context: accounting mutex. Return: whether any verdict comes later.
 */
bool kntop_accounting_conclude(struct kntop_net *kn, struct kntop_interface *i);

/** kntop_accounting_forget_classified - see kntop_net_forget_classified(). Mutex. */
void kntop_accounting_forget_classified(struct kntop_net *kn);

#endif /* KNTOP_ACCOUNTING_H */
