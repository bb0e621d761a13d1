// SPDX-License-Identifier: GPL-2.0-or-later
/* ntopctl: options, then one command, a batch of them, or the summary. */
#include <errno.h>
#include <getopt.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include "batch.h"
#include "command.h"
#include "field.h"
#include "summary.h"

#define OUTPUT_BUFFER	65536

enum { OPTION_RAW = 256, OPTION_FORCE, OPTION_CHECK };

struct options {
	const char *batch;
	const char *netns;
	bool help;
	bool version;
	bool check;
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
	while ((option = getopt_long_only(argc, argv, ":jpsb:n:hV", long_options,
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

static int run_words(struct ctl *ctl, const struct options *o, char **words)
{
	static char help_word[] = "--help", check_word[] = "--check";
	char *with_option[4] = { words[0] };
	struct args args = { words, 0 };

	if (o->help || o->check) {
		with_option[1] = o->help ? help_word : check_word;
		if (o->check && !o->help && words[1])
			with_option[2] = words[1];
		args.words = with_option;
	}
	return command_run(ctl, &args);
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
	if (o->netns && ctl_enter_netns(ctl, o->netns))
		return CTL_REFUSED;
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
