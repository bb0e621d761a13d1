// SPDX-License-Identifier: GPL-2.0-or-later
/* ntopctl ended: records of ended flows. */
#include <inttypes.h>
#include "../command.h"
#include "../interrupt.h"
#include "../view/flow.h"
#include "../watched.h"

static const char help[] =
	"Usage: ntopctl ended show [since SEQ] [limit N] [tunnel ID] [follow]\n"
	"\n"
	"Show the records of ended flows, oldest first. Each has a number; numbers have no\n"
	"gaps, so a reader that remembers the last one loses nothing, and sees when\n"
	"records were overwritten before it read them.\n"
	"\n"
	"Verbs:\n"
	"  show              print records (the default; also: list)\n"
	"\n"
	"Words:\n"
	"  since SEQ         from this number on; without it from the oldest that is held\n"
	"  limit N           N records at most\n"
	"  tunnel ID         of flows in this tunnel only (see: ntopctl tunnel show)\n"
	"  follow            go on with new ones until interrupted; with -j an object a line\n"
	"\n"
	"WHY a record was written: idle (timeout), active (interim record: the flow goes\n"
	"on), fin, rst, reused (a new connection on the same ports), evicted (room was\n"
	"needed), reset (flow reset), interface (no longer watched).\n"
	"\n"
	"Examples:\n"
	"  ntopctl ended show limit 100\n"
	"  ntopctl -j ended show since 1234 follow\n";

/* How often a follower looks for new records; the kernel writes them each second. */
#define FOLLOW_MS	500

struct request {
	uint64_t since;
	uint32_t limit;
	uint32_t tunnel;
	bool follow;
};

struct reader {
	struct ctl *ctl;
	struct flow_view *view;
	uint64_t next;		/* number expected, 0 any */
	uint64_t left;		/* records still wanted */
	uint32_t tunnel;	/* only of this one, 0 any */
};

static int parse(struct ctl *ctl, struct args *args, struct request *rq)
{
	static const char *const words[] = { "since", "limit", "follow", "tunnel", NULL };
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
		if (word == 0 && args_number(ctl, args, "since SEQ", 0, UINT64_MAX, &rq->since))
			return CTL_USAGE;
		if (word == 1 && args_number(ctl, args, "limit N", 1, UINT32_MAX, &limit))
			return CTL_USAGE;
		if (word == 3 && args_number(ctl, args, "tunnel ID", 1, UINT32_MAX, &tunnel))
			return CTL_USAGE;
		rq->follow |= word == 2;
	}
	rq->limit = limit;
	rq->tunnel = tunnel;
	return CTL_OK;
}

static int take(const struct kntop_flow *flow, void *data)
{
	struct reader *r = data;

	/* numbers of other tunnels' flows are not lost */
	if (!r->tunnel && r->next && flow->seq > r->next)
		ctl_complain(r->ctl, "ended show: %" PRIu64 " records from %" PRIu64
			     " on were overwritten before they were read",
			     flow->seq - r->next, r->next);
	r->next = flow->seq + 1;
	r->left--;
	return flow_view_add(flow, r->view);
}

static int read_once(struct reader *r, bool limited)
{
	uint32_t limit = !limited ? 0 : r->left > UINT32_MAX ? UINT32_MAX : r->left;
	struct kntop_error err;
	int rc;

	rc = kntop_ended_list_tunnel(r->ctl->kernel, r->next, limit, r->tunnel, take, r, &err);
	return ctl_listed(r->ctl, rc, &err, "ended show");
}

static int follow(struct ctl *ctl, struct reader *r, bool limited)
{
	int rc = CTL_OK;

	interrupt_catch();
	while (!rc && !interrupt_came()) {
		rc = read_once(r, limited);
		flow_view_flush(r->view);
		if (rc || (limited && !r->left) || ferror(ctl->out))
			break;
		interrupt_wait(-1, FOLLOW_MS);
	}
	interrupt_release();
	return rc;
}

static int show(struct ctl *ctl, struct args *args)
{
	struct flow_view view;
	struct reader r = { .ctl = ctl, .view = &view };
	struct request rq;
	int rc;

	if (parse(ctl, args, &rq))
		return CTL_USAGE;
	if (!ctl_kernel(ctl))
		return CTL_REFUSED;
	r.next = rq.since;
	r.tunnel = rq.tunnel;
	r.left = rq.limit ? rq.limit : UINT64_MAX;
	rc = flow_view_open(&view, ctl, true, rq.follow);
	if (rc)
		return rc;
	rc = rq.follow ? follow(ctl, &r, rq.limit) : read_once(&r, rq.limit);
	if (!rc && !rq.follow && view.table && !table_rows(view.table))
		watched_hint(ctl, "ended show");
	flow_view_close(&view);
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
