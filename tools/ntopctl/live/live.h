/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The model of the live view: what was asked, what the kernel said, what is chosen. It
 * knows no terminal.
 */
#ifndef NTOPCTL_LIVE_LIVE_H
#define NTOPCTL_LIVE_LIVE_H

#include "../ctl.h"
#include "history.h"
#include "page.h"
#include "settings.h"

/** Lines of the screen around those of a list: head, headings, foot. */
#define LIVE_AROUND	5
/** Room for a message. */
#define LIVE_MESSAGE	400

struct names;

/**
 * struct live - a live view
 * @ctl: run; complaints go to @complaint while a filter is parsed
 * @set: what the user chose
 * @device: only this interface, "" all that are watched
 * @chosen: @device was not chosen by the user: it is the only source, read from a file
 * @height: lines of the screen, 0 not known yet
 * @width: its columns
 * @utf8: it shows UTF-8
 * @open: page that is shown
 * @back: page to go back to from a detail
 * @view: of each page
 * @paused: nothing is asked
 * @banner: why nothing can be asked, "" all is well
 * @message: what is to be told for a short while, "" nothing
 * @message_until: when that ends, monotonic
 * @wall: when the kernel was asked last, since the epoch
 * @mono: the same moment on the clock that never steps; 0 never
 * @interval: nanoseconds since it was asked before that, 0 at first
 * @interfaces: all that are watched, &struct kntop_interface
 * @stats: tables and losses
 * @stats_before: the same before that, to tell what grows
 * @tick: when the kernel brought up to date what it does once a second: nanoseconds of a
 *	clock that never steps
 * @dpi: the classifier
 * @host: whom the page of a host shows
 * @flow: what the page of a flow shows, a copy
 * @detail: first line of a detail page on the screen
 * @detail_history: of what it shows
 * @names: names of hosts, NULL without
 * @flash: losses that grew lately: until when each is marked
 */
struct live {
	struct ctl *ctl;
	struct settings set;
	char device[KNTOP_NAME_SIZE];
	bool chosen;
	int height;
	int width;
	bool utf8;
	enum live_page open;
	enum live_page back;
	struct view view[LIVE_PAGES];
	bool paused;
	char banner[LIVE_MESSAGE];
	char message[LIVE_MESSAGE];
	uint64_t message_until;
	uint64_t wall;
	uint64_t mono;
	uint64_t interval;
	struct ranking interfaces;
	struct kntop_stats stats;
	struct kntop_stats stats_before;
	uint64_t tick;
	struct kntop_dpi dpi;
	struct kntop_host host;
	struct kntop_flow flow;
	int detail;
	struct history detail_history;
	struct names *names;
	uint64_t flash[__KNTOP_LOSS_MAX];
};

/**
 * live_init() - begin
 * @l: filled in
 * @ctl: run, connected or to be
 * @remember: begin with what was chosen last time
 */
void live_init(struct live *l, struct ctl *ctl, bool remember);

/** live_free() - end */
void live_free(struct live *l);

/** live_columns() - the columns of a list, ended by one without title; NULL none */
const struct column *live_columns(enum live_page page);

/** live_size() - the screen has this size now */
void live_size(struct live *l, int height, int width);

/** live_view() - what is shown */
struct view *live_view(const struct live *l);

/**
 * live_refresh() - ask the kernel for what the open page shows
 * @l: live view
 *
 * Connects anew when the module was away. On failure the banner says why, and what was
 * known stays.
 *
 * Return: 0 or a negative errno value.
 */
int live_refresh(struct live *l);

/** live_open() - go to a page */
void live_open(struct live *l, enum live_page page);

/** live_open_host() - to the page of a host */
void live_open_host(struct live *l, const struct kntop_host *host);

/** live_open_flow() - to the page of a flow */
void live_open_flow(struct live *l, const struct kntop_flow *flow);

/** live_leave() - back from a detail; false when there is nothing to leave */
bool live_leave(struct live *l);

/**
 * live_filter() - show only some of the records
 * @l: live view
 * @page: list
 * @words: as `flow show` or `host show` takes them; "" all
 *
 * Return: true, or false with a message that says why not.
 */
bool live_filter(struct live *l, enum live_page page, const char *words);

/** live_say() - a message for a few seconds */
void live_say(struct live *l, const char *format, ...) __attribute__((format(printf, 2, 3)));

/** live_query() - the query of a list: its filter, device, order and limit */
struct kntop_query live_query(struct live *l, struct view *v, uint32_t limit);

/** live_orders() - how many orders a page has */
unsigned int live_orders(const struct page *page);

/** live_order() - what a list is ordered by, or NULL */
const struct order *live_order(const struct view *v);

/** live_interface() - an interface by its index, or NULL */
const struct kntop_interface *live_interface(const struct live *l, size_t i);

/** live_shows() - whether an interface is among those that are shown */
bool live_shows(const struct live *l, const struct kntop_interface *iface);

/** live_flows() - flows in the table, of the interfaces that are shown */
uint64_t live_flows(const struct live *l);

/** live_hosts() - hosts in the table, of the interfaces that are shown */
uint64_t live_hosts(const struct live *l);

/** live_sees_out() - whether an interface that is shown is watched for what it sends */
bool live_sees_out(const struct live *l);

/** live_is_losing() - whether something that makes a count incomplete grew lately */
bool live_is_losing(const struct live *l);

/** live_clock() - nanoseconds of the clock that never steps */
uint64_t live_clock(void);

/** live_traffic() - a counter as traffic */
struct traffic live_traffic(const struct kntop_counter *c);

/** live_sum() - two of them together; unknown when one is */
struct traffic live_sum(struct traffic a, struct traffic b);

#endif /* NTOPCTL_LIVE_LIVE_H */
