/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the protocols of the chosen hosts have carried, all hosts read in one go. */
#ifndef NTOPD_SHARES_H
#define NTOPD_SHARES_H

#include "choice.h"

/**
 * struct share - one protocol of one host
 * @host: whose; compared, never looked into
 * @number: of the protocol
 * @sent: octets the host sent
 * @received: octets it received
 */
struct share {
	const struct choice_host *host;
	int number;
	uint64_t sent;
	uint64_t received;
};

/**
 * struct shares - those of all chosen hosts; all zero: none
 * @list: in the order of the hosts, when they were read
 * @count: how many
 * @room: for how many there is memory
 */
struct shares {
	struct share *list;
	size_t count;
	size_t room;
};

/** shares_free() - forget all */
void shares_free(struct shares *s);

/**
 * shares_read() - ask for the protocols of all local hosts, and keep those of chosen ones
 * @s: shares; those of before are forgotten
 * @k: handle
 * @c: choice, which must stay as it is while @s is used
 * @err: told why it failed
 *
 * Return: 0, KNTOP_INCONSISTENT, or a negative errno value.
 */
int shares_read(struct shares *s, struct kntop *k, const struct choice *c,
		struct kntop_error *err);

/** shares_of() - those of one host, and in *@count how many */
const struct share *shares_of(const struct shares *s, const struct choice_host *host,
			      size_t *count);

#endif /* NTOPD_SHARES_H */
