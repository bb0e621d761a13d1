// SPDX-License-Identifier: GPL-2.0-or-later
/* ntopctl protocol: traffic by protocol, the protocols there are, and rules for more. */
#include <string.h>
#include "../breakdown.h"
#include "../catalogue.h"
#include "../command.h"
#include "../rules/protos.h"
#include "../unknown.h"

static const char help[] =
	"Usage: ntopctl protocol show [WORDS]\n"
	"       ntopctl protocol show unknown [dev NAME] [by SPLIT] [limit N]\n"
	"       ntopctl protocol list\n"
	"       ntopctl protocol load FILE\n"
	"       ntopctl protocol unload\n"
	"\n"
	"Show how much traffic each application protocol has, list the protocols that can\n"
	"be recognized, or make some of your own. A flow is counted once its classification\n"
	"is over, with all it carried before.\n"
	"\n"
	"Verbs:\n"
	"  show              print flows, packets and octets by protocol (the default)\n"
	"  list              print all protocols: breed, category, encrypted or not\n"
	"  load              put the rules of a file in place of those before\n"
	"  unload            take all rules back\n"
	"\n"
	"Words:\n"
	BREAKDOWN_HELP
	"  unknown           as the first word: live flows that nobody knows, see below\n"
	"\n"
	"With unknown: the live flows that nobody knows, or of which only TLS, QUIC or DTLS is\n"
	"known and no name, split by what else is: whether their payload is encrypted, the\n"
	"registered name of the server's port, what the client looked up in DNS before, ALPN,\n"
	"the certificate's name, and where the server is. Each split adds up to these flows.\n"
	"\n"
	"Words behind unknown:\n"
	UNKNOWN_HELP
	"\n"
	"FILE is in the syntax of ntopng's protos.txt, - is standard input:\n"
	"  tcp:81,tcp:8181@HTTP                  ports for a protocol that there is\n"
	"  udp:5061-5062,host:\"voice.lan\"@Voice  a new one, by ports or by server name\n"
	"  ip:10.0.0.0/24,ip:10.1.2.3:443@Lab    by server address\n"
	"A bad line is named, and nothing changes then. The name none stands for no rules.\n"
	"\n"
	"Examples:\n"
	"  ntopctl protocol show dev eth0 limit 20\n"
	"  ntopctl protocol show host 10.0.0.5 sort received\n"
	"  ntopctl -j protocol show net office\n"
	"  ntopctl protocol show unknown dev eth0 by dns\n"
	"  ntopctl protocol load /etc/kntop/protos.txt\n";

static int show(struct ctl *ctl, struct args *args)
{
	if (args_peek(args) && !strcmp(args_peek(args), "unknown")) {
		args_take(args);
		return unknown_show(ctl, args);
	}
	return breakdown_show(ctl, args, KNTOP_LABEL_PROTOCOL);
}

static int list(struct ctl *ctl, struct args *args)
{
	return catalogue_show(ctl, args, KNTOP_LABEL_PROTOCOL);
}

static int load_file(struct ctl *ctl, const char *path)
{
	struct rules rules;
	int rc = rules_read(ctl, &rules, path, false, protos_parse, NULL);

	if (!rc && !ctl_kernel(ctl))
		rc = CTL_REFUSED;
	if (!rc)
		rc = protos_check(ctl, &rules);
	if (!rc)
		rc = rules_send(ctl, &rules, KNTOP_LABEL_PROTOCOL);
	rules_free(&rules);
	return rc;
}

static int load(struct ctl *ctl, struct args *args)
{
	const char *path = args_value(ctl, args, "protocol load FILE");

	if (!path || args_end(ctl, args))
		return CTL_USAGE;
	if (!strcmp(path, "none"))
		return rules_unload(ctl, KNTOP_LABEL_PROTOCOL);
	return load_file(ctl, path);
}

static int unload(struct ctl *ctl, struct args *args)
{
	if (args_end(ctl, args))
		return CTL_USAGE;
	return rules_unload(ctl, KNTOP_LABEL_PROTOCOL);
}

static const struct command_verb verbs[] = {
	{ "show", NULL, show },
	{ "list", NULL, list },
	{ "load", NULL, load },
	{ "unload", NULL, unload },
	{ NULL, NULL, NULL },
};

static const struct command protocol = {
	.name = "protocol",
	.summary = "traffic by application protocol, their names, rules for more",
	.help = help,
	.verbs = verbs,
};
COMMAND(protocol);
