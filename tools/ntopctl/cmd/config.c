// SPDX-License-Identifier: GPL-2.0-or-later
/* ntopctl config: limits and timeouts. */
#include <inttypes.h>
#include "../command.h"
#include "../field.h"
#include "../keyword.h"
#include "../table.h"

static const char help[] =
	"Usage: ntopctl config show [KEY ...]\n"
	"       ntopctl config set KEY VALUE [KEY VALUE ...]\n"
	"\n"
	"Show or change limits and timeouts. All values of one set take effect, or none.\n"
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
	"  tunnels_max              largest number of tunnels that are told apart\n"
	"\n"
	"Examples:\n"
	"  ntopctl config show flows_max\n"
	"  ntopctl config set flows_max 1000000 timeout_udp 60\n";

#define MOST	64

/* The names of all keys, ended by NULL, to match words against. */
static const struct kntop_config_key *key_names(const char **names)
{
	size_t count;
	const struct kntop_config_key *keys = kntop_config_keys(&count);

	for (size_t i = 0; i < count && i < MOST; i++)
		names[i] = keys[i].name;
	names[count] = NULL;
	return keys;
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
	json_array_end(&j);
}

static int show(struct ctl *ctl, struct args *args)
{
	const char *names[MOST + 1];
	const struct kntop_config_key *keys = key_names(names);
	struct kntop_config config;
	struct kntop_error err;
	uint64_t wanted = 0;
	int i;

	while (args_peek(args)) {
		i = args_keyword(ctl, args, names);
		if (i < 0)
			return CTL_USAGE;
		wanted |= 1ULL << keys[i].attribute;
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

static int parse_pair(struct ctl *ctl, struct args *args, struct kntop_config *config)
{
	const char *names[MOST + 1];
	const struct kntop_config_key *key = key_names(names);
	uint64_t value;
	int i = args_keyword(ctl, args, names);

	if (i < 0)
		return CTL_USAGE;
	key += i;
	if (!args_peek(args))
		return ctl_complain(ctl, "config set: a value of %s is missing (%" PRIu32 " to %" PRIu32 ")",
				    key->name, key->min, key->max);
	if (config->present & 1ULL << key->attribute)
		return ctl_complain(ctl, "config set: %s is there twice", key->name);
	if (args_number(ctl, args, key->name, key->min, key->max, &value))
		return CTL_USAGE;
	config->present |= 1ULL << key->attribute;
	config->value[key->attribute] = value;
	return CTL_OK;
}

static int set(struct ctl *ctl, struct args *args)
{
	struct kntop_config config = { 0 };
	struct kntop_error err;

	if (!args_peek(args))
		return ctl_complain(ctl, "config set: KEY VALUE is missing (see: ntopctl config show)");
	while (args_peek(args))
		if (parse_pair(ctl, args, &config))
			return CTL_USAGE;
	if (!ctl_kernel(ctl))
		return CTL_REFUSED;
	if (kntop_config_set(ctl->kernel, &config, &err) < 0)
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
	.summary = "limits and timeouts",
	.help = help,
	.verbs = verbs,
};
COMMAND(config);
