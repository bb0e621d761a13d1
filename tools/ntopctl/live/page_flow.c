// SPDX-License-Identifier: GPL-2.0-or-later
/* All that is known of a flow. */
#include <inttypes.h>
#include <string.h>
#include "../format.h"
#include "../geo/geo.h"
#include "../view/flow.h"
#include "../view/l7.h"
#include "sheet.h"
#include "show.h"

struct search {
	struct live *l;
	bool found;
};

static bool is_same_end(const struct kntop_endpoint *a, const struct kntop_endpoint *b)
{
	return a->port == b->port && !memcmp(&a->addr, &b->addr, sizeof(a->addr));
}

static bool is_same(const struct kntop_flow *a, const struct kntop_flow *b)
{
	return a->vlan == b->vlan && a->l4 == b->l4 && a->icmp_id == b->icmp_id &&
	       a->icmp_type == b->icmp_type && a->encapsulation == b->encapsulation &&
	       !strcmp(a->interface, b->interface) && is_same_end(&a->client, &b->client) &&
	       is_same_end(&a->server, &b->server);
}

static void remember(struct live *l, const struct kntop_flow *was, const struct kntop_flow *is)
{
	struct traffic sent = { (double)is->client.octets - was->client.octets,
				(double)is->client.packets - was->client.packets };
	struct traffic received = { (double)is->server.octets - was->server.octets,
				    (double)is->server.packets - was->server.packets };

	if (l->interval && sent.octets >= 0 && received.octets >= 0)
		history_add(&l->detail_history, l->mono - l->interval, l->mono, received, sent);
}

static int take(const struct kntop_flow *f, void *data)
{
	struct search *s = data;
	struct kntop_flow copy;

	if (s->found || !is_same(f, &s->l->flow) || kntop_flow_copy(&copy, f))
		return 0;
	s->found = true;
	remember(s->l, &s->l->flow, f);
	kntop_flow_release(&s->l->flow);
	s->l->flow = copy;
	return 0;
}

static int pull(struct live *l, struct view *v, uint32_t limit, struct kntop_error *err)
{
	struct search s = { .l = l };
	struct kntop_query q;
	int rc;

	(void)limit;
	kntop_query_init(&q);
	q.interface = l->flow.interface;
	q.addr = l->flow.client.addr;
	q.l4 = l->flow.l4;
	if (l->flow.client.port >= 0)
		q.port = l->flow.client.port;
	rc = kntop_flow_list(l->ctl->kernel, &q, take, &s, err);
	snprintf(v->note, sizeof(v->note), "%s", s.found ? "" : "it has ended; as seen last");
	return rc;
}

static void say_side(const struct live *l, struct sheet *s, const char *word,
		     const struct kntop_endpoint *e, enum style style)
{
	char host[FIELD_SIZE], net[FIELD_SIZE], octets[FIELD_SIZE], rate[FIELD_SIZE];
	char flags[FIELD_SIZE], place[FIELD_SIZE];

	geo_text_of(place, &e->addr);
	sheet_pair(s, word, style, "%s  (%s%s%s)", show_endpoint(l, e, l->flow.l4, host),
		   show_locality(e->local, e->localnet, net), place[0] ? ", " : "", place);
	sheet_pair(s, "", STYLE_NORMAL,
		   "sent %s, %" PRIu64 " packets, now %s; layer 3 %" PRIu64 " B",
		   format_octets(octets, e->octets, l->set.units.scale == UNITS_EXACT),
		   e->packets, format_rate(rate, e->rate, l->set.units.scale == UNITS_EXACT),
		   e->l3_octets);
	if (l->flow.l4 == 6)
		sheet_pair(s, "", STYLE_NORMAL,
			   "TCP flags %s; packets again %" PRIu32 ", late %" PRIu32
			   ", lost %" PRIu32, field_tcp_flags(flags, e->tcp_flags),
			   e->retransmitted, e->out_of_order, e->lost);
	if (e->zero_windows || e->keep_alives)
		sheet_pair(s, "", STYLE_NORMAL,
			   "announced a window of 0 %" PRIu32 " times; keep-alive probes %" PRIu32,
			   e->zero_windows, e->keep_alives);
	if (e->icmp_errors)
		sheet_pair(s, "", STYLE_WARN, "ICMP errors about what it sent: %" PRIu32,
			   e->icmp_errors);
}

static void say_key(const struct live *l, struct sheet *s)
{
	const struct kntop_flow *f = &l->flow;
	char l4[FIELD_SIZE], name[FIELD_SIZE], state[FIELD_SIZE], vlan[32] = "";

	if (f->vlan >= 0)
		snprintf(vlan, sizeof(vlan), ", VLAN %d", f->vlan);
	sheet_pair(s, "seen on", STYLE_NORMAL, "%s%s%s%s", field_name(name, f->interface), vlan,
		   f->encapsulation ? ", in a tunnel: " : "",
		   f->encapsulation ? kntop_encapsulation_name(f->encapsulation) : "");
	field_l4(l4, f->l4);
	if (f->icmp_type >= 0)
		sheet_pair(s, "layer 4", STYLE_NORMAL, "%s type %d code %d id %d", l4,
			   f->icmp_type, f->icmp_code, f->icmp_id);
	else
		sheet_pair(s, "layer 4", STYLE_NORMAL, "%s; state: %s", l4,
			   field_words(state, kntop_state_name(f->state)));
}

static void say_times(const struct live *l, struct sheet *s)
{
	const struct kntop_flow *f = &l->flow;
	uint64_t first = kntop_flow_first(f), last = kntop_flow_last(f);
	char a[FORMAT_SIZE], b[FORMAT_SIZE], d[FIELD_SIZE];

	sheet_pair(s, "time", STYLE_NORMAL, "first packet %s, last %s, %s between",
		   format_time(a, first, l->wall, false), format_time(b, last, l->wall, false),
		   format_duration(d, last - first, false));
	sheet_pair(s, "round trip", STYLE_NORMAL, "client %s, server %s, first answer after %s",
		   format_delay(a, f->client_rtt, false), format_delay(b, f->server_rtt, false),
		   format_delay(d, f->latency, false));
	sheet_pair(s, "who is client", STYLE_NORMAL, "judged by: %s",
		   field_words(d, kntop_direction_by_name(f->direction_by)));
}

/* What a flow carries, as `ntopctl -s flow show` has it. */
static void print_l7(struct ctl *ctl, void *data)
{
	static const struct table_column column = { "", false };
	const struct kntop_flow *f = data;
	struct table *t = table_open(ctl->out, &column, 1);

	if (!t)
		return;
	l7_notes(ctl, t, &f->l7);
	table_close(t);
}

static void draw(struct live *l, struct view *v, struct canvas *c, const struct area *area)
{
	char title[3 * FIELD_SIZE], protocol[FIELD_SIZE];
	struct sheet s;

	if (sheet_open(&s, area->width, l->utf8))
		return;
	l7_protocol(l->ctl, &l->flow.l7, protocol);
	snprintf(title, sizeof(title), "Flow %s%s%s", protocol, v->note[0] ? ": " : "", v->note);
	sheet_title(&s, title);
	say_side(l, &s, "client", &l->flow.client, STYLE_SENT);
	say_side(l, &s, "server", &l->flow.server, STYLE_RECEIVED);
	say_key(l, &s);
	say_times(l, &s);
	sheet_title(&s, "Application");
	sheet_capture(&s, l, print_l7, &l->flow);
	sheet_history(&s, l, "server", "client");
	sheet_close(&s, c, area, &l->detail);
}

static void json(struct live *l, struct view *v, struct json *j)
{
	(void)v;
	json_array_begin(j, "flows");
	flow_view_json(l->ctl, j, &l->flow, false);
	json_array_end(j);
}

const struct page page_flow = {
	.name = "Flow",
	.pull = pull,
	.draw = draw,
	.json = json,
};
