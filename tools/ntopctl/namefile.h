/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The file of hosts' names that ntopd writes and ntopctl reads. */
#ifndef NTOPCTL_NAMEFILE_H
#define NTOPCTL_NAMEFILE_H

#include <kntop/address.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

/** Where it is unless ntopd was told of another folder. */
#define NAMEFILE_DEFAULT	"/var/lib/kntop/names"

/** Room for the longest name, with its NUL. */
#define NAMEFILE_NAME_SIZE	254

/** A name that is older, in seconds, is none any more. */
#define NAMEFILE_LIFE		(7 * 86400)

/** More lines than this are not read: so many are never written. */
#define NAMEFILE_LINES_MAX	65536

/** enum namefile_source - where a name is from; of two names the smaller one's is preferred */
enum namefile_source {
	NAMEFILE_DHCP,		/* the host told a DHCP server, or was told by it */
	NAMEFILE_MDNS,		/* the host announced it */
	NAMEFILE_NETBIOS,	/* likewise */
	NAMEFILE_DNS,		/* a DNS answer had the address for this name only */
	NAMEFILE_TLS,		/* clients asked the server for this name only */
	NAMEFILE_HTTP,		/* likewise */
	NAMEFILE_REVERSE,	/* looked up */
	__NAMEFILE_SOURCE_MAX,
};

/**
 * struct namefile_line - one name of a host
 * @addr: address
 * @source: &enum namefile_source
 * @time: when it was last seen or looked up, seconds since the epoch
 * @name: any octets; "": there is none. Of NAMEFILE_REVERSE that was the answer; of
 *	NAMEFILE_DNS and the two behind it several names were seen
 */
struct namefile_line {
	struct kntop_address addr;
	enum namefile_source source;
	uint64_t time;
	char name[NAMEFILE_NAME_SIZE];
};

/** namefile_source_name() - stable name in snake_case of &enum namefile_source */
const char *namefile_source_name(enum namefile_source source);

/** namefile_write() - write a line; of an address the preferred name comes first */
void namefile_write(FILE *file, const struct namefile_line *line);

/**
 * namefile_parse() - read a line
 * @text: the line without its end; changed
 * @line: filled in
 *
 * Return: false when it is none, as a comment is.
 */
bool namefile_parse(char *text, struct namefile_line *line);

typedef void (*namefile_fn)(const struct namefile_line *line, void *data);

/**
 * namefile_read() - read a file, passing over what is no line
 * @path: file; only a plain one is read
 * @fn: called for each line
 * @data: passed to @fn
 *
 * Return: 0, or a negative errno value.
 */
int namefile_read(const char *path, namefile_fn fn, void *data);

#endif /* NTOPCTL_NAMEFILE_H */
