// SPDX-License-Identifier: GPL-2.0-or-later
/* ntopctl category: traffic by category, the categories there are, and lists of hosts. */
#include <string.h>
#include "../breakdown.h"
#include "../catalogue.h"
#include "../command.h"
#include "../label.h"
#include "../rules/categories.h"

static const char help[] =
	"Usage: ntopctl category show [WORDS]\n"
	"       ntopctl category list\n"
	"       ntopctl category load FILE [as CATEGORY]\n"
	"       ntopctl category unload\n"
	"\n"
	"Show how much traffic each category has, list the categories, or put hosts into\n"
	"categories. A flow is counted once its classification is over, with all it\n"
	"carried before.\n"
	"\n"
	"Verbs:\n"
	"  show              print flows, packets and octets by category (the default)\n"
	"  list              print all categories\n"
	"  load              put the hosts of a file in place of those before\n"
	"  unload            take them all back\n"
	"\n"
	"Words:\n"
	BREAKDOWN_HELP
	"  as CATEGORY       load: the category of all hosts in the file\n"
	"\n"
	"FILE has a host name or IPv4 network and a category a line, - is standard input:\n"
	"  internetbadguys.com   Malware\n"
	"  203.0.113.0/24,       100          (nDPI's number of the same)\n"
	"With as it has a name a line, or is a hosts file (0.0.0.0 NAME). # begins a comment.\n"
	"A bad line is named, and nothing changes then. The name none stands for no hosts.\n"
	"\n"
	"Examples:\n"
	"  ntopctl category show host 10.0.0.5\n"
	"  ntopctl category load ads.txt as Advertisement\n";

static int show(struct ctl *ctl, struct args *args)
{
	return breakdown_show(ctl, args, KNTOP_LABEL_CATEGORY);
}

static int list(struct ctl *ctl, struct args *args)
{
	return catalogue_show(ctl, args, KNTOP_LABEL_CATEGORY);
}

static int number_of(const char *name, void *data)
{
	const struct kntop_label *label = kntop_label_by_name(data, KNTOP_LABEL_CATEGORY, name);

	return label ? label->number : -1;
}

static int load_file(struct ctl *ctl, const char *path, const char *as)
{
	struct categories c = { .number = number_of, .as = as };
	const struct kntop_label *label;
	struct rules rules;
	int rc;

	/* Names of categories are the classifier's: without it no line can be checked. */
	if (!ctl_kernel(ctl))
		return CTL_REFUSED;
	if (!label_has_classifier(ctl))
		return ctl_no_classifier(ctl, "category load");
	c.data = ctl->kernel;
	if (as) {
		rc = label_find(ctl, KNTOP_LABEL_CATEGORY, as, &label);
		if (rc)
			return rc;
		c.as_number = label->number;
		if (!c.as_number)
			return ctl_complain(ctl, "category load: '%s' is no category to put hosts into",
					    label->name);
	}
	rc = rules_read(ctl, &rules, path, true, categories_parse, &c);
	if (!rc)
		rc = rules_send(ctl, &rules, KNTOP_LABEL_CATEGORY);
	rules_free(&rules);
	return rc;
}

static int load(struct ctl *ctl, struct args *args)
{
	static const char *const words[] = { "as", NULL };
	const char *path = args_value(ctl, args, "category load FILE");
	const char *as = NULL;

	if (!path)
		return CTL_USAGE;
	if (args_peek(args)) {
		if (args_keyword(ctl, args, words) < 0)
			return CTL_USAGE;
		as = args_value(ctl, args, "category load as CATEGORY");
		if (!as)
			return CTL_USAGE;
	}
	if (args_end(ctl, args))
		return CTL_USAGE;
	if (!as && !strcmp(path, "none"))
		return rules_unload(ctl, KNTOP_LABEL_CATEGORY);
	return load_file(ctl, path, as);
}

static int unload(struct ctl *ctl, struct args *args)
{
	if (args_end(ctl, args))
		return CTL_USAGE;
	return rules_unload(ctl, KNTOP_LABEL_CATEGORY);
}

static const struct command_verb verbs[] = {
	{ "show", NULL, show },
	{ "list", NULL, list },
	{ "load", NULL, load },
	{ "unload", NULL, unload },
	{ NULL, NULL, NULL },
};

static const struct command category = {
	.name = "category",
	.summary = "traffic by category, their names, lists of hosts",
	.help = help,
	.verbs = verbs,
};
COMMAND(category);
