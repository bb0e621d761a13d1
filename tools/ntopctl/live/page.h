/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a page of the live view is made of. */
#ifndef NTOPCTL_LIVE_PAGE_H
#define NTOPCTL_LIVE_PAGE_H

#include <kntop.h>
#include "../field.h"
#include "../filter.h"
#include "../ranking.h"
#include "canvas.h"
#include "delta.h"
#include "settings.h"

/** Most columns of a list. */
#define PAGE_COLUMNS	20
/** Room for what a record is told by. */
#define PAGE_ID		80
/** Most records of a list; so far one can scroll. */
#define PAGE_ROWS	4096
/** Room for the words of a filter, and most words. */
#define PAGE_FILTER	256
#define PAGE_WORDS	32

struct live;
struct view;

/**
 * struct pull - what callbacks of listings get
 * @l: live view
 * @v: view whose records are fetched
 */
struct pull {
	struct live *l;
	struct view *v;
};

/**
 * struct page_id - what a record is told by
 * @len: octets of @octets
 * @octets: its key, whatever that is
 */
struct page_id {
	unsigned char len;
	char octets[PAGE_ID];
};

/**
 * struct column - a column of a list
 * @title: heading; "@" in it becomes the name of the unit of rates or totals
 * @importance: 0 never falls away; of the others the largest goes first
 * @min: fewest columns of the screen; a text is cut in its middle down to that
 * @max: most columns, 0 as many as it takes
 * @right: numbers: aligned to the right
 * @style: &enum style
 * @order: 1 + index of the page's order by what stands here; 0 none
 * @text: what stands here, in FIELD_SIZE octets
 * @draw: draws it instead, into the width that the others leave
 * @useful: whether there is anything to show; NULL always
 */
struct column {
	const char *title;
	uint8_t importance;
	uint8_t min;
	uint8_t max;
	bool right;
	uint8_t style;
	uint8_t order;
	void (*text)(const struct live *l, const void *record, char *buf);
	void (*draw)(const struct live *l, const void *record, struct canvas *c,
		     const struct area *area);
	bool (*useful)(const struct live *l, const struct view *v);
};

/**
 * struct order - what a list can be ordered by
 * @name: word for people
 * @kernel: &enum kntop_order, when the kernel ranks
 * @total: 1 totals are shown along with it, 0 rates, -1 whatever is shown
 */
struct order {
	const char *name;
	enum kntop_order kernel;
	int total;
};

/**
 * struct page - a kind of page
 * @name: as on its tab
 * @noun: key of its records in JSON
 * @columns: of a list, ended by one without title; NULL when it is no list
 * @orders: what it can be ordered by, ended by one without name; NULL no order
 * @record: octets of a record
 * @sides: a record begins with a &struct sides
 * @ticks: the kernel brings its totals up to date once a second
 * @by: page that ranks itself: value to rank by, largest first; NULL the kernel ranks
 * @copy: as in &struct ranking
 * @release: likewise
 * @flows: its filter knows the words of flows; else those of hosts
 * @filtered: it has a filter
 * @identity: what a record is told by; NULL when it cannot be told
 * @pull: asks the kernel for at most so many records, or for all there are; returns 0,
 *	or a negative errno value with the error told
 * @lines: lines that it needs below its list
 * @draw: draws it, or what is below its list
 * @enter: goes into a record
 * @json: its members in the object of a refresh, after its records
 * @json_row: one record
 */
struct page {
	const char *name;
	const char *noun;
	const struct column *columns;
	const struct order *orders;
	size_t record;
	bool sides;
	bool ticks;
	uint64_t (*by)(const void *record, int order);
	int (*copy)(void *to, const void *from);
	void (*release)(void *record);
	bool flows;
	bool filtered;
	void (*identity)(const void *record, struct page_id *id);
	int (*pull)(struct live *l, struct view *v, uint32_t limit, struct kntop_error *err);
	int (*lines)(const struct live *l, int height);
	void (*draw)(struct live *l, struct view *v, struct canvas *c,
		     const struct area *area);
	void (*enter)(struct live *l, const void *record);
	void (*json)(struct live *l, struct view *v, struct json *j);
	void (*json_row)(const struct live *l, const void *record, struct json *j);
};

/**
 * struct view - a page and what is seen of it
 * @page: its kind
 * @list: what was chosen for it, NULL for a page without settings
 * @rows: its records, in order
 * @rates: totals of a moment ago
 * @offset: first record on the screen
 * @chosen: selected record
 * @follow: the selection goes where its record goes; else it stays where it is
 * @id: what the selected record is told by
 * @visible: records the screen has lines for
 * @extent: records it was told to fetch at least
 * @width: columns of the screen that each column had, so that none jumps
 * @frozen: identities in their order while it is frozen, else NULL
 * @frozen_count: how many
 * @stale: bit of each record that was not delivered while frozen
 * @filter: of what is shown
 * @filter_text: as it was typed, "" none
 * @filter_words: memory of @filter, and of one that is being parsed
 * @filter_at: which of them is @filter's
 * @largest: largest value of the records in the unit that is shown, for bars
 * @note: something about the records that must be said, or ""
 */
struct view {
	const struct page *page;
	struct list_settings *list;
	struct ranking rows;
	struct delta rates;
	size_t offset;
	size_t chosen;
	bool follow;
	struct page_id id;
	size_t visible;
	size_t extent;
	uint16_t width[PAGE_COLUMNS];
	struct page_id *frozen;
	size_t frozen_count;
	bool *stale;
	struct filter filter;
	char filter_text[PAGE_FILTER];
	char filter_words[2][PAGE_FILTER];
	bool filter_at;
	double largest;
	char note[FIELD_SIZE];
};

extern const struct page page_overview, page_talkers, page_hosts, page_flows, page_protocols,
	page_networks, page_health, page_host, page_flow, page_countries, page_ases;

#endif /* NTOPCTL_LIVE_PAGE_H */
