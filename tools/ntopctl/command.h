/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The commands of ntopctl; each file in cmd/ registers its own. */
#ifndef NTOPCTL_COMMAND_H
#define NTOPCTL_COMMAND_H

#include "args.h"
#include "ctl.h"

/**
 * struct command_verb - what can be done with an object
 * @name: word, such as "show"
 * @alias: another word for it, or NULL
 * @run: takes the words behind it; returns an exit status. It must have parsed
 *	all of them before it asks the kernel for anything
 */
struct command_verb {
	const char *name;
	const char *alias;
	int (*run)(struct ctl *ctl, struct args *args);
};

/**
 * struct command - a command
 * @name: word, such as "flow"
 * @summary: what it is about, half a line
 * @help: all about it: usage lines, then a table of words and meanings
 * @verbs: what can be done with it, ended by an entry without a name; the
 *	first is done when no verb is given. NULL when it has no verbs
 * @run: a command without verbs
 * @late: a word that may be short for this command and for one that is not late means the
 *	other, as it did before there was this one
 */
struct command {
	const char *name;
	const char *summary;
	const char *help;
	const struct command_verb *verbs;
	int (*run)(struct ctl *ctl, struct args *args);
	bool late;
};

/** COMMAND() - register a command where it is defined */
#define COMMAND(symbol) \
	static const struct command *const command_entry_##symbol \
	__attribute__((used, section("ntopctl_commands"))) = &(symbol)

/**
 * command_run() - run the command that words spell
 * @ctl: run
 * @args: words, at least one
 *
 * Return: exit status.
 */
int command_run(struct ctl *ctl, struct args *args);

/** command_help() - print the help of ntopctl itself */
void command_help(FILE *file);

#endif /* NTOPCTL_COMMAND_H */
