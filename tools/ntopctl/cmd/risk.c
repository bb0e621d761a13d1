// SPDX-License-Identifier: GPL-2.0-or-later
/* ntopctl risk: the risks that can be found. */
#include "../catalogue.h"
#include "../command.h"

static const char help[] =
	"Usage: ntopctl risk list\n"
	"\n"
	"List the risks that the classifier can find in a flow, and what each adds to the\n"
	"flow's score.\n"
	"\n"
	"Verbs:\n"
	"  list              print all risks (the default; also: show)\n"
	"\n"
	"Examples:\n"
	"  ntopctl risk list\n"
	"  ntopctl -s flow show risk self-signed_certificate\n";

static int list(struct ctl *ctl, struct args *args)
{
	return catalogue_show(ctl, args, KNTOP_LABEL_RISK);
}

static const struct command_verb verbs[] = {
	{ "list", "show", list },
	{ NULL, NULL, NULL },
};

static const struct command risk = {
	.name = "risk",
	.summary = "the risks that can be found in flows",
	.help = help,
	.verbs = verbs,
};
COMMAND(risk);
