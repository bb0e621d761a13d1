/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The options: ntopng's, as far as they mean something here, and our own. */
#ifndef NTOPD_OPTION_H
#define NTOPD_OPTION_H

#include <stdio.h>
#include "config.h"

/** Room for the reason why a value is refused. */
#define OPTION_REASON	256

/** enum option_value - what stands behind an option */
enum option_value {
	OPTION_NOTHING,		/* in a file "", or 0 or 1 */
	OPTION_PERHAPS,		/* a number, or nothing */
	OPTION_NEEDED,
};

/**
 * struct option - one option
 * @letter: short name, 0 when it has none
 * @name: long name
 * @value: what stands behind it
 * @set: takes a value over; returns false with a reason of OPTION_REASON octets. NULL:
 *	the option is understood and does nothing
 * @argument: name of the value for the help, or NULL
 * @help: one line, or NULL for one that does nothing
 * @instead: what takes the place of one that does nothing, or what one does not do (yet)
 *	that ntopng's does; NULL when there is nothing to tell
 */
struct option_info {
	char letter;
	const char *name;
	enum option_value value;
	bool (*set)(struct config *c, const char *value, char *reason);
	const char *argument;
	const char *help;
	const char *instead;
};

/** option_by_letter(), option_by_name() - find one; NULL there is none */
const struct option_info *option_by_letter(char letter);
const struct option_info *option_by_name(const char *name, size_t len);

/**
 * option_apply() - set what an option says
 * @o: option
 * @c: configuration
 * @value: its value, NULL when none was given
 * @reason: OPTION_REASON octets for why it is refused
 *
 * Return: false when it is refused.
 */
bool option_apply(const struct option_info *o, struct config *c, const char *value,
		  char *reason);

/** option_help() - one line for each option */
void option_help(FILE *out);

#endif /* NTOPD_OPTION_H */
