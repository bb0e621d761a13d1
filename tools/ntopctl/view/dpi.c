// SPDX-License-Identifier: GPL-2.0-or-later
/* Printing the classifier, its settings, and what its workers do. */
#include <inttypes.h>
#include "../field.h"
#include "../format.h"
#include "../table.h"
#include "dpi.h"
#include "trap.h"

#define COUNT(a)	(sizeof(a) / sizeof((a)[0]))

static void setting(struct table *t, const char *name, const char *value, const char *unit,
		    const char *what)
{
	table_cell(t, name);
	table_cell(t, value);
	table_cell(t, unit);
	table_cell(t, what);
	table_row(t);
}

static void number(struct table *t, const char *name, uint64_t value, const char *unit,
		   const char *what)
{
	char buf[FORMAT_SIZE];

	snprintf(buf, sizeof(buf), "%" PRIu64, value);
	setting(t, name, buf, unit, what);
}

void dpi_view_settings(const struct ctl *ctl, const struct kntop_dpi *dpi)
{
	static const struct table_column columns[] = {
		{ "SETTING", false }, { "VALUE", true }, { "UNIT", false }, { "WHAT", false },
	};
	const struct kntop_dpi_settings *s = &dpi->settings;
	struct table *t = table_open(ctl->out, columns, COUNT(columns));
	char cpus[FIELD_SIZE];

	if (!t)
		return;
	setting(t, "enabled", s->enabled ? "on" : "off", "", "new flows are inspected");
	if (dpi->classifier[0]) {
		number(t, "packets", s->packets, "packets", "most inspected of a flow");
		number(t, "workers", s->workers, "threads", "each has nDPI's tables, some 4 MB");
		setting(t, "cpus", s->cpus[0] ? field_name(cpus, s->cpus) : "any", "",
			"where the workers may run");
		number(t, "ring", s->ring, "octets", "of a worker, for packets that wait");
		number(t, "flows", s->flows_max, "flows", "most undecided ones with state");
		number(t, "bytes", s->bytes_max, "octets", "most of that state");
		number(t, "budget", s->budget, "steps", "most for one packet; more is a trap");
		setting(t, "derive", s->derive ? "on" : "off", "",
			"other flows of a client may name a flow");
		setting(t, "corrections", s->corrections ? "on" : "off", "",
			"nDPI is helped where it is known to fail");
	}
	table_close(t);
}

static void traps(const struct ctl *ctl, const struct kntop_dpi *dpi)
{
	char total[FORMAT_SIZE], restarts[FORMAT_SIZE], longest[FORMAT_SIZE];
	uint64_t count = trap_total(dpi);

	if (!count) {
		fputs("traps: none, the library was never stopped\n", ctl->out);
		return;
	}
	fprintf(ctl->out, "traps: %s, restarts: %s, longest %s\n",
		format_count(total, count, ctl->raw),
		format_count(restarts, dpi->restarts, ctl->raw),
		format_duration(longest, dpi->restart_ns_max, ctl->raw));
}

void dpi_view_state(const struct ctl *ctl, const struct kntop_dpi *dpi)
{
	char a[FORMAT_SIZE], b[FORMAT_SIZE], c[FORMAT_SIZE], safe[FIELD_SIZE];
	bool raw = ctl->raw;

	if (!dpi->classifier[0]) {
		fputs("classifier: none is loaded (modprobe kntop_ndpi)\n", ctl->out);
		return;
	}
	fprintf(ctl->out, "classifier: %s%s, %s verdicts\n", field_name(safe, dpi->classifier),
		dpi->settings.enabled ? "" : " (switched off)",
		format_count(c, dpi->decided, raw));
	fprintf(ctl->out, "undecided now: %s flows, %s of state\n",
		format_count(a, dpi->flows, raw), format_octets(b, dpi->bytes, raw));
	fprintf(ctl->out, "names looked up in DNS: %s kept, %s gave way\n",
		format_count(a, dpi->names, raw), format_count(b, dpi->names_evicted, raw));
	fprintf(ctl->out, "rules in force: %" PRIu32 " for protocols, %" PRIu32
		" for categories\n", dpi->protocol_rules, dpi->category_rules);
	traps(ctl, dpi);
}

static void skips(const struct ctl *ctl, const struct kntop_dpi *dpi)
{
	static const struct table_column columns[] = {
		{ "NOT INSPECTED", false }, { "PKTS", true }, { "FLOWS GIVEN UP", true },
		{ "FIRST", false }, { "LAST", false },
	};
	struct table *t = table_open(ctl->out, columns, COUNT(columns));
	char buf[FORMAT_SIZE], words[FIELD_SIZE];
	uint64_t now = format_now();

	for (size_t i = 0; t && i < COUNT(dpi->skips); i++) {
		const struct kntop_skip_info *s = &dpi->skips[i];

		table_cell(t, field_words(words, kntop_skip_name(i)));
		table_cell(t, format_count(buf, s->packets, ctl->raw));
		table_cell(t, format_count(buf, s->flows, ctl->raw));
		table_cell(t, format_time(buf, s->first, now, ctl->raw));
		table_cell(t, format_time(buf, s->last, now, ctl->raw));
		table_row(t);
	}
	table_close(t);
}

static uint64_t per_packet(const struct kntop_worker *w)
{
	return w->dissected ? w->time / w->dissected : 0;
}

static void add_worker(const struct ctl *ctl, struct table *t, const struct kntop_worker *w)
{
	char buf[FORMAT_SIZE];
	bool raw = ctl->raw;

	table_cellf(t, "%" PRIu32, w->id);
	table_cellf(t, "%" PRIu32, w->pid);
	table_cell(t, format_count(buf, w->queued, raw));
	table_cell(t, format_count(buf, w->dissected, raw));
	table_cell(t, format_count(buf, w->decided, raw));
	table_cellf(t, "%" PRIu64 " ns", per_packet(w));
	table_cell(t, format_duration(buf, w->time_max, raw));
	table_cell(t, format_count(buf, w->steps_max, raw));
	table_cellf(t, "%" PRIu32, w->depth);
	table_cellf(t, "%" PRIu32, w->depth_max);
	table_cell(t, format_octets(buf, w->fill, raw));
	table_cell(t, format_count(buf, w->flows, raw));
	table_cell(t, format_octets(buf, w->memory, raw));
	table_cell(t, format_count(buf, w->allocations, raw));
	table_cell(t, format_octets(buf, w->stack, raw));
	table_row(t);
}

static void workers(const struct ctl *ctl, const struct kntop_dpi *dpi)
{
	static const struct table_column columns[] = {
		{ "WORKER", true }, { "PID", true }, { "QUEUED", true }, { "DISSECTED", true },
		{ "VERDICTS", true }, { "A PACKET", true }, { "LONGEST", true },
		{ "STEPS", true }, { "WAITING", true }, { "MOST", true }, { "IN RING", true }, { "FLOWS", true },
		{ "MEMORY", true }, { "ALLOCATIONS", true }, { "STACK", true },
	};
	struct table *t = table_open(ctl->out, columns, COUNT(columns));

	for (unsigned int i = 0; t && i < dpi->worker_count; i++)
		add_worker(ctl, t, &dpi->workers[i]);
	table_close(t);
}

void dpi_view_work(const struct ctl *ctl, const struct kntop_dpi *dpi)
{
	skips(ctl, dpi);
	putc('\n', ctl->out);
	workers(ctl, dpi);
}

static void json_settings(struct json *j, const struct kntop_dpi *dpi)
{
	const struct kntop_dpi_settings *s = &dpi->settings;

	json_object_begin(j, "settings");
	json_bool(j, "enabled", s->enabled);
	if (dpi->classifier[0]) {
		json_u64(j, "packets", s->packets);
		json_u64(j, "workers", s->workers);
		json_string(j, "cpus", s->cpus);
		json_u64(j, "ring", s->ring);
		json_u64(j, "flows", s->flows_max);
		json_u64(j, "bytes", s->bytes_max);
		json_u64(j, "budget", s->budget);
		json_bool(j, "derive", s->derive);
		json_bool(j, "corrections", s->corrections);
	}
	json_object_end(j);
}

static void json_skips(struct json *j, const struct kntop_dpi *dpi)
{
	json_array_begin(j, "skipped");
	for (size_t i = 0; i < COUNT(dpi->skips); i++) {
		json_object_begin(j, NULL);
		json_string(j, "reason", kntop_skip_name(i));
		json_u64(j, "packets", dpi->skips[i].packets);
		json_u64(j, "flows", dpi->skips[i].flows);
		field_json_time(j, "first", dpi->skips[i].first);
		field_json_time(j, "last", dpi->skips[i].last);
		json_object_end(j);
	}
	json_array_end(j);
}

static void json_traps(struct json *j, const struct kntop_dpi *dpi)
{
	json_u64(j, "image", dpi->image);
	json_u64(j, "restarts", dpi->restarts);
	json_u64(j, "restart_ns_max", dpi->restart_ns_max);
	json_array_begin(j, "traps");
	for (size_t i = KNTOP_TRAP_KIND_NONE + 1; i < COUNT(dpi->traps); i++)
		trap_json(j, NULL, &dpi->traps[i]);
	json_array_end(j);
}

static void json_worker(struct json *j, const struct kntop_worker *w)
{
	json_object_begin(j, NULL);
	json_u64(j, "id", w->id);
	json_u64(j, "pid", w->pid);
	json_u64(j, "queued", w->queued);
	json_u64(j, "dissected", w->dissected);
	json_u64(j, "decided", w->decided);
	json_u64(j, "time_ns", w->time);
	json_u64(j, "time_max_ns", w->time_max);
	json_u64(j, "packet_ns", per_packet(w));
	json_u64(j, "depth", w->depth);
	json_u64(j, "depth_max", w->depth_max);
	json_u64(j, "fill", w->fill);
	json_u64(j, "flows", w->flows);
	json_u64(j, "memory", w->memory);
	json_u64(j, "allocations", w->allocations);
	json_u64(j, "stack", w->stack);
	json_u64(j, "steps_max", w->steps_max);
	json_object_end(j);
}

void dpi_view_json(struct json *j, const char *key, const struct kntop_dpi *dpi)
{
	json_object_begin(j, key);
	field_json_name(j, "classifier", dpi->classifier);
	json_settings(j, dpi);
	if (dpi->classifier[0]) {
		json_u64(j, "flows", dpi->flows);
		json_u64(j, "bytes", dpi->bytes);
		json_u64(j, "decided", dpi->decided);
		json_u64(j, "protocol_rules", dpi->protocol_rules);
		json_u64(j, "category_rules", dpi->category_rules);
		json_u64(j, "names", dpi->names);
		json_u64(j, "names_evicted", dpi->names_evicted);
		json_skips(j, dpi);
		json_traps(j, dpi);
		json_array_begin(j, "workers");
		for (unsigned int i = 0; i < dpi->worker_count; i++)
			json_worker(j, &dpi->workers[i]);
		json_array_end(j);
	}
	json_object_end(j);
}
