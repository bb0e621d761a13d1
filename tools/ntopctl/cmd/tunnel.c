// SPDX-License-Identifier: GPL-2.0-or-later
/* ntopctl tunnel: the tunnels that packets came in. */
#include <errno.h>
#include "../command.h"
#include "../filter.h"
#include "../ranking.h"
#include "../view/tunnel.h"
#include "../watched.h"

static const char help[] =
	"Usage: ntopctl tunnel show [WORDS]\n"
	"\n"
	"Show the tunnels that are told apart: by interface, kind, both ends, VLAN, and VNI, key,\n"
	"session or TEID. Both directions are one tunnel. A is the lower of its ends. SENT is what\n"
	"went from A to B, RECEIVED what came back; octets are those of the whole frames.\n"
	"\n"
	"Verbs:\n"
	"  show              print tunnels (the default; also: list)\n"
	"\n"
	"Words:\n"
	FILTER_HELP_TUNNEL
	"\n"
	"NUMBER is the VNI, key, session, or the TEID from A to B, BACK that from B to A where it\n"
	"may be another. ID is what flow show, talker show and ended show take behind the word\n"
	"tunnel. An interface that was added with ignore-tunnel has none.\n"
	"\n"
	"Examples:\n"
	"  ntopctl tunnel show sort octets limit 20\n"
	"  ntopctl flow show tunnel 3\n"
	"  ntopctl -j tunnel show dev eth0 host 192.0.2.1\n";

static uint64_t key(const void *record, int order)
{
	const struct kntop_tunnel_info *t = record;

	switch (order) {
	case KNTOP_ORDER_OCTETS:
		return t->sent.octets + t->received.octets;
	case KNTOP_ORDER_PACKETS:
		return t->sent.packets + t->received.packets;
	case KNTOP_ORDER_RATE:
		return t->sent_rate + t->received_rate;
	case KNTOP_ORDER_LAST:
		return t->last;
	}
	return t->first;
}

static int collect(const struct kntop_tunnel_info *tunnel, void *data)
{
	return ranking_add(data, tunnel);
}

/* An order without a limit that the kernel takes. */
static int list_ranked(struct ctl *ctl, const struct filter *f, struct tunnel_view *v,
		       struct kntop_error *err)
{
	struct ranking r = {
		.size = sizeof(struct kntop_tunnel_info), .key = key, .arg = f->order,
		.ascending = f->order == KNTOP_ORDER_FIRST,
	};
	int rc = kntop_tunnel_list(ctl->kernel, &f->query, collect, &r, err);

	if (rc >= 0) {
		ranking_sort(&r);
		for (size_t i = 0; i < r.count && (!f->limit || i < f->limit); i++)
			tunnel_view_add(ranking_at(&r, i), v);
	}
	ranking_free(&r);
	return rc;
}

static int show(struct ctl *ctl, struct args *args)
{
	struct kntop_error err;
	struct tunnel_view v;
	struct filter f;
	int rc = filter_parse(ctl, args, FILTER_TUNNELS, &f);

	if (rc)
		return rc;
	if (!ctl_kernel(ctl))
		return CTL_REFUSED;
	watched_source(ctl, "tunnel show", &f.query.interface);
	rc = tunnel_view_open(&v, ctl);
	if (rc)
		return rc;
	if (filter_ranks_here(&f))
		rc = list_ranked(ctl, &f, &v, &err);
	else
		rc = kntop_tunnel_list(ctl->kernel, &f.query, tunnel_view_add, &v, &err);
	if (rc >= 0 && v.table && !table_rows(v.table))
		watched_hint(ctl, "tunnel show");
	tunnel_view_close(&v);
	if (rc == -ENODEV && f.query.interface)
		return watched_complain(ctl, "tunnel show", f.query.interface);
	return ctl_listed(ctl, rc, &err, "tunnel show");
}

static const struct command_verb verbs[] = {
	{ "show", "list", show },
	{ NULL, NULL, NULL },
};

static const struct command tunnel = {
	.name = "tunnel",
	.summary = "tunnels that packets came in, and what they carried",
	.help = help,
	.verbs = verbs,
};
COMMAND(tunnel);
