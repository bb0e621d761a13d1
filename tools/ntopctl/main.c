// SPDX-License-Identifier: GPL-2.0-or-later
/* ntopctl: options, then one command, a batch of them, or the summary. */
#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include "batch.h"
#include "command.h"
#include "field.h"
#include "geo/geo.h"
#include "summary.h"

#define OUTPUT_BUFFER	65536
/* Most words that options of commands become. */
#define OPTION_WORDS	6

enum { OPTION_RAW = 256, OPTION_FORCE, OPTION_CHECK, OPTION_ONCE, OPTION_COUNT, OPTION_GEO };

struct options {
	const char *batch;
	const char *netns;
	const char *geo;
	bool help;
	bool version;
	bool check;
	bool once;
	char *delay;
	char *count;
};

static const struct option long_options[] = {
	{ "json", no_argument, NULL, 'j' },
	{ "pretty", no_argument, NULL, 'p' },
	{ "statistics", no_argument, NULL, 's' },
	{ "raw", no_argument, NULL, OPTION_RAW },
	{ "batch", required_argument, NULL, 'b' },
	{ "force", no_argument, NULL, OPTION_FORCE },
	{ "netns", required_argument, NULL, 'n' },
	{ "help", no_argument, NULL, 'h' },
	{ "version", no_argument, NULL, 'V' },
	{ "check", no_argument, NULL, OPTION_CHECK },
	{ "delay", required_argument, NULL, 'd' },
	{ "once", no_argument, NULL, OPTION_ONCE },
	{ "count", required_argument, NULL, OPTION_COUNT },
	{ "geo", required_argument, NULL, OPTION_GEO },
	{ NULL, 0, NULL, 0 }
};

static int take_option(struct ctl *ctl, struct options *o, int option)
{
	switch (option) {
	case 'j':
		ctl->json = true;
		break;
	case 'p':
		ctl->pretty = true;
		break;
	case 's':
		ctl->detail++;
		break;
	case 'b':
		o->batch = optarg;
		break;
	case 'n':
		o->netns = optarg;
		break;
	case 'h':
		o->help = true;
		break;
	case 'V':
		o->version = true;
		break;
	case OPTION_RAW:
		ctl->raw = true;
		break;
	case OPTION_FORCE:
		ctl->force = true;
		break;
	case OPTION_CHECK:
		o->check = true;
		break;
	case 'd':
		o->delay = optarg;
		break;
	case OPTION_ONCE:
		o->once = true;
		break;
	case OPTION_COUNT:
		o->count = optarg;
		break;
	case OPTION_GEO:
		o->geo = optarg;
		geo_choose(optarg);
		break;
	default:
		return CTL_USAGE;
	}
	return CTL_OK;
}

static int parse_options(struct ctl *ctl, struct options *o, int argc, char **argv)
{
	char safe[FIELD_SIZE];
	int option;

	opterr = 0;
	/* As with iproute2, -force and -json do as well as --force and --json. */
	while ((option = getopt_long_only(argc, argv, ":jpsb:n:d:hV", long_options,
					  NULL)) >= 0) {
		field_name(safe, argv[optind - 1]);
		if (option == ':')
			return ctl_complain(ctl, "option %s needs a value (see: ntopctl --help)",
					    safe);
		if (take_option(ctl, o, option))
			return ctl_complain(ctl, "unknown option %s (see: ntopctl --help)", safe);
	}
	return CTL_OK;
}

/* The options of a command, as the words that it takes itself. */
static void option_words(const struct options *o, char **words)
{
	static char check[] = "--check", once[] = "--once", delay[] = "--delay",
		    count[] = "--count";

	if (o->check)
		*words++ = check;
	if (o->once)
		*words++ = once;
	if (o->delay) {
		*words++ = delay;
		*words++ = o->delay;
	}
	if (o->count) {
		*words++ = count;
		*words++ = o->count;
	}
	*words = NULL;
}

static int run_words(struct ctl *ctl, const struct options *o, char **words)
{
	static char help_word[] = "--help";
	char *with_help[] = { words[0], help_word, NULL };
	struct args args = { with_help, 0 };
	size_t count = 0;
	char **all;
	int status;

	if (o->help)
		return command_run(ctl, &args);
	while (words[count])
		count++;
	all = calloc(count + OPTION_WORDS + 1, sizeof(*all));
	if (!all)
		return ctl_complain(ctl, "no memory");
	memcpy(all, words, count * sizeof(*all));
	option_words(o, all + count);
	args.words = all;
	status = command_run(ctl, &args);
	free(all);
	return status;
}

static int run(struct ctl *ctl, const struct options *o, char **words)
{
	if (o->version) {
		fprintf(ctl->out, "ntopctl %s\n", NTOPCTL_VERSION);
		return CTL_OK;
	}
	if (o->help && !words[0]) {
		command_help(ctl->out);
		return CTL_OK;
	}
	if (o->check && !words[0])
		return ctl_complain(ctl, "--check belongs to a command: ntopctl stats --check");
	if ((o->once || o->delay || o->count) && !words[0])
		return ctl_complain(ctl, "-d, --once and --count belong to a command: ntopctl top -d 2");
	if (o->netns && ctl_enter_netns(ctl, o->netns))
		return CTL_REFUSED;
	if (o->geo && geo_open(ctl))
		return CTL_USAGE;
	if (o->batch) {
		if (words[0])
			return ctl_complain(ctl, "a batch and a command exclude each other");
		return batch_run(ctl, o->batch);
	}
	return words[0] ? run_words(ctl, o, words) : summary_run(ctl);
}

/* Results that did not reach their file are a failure, except to a pager that left. */
static int finish(struct ctl *ctl, int status)
{
	kntop_close(ctl->kernel);
	geo_close();
	if ((fflush(ctl->out) || ferror(ctl->out)) && errno != EPIPE && !status) {
		fprintf(stderr, "ntopctl: cannot write: %s\n", strerror(errno));
		return CTL_REFUSED;
	}
	return status;
}

int main(int argc, char **argv)
{
	struct ctl ctl = { .out = stdout };
	struct options options = { 0 };
	static char buffer[OUTPUT_BUFFER];
	int status;

	tzset();
	/* Large listings go to files and pipes in few writes. */
	if (!isatty(STDOUT_FILENO))
		setvbuf(stdout, buffer, _IOFBF, sizeof(buffer));
	status = parse_options(&ctl, &options, argc, argv);
	if (!status)
		status = run(&ctl, &options, argv + optind);
	return finish(&ctl, status);
}
