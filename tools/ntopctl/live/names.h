/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Names of hosts, looked up beside the live view, which never waits for them. */
#ifndef NTOPCTL_LIVE_NAMES_H
#define NTOPCTL_LIVE_NAMES_H

#include <kntop/address.h>
#include <stdbool.h>

struct names;

/** names_open() - begin, or NULL when it cannot be */
struct names *names_open(void);

/**
 * names_close() - end
 * @n: names or NULL
 *
 * A look-up that is under way is not waited for.
 */
void names_close(struct names *n);

/**
 * names_find() - the name of an address
 * @n: names
 * @addr: address
 * @buf: where to write
 * @size: of @buf
 *
 * As the system's resolver says it: /etc/hosts, DNS, whatever nsswitch.conf(5) has. An
 * address that is asked for the first time is looked up beside, one after another, at
 * most 20 a second, and has its name later. The last 4,096 are kept for 10 minutes.
 *
 * Return: @buf, or NULL when there is no name, or not yet.
 */
const char *names_find(struct names *n, const struct kntop_address *addr, char *buf,
		       size_t size);

#endif /* NTOPCTL_LIVE_NAMES_H */
