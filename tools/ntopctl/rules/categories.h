/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Lines that put hosts into categories. */
#ifndef NTOPCTL_RULES_CATEGORIES_H
#define NTOPCTL_RULES_CATEGORIES_H

#include "file.h"

/**
 * struct categories - what lines are to be understood with
 * @number: finds the kernel's number of a category by its name: -1 there is none
 * @data: passed to @number
 * @as: name of the category of all lines, which then have none; NULL otherwise
 * @as_number: and its number
 */
struct categories {
	int (*number)(const char *name, void *data);
	void *data;
	const char *as;
	int as_number;
};

/**
 * categories_parse() - a rules_parse_fn; @data is a struct categories
 *
 * HOST CATEGORY, with blanks, tabs or a comma between: a host name or an IPv4
 * network, and the name or nDPI's number of a category. With as HOST only, or as
 * in a hosts file 0.0.0.0 HOST or 127.0.0.1 HOST. Written as "HOST NUMBER".
 */
bool categories_parse(char *line, char *out, char *reason, void *data);

/** categories_ndpi_name() - name of a category by nDPI's number, or NULL */
const char *categories_ndpi_name(unsigned int number);

#endif /* NTOPCTL_RULES_CATEGORIES_H */
