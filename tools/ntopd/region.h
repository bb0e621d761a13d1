/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the hosts of countries and of autonomous systems carry, as totals that grow.
 *
 * The module has no such totals: they are the increases of all hosts between two looks at
 * the host table. A host stays there for timeout_host after its last flow. While that is
 * longer than the time between two looks, each host is seen with all it ever carried.
 */
#ifndef NTOPD_REGION_H
#define NTOPD_REGION_H

#include <kntop.h>
#include "../ntopctl/geo/geo.h"

/** Room for the name of a region. */
#define REGION_NAME	64

/** enum region_kind - what a region is */
enum region_kind {
	REGION_COUNTRY,		/* without code: what is in none that is known */
	REGION_AS,		/* with number 0: likewise */
	REGION_OTHER,		/* all ASes that are not recorded at the time */
};

/**
 * struct region - a country or an AS
 * @kind: which of them
 * @country: code of a country, "" none
 * @as: number of an AS, 0 none
 * @name: foreign text, "" unknown
 * @chosen: it is to be recorded
 * @epoch: its totals have been counting since, nanoseconds
 * @sent: octets and packets that its hosts sent
 * @received: and received
 * @hosts: how many it had at the last look
 * @score: its traffic, that of late counting most
 */
struct region {
	enum region_kind kind;
	char country[3];
	uint32_t as;
	char name[REGION_NAME];
	bool chosen;
	uint64_t epoch;
	struct kntop_counter sent;
	struct kntop_counter received;
	uint64_t hosts;
	uint64_t score;
};

struct regions;

/** regions_new() - nothing is known yet; NULL no memory */
struct regions *regions_new(void);

/** regions_free() - end; may be NULL */
void regions_free(struct regions *r);

/** regions_add() - a host as it is at the look under way; 0 or -ENOMEM */
int regions_add(struct regions *r, const struct kntop_host *host);

/** regions_cancel() - the look under way came to nothing */
void regions_cancel(struct regions *r);

/**
 * regions_end() - the look is over: add up what hosts carried since the one before
 * @r: regions
 * @time: when it began, nanoseconds
 * @complete: all hosts were seen
 * @most: so many ASes are recorded at most, by traffic; countries all are
 *
 * The first look says where hosts stand, and no more. What a host carried that came since
 * the first look is counted whole. A look that is not later than the one before is a first
 * one: the clock was turned back.
 *
 * Return: 0 or -ENOMEM, which is as if there had been no look at all.
 */
int regions_end(struct regions *r, uint64_t time, bool complete, unsigned int most);

/** regions_forget() - the totals of the module begin anew, so do these */
void regions_forget(struct regions *r);

/** regions_each() - all that are to be recorded; ends when @fn returns nonzero, with that */
int regions_each(const struct regions *r, int (*fn)(const struct region *region, void *data),
		 void *data);

#endif /* NTOPD_REGION_H */
