/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which local hosts are worth a recording. */
#ifndef NTOPD_CHOICE_H
#define NTOPD_CHOICE_H

#include <kntop.h>
#include <stddef.h>

/** struct choice_key - what tells hosts apart */
struct choice_key {
	struct kntop_address addr;
	char interface[KNTOP_NAME_SIZE];
	int32_t vlan;
};

/**
 * struct choice_host - a host
 * @key: which
 * @total: octets it sent and received
 * @score: its traffic, that of late counting most
 * @known: it was there the time before
 * @chosen: it is to be recorded
 */
struct choice_host {
	struct choice_key key;
	uint64_t total;
	uint64_t score;
	bool known;
	bool chosen;
};

/**
 * struct choice - all hosts, as they were the last time; all zero: none yet
 * @hosts: sorted by key
 * @count: how many
 * @room: for how many there is memory
 * @sorted: so many of them are of the last time; behind them are those of this time
 */
struct choice {
	struct choice_host *hosts;
	size_t count;
	size_t room;
	size_t sorted;
};

/** choice_free() - forget all */
void choice_free(struct choice *c);

/** choice_make_key() - what tells a host from others; keys are compared octet by octet */
void choice_make_key(struct choice_key *key, const struct kntop_address *addr,
		     const char *interface, int32_t vlan);

/** choice_add() - a host is there now; 0 or -ENOMEM */
int choice_add(struct choice *c, const struct kntop_host *host);

/**
 * choice_cancel() - forget the hosts that were added since the last time
 */
void choice_cancel(struct choice *c);

/**
 * choice_make() - choose among the hosts that were added
 * @c: choice; those of the last time are forgotten
 * @most: so many at most
 *
 * A host's score is what it sent and received since the last time, and three quarters of
 * its score then, so that one that is quiet for a while is not dropped for one that is
 * loud for a moment.
 */
void choice_make(struct choice *c, size_t most);

/** choice_find() - what is known of the host of an address, interface and VLAN; NULL nothing */
const struct choice_host *choice_find(const struct choice *c, const struct kntop_address *addr,
				      const char *interface, int32_t vlan);

#endif /* NTOPD_CHOICE_H */
