/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What one run of ntopctl knows: its options and its connection. */
#ifndef NTOPCTL_CTL_H
#define NTOPCTL_CTL_H

#include <kntop.h>
#include <stdbool.h>
#include <stdio.h>
#include "json.h"

/** Exit statuses. */
enum {
	CTL_OK,
	CTL_USAGE,		/* wrong usage or bad input */
	CTL_REFUSED,		/* the kernel or the system refused */
};

/**
 * struct ctl - one run
 * @json: print JSON
 * @pretty: and indented
 * @raw: exact numbers in text
 * @detail: how often -s was given
 * @force: a batch goes on after an error
 * @out: where results go
 * @kernel: connection, NULL until ctl_kernel() was asked for it
 * @where: "FILE:LINE: " inside a batch, else ""
 * @source: the only offline source, when a request names none and nothing is watched live
 * @told: takes complaints instead of standard error, without "ntopctl: ", or NULL
 * @told_size: octets there
 */
struct ctl {
	bool json;
	bool pretty;
	bool raw;
	int detail;
	bool force;
	FILE *out;
	struct kntop *kernel;
	char where[128];
	char source[KNTOP_NAME_SIZE];
	char *told;
	size_t told_size;
};

/**
 * ctl_kernel() - the connection to the module, opened at first need
 * @ctl: run
 *
 * Return: a handle that stays the run's, or NULL, complained already.
 */
struct kntop *ctl_kernel(struct ctl *ctl);

/**
 * ctl_enter_netns() - go to a named network namespace before anything else
 * @ctl: run
 * @name: as `ip netns` calls it
 *
 * Return: CTL_OK, or complained already.
 */
int ctl_enter_netns(struct ctl *ctl, const char *name);

/**
 * ctl_complain() - print "ntopctl: ..." on standard error
 * @ctl: run
 * @format: without a full stop or a new line; texts from elsewhere must be
 *	printable
 *
 * Return: CTL_USAGE.
 */
int ctl_complain(const struct ctl *ctl, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/**
 * ctl_refused() - tell what the library or the kernel refused, and what to do
 * @ctl: run
 * @err: the failure
 * @format: what was to be done, such as "interface add eth0"
 *
 * Return: CTL_USAGE when the input was at fault, else CTL_REFUSED.
 */
int ctl_refused(const struct ctl *ctl, const struct kntop_error *err,
		const char *format, ...) __attribute__((format(printf, 3, 4)));

/**
 * ctl_no_classifier() - tell that something needs a classifier, and there is none
 * @ctl: run
 * @format: what was to be done
 *
 * Return: CTL_REFUSED.
 */
int ctl_no_classifier(const struct ctl *ctl, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/**
 * ctl_listed() - deal with what a listing returned
 * @ctl: run
 * @rc: its return value
 * @err: its error
 * @what: what was listed
 *
 * Return: CTL_OK, also with a warning for KNTOP_INCONSISTENT, or as ctl_refused().
 */
int ctl_listed(const struct ctl *ctl, int rc, const struct kntop_error *err,
	       const char *what);

/** ctl_json() - a JSON writer to the run's output */
void ctl_json(const struct ctl *ctl, struct json *j);

#endif /* NTOPCTL_CTL_H */
