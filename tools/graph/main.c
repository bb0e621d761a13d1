// SPDX-License-Identifier: GPL-2.0-or-later
/* ntopctl-graph: what ntopctl graph, history and report run, as only it links librrd. */
#include <errno.h>
#include <getopt.h>
#include <string.h>
#include <time.h>
#include "../ntopctl/args.h"
#include "graph.h"
#include "history.h"
#include "report.h"

enum { OPTION_RAW = 256 };

static const struct option options[] = {
	{ "json", no_argument, NULL, 'j' },
	{ "pretty", no_argument, NULL, 'p' },
	{ "statistics", no_argument, NULL, 's' },
	{ "raw", no_argument, NULL, OPTION_RAW },
	{ "version", no_argument, NULL, 'V' },
	{ NULL, 0, NULL, 0 }
};

/* Options stand before the command: file names behind it may look like them. */
static int take_options(struct ctl *ctl, int argc, char **argv)
{
	int option;

	while ((option = getopt_long(argc, argv, "+jpsV", options, NULL)) >= 0) {
		if (option == 'j')
			ctl->json = true;
		else if (option == 'p')
			ctl->pretty = true;
		else if (option == 's')
			ctl->detail++;
		else if (option == OPTION_RAW)
			ctl->raw = true;
		else if (option == 'V')
			return -1;
		else
			return CTL_USAGE;
	}
	return CTL_OK;
}

static int run(struct ctl *ctl, struct args *args)
{
	const char *command = args_take(args);

	if (command && !strcmp(command, "graph"))
		return graph_run(ctl, args);
	if (command && !strcmp(command, "history"))
		return history_run(ctl, args);
	if (command && !strcmp(command, "report"))
		return report_run(ctl, args);
	return ctl_complain(ctl, "ntopctl-graph is run by ntopctl (see: ntopctl graph --help)");
}

/* A pager that left is no failure. */
static int finish(struct ctl *ctl, int status)
{
	if ((fflush(ctl->out) || ferror(ctl->out)) && errno != EPIPE && !status) {
		fprintf(stderr, "ntopctl: cannot write: %s\n", strerror(errno));
		return CTL_REFUSED;
	}
	return status;
}

int main(int argc, char **argv)
{
	struct ctl ctl = { .out = stdout };
	struct args args;
	int rc;

	tzset();
	rc = take_options(&ctl, argc, argv);
	if (rc < 0) {
		printf("ntopctl-graph %s\n", NTOPCTL_VERSION);
		return CTL_OK;
	}
	args = (struct args){ argv + optind, 0 };
	return finish(&ctl, rc ? rc : run(&ctl, &args));
}
