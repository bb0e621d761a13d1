/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the module still knows of the last hour. */
#ifndef NTOPD_KERNEL_PAST_H
#define NTOPD_KERNEL_PAST_H

#include <kntop.h>
#include "past.h"

/**
 * struct kernel_past - the histories of one interface
 * @interface: its name, "" nothing was asked
 * @from: they go back to this time, as far as the module does
 * @list: they, of one or more resolutions
 * @count: how many
 * @room: for how many there is memory
 */
struct kernel_past {
	char interface[KNTOP_NAME_SIZE];
	uint64_t from;
	struct kntop_history *list;
	size_t count;
	size_t room;
};

/** kernel_past_forget() - forget all */
void kernel_past_forget(struct kernel_past *kp);

/**
 * kernel_past_read() - ask for the histories of an interface
 * @kp: what is known; where it is of this interface and goes back far enough it stays
 * @k: handle
 * @interface: name
 * @from: how far to go back, nanoseconds of the wall clock
 * @err: told why it failed
 *
 * Seconds go back a minute, steps of ten seconds ten minutes, and minutes an hour; what is
 * coarser is asked for where the finer does not go back so far.
 *
 * Return: 0 or a negative errno value.
 */
int kernel_past_read(struct kernel_past *kp, struct kntop *k, const char *interface,
		     uint64_t from, struct kntop_error *err);

/** kernel_past_interface() - the totals of LAYOUT_INTERFACE; false nothing is known */
bool kernel_past_interface(const struct kernel_past *kp, struct past *p);

/**
 * kernel_past_protocol() - those of LAYOUT_PROTOCOL
 * @kp: what is known
 * @number: of the protocol
 * @category: it is the number of a category
 * @p: filled in
 *
 * Return: whether anything is known.
 */
bool kernel_past_protocol(const struct kernel_past *kp, int number, bool category,
			  struct past *p);

#endif /* NTOPD_KERNEL_PAST_H */
