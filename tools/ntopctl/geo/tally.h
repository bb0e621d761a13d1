/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Hosts added up by country or by autonomous system. */
#ifndef NTOPCTL_GEO_TALLY_H
#define NTOPCTL_GEO_TALLY_H

#include "../ranking.h"
#include "geo.h"

/** enum tally_by - what hosts are added up by */
enum tally_by {
	TALLY_COUNTRY,
	TALLY_AS,
};

/**
 * struct tally_row - hosts of one country or AS
 * @geo: the country, or the AS with its name; nothing for hosts that are nowhere
 * @hosts: how many; an address on two interfaces is two
 * @flows: live flows they have; one between two of them counts twice
 * @sent: by them
 * @received: by them
 * @sent_rate: octets a second
 * @received_rate: octets a second
 */
struct tally_row {
	struct geo geo;
	uint64_t hosts;
	uint64_t flows;
	struct kntop_counter sent;
	struct kntop_counter received;
	uint64_t sent_rate;
	uint64_t received_rate;
};

/**
 * struct tally - hosts being added up
 * @by: by what
 * @rows: &struct tally_row
 * @sum: of all of them
 * @slots: 1 + index of a row, by a hash of what it is of; 0 free
 * @room: how many slots, a power of two
 */
struct tally {
	enum tally_by by;
	struct ranking rows;
	struct tally_row sum;
	uint32_t *slots;
	size_t room;
};

/**
 * tally_init() - begin
 * @t: filled in; free with tally_free()
 * @by: what hosts are added up by
 *
 * The order of the rows is one of &enum filter_tally, in @t->rows.arg, for ranking_sort();
 * tally_add() must not be called after that.
 */
void tally_init(struct tally *t, enum tally_by by);

/** tally_add() - add a host; 0 or -ENOMEM */
int tally_add(struct tally *t, const struct kntop_host *host);

/** tally_rank() - value of a row in an order; what is nowhere is ranked like the others */
uint64_t tally_rank(const void *row, int order);

/** tally_free() - end */
void tally_free(struct tally *t);

/** tally_name() - "US" or "AS15169", "-" nowhere; in FIELD_SIZE octets */
char *tally_name(char *buf, enum tally_by by, const struct geo *g);

/** tally_title() - name of the country or AS, printable, "" none; in FIELD_SIZE octets */
char *tally_title(char *buf, enum tally_by by, const struct geo *g);

/** tally_json() - a row as members of an object that is open */
void tally_json(struct json *j, enum tally_by by, const struct tally_row *row);

#endif /* NTOPCTL_GEO_TALLY_H */
