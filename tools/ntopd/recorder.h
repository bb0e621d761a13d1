/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Step by step: what the module counted goes into the store. */
#ifndef NTOPD_RECORDER_H
#define NTOPD_RECORDER_H

#include "names.h"
#include "store.h"
#include "watch.h"

struct recorder;

/**
 * recorder_new() - a recorder
 * @w: connection
 * @s: store; both stay the caller's
 *
 * Return: to be given to recorder_free(); NULL no memory.
 */
struct recorder *recorder_new(struct watch *w, struct store *s);

/**
 * recorder_places() - record countries and autonomous systems from now on
 * @r: recorder
 * @files: files that know where addresses are, "" the usual ones; copied
 * @most: most ASes that are recorded at a time, 0: neither they nor countries
 *
 * A file that cannot be used is told of; without files nothing of it is recorded.
 */
void recorder_places(struct recorder *r, const char *files, unsigned int most);

/** recorder_use_names() - tell beside hosts' recordings what they are called; NULL no more */
void recorder_use_names(struct recorder *r, struct names *n);

/** recorder_free() - end; may be NULL */
void recorder_free(struct recorder *r);

/**
 * recorder_step() - record what is due
 * @r: recorder
 * @time: now, nanoseconds of the wall clock
 * @hosts: most local hosts that are recorded
 *
 * Interfaces are due at each step, protocols, networks and places when a minute begins, hosts when
 * five do.
 */
void recorder_step(struct recorder *r, uint64_t time, unsigned int hosts);

#endif /* NTOPD_RECORDER_H */
