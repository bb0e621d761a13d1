// SPDX-License-Identifier: GPL-2.0-or-later
/* ntopd: records what kntop counts. */
#include <stdio.h>
#include <stdlib.h>
#include "command_line.h"
#include "daemon.h"
#include "option.h"

static const char usage[] =
	"Usage: ntopd [FILE] [OPTION]...\n"
	"\n"
	"Tells the kernel module kntop what to watch, and records what it counts, in FILE's\n"
	"or the usual folder, for ntopctl and rrdtool. FILE has an option a line, such as\n"
	"-i=eth1 or --interface=eth1; options override it. Those of ntopng are understood.\n"
	"\n"
	"Options:\n";

int main(int argc, char **argv)
{
	struct config *c = malloc(sizeof(*c));

	if (!c)
		return 1;
	config_init(c);
	switch (config_read_arguments(c, argc, argv, NULL)) {
	case COMMAND_LINE_RUN:
		return daemon_run(c, argc, argv);
	case COMMAND_LINE_HELP:
		fputs(usage, stdout);
		option_help(stdout);
		puts("  -h, --help                           this text");
		puts("  -V, --version                        the version");
		break;
	case COMMAND_LINE_VERSION:
		printf("ntopd %s\n", NTOPD_VERSION);
		break;
	case COMMAND_LINE_BAD:
		config_free(c);
		free(c);
		return 2;
	}
	config_free(c);
	free(c);
	return 0;
}
