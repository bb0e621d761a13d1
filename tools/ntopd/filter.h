/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The packet filter of the devices that ntopd adds. */
#ifndef NTOPD_FILTER_H
#define NTOPD_FILTER_H

#include <kntop.h>
#include <stdbool.h>

/**
 * filter_check() - is it an expression of pcap's syntax?
 * @text: expression
 * @reason: OPTION_REASON octets for why it is not
 */
bool filter_check(const char *text, char *reason);

/**
 * filter_add() - start to watch a device
 * @k: handle
 * @name: device
 * @flags: &enum kntop_interface_flag
 * @text: which frames are counted, "" all
 * @err: told why it failed
 *
 * Return: as kntop_interface_add(); -EINVAL also when the device's frames know nothing of
 * what is asked for.
 */
int filter_add(struct kntop *k, const char *name, uint32_t flags, const char *text,
	       struct kntop_error *err);

/**
 * filter_renew() - give a watched device this filter, unless it has it
 * @k: handle
 * @name: device
 * @text: which frames are counted, "" all
 * @err: told why it failed
 *
 * Return: 1 it has another one now, 0 it had this one, or a negative errno value.
 */
int filter_renew(struct kntop *k, const char *name, const char *text,
		 struct kntop_error *err);

#endif /* NTOPD_FILTER_H */
