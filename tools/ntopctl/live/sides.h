/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the two sides of a record did: the columns that most lists have. Records that have
 * them begin with them.
 */
#ifndef NTOPCTL_LIVE_SIDES_H
#define NTOPCTL_LIVE_SIDES_H

#include "live.h"

/**
 * struct sides - traffic both ways
 * @sent: all that was sent
 * @received: all that was received
 * @sent_rate: in a second, packets negative when not known yet
 * @received_rate: likewise
 */
struct sides {
	struct traffic sent;
	struct traffic received;
	struct traffic sent_rate;
	struct traffic received_rate;
};

/**
 * sides_measure() - rates of a record
 * @p: pull
 * @id: what the record is told by
 * @s: totals, and octets of the rates where the kernel has them, else negative
 *
 * What the kernel has no rate of is told by the totals of a moment ago.
 */
void sides_measure(const struct pull *p, const struct page_id *id, struct sides *s);

/** sides_largest() - the largest record of a view, in the unit that is shown */
double sides_largest(const struct live *l, const struct view *v);

/* What stands in columns; @record begins with its sides. */
void sides_text_sent(const struct live *l, const void *record, char *buf);
void sides_text_received(const struct live *l, const void *record, char *buf);

/** sides_text_all() - all so far, both ways */
void sides_text_all(const struct live *l, const void *record, char *buf);

/** sides_draw() - both ways as parts of the largest record's */
void sides_draw(const struct live *l, const void *record, struct canvas *c,
		const struct area *area);

/** sides_draw_pair() - what was sent to the left, what was received to the right */
void sides_draw_pair(const struct live *l, const void *record, struct canvas *c,
		     const struct area *area);

/** sides_json() - rates that the totals tell, "packets_per_second" and so on */
void sides_json(struct json *j, const char *key, struct traffic rate);

#endif /* NTOPCTL_LIVE_SIDES_H */
