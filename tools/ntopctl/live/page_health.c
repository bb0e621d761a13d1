// SPDX-License-Identifier: GPL-2.0-or-later
/* What was lost or refused, in words, and how the classifier does. */
#include <inttypes.h>
#include <string.h>
#include "../format.h"
#include "../utf8.h"
#include "../view/dpi.h"
#include "../view/mirror.h"
#include "../view/trap.h"
#include "graph.h"
#include "sheet.h"
#include "show.h"
#include "sides.h"

/* What a loss means, and what helps. */
static const struct {
	const char *means;
	const char *helps;
	bool harmless;
} losses[] = {
	[KNTOP_LOSS_FLOWS_REFUSED] = {
		"packets that no flow could be made for; they are counted as in no flow",
		"ntopctl config set flows_max N", false },
	[KNTOP_LOSS_FLOWS_EVICTED] = {
		"flows that ended early to make room; nothing of them is lost",
		"ntopctl config set flows_max N", true },
	[KNTOP_LOSS_HOSTS_REFUSED] = {
		"packets that are missing in the counts of a host",
		"ntopctl config set hosts_max N", false },
	[KNTOP_LOSS_ENDED_OVERWRITTEN] = {
		"records of ended flows that made room for newer ones before all read them",
		"ntopctl config set ended_max N", true },
	[KNTOP_LOSS_DPI_SKIPPED] = {
		"packets that were counted, but not inspected",
		"ntopctl dpi set workers N", false },
	[KNTOP_LOSS_DPI_INTERRUPTED] = {
		"flows whose inspection a trap cut short; what they carry is uncertain",
		"see traps below", false },
	[KNTOP_LOSS_EVENTS_LOST] = {
		"events that nobody was told of", "free some memory", false },
	[KNTOP_LOSS_PROTOCOLS_REFUSED] = {
		"packets that are missing in the counts of a protocol or category",
		"free some memory", false },
	[KNTOP_LOSS_ENDED_OFFLINE_OVERWRITTEN] = {
		"the same of captures that were read", "ntopctl config set ended_max N", true },
	[KNTOP_LOSS_INTERIMS_REFUSED] = {
		"interim records that were not written", "free some memory", true },
	[KNTOP_LOSS_FRAGMENTS_STRAY] = {
		"fragments without ports, as the first one was not seen", NULL, true },
	[KNTOP_LOSS_QUALITY_REFUSED] = {
		"packets that could not be judged lost, late or sent again",
		"free some memory, or ntopctl config set flows_max N", false },
};

/* Remedies by kind of trap; a kind without one is a bug in the library. */
static const char *const advice[__KNTOP_TRAP_KIND_MAX] = {
	[KNTOP_TRAP_KIND_BUDGET] = "ntopctl dpi set budget N, if such packets are worth the time",
	[KNTOP_TRAP_KIND_MEMORY] = "ntopctl dpi set bytes SIZE",
	[KNTOP_TRAP_KIND_CANCELLED] = "leave the workers more of the CPUs: ntopctl dpi set cpus LIST",
};

#define COUNT(a)	(sizeof(a) / sizeof((a)[0]))

static int pull(struct live *l, struct view *v, uint32_t limit, struct kntop_error *err)
{
	(void)v;
	(void)limit;
	return kntop_dpi_get(l->ctl->kernel, &l->dpi, err);
}

static bool is_growing(const struct live *l, int loss)
{
	return l->flash[loss] > l->mono;
}

/* Bad: something is missing in a count, and it happened just now. */
static enum style loss_style(const struct live *l, int loss)
{
	if (!l->stats.losses[loss].count)
		return STYLE_GOOD;
	if (losses[loss].harmless)
		return STYLE_NORMAL;
	return is_growing(l, loss) ? STYLE_BAD : STYLE_WARN;
}

static void say_loss(const struct live *l, struct sheet *s, int loss)
{
	const struct kntop_loss_info *info = &l->stats.losses[loss];
	char words[FIELD_SIZE], count[FIELD_SIZE], first[FORMAT_SIZE], last[FORMAT_SIZE];

	field_words(words, kntop_loss_name(loss));
	if (!info->count) {
		sheet_pair(s, "", STYLE_GOOD, "%s: none", words);
		return;
	}
	sheet_pair(s, is_growing(l, loss) ? "growing" : "", loss_style(l, loss),
		   "%s: %s %s (first %s, last %s)%s%s", words, show_count(l, info->count, count),
		   losses[loss].means, format_time(first, info->first, l->wall, false),
		   format_time(last, info->last, l->wall, false),
		   losses[loss].harmless ? "" : "; ",
		   losses[loss].harmless ? "" : losses[loss].helps);
}

static void say_parts(const struct live *l, struct sheet *s)
{
	char words[FIELD_SIZE], count[FIELD_SIZE], name[FIELD_SIZE];
	bool any = false;

	sheet_title(s, "Packets in no flow");
	for (size_t i = 0; i < l->interfaces.count; i++) {
		const struct kntop_interface *iface = live_interface(l, i);

		if (!live_shows(l, iface))
			continue;
		for (int p = 0; p < __KNTOP_PART_MAX; p++) {
			bool lost = p == KNTOP_PART_TABLE_FULL || p == KNTOP_PART_NO_MEMORY;

			if (!iface->parts[p].packets)
				continue;
			any = true;
			sheet_pair(s, field_name(name, iface->name),
				   lost ? STYLE_BAD : STYLE_NORMAL, "%s: %s packets",
				   field_words(words, kntop_part_name(p)),
				   show_count(l, iface->parts[p].packets, count));
		}
	}
	if (!any)
		sheet_pair(s, "", STYLE_GOOD, "none: every packet is in a flow");
}

/* Interfaces whose totals are not all that passed. */
static void say_filters(const struct live *l, struct sheet *s)
{
	char rx[FIELD_SIZE], tx[FIELD_SIZE], name[FIELD_SIZE], text[2 * KNTOP_FILTER_TEXT_SIZE];
	bool any = false;

	for (size_t i = 0; i < l->interfaces.count; i++) {
		const struct kntop_interface *iface = live_interface(l, i);

		if (!iface->filter[0] && !iface->rx_filtered.packets && !iface->tx_filtered.packets)
			continue;
		if (!any)
			sheet_title(s, "Left out by filters");
		any = true;
		sheet_pair(s, field_name(name, iface->name), STYLE_NORMAL,
			   "%s packets in, %s out%s%s",
			   show_count(l, iface->rx_filtered.packets, rx),
			   show_count(l, iface->tx_filtered.packets, tx),
			   iface->filter[0] ? ": " : "",
			   utf8_escape(iface->filter, text, sizeof(text)));
	}
}

/* What interfaces are shown twice, of one side only, or not at all. */
static void say_mirrors(const struct live *l, struct sheet *s)
{
	struct mirror_sentence sentence[MIRROR_SENTENCES];
	char name[FIELD_SIZE];
	bool any = false;
	int count;

	for (size_t i = 0; i < l->interfaces.count; i++) {
		const struct kntop_interface *iface = live_interface(l, i);

		count = mirror_view_sentences(iface, false, false, sentence);
		for (int n = 0; n < count; n++) {
			if (!any)
				sheet_title(s, "What interfaces are shown");
			any = true;
			sheet_pair(s, field_name(name, iface->name),
				   sentence[n].warning ? STYLE_WARN : STYLE_NORMAL, "%s",
				   sentence[n].text);
		}
	}
}

static void say_tables(const struct live *l, struct sheet *s)
{
	char entries[FIELD_SIZE], limit[FIELD_SIZE], memory[FORMAT_SIZE];

	sheet_title(s, "Tables");
	for (int i = 0; i < __KNTOP_TABLE_MAX; i++) {
		const struct kntop_table_info *t = &l->stats.tables[i];
		struct area line = sheet_area(s, 1);
		char words[FIELD_SIZE];

		canvas_text(&s->canvas, line.y, 0, 15, STYLE_DIM,
			    field_words(words, kntop_table_name(i)));
		if (t->limit)
			graph_gauge(&s->canvas, line.y, 16, 16,
				    (double)t->entries / t->limit);
		canvas_printf(&s->canvas, line.y, 33, line.width - 33, STYLE_NORMAL,
			      "%s of %s, %s", show_count(l, t->entries, entries),
			      show_count(l, t->limit, limit),
			      format_octets(memory, t->bytes, false));
	}
}

static void print_state(struct ctl *ctl, void *data)
{
	dpi_view_state(ctl, data);
}

static void say_worker(const struct live *l, struct sheet *s, const struct kntop_worker *w)
{
	char shown[FIELD_SIZE], waiting[FIELD_SIZE], memory[FORMAT_SIZE], most[FORMAT_SIZE];
	char word[32];

	snprintf(word, sizeof(word), "worker %" PRIu32, w->id);
	sheet_pair(s, word, STYLE_NORMAL,
		   "%s packets inspected, %" PRIu64 " ns each, at most %s; %s waiting; %" PRIu32
		   " flows undecided; %s",
		   show_count(l, w->dissected, shown),
		   w->dissected ? w->time / w->dissected : 0,
		   format_duration(most, w->time_max, false),
		   show_count(l, w->depth, waiting), w->flows,
		   format_octets(memory, w->memory, false));
}

/* The state of what was not inspected: packets, and flows that were given up. */
static void say_skips(const struct live *l, struct sheet *s)
{
	char words[FIELD_SIZE], packets[FIELD_SIZE], flows[FIELD_SIZE];

	for (int i = 0; i < __KNTOP_SKIP_MAX; i++) {
		const struct kntop_skip_info *skip = &l->dpi.skips[i];

		if (skip->packets || skip->flows)
			sheet_pair(s, "not inspected", STYLE_WARN,
				   "%s: %s packets, %s flows given up",
				   field_words(words, kntop_skip_name(i)),
				   show_count(l, skip->packets, packets),
				   show_count(l, skip->flows, flows));
	}
}

static void say_trap(const struct live *l, struct sheet *s, const struct kntop_trap *trap)
{
	char words[FIELD_SIZE], count[FIELD_SIZE], first[FORMAT_SIZE], last[FORMAT_SIZE];
	char where[2 * FIELD_SIZE + 8], flow[FIELD_SIZE];
	const char *helps = advice[trap->kind];

	trap_where(where, trap);
	trap_flow(flow, trap);
	sheet_pair(s, "trap", STYLE_WARN, "%s: %s times (first %s, last %s)%s%s%s%s; %s",
		   field_words(words, kntop_trap_kind_name(trap->kind)),
		   show_count(l, trap->count, count),
		   format_time(first, trap->first, l->wall, false),
		   format_time(last, trap->last, l->wall, false),
		   where[0] ? ", last " : "", where, flow[0] ? ", flow " : "", flow,
		   helps ? helps : "a contained bug: report it, best with a capture of such a flow");
}

static void say_traps(const struct live *l, struct sheet *s)
{
	for (int i = 0; i < __KNTOP_TRAP_KIND_MAX; i++)
		if (l->dpi.traps[i].count)
			say_trap(l, s, &l->dpi.traps[i]);
}

static void say_classifier(struct live *l, struct sheet *s)
{
	sheet_title(s, "Classifier");
	if (!l->dpi.classifier[0]) {
		sheet_pair(s, "", STYLE_WARN,
			   "none is loaded: applications are not recognized (modprobe kntop_ndpi)");
		return;
	}
	sheet_capture(s, l, print_state, &l->dpi);
	say_traps(l, s);
	say_skips(l, s);
	for (unsigned int i = 0; i < l->dpi.worker_count; i++)
		say_worker(l, s, &l->dpi.workers[i]);
}

static void draw(struct live *l, struct view *v, struct canvas *c, const struct area *area)
{
	struct sheet s;

	(void)v;
	if (sheet_open(&s, area->width, l->utf8))
		return;
	sheet_title(&s, "Lost, refused, or made room");
	for (int i = 0; i < __KNTOP_LOSS_MAX; i++)
		say_loss(l, &s, i);
	say_parts(l, &s);
	say_filters(l, &s);
	say_mirrors(l, &s);
	say_tables(l, &s);
	say_classifier(l, &s);
	sheet_close(&s, c, area, &l->detail);
}

static void json_interfaces(const struct live *l, struct json *j)
{
	json_array_begin(j, "mirrors");
	for (size_t i = 0; i < l->interfaces.count; i++) {
		json_object_begin(j, NULL);
		json_string(j, "interface", live_interface(l, i)->name);
		mirror_view_json(j, live_interface(l, i));
		json_object_end(j);
	}
	json_array_end(j);
}

static void json(struct live *l, struct view *v, struct json *j)
{
	(void)v;
	json_array_begin(j, "losses");
	for (int i = 0; i < __KNTOP_LOSS_MAX; i++) {
		json_object_begin(j, NULL);
		json_string(j, "loss", kntop_loss_name(i));
		json_u64(j, "count", l->stats.losses[i].count);
		json_bool(j, "growing", is_growing(l, i));
		field_json_time(j, "first", l->stats.losses[i].first);
		field_json_time(j, "last", l->stats.losses[i].last);
		json_object_end(j);
	}
	json_array_end(j);
	json_array_begin(j, "tables");
	for (int i = 0; i < __KNTOP_TABLE_MAX; i++) {
		json_object_begin(j, NULL);
		json_string(j, "table", kntop_table_name(i));
		json_u64(j, "entries", l->stats.tables[i].entries);
		json_u64(j, "limit", l->stats.tables[i].limit);
		json_u64(j, "bytes", l->stats.tables[i].bytes);
		json_object_end(j);
	}
	json_array_end(j);
	json_interfaces(l, j);
	dpi_view_json(j, "dpi", &l->dpi);
}

const struct page page_health = {
	.name = "Health",
	.pull = pull,
	.draw = draw,
	.json = json,
};
