// SPDX-License-Identifier: GPL-2.0-or-later
/* All that is known of a host: protocols, peers, flows, history. */
#include <errno.h>
#include <inttypes.h>
#include <string.h>
#include "../format.h"
#include "../label.h"
#include "../view/flow.h"
#include "../view/host.h"
#include "../view/l7.h"
#include "../view/top.h"
#include "sheet.h"
#include "show.h"

/* Lines of each of its lists. */
#define TOP	8

/* What was asked about the host, all of the same moment. */
static struct {
	struct kntop_protocol protocol[TOP];
	unsigned int protocols;
	struct kntop_talker talker[TOP];
	unsigned int talkers;
	struct kntop_flow flow[TOP];
	unsigned int flows;
} known;

static void forget(void)
{
	for (unsigned int i = 0; i < known.flows; i++)
		kntop_flow_release(&known.flow[i]);
	known.flows = 0;
	known.talkers = 0;
	known.protocols = 0;
}

static uint64_t octets_of(const struct kntop_protocol *p)
{
	return p->sent.octets + p->received.octets;
}

/* The largest ones, in order. */
static int take_protocol(const struct kntop_protocol *p, void *data)
{
	const struct live *l = data;
	unsigned int i = known.protocols;

	if (p->number < 0 || p->vlan != l->host.vlan)
		return 0;
	if (i == TOP && octets_of(p) <= octets_of(&known.protocol[TOP - 1]))
		return 0;
	i = i == TOP ? TOP - 1 : known.protocols++;
	for (; i && octets_of(&known.protocol[i - 1]) < octets_of(p); i--)
		known.protocol[i] = known.protocol[i - 1];
	known.protocol[i] = *p;
	return 0;
}

static int take_talker(const struct kntop_talker *t, void *data)
{
	(void)data;
	if (known.talkers < TOP)
		known.talker[known.talkers++] = *t;
	return 0;
}

static int take_flow(const struct kntop_flow *f, void *data)
{
	(void)data;
	if (known.flows < TOP && !kntop_flow_copy(&known.flow[known.flows], f))
		known.flows++;
	return 0;
}

struct search {
	struct live *l;
	bool found;
};

static int take_host(const struct kntop_host *h, void *data)
{
	struct search *s = data;
	struct live *l = s->l;
	struct traffic sent = { (double)h->sent.octets - l->host.sent.octets,
				(double)h->sent.packets - l->host.sent.packets };
	struct traffic received = { (double)h->received.octets - l->host.received.octets,
				    (double)h->received.packets - l->host.received.packets };

	if (l->interval && sent.octets >= 0 && received.octets >= 0)
		history_add(&l->detail_history, l->mono - l->interval, l->mono, received, sent);
	l->host = *h;
	s->found = true;
	return 0;
}

static struct kntop_query query_of(const struct kntop_host *h)
{
	struct kntop_query q;

	kntop_query_init(&q);
	q.interface = h->interface;
	q.addr = h->addr;
	q.vlan = h->vlan < 0 ? 0 : h->vlan;
	return q;
}

static int pull_lists(struct live *l, struct kntop_error *err)
{
	struct kntop_query q = query_of(&l->host);
	struct kntop_protocol_query of;
	int rc;

	forget();
	top_flows(l->ctl, &q, TOP);
	rc = kntop_flow_list(l->ctl->kernel, &q, take_flow, NULL, err);
	if (rc >= 0)
		rc = kntop_talker_list(l->ctl->kernel, &q, NULL, take_talker, NULL, err);
	if (rc < 0 || !l->host.local)
		return rc;
	kntop_protocol_query_init(&of);
	of.kind = KNTOP_LABEL_PROTOCOL;
	of.interface = l->host.interface;
	of.addr = l->host.addr;
	rc = kntop_protocol_list(l->ctl->kernel, &of, take_protocol, l, err);
	/* nothing of it is counted so far */
	return rc == -ENOENT ? 0 : rc;
}

static int pull(struct live *l, struct view *v, uint32_t limit, struct kntop_error *err)
{
	struct kntop_query q = query_of(&l->host);
	struct search s = { .l = l };
	int rc;

	(void)limit;
	rc = kntop_host_list(l->ctl->kernel, &q, take_host, &s, err);
	if (rc < 0)
		return rc;
	snprintf(v->note, sizeof(v->note), "%s",
		 s.found ? "" : "it is forgotten; as seen last");
	return s.found ? pull_lists(l, err) : 0;
}

static void say_protocols(struct live *l, struct sheet *s)
{
	char name[FIELD_SIZE], sent[FORMAT_SIZE], received[FORMAT_SIZE];
	double whole = l->host.sent.octets + l->host.received.octets;

	sheet_title(s, "Protocols");
	if (!l->host.local)
		sheet_pair(s, "", STYLE_DIM, "only those of local hosts are counted (ntopctl localnet --help)");
	else if (!known.protocols)
		sheet_pair(s, "", STYLE_DIM, "nothing is decided yet");
	for (unsigned int i = 0; i < known.protocols; i++) {
		const struct kntop_protocol *p = &known.protocol[i];
		struct area line = sheet_area(s, 1);

		canvas_text(&s->canvas, line.y, 0, 20, STYLE_PROTOCOL,
			    label_text(l->ctl, KNTOP_LABEL_PROTOCOL, p->number, name));
		canvas_printf(&s->canvas, line.y, 21, 24, STYLE_NORMAL, "%10s  %10s",
			      format_octets(sent, p->sent.octets, false),
			      format_octets(received, p->received.octets, false));
		if (whole > 0)
			graph_bar(&s->canvas, line.y, 46, line.width - 46 < 30 ?
				  line.width - 46 : 30, p->sent.octets / whole,
				  p->received.octets / whole);
	}
}

static void say_peers(struct live *l, struct sheet *s)
{
	char host[FIELD_SIZE], to[FORMAT_SIZE], from[FORMAT_SIZE], all[FORMAT_SIZE];

	sheet_title(s, "Peers");
	for (unsigned int i = 0; i < known.talkers; i++) {
		const struct kntop_talker *t = &known.talker[i];
		bool first = !memcmp(&t->a.addr, &l->host.addr, sizeof(t->a.addr));
		const struct kntop_talker_side *me = first ? &t->a : &t->b;
		const struct kntop_talker_side *peer = first ? &t->b : &t->a;
		struct area line = sheet_area(s, 1);

		canvas_text(&s->canvas, line.y, 0, 39, STYLE_STRONG,
			    show_host(l, &peer->addr, host));
		canvas_printf(&s->canvas, line.y, 40, line.width - 40, STYLE_NORMAL,
			      "to %s  from %s  %" PRIu32 " flow%s, %s",
			      format_rate(to, me->rate, false),
			      format_rate(from, peer->rate, false), t->flows,
			      t->flows == 1 ? "" : "s",
			      format_octets(all, me->octets + peer->octets, false));
	}
	if (!known.talkers)
		sheet_pair(s, "", STYLE_DIM, "none now");
}

static void say_flows(struct live *l, struct sheet *s)
{
	char a[FIELD_SIZE], b[FIELD_SIZE], protocol[FIELD_SIZE], rate[FORMAT_SIZE];

	sheet_title(s, "Flows");
	for (unsigned int i = 0; i < known.flows; i++) {
		const struct kntop_flow *f = &known.flow[i];
		char text[4 * FIELD_SIZE];

		l7_protocol(l->ctl, &f->l7, protocol);
		if (!protocol[0])
			field_l4(protocol, f->l4);
		snprintf(text, sizeof(text), "%-14s %s -> %s  %s", protocol,
			 show_endpoint(l, &f->client, f->l4, a),
			 show_endpoint(l, &f->server, f->l4, b),
			 format_rate(rate, f->client.rate + f->server.rate, false));
		sheet_text(s, STYLE_NORMAL, text);
	}
	if (!known.flows)
		sheet_pair(s, "", STYLE_DIM, "none now");
}

static void print_detail(struct ctl *ctl, void *data)
{
	host_view_detail(ctl, data);
}

static void draw(struct live *l, struct view *v, struct canvas *c, const struct area *area)
{
	char title[3 * FIELD_SIZE], name[FIELD_SIZE];
	struct sheet s;

	if (sheet_open(&s, area->width, l->utf8))
		return;
	snprintf(title, sizeof(title), "Host %s%s%s", show_host(l, &l->host.addr, name),
		 v->note[0] ? ": " : "", v->note);
	sheet_title(&s, title);
	sheet_capture(&s, l, print_detail, &l->host);
	say_protocols(l, &s);
	say_peers(l, &s);
	say_flows(l, &s);
	sheet_history(&s, l, "received", "sent");
	sheet_close(&s, c, area, &l->detail);
}

static void json(struct live *l, struct view *v, struct json *j)
{
	(void)v;
	json_array_begin(j, "hosts");
	host_view_json(j, NULL, &l->host);
	json_array_end(j);
}

const struct page page_host = {
	.name = "Host",
	.pull = pull,
	.draw = draw,
	.json = json,
};
