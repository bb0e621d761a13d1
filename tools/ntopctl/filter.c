// SPDX-License-Identifier: GPL-2.0-or-later
/* The words that say which flows, hosts or talkers, in which order, how many. */
#include <errno.h>
#include <string.h>
#include <strings.h>
#include "field.h"
#include "filter.h"
#include "geo/geo.h"
#include "keyword.h"
#include "label.h"

enum word {
	DEV, HOST, NET, VLAN, FAMILY, LOCAL, REMOTE, MIN_RATE, SORT, LIMIT, L4, PORT,
	L7, CATEGORY, RISK, TUNNEL, ID, COUNTRY, AS,
};

static const char *const flow_words[] = {
	"dev", "host", "net", "vlan", "family", "local", "remote", "min-rate", "sort",
	"limit", "l4", "port", "l7", "category", "risk", "tunnel", "id", NULL
};

/* A pair of hosts has no id. */
static const char *const talker_words[] = {
	"dev", "host", "net", "vlan", "family", "local", "remote", "min-rate", "sort",
	"limit", "l4", "port", "l7", "category", "risk", "tunnel", NULL
};

static const char *const host_words[] = {
	"dev", "host", "net", "vlan", "family", "local", "remote", "min-rate", "sort",
	"limit", "country", "as", NULL
};

static const char *const tunnel_words[] = {
	"dev", "host", "net", "vlan", "family", "min-rate", "sort", "limit", "tunnel", NULL
};

/* What the words of tunnels mean. */
static const enum word of_tunnels[] = {
	DEV, HOST, NET, VLAN, FAMILY, MIN_RATE, SORT, LIMIT, TUNNEL,
};

static bool of_hosts(const struct filter *f)
{
	return f->of == FILTER_HOSTS || f->of == FILTER_TALLY;
}

int filter_parse_net(const struct ctl *ctl, struct args *args, struct kntop_address *addr,
		     int *prefix, const char **name)
{
	const char *word = args_value(ctl, args, "net NETWORK");
	char safe[FIELD_SIZE];
	int rc;

	if (!word)
		return CTL_USAGE;
	field_name(safe, word);
	rc = kntop_prefix_parse(word, addr, prefix);
	if (!rc) {
		kntop_prefix_mask(addr, *prefix);
		return CTL_OK;
	}
	if (rc == -ERANGE)
		return ctl_complain(ctl, "net: the prefix length of '%s' is out of range", safe);
	if (strchr(word, '/'))
		return ctl_complain(ctl, "net: '%s' is not a network such as 10.0.0.0/8", safe);
	if (strlen(word) >= KNTOP_LOCALNET_NAME_SIZE)
		return ctl_complain(ctl, "net: '%s' is longer than any name of a network", safe);
	*name = word;
	return CTL_OK;
}

static int parse_integer(const struct ctl *ctl, struct args *args, const char *what,
			 uint64_t min, uint64_t max, int *value)
{
	uint64_t number;

	if (args_number(ctl, args, what, min, max, &number))
		return CTL_USAGE;
	*value = number;
	return CTL_OK;
}

static int parse_family(const struct ctl *ctl, struct args *args, struct kntop_query *q)
{
	int family;

	if (parse_integer(ctl, args, "family 4|6", 4, 6, &family))
		return CTL_USAGE;
	if (family == 5)
		return ctl_complain(ctl, "family: 4 or 6");
	q->family = family;
	return CTL_OK;
}

static int parse_tunnel(const struct ctl *ctl, struct args *args, struct kntop_query *q)
{
	uint64_t number;

	if (args_number(ctl, args, "tunnel ID", 1, UINT32_MAX, &number))
		return CTL_USAGE;
	q->tunnel = number;
	return CTL_OK;
}

/* What the word at a place of its list means: the first two part behind their limit. */
static enum word meaning(const struct filter *f, int place)
{
	if (f->of == FILTER_TUNNELS)
		return of_tunnels[place];
	return of_hosts(f) && place > LIMIT ? place - LIMIT - 1 + COUNTRY : place;
}

static int parse_tally(const struct ctl *ctl, struct args *args, struct filter *f)
{
	static const char *const orders[] = {
		[FILTER_BY_OCTETS] = "octets", [FILTER_BY_PACKETS] = "packets",
		[FILTER_BY_RATE] = "rate", [FILTER_BY_HOSTS] = "hosts",
		[FILTER_BY_FLOWS] = "flows", NULL
	};

	if (!args_peek(args))
		return ctl_complain(ctl, "sort ORDER is missing (octets, packets, rate, hosts, flows)");
	f->tally = args_keyword(ctl, args, orders);
	return f->tally < 0 ? CTL_USAGE : CTL_OK;
}

static int parse_sort(const struct ctl *ctl, struct args *args, struct filter *f)
{
	static const char *const orders[] = {
		"octets", "packets", "rate", "last", "first", NULL
	};
	static const char *const of_talkers[] = { "octets", "packets", "rate", "last", NULL };
	bool talkers = f->of == FILTER_TALKERS;
	int order;

	if (f->of == FILTER_TALLY)
		return parse_tally(ctl, args, f);
	if (!args_peek(args))
		return ctl_complain(ctl, "sort ORDER is missing (octets, packets, rate, last%s)",
				    talkers ? "" : ", first");
	order = args_keyword(ctl, args, talkers ? of_talkers : orders);
	if (order < 0)
		return CTL_USAGE;
	f->order = KNTOP_ORDER_OCTETS + order;
	return CTL_OK;
}

static int parse_limit(const struct ctl *ctl, struct args *args, struct filter *f)
{
	uint64_t most = f->of == FILTER_TALKERS ? KNTOP_ORDER_LIMIT_MAX : UINT32_MAX, number;

	if (args_number(ctl, args, "limit N", 1, most, &number))
		return CTL_USAGE;
	f->limit = number;
	return CTL_OK;
}

static int parse_name(const struct ctl *ctl, struct args *args, const char *what,
		      const char **name)
{
	*name = args_value(ctl, args, what);
	return *name ? CTL_OK : CTL_USAGE;
}

static int parse_country(const struct ctl *ctl, struct args *args, struct filter *f)
{
	char safe[FIELD_SIZE];

	f->country = args_value(ctl, args, "country CODE");
	if (!f->country)
		return CTL_USAGE;
	if (strlen(f->country) != 2 && strcmp(f->country, FILTER_NOWHERE))
		return ctl_complain(ctl, "country: '%s' is no code of two letters such as DE, nor none",
				    field_name(safe, f->country));
	return CTL_OK;
}

static int parse_as(const struct ctl *ctl, struct args *args, struct filter *f)
{
	const char *word = args_value(ctl, args, "as NUMBER");
	char safe[FIELD_SIZE];
	uint64_t number = 0;

	if (!word)
		return CTL_USAGE;
	if (strcmp(word, FILTER_NOWHERE) &&
	    (!args_parse_number(word + 2 * !strncasecmp(word, "AS", 2), &number) || !number ||
	     number > UINT32_MAX))
		return ctl_complain(ctl, "as: '%s' is no number of an autonomous system such as 64496, nor none",
				    field_name(safe, word));
	f->has_as = true;
	f->as = number;
	return CTL_OK;
}

static int parse_word(const struct ctl *ctl, struct args *args, enum word word,
		      struct filter *f)
{
	struct kntop_query *q = &f->query;

	switch (word) {
	case DEV:
		return args_interface_name(ctl, args, "dev NAME", &q->interface);
	case HOST:
		return args_address(ctl, args, "host ADDRESS", &q->addr);
	case NET:
		return filter_parse_net(ctl, args, &q->addr, &q->prefix, &q->localnet);
	case VLAN:
		return parse_integer(ctl, args, "vlan ID", 0, 4095, &q->vlan);
	case FAMILY:
		return parse_family(ctl, args, q);
	case LOCAL:
		q->locality = KNTOP_QUERY_LOCAL;
		return CTL_OK;
	case REMOTE:
		q->locality = KNTOP_QUERY_REMOTE;
		return CTL_OK;
	case MIN_RATE:
		return args_rate(ctl, args, &q->min_rate);
	case SORT:
		return parse_sort(ctl, args, f);
	case LIMIT:
		return parse_limit(ctl, args, f);
	case L4:
		return args_l4(ctl, args, &q->l4);
	case PORT:
		return parse_integer(ctl, args, "port PORT", 0, 65535, &q->port);
	case L7:
		return parse_name(ctl, args, "l7 PROTOCOL", &f->protocol);
	case CATEGORY:
		return parse_name(ctl, args, "category CATEGORY", &f->category);
	case RISK:
		return parse_name(ctl, args, "risk RISK", &f->risk);
	case ID:
		return args_id(ctl, args, "id ID", &q->id);
	case TUNNEL:
		return parse_tunnel(ctl, args, q);
	case COUNTRY:
		return parse_country(ctl, args, f);
	case AS:
		return parse_as(ctl, args, f);
	}
	return CTL_USAGE;
}

static int check_combination(const struct ctl *ctl, unsigned int seen,
			     const struct kntop_query *q)
{
	if (seen & 1U << LOCAL && seen & 1U << REMOTE)
		return ctl_complain(ctl, "local and remote exclude each other");
	if (seen & 1U << HOST && seen & 1U << NET && !q->localnet)
		return ctl_complain(ctl, "host ADDRESS and net PREFIX exclude each other");
	if (q->family && q->addr.family && q->family != q->addr.family)
		return ctl_complain(ctl, "family %u excludes the address that was given",
				    q->family);
	return CTL_OK;
}

static void init(struct filter *f, enum filter_of of)
{
	*f = (struct filter){ .of = of, .order = KNTOP_ORDER_NONE };
	if (of == FILTER_TALKERS) {
		f->order = KNTOP_ORDER_RATE;
		f->limit = FILTER_TALKERS_LIMIT;
	}
	kntop_query_init(&f->query);
}

int filter_parse(const struct ctl *ctl, struct args *args, enum filter_of of,
		 struct filter *f)
{
	const char *const *words;
	unsigned int seen = 0;
	int word;

	init(f, of);
	words = of == FILTER_TUNNELS ? tunnel_words : of_hosts(f) ? host_words :
		of == FILTER_TALKERS ? talker_words : flow_words;
	while (args_peek(args)) {
		word = args_keyword(ctl, args, words);
		if (word < 0)
			return CTL_USAGE;
		if (seen & 1U << meaning(f, word))
			return ctl_complain(ctl, "%s is there twice", words[word]);
		seen |= 1U << meaning(f, word);
		if (parse_word(ctl, args, meaning(f, word), f))
			return CTL_USAGE;
	}
	if (check_combination(ctl, seen, &f->query))
		return CTL_USAGE;
	if (of == FILTER_TUNNELS && f->query.localnet)
		return ctl_complain(ctl, "net: tunnels are chosen by a network such as 10.0.0.0/8");
	if (!filter_ranks_here(f)) {
		f->query.order = f->order;
		f->query.limit = f->limit;
	}
	return CTL_OK;
}

bool filter_has_geo(const struct filter *f)
{
	return f->country || f->has_as;
}

bool filter_takes(const struct filter *f, const struct kntop_host *host)
{
	struct geo g;

	if (!filter_has_geo(f))
		return true;
	g = geo_find(&host->addr);
	if (f->has_as && g.as != f->as)
		return false;
	if (!f->country)
		return true;
	return strcmp(f->country, FILTER_NOWHERE) ? !strcasecmp(f->country, g.country) :
						    !g.country[0];
}

bool filter_ranks_here(const struct filter *f)
{
	if (f->of == FILTER_TALLY || filter_has_geo(f))
		return true;
	return f->order != KNTOP_ORDER_NONE &&
	       (!f->limit || f->limit > KNTOP_ORDER_LIMIT_MAX);
}

struct search {
	const char *name;
	bool found;
	char known[400];
};

static int take_net(const struct kntop_localnet *net, void *data)
{
	struct search *s = data;
	size_t used = strlen(s->known);
	char safe[FIELD_SIZE];

	if (!strcmp(net->name, s->name))
		s->found = true;
	field_name(safe, net->name);
	if (net->name[0] && used + strlen(safe) + 3 < sizeof(s->known))
		sprintf(s->known + used, "%s%s", used ? ", " : "", safe);
	return 0;
}

int filter_check_net(struct ctl *ctl, const char *name)
{
	struct search s = { .name = name };
	struct kntop_error err;
	char safe[FIELD_SIZE];
	int rc;

	if (!s.name)
		return CTL_OK;
	rc = kntop_localnet_list(ctl->kernel, take_net, &s, &err);
	if (rc < 0)
		return ctl_refused(ctl, &err, "net %s", field_name(safe, s.name));
	if (s.found)
		return CTL_OK;
	field_name(safe, s.name);
	if (s.known[0])
		return ctl_complain(ctl, "net: '%s' is neither a network such as 10.0.0.0/8 nor the name of a local one (those are: %s)",
				    safe, s.known);
	return ctl_complain(ctl, "net: '%s' is not a network such as 10.0.0.0/8, and no local network has a name (see: ntopctl localnet --help)",
			    safe);
}

static int look_up_risk(struct ctl *ctl, const char *name, uint64_t *risks)
{
	const struct kntop_label *label;
	int rc;

	if (!strcmp(name, "any")) {
		*risks = UINT64_MAX;
		return CTL_OK;
	}
	rc = label_find(ctl, KNTOP_LABEL_RISK, name, &label);
	if (!rc)
		*risks = 1ULL << (label->number & 63);
	return rc;
}

int filter_look_up(struct ctl *ctl, struct filter *f)
{
	const struct kntop_label *label;
	int rc = filter_check_net(ctl, f->query.localnet);

	if (!rc && f->protocol) {
		rc = label_find(ctl, KNTOP_LABEL_PROTOCOL, f->protocol, &label);
		if (!rc)
			f->query.protocol = label->number;
	}
	if (!rc && f->category) {
		rc = label_find(ctl, KNTOP_LABEL_CATEGORY, f->category, &label);
		if (!rc)
			f->query.category = label->number;
	}
	if (!rc && f->risk)
		rc = look_up_risk(ctl, f->risk, &f->query.risks);
	return rc;
}
