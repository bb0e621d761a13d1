// SPDX-License-Identifier: GPL-2.0-or-later
/* The model of the live view. */
#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "../batch.h"
#include "../format.h"
#include "../utf8.h"
#include "list.h"
#include "live.h"

#define NS_PER_S	((uint64_t)1000000000)
#define MESSAGE_NS	(5 * NS_PER_S)

static const struct page *const pages[LIVE_PAGES] = {
	[LIVE_OVERVIEW] = &page_overview,
	[LIVE_TALKERS] = &page_talkers,
	[LIVE_HOSTS] = &page_hosts,
	[LIVE_FLOWS] = &page_flows,
	[LIVE_PROTOCOLS] = &page_protocols,
	[LIVE_NETWORKS] = &page_networks,
	[LIVE_HEALTH] = &page_health,
	[LIVE_BY_HOST] = &page_hosts,
	[LIVE_BY_NETWORK] = &page_networks,
	[LIVE_BY_PROTOCOL] = &page_protocols,
	[LIVE_BY_COUNTRY] = &page_countries,
	[LIVE_BY_AS] = &page_ases,
	[LIVE_HOST] = &page_host,
	[LIVE_FLOW] = &page_flow,
};

uint64_t live_clock(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec * NS_PER_S + ts.tv_nsec;
}

struct traffic live_traffic(const struct kntop_counter *c)
{
	return (struct traffic){ c->octets, c->packets };
}

struct traffic live_sum(struct traffic a, struct traffic b)
{
	return (struct traffic){ a.octets < 0 || b.octets < 0 ? -1 : a.octets + b.octets,
				 a.packets < 0 || b.packets < 0 ? -1 : a.packets + b.packets };
}

unsigned int live_orders(const struct page *page)
{
	unsigned int count = 0;

	while (page->orders && page->orders[count].name)
		count++;
	return count;
}

void live_init(struct live *l, struct ctl *ctl, bool remember)
{
	*l = (struct live){ .ctl = ctl };
	settings_init(&l->set);
	if (remember)
		settings_load(&l->set);
	l->interfaces.size = sizeof(struct kntop_interface);
	for (int i = 0; i < LIVE_PAGES; i++) {
		struct view *v = &l->view[i];

		v->page = pages[i];
		v->list = i < LIVE_LISTS ? &l->set.list[i] : NULL;
		if (v->list && v->list->sort >= live_orders(v->page))
			v->list->sort = 0;
		kntop_query_init(&v->filter.query);
	}
	l->open = l->set.page;
}

void live_free(struct live *l)
{
	for (int i = 0; i < LIVE_PAGES; i++)
		list_free(&l->view[i]);
	ranking_free(&l->interfaces);
	kntop_flow_release(&l->flow);
}

const struct column *live_columns(enum live_page page)
{
	return pages[page]->columns;
}

void live_size(struct live *l, int height, int width)
{
	/* until a page is drawn, so that it asks for what it will have room for */
	if (l->height != height)
		for (int i = 0; i < LIVE_PAGES; i++)
			l->view[i].visible = height > LIVE_AROUND ? height - LIVE_AROUND : 0;
	if (l->width != width)
		for (int i = 0; i < LIVE_PAGES; i++)
			memset(l->view[i].width, 0, sizeof(l->view[i].width));
	l->height = height;
	l->width = width;
}

/* The tabs of hosts and flows may show them by group. */
struct view *live_view(const struct live *l)
{
	return (struct view *)&l->view[l->open == LIVE_FLOWS ? l->set.group :
				       l->open == LIVE_HOSTS ? l->set.host_group : l->open];
}

void live_say(struct live *l, const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	vsnprintf(l->message, sizeof(l->message), format, ap);
	va_end(ap);
	l->message_until = live_clock() + MESSAGE_NS;
}

const struct kntop_interface *live_interface(const struct live *l, size_t i)
{
	return i < l->interfaces.count ? ranking_at(&l->interfaces, i) : NULL;
}

bool live_shows(const struct live *l, const struct kntop_interface *iface)
{
	if (!l->device[0])
		return !(iface->flags & KNTOP_INTERFACE_OFFLINE);
	return !strcmp(l->device, iface->name);
}

/* Of all but those that are shown; the table knows of some before their interface does. */
static uint64_t less_others(const struct live *l, uint64_t all, bool hosts)
{
	uint64_t others = 0;

	for (size_t i = 0; i < l->interfaces.count; i++) {
		const struct kntop_interface *iface = live_interface(l, i);

		if (!live_shows(l, iface))
			others += hosts ? iface->hosts : iface->flows;
	}
	return all > others ? all - others : 0;
}

uint64_t live_flows(const struct live *l)
{
	return less_others(l, l->stats.tables[KNTOP_TABLE_FLOWS].entries, false);
}

uint64_t live_hosts(const struct live *l)
{
	return less_others(l, l->stats.tables[KNTOP_TABLE_HOSTS].entries, true);
}

bool live_sees_out(const struct live *l)
{
	for (size_t i = 0; i < l->interfaces.count; i++) {
		const struct kntop_interface *iface = live_interface(l, i);

		if (iface->flags & KNTOP_INTERFACE_TX && live_shows(l, iface))
			return true;
	}
	return false;
}

bool live_is_losing(const struct live *l)
{
	static const unsigned int kinds[] = {
		KNTOP_LOSS_FLOWS_REFUSED, KNTOP_LOSS_HOSTS_REFUSED, KNTOP_LOSS_DPI_SKIPPED,
		KNTOP_LOSS_DPI_INTERRUPTED, KNTOP_LOSS_PROTOCOLS_REFUSED,
		KNTOP_LOSS_QUALITY_REFUSED,
	};

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (l->flash[kinds[i]] > l->mono)
			return true;
	return false;
}

const struct order *live_order(const struct view *v)
{
	return v->page->orders ? &v->page->orders[v->list->sort] : NULL;
}

struct kntop_query live_query(struct live *l, struct view *v, uint32_t limit)
{
	struct kntop_query q = v->filter.query;
	const struct order *order = live_order(v);

	if (l->device[0])
		q.interface = l->device;
	q.order = order ? order->kernel : KNTOP_ORDER_NONE;
	q.limit = limit;
	return q;
}

void live_open(struct live *l, enum live_page page)
{
	l->open = page;
	if (page < LIVE_TABS)
		l->set.page = page;
	l->detail = 0;
}

static void open_detail(struct live *l, enum live_page page)
{
	if (l->open < LIVE_TABS)
		l->back = l->open;
	memset(&l->detail_history, 0, sizeof(l->detail_history));
	list_free(&l->view[page]);
	live_open(l, page);
}

void live_open_host(struct live *l, const struct kntop_host *host)
{
	l->host = *host;
	open_detail(l, LIVE_HOST);
}

void live_open_flow(struct live *l, const struct kntop_flow *flow)
{
	struct kntop_flow copy;

	if (kntop_flow_copy(&copy, flow))
		return;
	kntop_flow_release(&l->flow);
	l->flow = copy;
	open_detail(l, LIVE_FLOW);
}

bool live_leave(struct live *l)
{
	if (l->open < LIVE_TABS)
		return false;
	live_open(l, l->back);
	return true;
}

/* ---- filters ----------------------------------------------------------- */

static bool parse_filter(struct live *l, struct view *v, const char *text, struct filter *f,
			 char *memory)
{
	char *words[BATCH_WORDS], complaint[LIVE_MESSAGE] = "";
	struct args args = { words, 0 };
	int rc;

	snprintf(memory, PAGE_FILTER, "%s", text);
	rc = batch_split(memory, words);
	if (rc < 0) {
		live_say(l, "filter: %s", rc == -EINVAL ? "a quote is not closed" :
			 "too many words");
		return false;
	}
	l->ctl->told = complaint;
	l->ctl->told_size = sizeof(complaint);
	rc = filter_parse(l->ctl, &args, v->page->flows, f);
	if (!rc && l->ctl->kernel)
		rc = filter_look_up(l->ctl, f);
	l->ctl->told = NULL;
	if (rc)
		live_say(l, "filter: %s", complaint);
	return !rc;
}

/* A sort of its own chooses the order of the list. */
static void take_order(struct live *l, struct view *v, enum kntop_order order)
{
	for (unsigned int i = 0; order && i < live_orders(v->page); i++) {
		if (v->page->orders[i].kernel != order)
			continue;
		v->list->sort = i;
		v->list->invert = false;
		if (v->page->orders[i].total >= 0)
			l->set.units.total = v->page->orders[i].total;
	}
}

bool live_filter(struct live *l, enum live_page page, const char *text)
{
	struct view *v = &l->view[page];
	bool other = !v->filter_at;
	struct filter f;

	/* one that is wrong must not touch the words of the one in force */
	if (!parse_filter(l, v, text, &f, v->filter_words[other]))
		return false;
	v->filter = f;
	v->filter_at = other;
	snprintf(v->filter_text, sizeof(v->filter_text), "%s", text);
	take_order(l, v, v->filter.order);
	list_rewind(v);
	return true;
}
