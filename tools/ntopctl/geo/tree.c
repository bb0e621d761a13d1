// SPDX-License-Identifier: GPL-2.0-or-later
/* Whether libloc can be let into a file. */
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include "tree.h"

/* Header of version 1: magic and version, then integers in network order. */
#define MAGIC		"LOCDBXX\1"
#define MAGIC_SIZE	8
#define HEADER_SIZE	4200
#define SECTIONS	28	/* offset and length: ASes, networks, nodes, countries, names */
#define NODE_SIZE	12
/* As many bits as the library can tell of an address, a node for each. */
#define LEVELS		128

enum section { ASES, NETWORKS, NODES, COUNTRIES, NAMES, SECTION_COUNT };

static uint32_t number(const unsigned char *at)
{
	return (uint32_t)at[0] << 24 | at[1] << 16 | at[2] << 8 | at[3];
}

static const unsigned char *section(const struct tree *t, enum section which,
				    uint32_t *length)
{
	const unsigned char *at = t->data + SECTIONS + 8 * which;

	*length = number(at + 4);
	return t->data + number(at);
}

static bool is_sound(const struct tree *t)
{
	const unsigned char *names;
	uint32_t length;

	if (memcmp(t->data, MAGIC, MAGIC_SIZE))
		return false;
	for (enum section s = ASES; s < SECTION_COUNT; s++)
		if ((size_t)(section(t, s, &length) - t->data) > t->size ||
		    length > t->size - (section(t, s, &length) - t->data))
			return false;
	/* the last name must end */
	names = section(t, NAMES, &length);
	return length && !names[length - 1];
}

bool tree_open(struct tree *t, int fd)
{
	struct stat st;

	*t = (struct tree){ 0 };
	if (fstat(fd, &st) || !S_ISREG(st.st_mode) || st.st_size < HEADER_SIZE)
		return false;
	t->size = st.st_size;
	t->data = mmap(NULL, t->size, PROT_READ, MAP_SHARED, fd, 0);
	if (t->data == MAP_FAILED)
		t->data = NULL;
	if (!t->data || !is_sound(t)) {
		tree_close(t);
		return false;
	}
	t->nodes = section(t, NODES, &t->count);
	t->count /= NODE_SIZE;
	return true;
}

bool tree_leads(const struct tree *t, const unsigned char *octets)
{
	uint32_t node = 0;

	for (int level = 0; level < LEVELS; level++) {
		int bit = octets[level / 8] >> (7 - level % 8) & 1;

		if (node >= t->count)
			return false;
		node = number(t->nodes + (size_t)node * NODE_SIZE + 4 * bit);
		if (!node)
			return true;
	}
	return false;
}

void tree_close(struct tree *t)
{
	if (t->data)
		munmap(t->data, t->size);
	t->data = NULL;
}
