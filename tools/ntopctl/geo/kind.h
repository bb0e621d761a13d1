/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Kinds of files that know where addresses are. */
#ifndef NTOPCTL_GEO_KIND_H
#define NTOPCTL_GEO_KIND_H

#include <kntop/address.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Room for a name in an answer, with its NUL; longer ones are cut. */
#define GEO_NAME	128

/**
 * struct geo_answer - what a file says of an address
 * @country: two letters, "" it does not say
 * @country_name: foreign text, "" it does not say
 * @as: number of the autonomous system, 0 it does not say
 * @as_name: foreign text, "" it does not say
 * @flags: bits of &enum geo_flag
 */
struct geo_answer {
	char country[3];
	char country_name[GEO_NAME];
	uint32_t as;
	char as_name[GEO_NAME];
	unsigned int flags;
};

/**
 * struct geo_kind - a kind of files
 * @open: open one; NULL with the reason in @why, @size octets there
 * @look: look an address up; adds what it finds to an answer that is empty
 * @made: when its data were put together, seconds since the epoch, 0 it does not say
 * @close: end
 *
 * A file may hold anything: what is damaged in it costs answers, and no more.
 */
struct geo_kind {
	void *(*open)(const char *path, char *why, size_t size);
	void (*look)(void *file, const struct kntop_address *addr, struct geo_answer *answer);
	uint64_t (*made)(void *file);
	void (*close)(void *file);
};

/** geo_loc - the format of libloc; "LOCDBXX" stands at its beginning */
extern const struct geo_kind geo_loc;

/** geo_mmdb - the format of MaxMind, with the fields of several publishers */
extern const struct geo_kind geo_mmdb;

#endif /* NTOPCTL_GEO_KIND_H */
