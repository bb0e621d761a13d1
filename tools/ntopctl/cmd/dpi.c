// SPDX-License-Identifier: GPL-2.0-or-later
/* ntopctl dpi: how much the classifier may do. */
#include <errno.h>
#include <string.h>
#include "../command.h"
#include "../field.h"
#include "../view/dpi.h"
#include "../view/trap.h"

static const char help[] =
	"Usage: ntopctl dpi show\n"
	"       ntopctl dpi set KEY VALUE [KEY VALUE ...]\n"
	"\n"
	"Show or change how the classifier inspects packets, for the whole machine. Worker\n"
	"threads look at copies of the first packets of each flow; what they have no room\n"
	"for is counted, and shown by -s and by: ntopctl stats\n"
	"A library that oversteps its memory or its budget is stopped by a trap, and\n"
	"restarted; flows go on.\n"
	"\n"
	"Verbs:\n"
	"  show              print settings, state and traps (the default); with -s the\n"
	"                    workers\n"
	"  set               change settings; all of them take effect, or none\n"
	"\n"
	"Keys:\n"
	"  enabled on|off    inspect new flows, or let them go by\n"
	"  packets N         most packets inspected of a flow, 1 to 32\n"
	"  workers N         threads, 1 to 64; each holds some 5 MB\n"
	"  cpus LIST         CPUs they may run on, such as 0-1,3; any for all\n"
	"  ring SIZE         octets of each worker's ring: 64Ki to 64Mi\n"
	"  flows N           most undecided flows with state, 64 to 4194304\n"
	"  bytes SIZE        most octets of that state, from 1Mi on\n"
	"  budget N          most steps (calls and turns of loops) for one packet, 10000 to\n"
	"                    4000000000\n"
	"  derive on|off     let other flows of a client name a flow: what it looked up in\n"
	"                    DNS, and whose calls it may be in\n"
	"  corrections on|off  help nDPI where it is known to fail: ClientHellos of QUIC\n"
	"                    that are in pieces, QUIC version 2\n"
	"\n"
	"Examples:\n"
	"  ntopctl dpi set enabled off\n"
	"  ntopctl dpi set workers 4 cpus 4-7 ring 8Mi\n";

static int parse_onoff(const struct ctl *ctl, struct args *args, const char *key, bool *on)
{
	static const char *const words[] = { "on", "off", NULL };
	int word;

	if (!args_peek(args))
		return ctl_complain(ctl, "%s: on or off is missing", key);
	word = args_keyword(ctl, args, words);
	*on = word == 0;
	return word < 0 ? CTL_USAGE : CTL_OK;
}

static int parse_cpus(const struct ctl *ctl, struct args *args, char *cpus)
{
	const char *word = args_value(ctl, args, "cpus LIST");
	char safe[FIELD_SIZE];

	if (!word)
		return CTL_USAGE;
	if (!strcmp(word, "any"))
		word = "";
	if (strlen(word) >= KNTOP_CPUS_SIZE || strspn(word, "0123456789,-:/") != strlen(word))
		return ctl_complain(ctl, "cpus: '%s' is no list of CPUs such as 0-1,3",
				    field_name(safe, word));
	strcpy(cpus, word);
	return CTL_OK;
}

static int parse_number(const struct ctl *ctl, struct args *args, const char *what,
			uint64_t min, uint64_t max, uint32_t *value)
{
	uint64_t number = 0;
	int rc = args_number(ctl, args, what, min, max, &number);

	*value = number;
	return rc;
}

static int parse_value(const struct ctl *ctl, struct args *args, int attribute,
		       struct kntop_dpi_settings *s)
{
	uint64_t size = 0;
	int rc;

	switch (attribute) {
	case KNTOP_DPI_A_ENABLED:
		return parse_onoff(ctl, args, "enabled", &s->enabled);
	case KNTOP_DPI_A_DERIVE:
		return parse_onoff(ctl, args, "derive", &s->derive);
	case KNTOP_DPI_A_CORRECTIONS:
		return parse_onoff(ctl, args, "corrections", &s->corrections);
	case KNTOP_DPI_A_PACKETS:
		return parse_number(ctl, args, "packets N", 1, 32, &s->packets);
	case KNTOP_DPI_A_WORKERS:
		return parse_number(ctl, args, "workers N", 1, KNTOP_DPI_WORKERS, &s->workers);
	case KNTOP_DPI_A_CPUS:
		return parse_cpus(ctl, args, s->cpus);
	case KNTOP_DPI_A_RING:
		rc = args_size(ctl, args, "ring SIZE", 65536, 67108864, &size);
		s->ring = size;
		return rc;
	case KNTOP_DPI_A_FLOWS_MAX:
		return parse_number(ctl, args, "flows N", 64, 4194304, &s->flows_max);
	case KNTOP_DPI_A_BUDGET:
		return parse_number(ctl, args, "budget N", 10000, 4000000000, &s->budget);
	default:
		return args_size(ctl, args, "bytes SIZE", 1048576, UINT64_MAX, &s->bytes_max);
	}
}

static int parse(const struct ctl *ctl, struct args *args, struct kntop_dpi_settings *s)
{
	static const char *const keys[] = {
		"enabled", "packets", "workers", "cpus", "ring", "flows", "bytes", "budget",
		"derive", "corrections", NULL
	};
	static const int attributes[] = {
		KNTOP_DPI_A_ENABLED, KNTOP_DPI_A_PACKETS, KNTOP_DPI_A_WORKERS, KNTOP_DPI_A_CPUS,
		KNTOP_DPI_A_RING, KNTOP_DPI_A_FLOWS_MAX, KNTOP_DPI_A_BYTES_MAX,
		KNTOP_DPI_A_BUDGET, KNTOP_DPI_A_DERIVE, KNTOP_DPI_A_CORRECTIONS,
	};
	int key;

	if (!args_peek(args))
		return ctl_complain(ctl, "dpi set: KEY VALUE is missing (see: ntopctl dpi --help)");
	while (args_peek(args)) {
		key = args_keyword(ctl, args, keys);
		if (key < 0)
			return CTL_USAGE;
		if (s->present & 1ULL << attributes[key])
			return ctl_complain(ctl, "dpi set: %s is there twice", keys[key]);
		s->present |= 1ULL << attributes[key];
		if (parse_value(ctl, args, attributes[key], s))
			return CTL_USAGE;
	}
	return CTL_OK;
}

static int set(struct ctl *ctl, struct args *args)
{
	struct kntop_dpi_settings settings = { 0 };
	struct kntop_error err;
	int rc;

	if (parse(ctl, args, &settings))
		return CTL_USAGE;
	if (!ctl_kernel(ctl))
		return CTL_REFUSED;
	rc = kntop_dpi_set(ctl->kernel, &settings, &err);
	if (rc == -EOPNOTSUPP)
		return ctl_no_classifier(ctl, "dpi set");
	return rc < 0 ? ctl_refused(ctl, &err, "dpi set") : CTL_OK;
}

static void show_text(const struct ctl *ctl, const struct kntop_dpi *dpi)
{
	dpi_view_settings(ctl, dpi);
	putc('\n', ctl->out);
	dpi_view_state(ctl, dpi);
	if (trap_total(dpi)) {
		putc('\n', ctl->out);
		trap_view(ctl, dpi);
	}
	if (!ctl->detail || !dpi->classifier[0])
		return;
	putc('\n', ctl->out);
	dpi_view_work(ctl, dpi);
}

static int show(struct ctl *ctl, struct args *args)
{
	struct kntop_error err;
	struct kntop_dpi dpi;
	struct json j;

	if (args_end(ctl, args))
		return CTL_USAGE;
	if (!ctl_kernel(ctl))
		return CTL_REFUSED;
	if (kntop_dpi_get(ctl->kernel, &dpi, &err) < 0)
		return ctl_refused(ctl, &err, "dpi show");
	if (!ctl->json) {
		show_text(ctl, &dpi);
		return CTL_OK;
	}
	ctl_json(ctl, &j);
	json_array_begin(&j, NULL);
	dpi_view_json(&j, NULL, &dpi);
	json_array_end(&j);
	return CTL_OK;
}

static const struct command_verb verbs[] = {
	{ "show", "list", show },
	{ "set", NULL, set },
	{ NULL, NULL, NULL },
};

static const struct command dpi = {
	.name = "dpi",
	.summary = "how the classifier inspects packets",
	.help = help,
	.verbs = verbs,
};
COMMAND(dpi);
