/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the user chose in the live view, and the file that remembers it. */
#ifndef NTOPCTL_LIVE_SETTINGS_H
#define NTOPCTL_LIVE_SETTINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "units.h"

/** The pages in the order of their tabs, then those without one. */
enum live_page {
	LIVE_OVERVIEW,
	LIVE_TALKERS,
	LIVE_HOSTS,
	LIVE_FLOWS,
	LIVE_PROTOCOLS,
	LIVE_NETWORKS,
	LIVE_HEALTH,
	LIVE_TABS,
	LIVE_BY_HOST = LIVE_TABS,	/* flows by group: kinds of LIVE_FLOWS */
	LIVE_BY_NETWORK,
	LIVE_BY_PROTOCOL,
	LIVE_BY_COUNTRY,		/* hosts by group: kinds of LIVE_HOSTS */
	LIVE_BY_AS,
	LIVE_LISTS,
	LIVE_HOST = LIVE_LISTS,		/* all about one */
	LIVE_FLOW,
	LIVE_PAGES,
};

/** Limits of the time between two refreshes, in milliseconds. */
#define SETTINGS_DELAY_MIN	100
#define SETTINGS_DELAY_MAX	60000

/**
 * struct list_settings - what was chosen for a list
 * @sort: index of its order
 * @invert: the other way round
 * @hidden: columns that are not wanted, bits of their indexes
 */
struct list_settings {
	uint8_t sort;
	bool invert;
	uint32_t hidden;
};

/**
 * struct settings - what was chosen
 * @page: &enum live_page, one with a tab
 * @group: page that shows flows: LIVE_FLOWS or one by group
 * @host_group: page that shows hosts: LIVE_HOSTS or one by group
 * @delay: milliseconds between refreshes
 * @span: &enum history_span
 * @units: units of traffic
 * @names: hosts by name
 * @ports: ports by name
 * @locality: hosts: 0 all, or &enum kntop_query_locality
 * @categories: categories instead of protocols
 * @list: of each list
 */
struct settings {
	uint8_t page;
	uint8_t group;
	uint8_t host_group;
	uint32_t delay;
	uint8_t span;
	struct units units;
	bool names;
	bool ports;
	uint8_t locality;
	bool categories;
	struct list_settings list[LIVE_LISTS];
};

/** settings_page() - stable name of a page that has settings of its own, as "flows" */
const char *settings_page(enum live_page page);

/** settings_init() - what is chosen at first */
void settings_init(struct settings *s);

/**
 * settings_parse() - take what a file says
 * @s: settings; lines that say nothing useful change nothing
 * @text: lines "KEY VALUE", "list LIST SORT INVERT" or "hide LIST COLUMN", ended by NUL, changed
 */
void settings_parse(struct settings *s, char *text);

/**
 * settings_write() - as text
 * @s: settings
 * @buf: where to write
 * @size: of @buf; 16384 are enough
 */
void settings_write(const struct settings *s, char *buf, size_t size);

/**
 * settings_load() - what was chosen last time
 * @s: initialized; unchanged when there is no file, or no place for one
 *
 * The file is $XDG_CONFIG_HOME/kntop/top, by default ~/.config/kntop/top.
 */
void settings_load(struct settings *s);

/**
 * settings_save() - remember them
 * @s: settings
 *
 * The file is replaced as a whole, so that it is never half a one.
 *
 * Return: 0, also when there is no place for it, or a negative errno value.
 */
int settings_save(const struct settings *s);

#endif /* NTOPCTL_LIVE_SETTINGS_H */
