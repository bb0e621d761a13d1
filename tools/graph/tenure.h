/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which slot of a host's recording was whose, and when: see "PROTOCOLS OF HOSTS" in ntopd(8). */
#ifndef GRAPH_TENURE_H
#define GRAPH_TENURE_H

#include <stddef.h>
#include <time.h>
#include "archive.h"
#include "object.h"

/** Recording of the slots in a host's folder, and the text that says whose they are. */
#define TENURE_RECORDING	"protocols.rrd"
#define TENURE_TEXT		"protocols"

/** How many slots there are. */
#define TENURE_SLOTS		8

/**
 * struct tenure - a protocol has, or had, a slot
 * @slot: which
 * @since: rows that end later are the protocol's, seconds
 * @until: but for those that end later than this
 * @name: protocol, printable
 */
struct tenure {
	unsigned int slot;
	time_t since;
	time_t until;
	char name[OBJECT_NAME];
};

/** tenure_source() - source of a slot in the recording: sent, or received */
const char *tenure_source(unsigned int slot, bool received);

/**
 * tenures_read() - read the text in a host's folder
 * @folder: of the host
 * @list: set to the tenures by name, to be freed
 * @count: how many
 * @reason: ARCHIVE_REASON octets for why it failed
 *
 * Return: 0, also when no slots are recorded; or a negative errno value.
 */
int tenures_read(const char *folder, struct tenure **list, size_t *count, char *reason);

#endif /* GRAPH_TENURE_H */
