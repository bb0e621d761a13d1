// SPDX-License-Identifier: GPL-2.0-or-later
/* ntopctl stats: fill, losses, and the sum rule. */
#include <inttypes.h>
#include <string.h>
#include "../command.h"
#include "../field.h"
#include "../format.h"
#include "../table.h"
#include "../view/dpi.h"
#include "../view/trap.h"
#include "../watched.h"

static const char help[] =
	"Usage: ntopctl stats [--check]\n"
	"\n"
	"Show how full the tables are and what their memory is, everything that was not\n"
	"done, or not to the end, how much the accounting worker works, and the classifier:\n"
	"its verdicts, why it was stopped, what it did not inspect and why, what each of its\n"
	"workers does.\n"
	"\n"
	"Words:\n"
	"  --check           (or: check) have the kernel measure the sum rule: what each\n"
	"                    interface counted is the sum of its live flows, of its ended\n"
	"                    flows and of the packets in no flow. Exit status 0 when it\n"
	"                    holds everywhere, 2 when it is broken or cannot be told\n"
	"\n"
	"Examples:\n"
	"  ntopctl stats\n"
	"  ntopctl -j stats --check\n";

#define COUNT(a)	(sizeof(a) / sizeof((a)[0]))

/* Measurements that say nothing are repeated so often. */
#define TRIES	5

static void text_tables(struct ctl *ctl, const struct kntop_stats *s)
{
	static const struct table_column columns[] = {
		{ "TABLE", false }, { "ENTRIES", true }, { "LIMIT", true }, { "FULL", true },
		{ "MEMORY", true }, { "PER ENTRY", true },
	};
	struct table *t = table_open(ctl->out, columns, COUNT(columns));
	char buf[FORMAT_SIZE];

	for (size_t i = 0; t && i < COUNT(s->tables); i++) {
		const struct kntop_table_info *info = &s->tables[i];

		table_cell(t, kntop_table_name(i));
		table_cell(t, format_count(buf, info->entries, ctl->raw));
		table_cell(t, format_count(buf, info->limit, ctl->raw));
		table_cell(t, format_percent(buf, info->entries, info->limit));
		table_cell(t, format_octets(buf, info->bytes, ctl->raw));
		table_cell(t, format_octets(buf, info->entry_bytes, ctl->raw));
		table_row(t);
	}
	table_close(t);
}

static void text_losses(struct ctl *ctl, const struct kntop_stats *s)
{
	static const struct table_column columns[] = {
		{ "LOSS", false }, { "COUNT", true }, { "OCTETS", true },
		{ "FIRST", false }, { "LAST", false },
	};
	struct table *t = table_open(ctl->out, columns, COUNT(columns));
	char buf[FORMAT_SIZE], words[FIELD_SIZE];
	uint64_t now = format_now();

	for (size_t i = 0; t && i < COUNT(s->losses); i++) {
		const struct kntop_loss_info *l = &s->losses[i];

		table_cell(t, field_words(words, kntop_loss_name(i)));
		table_cell(t, format_count(buf, l->count, ctl->raw));
		table_cell(t, l->octets ? format_octets(buf, l->octets, ctl->raw) : "-");
		table_cell(t, format_time(buf, l->first, now, ctl->raw));
		table_cell(t, format_time(buf, l->last, now, ctl->raw));
		table_row(t);
	}
	table_close(t);
}

static void text_rest(struct ctl *ctl, const struct kntop_stats *s)
{
	char time[FORMAT_SIZE], octets[FORMAT_SIZE], safe[FIELD_SIZE];

	fprintf(ctl->out, "module: kntop %s\n", field_name(safe, s->version));
	fprintf(ctl->out, "instance: %s\n", field_id(safe, s->instance));
	if (s->ended_first < s->ended_next)
		fprintf(ctl->out, "ended records held: %" PRIu64 " to %" PRIu64 "\n",
			s->ended_first, s->ended_next - 1);
	else
		fprintf(ctl->out, "ended records held: none, the next is %" PRIu64 "\n",
			s->ended_next);
	if (s->ended_offline_first < s->ended_offline_next)
		fprintf(ctl->out, "ended records of offline sources held: %" PRIu64 " to %" PRIu64
			"\n", s->ended_offline_first, s->ended_offline_next - 1);
	fprintf(ctl->out, "accounting worker: %" PRIu64 " runs, %" PRIu64
		" changed flows, %s in all\n", s->folds, s->folded,
		format_duration(time, s->fold_time, ctl->raw));
	fprintf(ctl->out, "fragments: %" PRIu64 " later ones (%s) in the flow of their first\n",
		s->fragments.packets, format_octets(octets, s->fragments.octets, ctl->raw));
}

static void show_text(struct ctl *ctl, const struct kntop_stats *s,
		      const struct kntop_dpi *dpi)
{
	text_tables(ctl, s);
	putc('\n', ctl->out);
	text_losses(ctl, s);
	putc('\n', ctl->out);
	text_rest(ctl, s);
	dpi_view_state(ctl, dpi);
	if (!dpi->classifier[0])
		return;
	if (trap_total(dpi)) {
		putc('\n', ctl->out);
		trap_view(ctl, dpi);
	}
	putc('\n', ctl->out);
	dpi_view_work(ctl, dpi);
}

static void json_tables(struct json *j, const struct kntop_stats *s)
{
	json_array_begin(j, "tables");
	for (size_t i = 0; i < COUNT(s->tables); i++) {
		json_object_begin(j, NULL);
		json_string(j, "table", kntop_table_name(i));
		json_u64(j, "entries", s->tables[i].entries);
		json_u64(j, "limit", s->tables[i].limit);
		json_u64(j, "bytes", s->tables[i].bytes);
		json_u64(j, "entry_bytes", s->tables[i].entry_bytes);
		json_object_end(j);
	}
	json_array_end(j);
}

static void json_losses(struct json *j, const struct kntop_stats *s)
{
	json_array_begin(j, "losses");
	for (size_t i = 0; i < COUNT(s->losses); i++) {
		json_object_begin(j, NULL);
		json_string(j, "loss", kntop_loss_name(i));
		json_u64(j, "count", s->losses[i].count);
		json_u64(j, "octets", s->losses[i].octets);
		field_json_time(j, "first", s->losses[i].first);
		field_json_time(j, "last", s->losses[i].last);
		json_object_end(j);
	}
	json_array_end(j);
}

static void show_json(struct ctl *ctl, const struct kntop_stats *s,
		      const struct kntop_dpi *dpi)
{
	struct json j;

	ctl_json(ctl, &j);
	json_array_begin(&j, NULL);
	json_object_begin(&j, NULL);
	json_string(&j, "version", s->version);
	field_json_id(&j, "instance", s->instance);
	field_json_name(&j, "classifier", s->classifier);
	json_tables(&j, s);
	json_losses(&j, s);
	json_u64(&j, "ended_first", s->ended_first);
	json_u64(&j, "ended_next", s->ended_next);
	json_u64(&j, "ended_offline_first", s->ended_offline_first);
	json_u64(&j, "ended_offline_next", s->ended_offline_next);
	json_u64(&j, "folds", s->folds);
	json_u64(&j, "folded", s->folded);
	json_u64(&j, "fold_time_ns", s->fold_time);
	json_u64(&j, "tick_time_ns", s->tick_time);
	json_u64(&j, "dpi_traps", s->dpi_traps);
	field_json_counter(&j, "fragments", &s->fragments);
	dpi_view_json(&j, "dpi", dpi);
	json_object_end(&j);
	json_array_end(&j);
}

static int show(struct ctl *ctl)
{
	struct kntop_stats stats;
	struct kntop_error err;
	struct kntop_dpi dpi;

	if (kntop_stats_get(ctl->kernel, &stats, &err) < 0 ||
	    kntop_dpi_get(ctl->kernel, &dpi, &err) < 0)
		return ctl_refused(ctl, &err, "stats");
	if (ctl->json)
		show_json(ctl, &stats, &dpi);
	else
		show_text(ctl, &stats, &dpi);
	return CTL_OK;
}

struct checking {
	struct ctl *ctl;
	struct table *table;
	struct json json;
	unsigned int broken;
	unsigned int unsettled;
};

static void check_json(struct json *j, const struct kntop_check *c)
{
	json_object_begin(j, NULL);
	json_string(j, "interface", c->interface);
	json_string(j, "verdict", kntop_verdict_name(kntop_check_verdict(c)));
	field_json_counter(j, "before", &c->before);
	field_json_counter(j, "after", &c->after);
	field_json_counter_flows(j, "flows", &c->flows);
	field_json_counter_flows(j, "ended", &c->ended);
	field_json_counter(j, "other", &c->other);
	json_object_end(j);
}

/* A check that people read must show whole numbers to be of use. */
static void check_row(struct table *t, const struct kntop_check *c, bool octets)
{
	const struct kntop_counter *all[] = {
		&c->before, &c->flows, &c->ended, &c->other, NULL, &c->after
	};
	uint64_t sum = 0, value;
	char safe[FIELD_SIZE];

	table_cell(t, octets ? "" : field_name(safe, c->interface));
	table_cell(t, octets ? "octets" : "packets");
	for (size_t i = 0; i < COUNT(all); i++) {
		value = !all[i] ? sum : octets ? all[i]->octets : all[i]->packets;
		if (i >= 1 && i <= 3)
			sum += value;
		table_cellf(t, "%" PRIu64, value);
	}
	table_cell(t, octets ? "" : kntop_verdict_name(kntop_check_verdict(c)));
	table_row(t);
}

static int check_one(const struct kntop_check *c, void *data)
{
	struct checking *x = data;
	enum kntop_verdict verdict = kntop_check_verdict(c);

	x->broken += verdict == KNTOP_VERDICT_BROKEN;
	x->unsettled += verdict == KNTOP_VERDICT_UNSETTLED;
	if (x->table) {
		check_row(x->table, c, false);
		check_row(x->table, c, true);
	} else {
		check_json(&x->json, c);
	}
	return 0;
}

static int count_unsettled(const struct kntop_check *c, void *data)
{
	*(unsigned int *)data += kntop_check_verdict(c) == KNTOP_VERDICT_UNSETTLED;
	return 0;
}

/* Asks until the measurement says something, so that what is printed does. */
static void settle(struct ctl *ctl)
{
	unsigned int unsettled;

	for (int i = 0; i < TRIES; i++) {
		unsettled = 0;
		if (kntop_check_list(ctl->kernel, count_unsettled, &unsettled, NULL) < 0 ||
		    !unsettled)
			return;
	}
}

static int verdict(struct ctl *ctl, const struct checking *x)
{
	if (x->broken) {
		ctl_complain(ctl, "stats --check: the sum rule is broken on %u interface%s: this is a bug in kntop",
			     x->broken, x->broken > 1 ? "s" : "");
		return CTL_REFUSED;
	}
	if (x->unsettled) {
		ctl_complain(ctl, "stats --check: flows left the table all the time, so nothing can be said (ask again; if the table is full, raise flows_max)");
		return CTL_REFUSED;
	}
	return CTL_OK;
}

static int check(struct ctl *ctl)
{
	static const struct table_column columns[] = {
		{ "INTERFACE", false }, { "", false }, { "BEFORE", true }, { "FLOWS", true },
		{ "ENDED", true }, { "IN NO FLOW", true }, { "SUM", true }, { "AFTER", true },
		{ "SUM RULE", false },
	};
	struct checking x = { .ctl = ctl };
	struct kntop_error err;
	int rc;

	settle(ctl);
	if (ctl->json) {
		ctl_json(ctl, &x.json);
		json_array_begin(&x.json, NULL);
	} else {
		x.table = table_open(ctl->out, columns, COUNT(columns));
		if (!x.table) {
			ctl_complain(ctl, "no memory");
			return CTL_REFUSED;
		}
	}
	rc = kntop_check_list(ctl->kernel, check_one, &x, &err);
	if (rc >= 0 && x.table && !table_rows(x.table))
		watched_hint(ctl, "stats --check");
	if (ctl->json)
		json_array_end(&x.json);
	else
		table_close(x.table);
	return rc < 0 ? ctl_refused(ctl, &err, "stats --check") : verdict(ctl, &x);
}

static int run(struct ctl *ctl, struct args *args)
{
	static const char *const words[] = { "check", "--check", NULL };
	bool checking = args_peek(args);

	if (checking && args_keyword(ctl, args, words) < 0)
		return CTL_USAGE;
	if (args_end(ctl, args))
		return CTL_USAGE;
	if (!ctl_kernel(ctl))
		return CTL_REFUSED;
	return checking ? check(ctl) : show(ctl);
}

static const struct command stats = {
	.name = "stats",
	.summary = "fill of the tables, losses, and whether every packet is accounted for",
	.help = help,
	.run = run,
};
COMMAND(stats);
