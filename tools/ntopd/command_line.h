/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reading the command line and the configuration file. */
#ifndef NTOPD_COMMAND_LINE_H
#define NTOPD_COMMAND_LINE_H

#include "config.h"

/** enum command_line_answer - what is to be done */
enum command_line_answer {
	COMMAND_LINE_RUN,
	COMMAND_LINE_HELP,
	COMMAND_LINE_VERSION,
	COMMAND_LINE_BAD,	/* it was said why */
};

/**
 * config_read_file() - take over what a file says
 * @c: configuration, changed also when false is returned
 * @path: file of lines -i=eth1 or --interface=eth1, with # comments
 *
 * Each bad line is told, with file, line and reason.
 *
 * Return: false when a line is bad or the file cannot be read.
 */
bool config_read_file(struct config *c, const char *path);

/**
 * config_read_arguments() - take over a command line
 * @c: configuration, changed also when it is bad
 * @argc: number of words
 * @argv: words; an argument that is no option is the file, read before the options
 * @file: set to the file, or NULL; may be NULL
 *
 * Return: what is to be done.
 */
enum command_line_answer config_read_arguments(struct config *c, int argc, char **argv,
					       const char **file);

#endif /* NTOPD_COMMAND_LINE_H */
