// SPDX-License-Identifier: GPL-2.0-or-later
/* ntopctl localnet: which networks are local. */
#include <errno.h>
#include <string.h>
#include "../command.h"
#include "../field.h"
#include "../format.h"
#include "../table.h"
#include "../watched.h"

static const char help[] =
	"Usage: ntopctl localnet add NET [name NAME]\n"
	"       ntopctl localnet del NET\n"
	"       ntopctl localnet flush\n"
	"       ntopctl localnet show [dev SOURCE]\n"
	"\n"
	"Say which networks are yours. Hosts in them are local, all others remote; each\n"
	"network has counters of its own. The longest matching prefix counts.\n"
	"\n"
	"Verbs:\n"
	"  show              print the local networks and their traffic (the default)\n"
	"  add               call a network local\n"
	"  del               call it local no longer (also: delete)\n"
	"  flush             remove all local networks\n"
	"\n"
	"Words:\n"
	"  NET               10.0.0.0/8, 10/8, 192.168.1.1, 2001:db8::/32\n"
	"  name NAME         a name to show and to filter by; networks may share one\n"
	"  dev SOURCE        what this source carried that was read from a file; without it,\n"
	"                    what the watched interfaces carried\n"
	"\n"
	"Examples:\n"
	"  ntopctl localnet add 192.168.0.0/16 name office\n"
	"  ntopctl flow show net office remote\n";

#define COUNT(a)	(sizeof(a) / sizeof((a)[0]))

struct net {
	struct kntop_address addr;
	int prefix;
};

static int parse_net(struct ctl *ctl, struct args *args, const char *what, struct net *net)
{
	char safe[FIELD_SIZE], right[FIELD_SIZE];
	const char *word = args_value(ctl, args, what);
	struct kntop_address masked;
	int rc;

	if (!word)
		return CTL_USAGE;
	field_name(safe, word);
	rc = kntop_prefix_parse(word, &net->addr, &net->prefix);
	if (rc == -ERANGE)
		return ctl_complain(ctl, "%s: the prefix length of '%s' is out of range", what,
				    safe);
	if (rc)
		return ctl_complain(ctl, "%s: '%s' is not a network such as 10.0.0.0/8", what,
				    safe);
	masked = net->addr;
	if (kntop_prefix_mask(&masked, net->prefix))
		return ctl_complain(ctl, "%s: '%s' has bits behind its prefix (did you mean: %s)",
				    what, safe, field_network(right, &masked, net->prefix));
	return CTL_OK;
}

static int parse_name(struct ctl *ctl, struct args *args, const char **name)
{
	static const char *const words[] = { "name", NULL };

	*name = NULL;
	if (!args_peek(args))
		return CTL_OK;
	if (args_keyword(ctl, args, words) < 0)
		return CTL_USAGE;
	*name = args_value(ctl, args, "localnet add name NAME");
	if (!*name)
		return CTL_USAGE;
	if (strlen(*name) >= KNTOP_LOCALNET_NAME_SIZE)
		return ctl_complain(ctl, "localnet add: the name is longer than %d octets",
				    KNTOP_LOCALNET_NAME_SIZE - 1);
	return args_end(ctl, args);
}

static int add(struct ctl *ctl, struct args *args)
{
	char text[FIELD_SIZE];
	struct kntop_error err;
	const char *name;
	struct net net;
	int rc;

	if (parse_net(ctl, args, "localnet add NET", &net) || parse_name(ctl, args, &name))
		return CTL_USAGE;
	if (!ctl_kernel(ctl))
		return CTL_REFUSED;
	rc = kntop_localnet_add(ctl->kernel, &net.addr, net.prefix, name, &err);
	field_network(text, &net.addr, net.prefix);
	if (rc == -EEXIST) {
		ctl_complain(ctl, "localnet add %s: it is local already (see: ntopctl localnet show)",
			     text);
		return CTL_REFUSED;
	}
	return rc < 0 ? ctl_refused(ctl, &err, "localnet add %s", text) : CTL_OK;
}

static int del(struct ctl *ctl, struct args *args)
{
	char text[FIELD_SIZE];
	struct kntop_error err;
	struct net net;
	int rc;

	if (parse_net(ctl, args, "localnet del NET", &net) || args_end(ctl, args))
		return CTL_USAGE;
	if (!ctl_kernel(ctl))
		return CTL_REFUSED;
	rc = kntop_localnet_del(ctl->kernel, &net.addr, net.prefix, &err);
	field_network(text, &net.addr, net.prefix);
	if (rc == -ENOENT) {
		ctl_complain(ctl, "localnet del %s: it is no local network (see: ntopctl localnet show)",
			     text);
		return CTL_REFUSED;
	}
	return rc < 0 ? ctl_refused(ctl, &err, "localnet del %s", text) : CTL_OK;
}

static int flush(struct ctl *ctl, struct args *args)
{
	struct kntop_error err;

	if (args_end(ctl, args))
		return CTL_USAGE;
	if (!ctl_kernel(ctl))
		return CTL_REFUSED;
	if (kntop_localnet_flush(ctl->kernel, &err) < 0)
		return ctl_refused(ctl, &err, "localnet flush");
	return CTL_OK;
}

struct view {
	const struct ctl *ctl;
	struct table *table;
	struct json json;
};

static void add_row(struct view *v, const struct kntop_localnet *net)
{
	const struct kntop_counter *counters[] = { &net->sent, &net->received, &net->internal };
	bool raw = v->ctl->raw;
	char buf[FIELD_SIZE];

	table_cell(v->table, field_network(buf, &net->addr, net->prefix));
	table_cell(v->table, field_name(buf, net->name));
	for (size_t i = 0; i < COUNT(counters); i++) {
		table_cell(v->table, format_octets(buf, counters[i]->octets, raw));
		table_cell(v->table, format_count(buf, counters[i]->packets, raw));
	}
	table_cell(v->table, format_count(buf, net->hosts, raw));
	table_row(v->table);
}

static void add_json(struct json *j, const struct kntop_localnet *net)
{
	json_object_begin(j, NULL);
	field_json_address(j, "addr", &net->addr);
	json_u64(j, "prefix", net->prefix);
	field_json_name(j, "name", net->name);
	field_json_counter(j, "sent", &net->sent);
	field_json_counter(j, "received", &net->received);
	field_json_counter(j, "internal", &net->internal);
	json_u64(j, "hosts", net->hosts);
	json_object_end(j);
}

static int take(const struct kntop_localnet *net, void *data)
{
	struct view *v = data;

	if (v->table)
		add_row(v, net);
	else
		add_json(&v->json, net);
	return 0;
}

static int parse_source(struct ctl *ctl, struct args *args, const char **source)
{
	static const char *const words[] = { "dev", NULL };

	if (args_peek(args) && (args_keyword(ctl, args, words) < 0 ||
				args_interface_name(ctl, args, "dev SOURCE", source)))
		return CTL_USAGE;
	return args_end(ctl, args);
}

static int show(struct ctl *ctl, struct args *args)
{
	static const struct table_column columns[] = {
		{ "NETWORK", false }, { "NAME", false }, { "SENT", true }, { "PKTS", true },
		{ "RECEIVED", true }, { "PKTS", true }, { "INTERNAL", true },
		{ "PKTS", true }, { "HOSTS", true },
	};
	struct view v = { .ctl = ctl };
	const char *source = NULL;
	struct kntop_error err;
	int rc;

	if (parse_source(ctl, args, &source))
		return CTL_USAGE;
	if (!ctl_kernel(ctl))
		return CTL_REFUSED;
	watched_source(ctl, "localnet show", &source);
	if (ctl->json) {
		ctl_json(ctl, &v.json);
		json_array_begin(&v.json, NULL);
	} else {
		v.table = table_open(ctl->out, columns, COUNT(columns));
		if (!v.table) {
			ctl_complain(ctl, "no memory");
			return CTL_REFUSED;
		}
	}
	rc = kntop_localnet_list_of(ctl->kernel, source, take, &v, &err);
	if (rc >= 0 && v.table && !table_rows(v.table))
		ctl_complain(ctl, "localnet show: no network is local yet (run: ntopctl localnet add NET)");
	if (ctl->json)
		json_array_end(&v.json);
	else
		table_close(v.table);
	if (rc == -ENODEV && source)
		return watched_complain(ctl, "localnet show", source);
	return ctl_listed(ctl, rc, &err, "localnet show");
}

static const struct command_verb verbs[] = {
	{ "show", "list", show },
	{ "add", NULL, add },
	{ "del", "delete", del },
	{ "flush", NULL, flush },
	{ NULL, NULL, NULL },
};

static const struct command localnet = {
	.name = "localnet",
	.summary = "which networks are local, and their traffic",
	.help = help,
	.verbs = verbs,
};
COMMAND(localnet);
