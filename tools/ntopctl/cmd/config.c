// SPDX-License-Identifier: GPL-2.0-or-later
/* ntopctl config: limits, timeouts and tunnel ports. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include "../command.h"
#include "../field.h"
#include "../keyword.h"
#include "../ports.h"
#include "../table.h"

static const char help[] =
	"Usage: ntopctl config show [KEY ...]\n"
	"       ntopctl config set KEY VALUE [KEY VALUE ...]\n"
	"\n"
	"Show or change limits, timeouts and tunnel ports. All values of one set take effect,\n"
	"or none.\n"
	"\n"
	"Verbs:\n"
	"  show              print all values, or some (the default)\n"
	"  set               change values, at once and until the module is unloaded\n"
	"\n"
	"Keys:\n"
	"  flows_max                largest number of live flows\n"
	"  hosts_max                largest number of hosts\n"
	"  ended_max                records of ended flows that are kept\n"
	"  timeout_tcp_opening      seconds: idle TCP flow without a handshake\n"
	"  timeout_tcp_established  seconds: idle TCP flow\n"
	"  timeout_tcp_closing      seconds: TCP flow after FIN or RST\n"
	"  timeout_udp              seconds: idle UDP flow seen in both directions\n"
	"  timeout_udp_single       seconds: idle UDP flow seen in one direction\n"
	"  timeout_icmp             seconds: idle ICMP or ICMPv6 flow\n"
	"  timeout_other            seconds: idle flow of any other protocol\n"
	"  timeout_active           seconds: interim record of a flow that goes on\n"
	"  timeout_host             seconds: idle host without a flow\n"
	"  tunnel_ports             UDP ports at which tunnels are looked for: one or more of\n"
	"                           KIND:PORT[,PORT ...], KIND:none and default\n"
	"  tunnels_max              largest number of tunnels that are told apart\n"
	"\n"
	"Examples:\n"
	"  ntopctl config show flows_max\n"
	"  ntopctl config set flows_max 1000000 timeout_udp 60\n"
	"  ntopctl config set tunnel_ports vxlan:4789,8472,4799 fou:5555\n";

#define MOST	64

/* The key that is no number. */
static const struct kntop_config_key tunnel_ports = {
	.name = "tunnel_ports", .attribute = KNTOP_CONFIG_A_TUNNEL_PORTS,
};

/* Takes the next word, a key's name. */
static const struct kntop_config_key *take_key(struct ctl *ctl, struct args *args)
{
	const char *names[MOST + 2];
	size_t count;
	const struct kntop_config_key *keys = kntop_config_keys(&count);
	int i;

	for (size_t n = 0; n < count && n < MOST; n++)
		names[n] = keys[n].name;
	names[count] = tunnel_ports.name;
	names[count + 1] = NULL;
	i = args_keyword(ctl, args, names);
	if (i < 0)
		return NULL;
	return (size_t)i == count ? &tunnel_ports : &keys[i];
}

static bool shows_ports(const struct kntop_config *config, uint64_t wanted)
{
	return config->present & wanted & 1ULL << KNTOP_CONFIG_A_TUNNEL_PORTS;
}

static void show_text(struct ctl *ctl, const struct kntop_config *config, uint64_t wanted)
{
	static const struct table_column columns[] = {
		{ "KEY", false }, { "VALUE", true }, { "UNIT", false }, { "FROM", true },
		{ "TO", true }, { "WHAT", false },
	};
	struct table *t = table_open(ctl->out, columns, sizeof(columns) / sizeof(columns[0]));
	size_t count;
	const struct kntop_config_key *key = kntop_config_keys(&count);
	char text[PORTS_TEXT];

	for (; t && count; key++, count--) {
		if (!(config->present & wanted & 1ULL << key->attribute))
			continue;
		table_cell(t, key->name);
		table_cellf(t, "%" PRIu32, config->value[key->attribute]);
		table_cell(t, key->unit);
		table_cellf(t, "%" PRIu32, key->min);
		table_cellf(t, "%" PRIu32, key->max);
		table_cell(t, key->what);
		table_row(t);
	}
	table_close(t);
	if (shows_ports(config, wanted))
		fprintf(ctl->out, "%s  %s\n", tunnel_ports.name, ports_text(config, text));
}

static void show_json(struct ctl *ctl, const struct kntop_config *config, uint64_t wanted)
{
	size_t count;
	const struct kntop_config_key *key = kntop_config_keys(&count);
	struct json j;

	ctl_json(ctl, &j);
	json_array_begin(&j, NULL);
	for (; count; key++, count--) {
		if (!(config->present & wanted & 1ULL << key->attribute))
			continue;
		json_object_begin(&j, NULL);
		json_string(&j, "key", key->name);
		json_u64(&j, "value", config->value[key->attribute]);
		json_string(&j, "unit", key->unit);
		json_u64(&j, "min", key->min);
		json_u64(&j, "max", key->max);
		json_object_end(&j);
	}
	if (shows_ports(config, wanted)) {
		json_object_begin(&j, NULL);
		json_string(&j, "key", tunnel_ports.name);
		ports_json(&j, "value", config);
		json_object_end(&j);
	}
	json_array_end(&j);
}

static int show(struct ctl *ctl, struct args *args)
{
	const struct kntop_config_key *key;
	struct kntop_config config;
	struct kntop_error err;
	uint64_t wanted = 0;

	while (args_peek(args)) {
		key = take_key(ctl, args);
		if (!key)
			return CTL_USAGE;
		wanted |= 1ULL << key->attribute;
	}
	if (!ctl_kernel(ctl))
		return CTL_REFUSED;
	if (kntop_config_get(ctl->kernel, &config, &err) < 0)
		return ctl_refused(ctl, &err, "config show");
	if (ctl->json)
		show_json(ctl, &config, wanted ? wanted : UINT64_MAX);
	else
		show_text(ctl, &config, wanted ? wanted : UINT64_MAX);
	return CTL_OK;
}

/* What is to be set: numbers, and words about ports, which change those that are there. */
struct wanted {
	struct kntop_config config;
	const char *ports[MOST];
	size_t count;
};

static int parse_ports(struct ctl *ctl, struct args *args, struct wanted *w)
{
	struct kntop_config none = { 0 };
	char reason[PORTS_REASON];

	if (!ports_is_word(args_peek(args)))
		return ctl_complain(ctl, "config set: the value of tunnel_ports is missing (KIND:PORT[,PORT ...], KIND:none or "
				    PORTS_USUAL ")");
	for (; ports_is_word(args_peek(args)); w->count++) {
		if (w->count == MOST)
			return ctl_complain(ctl, "config set: tunnel_ports: too many words");
		w->ports[w->count] = args_take(args);
		if (!ports_take(&none, w->ports[w->count], reason))
			return ctl_complain(ctl, "config set: tunnel_ports: %s", reason);
	}
	w->config.present |= 1ULL << KNTOP_CONFIG_A_TUNNEL_PORTS;
	return CTL_OK;
}

static int parse_pair(struct ctl *ctl, struct args *args, struct wanted *w)
{
	const struct kntop_config_key *key = take_key(ctl, args);
	uint64_t value;

	if (!key)
		return CTL_USAGE;
	if (key != &tunnel_ports && !args_peek(args))
		return ctl_complain(ctl, "config set: a value of %s is missing (%" PRIu32 " to %" PRIu32 ")",
				    key->name, key->min, key->max);
	if (w->config.present & 1ULL << key->attribute)
		return ctl_complain(ctl, "config set: %s is there twice", key->name);
	if (key == &tunnel_ports)
		return parse_ports(ctl, args, w);
	if (args_number(ctl, args, key->name, key->min, key->max, &value))
		return CTL_USAGE;
	w->config.present |= 1ULL << key->attribute;
	w->config.value[key->attribute] = value;
	return CTL_OK;
}

/* The ports that are there, changed as the words say. */
static int change_ports(struct ctl *ctl, struct wanted *w)
{
	char reason[PORTS_REASON];
	struct kntop_config now;
	struct kntop_error err;

	if (kntop_config_get(ctl->kernel, &now, &err) < 0)
		return ctl_refused(ctl, &err, "config set");
	for (size_t i = 0; i < w->count; i++)
		if (!ports_take(&now, w->ports[i], reason))
			return ctl_complain(ctl, "config set: tunnel_ports: %s", reason);
	w->config.tunnel_ports_count = now.tunnel_ports_count;
	memcpy(w->config.tunnel_ports, now.tunnel_ports, sizeof(now.tunnel_ports));
	return CTL_OK;
}

static int set(struct ctl *ctl, struct args *args)
{
	struct wanted w = { 0 };
	struct kntop_error err;
	int rc = CTL_OK;

	if (!args_peek(args))
		return ctl_complain(ctl, "config set: KEY VALUE is missing (see: ntopctl config show)");
	while (args_peek(args) && !rc)
		rc = parse_pair(ctl, args, &w);
	if (rc)
		return rc;
	if (!ctl_kernel(ctl))
		return CTL_REFUSED;
	if (w.count)
		rc = change_ports(ctl, &w);
	if (rc)
		return rc;
	if (kntop_config_set(ctl->kernel, &w.config, &err) < 0)
		return ctl_refused(ctl, &err, "config set");
	return CTL_OK;
}

static const struct command_verb verbs[] = {
	{ "show", "list", show },
	{ "set", NULL, set },
	{ NULL, NULL, NULL },
};

static const struct command config = {
	.name = "config",
	.summary = "limits, timeouts and tunnel ports",
	.help = help,
	.verbs = verbs,
};
COMMAND(config);
