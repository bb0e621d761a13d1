// SPDX-License-Identifier: GPL-2.0-or-later
/* Keys that choose what is shown, and how. */
#include <string.h>
#include "../geo/geo.h"
#include "choose.h"
#include "list.h"
#include "names.h"

/* Delays that + and - go through, in milliseconds. */
static const unsigned int delays[] = {
	100, 200, 500, 1000, 2000, 3000, 5000, 10000, 30000, 60000,
};

#define COUNT(a)	(sizeof(a) / sizeof((a)[0]))

static void group_hosts(struct ui *ui)
{
	static const char *const words[] = {
		[LIVE_HOSTS] = "one by one", [LIVE_BY_COUNTRY] = "by country",
		[LIVE_BY_AS] = "by autonomous system",
	};
	struct settings *s = &ui->live->set;

	if (s->host_group == LIVE_HOSTS)
		s->host_group = LIVE_BY_COUNTRY;
	else
		s->host_group = s->host_group == LIVE_BY_COUNTRY ? LIVE_BY_AS : LIVE_HOSTS;
	live_say(ui->live, "hosts %s", words[s->host_group]);
	ui->stale = true;
}

static void group_flows(struct ui *ui)
{
	static const char *const words[] = {
		[LIVE_FLOWS] = "one by one", [LIVE_BY_HOST] = "by host",
		[LIVE_BY_NETWORK] = "by local network", [LIVE_BY_PROTOCOL] = "by protocol",
	};
	struct live *l = ui->live;

	if (l->open != LIVE_FLOWS)
		live_open(l, LIVE_FLOWS);
	else if (l->set.group == LIVE_FLOWS)
		l->set.group = LIVE_BY_HOST;
	else
		l->set.group = l->set.group == LIVE_BY_PROTOCOL ? LIVE_FLOWS :
			       l->set.group + 1;
	live_say(l, "flows %s", words[l->set.group]);
	ui->stale = true;
}

/* Without places there is nothing to group hosts by. */
static void group(struct ui *ui)
{
	if (ui->live->open == LIVE_HOSTS && geo_is_there())
		group_hosts(ui);
	else
		group_flows(ui);
}

static void change_delay(struct ui *ui, bool slower)
{
	struct settings *s = &ui->live->set;
	unsigned int i;

	if (slower) {
		for (i = 0; i < COUNT(delays) - 1 && delays[i] <= s->delay; i++)
			;
	} else {
		for (i = COUNT(delays) - 1; i && delays[i] >= s->delay; i--)
			;
	}
	s->delay = delays[i];
	live_say(ui->live, "a refresh every %g s", s->delay / 1000.0);
}

static void next_device(struct ui *ui)
{
	struct live *l = ui->live;
	size_t i = 0;

	if (l->device[0])
		while (i < l->interfaces.count &&
		       strcmp(live_interface(l, i++)->name, l->device))
			;
	if (i < l->interfaces.count)
		snprintf(l->device, sizeof(l->device), "%s", live_interface(l, i)->name);
	else
		l->device[0] = '\0';
	l->chosen = false;
	live_say(l, l->device[0] ? "only %s" : "all interfaces", l->device);
	ui->stale = true;
}

static void rate_or_total(struct ui *ui)
{
	struct live *l = ui->live;
	struct view *v = live_view(l);
	bool total = !l->set.units.total;

	l->set.units.total = total;
	/* what is shown is what one expects the order to be by */
	for (unsigned int i = 0; i < live_orders(v->page); i++) {
		if (v->page->orders[i].total != total)
			continue;
		v->list->sort = i;
		break;
	}
	ui->stale = true;
}

static void freeze(struct ui *ui)
{
	struct view *v = live_view(ui->live);

	list_freeze(v);
	live_say(ui->live, v->frozen ? "the order is frozen; o: no longer" :
		 "the order is free again");
}

static void toggle_names(struct ui *ui)
{
	struct live *l = ui->live;

	l->set.names = !l->set.names;
	if (l->set.names && !l->names)
		l->names = names_open();
	live_say(l, "names of hosts %s", l->set.names ?
		 "on: ntopd's, else the system's resolver is asked" : "off");
}

static void next_locality(struct ui *ui)
{
	static const char *const words[] = { "all", "local", "remote" };
	struct live *l = ui->live;

	if (l->open != LIVE_HOSTS)
		return;
	l->set.locality = (l->set.locality + 1) % COUNT(words);
	live_say(l, "%s hosts", words[l->set.locality]);
	ui->stale = true;
}

static void toggle_categories(struct ui *ui)
{
	struct live *l = ui->live;

	if (l->open != LIVE_PROTOCOLS)
		return;
	l->set.categories = !l->set.categories;
	live_say(l, l->set.categories ? "categories" : "protocols");
	ui->stale = true;
}

static void invert(struct ui *ui)
{
	struct view *v = live_view(ui->live);

	if (!v->list || !v->page->orders)
		return;
	v->list->invert = !v->list->invert;
	ui->stale = true;
}

static void pause_or_go(struct ui *ui)
{
	struct live *l = ui->live;

	l->paused = !l->paused;
	ui->stale = !l->paused;
}

bool choose_key(struct ui *ui, int key)
{
	struct settings *s = &ui->live->set;

	switch (key) {
	case 't': case UI_F5:
		group(ui);
		break;
	case 'I':
		invert(ui);
		break;
	case ' ': case 'P':
		pause_or_go(ui);
		break;
	case 'o':
		freeze(ui);
		break;
	case 'n':
		toggle_names(ui);
		break;
	case 'p':
		s->ports = !s->ports;
		break;
	case 'B':
		s->units.count = (s->units.count + 1) % UNITS_COUNTS;
		break;
	case 'u':
		s->units.scale = (s->units.scale + 1) % UNITS_SCALES;
		break;
	case '+': case '=':
		change_delay(ui, false);
		break;
	case '-':
		change_delay(ui, true);
		break;
	case 'r':
		rate_or_total(ui);
		break;
	case 'g':
		s->span = (s->span + 1) % HISTORY_SPANS;
		ui->stale = true;
		break;
	case 'd':
		next_device(ui);
		break;
	case 'l':
		next_locality(ui);
		break;
	case 'c':
		toggle_categories(ui);
		break;
	default:
		return false;
	}
	return true;
}
