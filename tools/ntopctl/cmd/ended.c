// SPDX-License-Identifier: GPL-2.0-or-later
/* ntopctl ended: records of ended flows. */
#include <errno.h>
#include <inttypes.h>
#include "../command.h"
#include "../field.h"
#include "../format.h"
#include "../interrupt.h"
#include "../view/flow.h"
#include "../watched.h"

static const char help[] =
	"Usage: ntopctl ended show [dev NAME] [since SEQ [instance ID]] [id ID] [tunnel ID]\n"
	"                          [limit N] [follow]\n"
	"\n"
	"Show the records of ended flows, oldest first. Each has a number; numbers have no\n"
	"gaps, so a reader that remembers the last one loses nothing, and sees when\n"
	"records were overwritten before it read them. They begin anew when the module is\n"
	"loaded: an instance says of which time a number is. Sources that were read from\n"
	"files have numbers of their own.\n"
	"\n"
	"Verbs:\n"
	"  show              print records (the default; also: list)\n"
	"\n"
	"Words:\n"
	"  dev NAME          of this interface or source, also when it is watched no longer;\n"
	"                    without it, of all watched interfaces\n"
	"  since SEQ         from this number on; without it from the oldest that is held\n"
	"  instance ID       to which SEQ belongs; if this is another one, it is refused, or\n"
	"                    with follow begun at its first record\n"
	"  id ID             records of the flow with this id only, 16 hexadecimal digits\n"
	"  limit N           N records at most\n"
	"  tunnel ID         of flows in this tunnel only (see: ntopctl tunnel show)\n"
	"  follow            go on with new ones until interrupted, also when the module is\n"
	"                    loaded anew; with -j an object a line\n"
	"\n"
	"WHY a record was written: idle (timeout), active (interim record: the flow goes\n"
	"on), fin, rst, reused (a new connection on the same ports), evicted (room was\n"
	"needed), reset (flow reset), interface (no longer watched).\n"
	"\n"
	"SENT and RECEIVED are totals of the flow so far. What is new since the record before\n"
	"is told by -s, and by new_packets and new_octets of -j: these may be added up.\n"
	"\n"
	"Examples:\n"
	"  ntopctl ended show limit 100\n"
	"  ntopctl -j ended show since 1234 instance 00c0ffee00c0ffee follow\n";

/* How often a follower looks for new records; the kernel writes them each second. */
#define FOLLOW_MS	500

/* Where the records of an interface are: of one that is watched no longer nobody knows. */
enum ring {
	RING_LIVE,
	RING_OFFLINE,
	RING_UNKNOWN,
};

struct request {
	const char *interface;
	struct kntop_ended_position since;
	uint64_t id;
	uint32_t limit;
	uint32_t tunnel;
	bool follow;
};

/**
 * struct reader - records on their way to the output
 * @ctl: run
 * @view: output
 * @interface: the only one that is wanted, or NULL
 * @ring: where its records are
 * @at: how far we have come
 * @told: how many lost records were told
 * @id: of the only flow that is wanted, 0 all
 * @tunnel: of the only tunnel whose flows are wanted, 0 all
 * @left: records still wanted
 * @records: printed
 * @repeated: of these, how many were of a flow that has several
 * @packets: new in all of them
 * @octets: likewise
 */
struct reader {
	struct ctl *ctl;
	struct flow_view *view;
	const char *interface;
	enum ring ring;
	struct kntop_ended_position at;
	uint64_t told;
	uint64_t id;
	uint32_t tunnel;
	uint64_t left;
	uint64_t records;
	uint64_t repeated;
	uint64_t packets;
	uint64_t octets;
};

static int parse(struct ctl *ctl, struct args *args, struct request *rq)
{
	enum { SINCE, INSTANCE, ID, LIMIT, FOLLOW, DEV, TUNNEL };
	static const char *const words[] = {
		"since", "instance", "id", "limit", "follow", "dev", "tunnel", NULL
	};
	unsigned int seen = 0;
	uint64_t limit = 0, tunnel = 0;
	int word;

	*rq = (struct request){ 0 };
	while (args_peek(args)) {
		word = args_keyword(ctl, args, words);
		if (word < 0)
			return CTL_USAGE;
		if (seen & 1U << word)
			return ctl_complain(ctl, "%s is there twice", words[word]);
		seen |= 1U << word;
		if ((word == SINCE && args_number(ctl, args, "since SEQ", 0, UINT64_MAX,
						  &rq->since.next)) ||
		    (word == INSTANCE && args_id(ctl, args, "instance ID", &rq->since.instance)) ||
		    (word == ID && args_id(ctl, args, "id ID", &rq->id)) ||
		    (word == LIMIT && args_number(ctl, args, "limit N", 1, UINT32_MAX, &limit)) ||
		    (word == TUNNEL && args_number(ctl, args, "tunnel ID", 1, UINT32_MAX,
						   &tunnel)) ||
		    (word == DEV && args_interface_name(ctl, args, "dev NAME", &rq->interface)))
			return CTL_USAGE;
	}
	rq->limit = limit;
	rq->tunnel = tunnel;
	rq->follow = seen & 1U << FOLLOW;
	return CTL_OK;
}

/* Numbers before the one that was just read were overwritten. */
static void tell_lost(struct reader *r, uint64_t seq)
{
	uint64_t lost = r->at.lost - r->told;

	r->told = r->at.lost;
	if (lost)
		ctl_complain(r->ctl, "ended show: %" PRIu64 " records from %" PRIu64
			     " on were overwritten before they were read", lost, seq - lost);
}

static int take(const struct kntop_flow *flow, void *data)
{
	struct reader *r = data;

	tell_lost(r, flow->seq);
	if (r->id && flow->id != r->id)
		return 0;
	r->left--;
	r->records++;
	r->repeated += flow->number || flow->end == KNTOP_END_ACTIVE;
	r->packets += flow->client.new_packets + flow->server.new_packets;
	r->octets += flow->client.new_octets + flow->server.new_octets;
	flow_view_add(flow, r->view);
	/* the kernel does not know which are wanted */
	return r->id && !r->left ? -ECANCELED : 0;
}

/* With the records of one interface or tunnel the others' numbers are left out: the ring tells. */
static void tell_lost_of_all(struct reader *r)
{
	struct kntop_stats stats;
	uint64_t first;

	if (!r->at.next || kntop_stats_get(r->ctl->kernel, &stats, NULL) < 0 ||
	    (r->at.instance && r->at.instance != stats.instance))
		return;
	first = r->ring == RING_OFFLINE ? stats.ended_offline_first : stats.ended_first;
	if (r->ring == RING_UNKNOWN || first <= r->at.next)
		return;
	ctl_complain(r->ctl, "ended show: %" PRIu64 " records from %" PRIu64
		     " on, some of them of others, were overwritten before they were read",
		     first - r->at.next, r->at.next);
	r->at.next = first;
}

static int read_on(struct reader *r, bool limited, struct kntop_error *err)
{
	uint32_t limit = !limited || r->id ? 0 : r->left > UINT32_MAX ? UINT32_MAX : r->left;
	int rc;

	if (r->interface || r->tunnel)
		tell_lost_of_all(r);
	rc = kntop_ended_read(r->ctl->kernel, r->interface, r->tunnel, &r->at, limit, take, r, err);
	return rc == -ECANCELED ? 0 : rc;
}

static int complain_unless(struct reader *r, int rc, const struct kntop_error *err)
{
	if (rc == -ENODEV && r->interface)
		return watched_complain(r->ctl, "ended show", r->interface);
	return ctl_listed(r->ctl, rc, err, "ended show");
}

/* Returns false when it was interrupted before the module came back. */
static bool await_module(struct reader *r)
{
	struct kntop_error err;

	ctl_complain(r->ctl, "ended show: the module was unloaded; waiting for it");
	while (kntop_reconnect(r->ctl->kernel, &err))
		if (interrupt_wait(-1, FOLLOW_MS), interrupt_came())
			return false;
	return true;
}

static void go_on_anew(struct reader *r)
{
	char before[FIELD_SIZE], now[FIELD_SIZE];
	struct kntop_stats stats;

	if (kntop_stats_get(r->ctl->kernel, &stats, NULL))
		return;
	ctl_complain(r->ctl, "ended show: this is instance %s, no longer %s: what that wrote from record %"
		     PRIu64 " on is lost; going on at the first record", field_id(now, stats.instance),
		     field_id(before, r->at.instance), r->at.next);
	kntop_ended_restart(&r->at);
}

static int follow_on(struct reader *r, bool limited)
{
	struct kntop_error err;
	int rc = read_on(r, limited, &err);

	if (rc == -ENOENT) {
		flow_view_flush(r->view);
		await_module(r);
		return CTL_OK;
	}
	if (rc == -ESTALE) {
		go_on_anew(r);
		rc = read_on(r, limited, &err);
	}
	/* it may be loaded anew at any moment */
	return rc == -ENOENT || rc == -ESTALE ? CTL_OK : complain_unless(r, rc, &err);
}

static int follow(struct ctl *ctl, struct reader *r, bool limited)
{
	int rc = CTL_OK;

	interrupt_catch();
	while (!rc && !interrupt_came()) {
		rc = follow_on(r, limited);
		flow_view_flush(r->view);
		if (rc || (limited && !r->left) || ferror(ctl->out))
			break;
		interrupt_wait(-1, FOLLOW_MS);
	}
	interrupt_release();
	return rc;
}

/* The columns of a table would count the flows twice that have several records. */
static void add_up(const struct ctl *ctl, const struct reader *r)
{
	char packets[FORMAT_SIZE], octets[FORMAT_SIZE];

	if (!ctl->json && r->repeated)
		fprintf(ctl->out, "new in these %" PRIu64 " records: %s packets, %s\n", r->records,
			format_count(packets, r->packets, ctl->raw),
			format_octets(octets, r->octets, ctl->raw));
}

/* An interface that is watched no longer has records, too. */
static void choose_source(struct ctl *ctl, struct request *rq)
{
	struct kntop_stats stats;

	if (!kntop_stats_get(ctl->kernel, &stats, NULL) && stats.ended_first == stats.ended_next)
		watched_source(ctl, "ended show", &rq->interface);
}

static enum ring find_ring(struct ctl *ctl, const char *name)
{
	struct kntop_interface iface;

	if (!name)
		return RING_LIVE;
	if (kntop_interface_get(ctl->kernel, name, &iface, NULL))
		return RING_UNKNOWN;
	return iface.flags & KNTOP_INTERFACE_OFFLINE ? RING_OFFLINE : RING_LIVE;
}

static int show(struct ctl *ctl, struct args *args)
{
	struct flow_view view;
	struct reader r = { .ctl = ctl, .view = &view };
	struct kntop_error err;
	struct request rq;
	int rc;

	if (parse(ctl, args, &rq))
		return CTL_USAGE;
	if (!ctl_kernel(ctl))
		return CTL_REFUSED;
	choose_source(ctl, &rq);
	r.interface = rq.interface;
	r.ring = find_ring(ctl, rq.interface);
	r.at = rq.since;
	r.id = rq.id;
	r.tunnel = rq.tunnel;
	r.left = rq.limit ? rq.limit : UINT64_MAX;
	rc = flow_view_open(&view, ctl, true, rq.follow);
	if (rc)
		return rc;
	if (rq.follow)
		rc = follow(ctl, &r, rq.limit);
	else
		rc = complain_unless(&r, read_on(&r, rq.limit, &err), &err);
	if (!rc && !rq.follow && view.table && !table_rows(view.table))
		watched_hint(ctl, "ended show");
	flow_view_close(&view);
	if (!rc)
		add_up(ctl, &r);
	return rc;
}

static const struct command_verb verbs[] = {
	{ "show", "list", show },
	{ NULL, NULL, NULL },
};

static const struct command ended = {
	.name = "ended",
	.summary = "records of ended flows, by number",
	.help = help,
	.verbs = verbs,
};
COMMAND(ended);
