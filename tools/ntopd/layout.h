/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a file of recordings has in it. */
#ifndef NTOPD_LAYOUT_H
#define NTOPD_LAYOUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Most data sources of a file, and most arguments of one for librrd. */
#define LAYOUT_SOURCES_MAX	28
/** Protocols in the recording of a host's protocols. */
#define LAYOUT_SLOTS		8
#define LAYOUT_ARGUMENTS_MAX	(LAYOUT_SOURCES_MAX + 8)

/** enum layout_kind - of what a file tells; also the order in which room is made */
enum layout_kind {
	LAYOUT_SLOT,		/* the protocols of a host */
	LAYOUT_HOST,
	LAYOUT_REGION,		/* a country or an AS */
	LAYOUT_PROTOCOL,	/* a protocol or category of an interface */
	LAYOUT_NETWORK,
	LAYOUT_INTERFACE,
	LAYOUT_MODULE,
	LAYOUT_KINDS,
};

/**
 * struct layout_source - one data source
 * @name: at most 19 characters
 * @total: a total that grows, of which the rate is kept; else a value of the moment
 */
struct layout_source {
	const char *name;
	bool total;
};

/**
 * struct layout - the data sources of one kind of file
 * @sources: in the order of the values
 * @count: how many
 */
struct layout {
	const struct layout_source *sources;
	size_t count;
};

/** layout_of() - the data sources of a kind */
const struct layout *layout_of(enum layout_kind kind);

/** layout_step() - seconds between records; @step is that of interfaces */
unsigned int layout_step(enum layout_kind kind, unsigned int step);

/** layout_heartbeat() - records further apart than so many seconds leave unknown time */
unsigned int layout_heartbeat(unsigned int step);

/**
 * struct layout_arguments - what librrd is to be told to make a file
 * @text: the arguments themselves
 * @list: pointers to them
 * @count: how many
 * @bytes: about so large will the file be
 */
struct layout_arguments {
	char text[LAYOUT_ARGUMENTS_MAX][64];
	const char *list[LAYOUT_ARGUMENTS_MAX];
	int count;
	uint64_t bytes;
};

/**
 * layout_arguments() - data sources and archives
 * @kind: of what
 * @step: seconds between records of an interface
 * @retention: days; no archive goes further back
 * @args: filled in
 */
void layout_arguments(enum layout_kind kind, unsigned int step, unsigned int retention,
		      struct layout_arguments *args);

#endif /* NTOPD_LAYOUT_H */
