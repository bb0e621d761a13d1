// SPDX-License-Identifier: GPL-2.0-or-later
/* Traffic by country or by autonomous system: asked for, added up, printed. */
#include <errno.h>
#include <string.h>
#include "../format.h"
#include "../table.h"
#include "../utf8.h"
#include "../watched.h"
#include "show.h"

#define COUNT(a)	(sizeof(a) / sizeof((a)[0]))

#define COLUMNS(noun) {							\
		{ noun, false }, { "NAME", false }, { "HOSTS", true },	\
		{ "FLOWS", true }, { "SENT", true }, { "PKTS", true },	\
		{ "RATE", true }, { "RECEIVED", true }, { "PKTS", true },	\
		{ "RATE", true }, { "SHARE", true },			\
	}

static const struct table_column columns[2][11] = {
	[TALLY_COUNTRY] = COLUMNS("COUNTRY"),
	[TALLY_AS] = COLUMNS("AS"),
};

static const char *const what[] = {
	[TALLY_COUNTRY] = "country show", [TALLY_AS] = "as show",
};

/* Longest name of a country or AS in a table. */
#define NAME_WIDTH	40

struct choice {
	const struct filter *filter;
	struct tally *tally;
};

static int take(const struct kntop_host *host, void *data)
{
	struct choice *c = data;

	return filter_takes(c->filter, host) ? tally_add(c->tally, host) : 0;
}

static void cells_direction(struct table *t, const struct kntop_counter *c, uint64_t rate,
			    bool raw)
{
	char buf[FORMAT_SIZE];

	table_cell(t, format_octets(buf, c->octets, raw));
	table_cell(t, format_count(buf, c->packets, raw));
	table_cell(t, format_rate(buf, rate, raw));
}

static void add_row(struct table *t, const struct tally *tally, const struct tally_row *row,
		    bool raw)
{
	char buf[FIELD_SIZE];

	table_cell(t, tally_name(buf, tally->by, &row->geo));
	tally_title(buf, tally->by, &row->geo);
	if (utf8_width(buf) > NAME_WIDTH)
		utf8_cut(buf, NAME_WIDTH);
	table_cell(t, buf);
	table_cell(t, format_count(buf, row->hosts, raw));
	table_cell(t, format_count(buf, row->flows, raw));
	cells_direction(t, &row->sent, row->sent_rate, raw);
	cells_direction(t, &row->received, row->received_rate, raw);
	table_cell(t, format_percent(buf, row->sent.octets + row->received.octets,
				     tally->sum.sent.octets + tally->sum.received.octets));
	table_row(t);
}

static void print_sum(const struct ctl *ctl, const struct tally *tally)
{
	const struct tally_row *sum = &tally->sum;
	char hosts[FORMAT_SIZE], sent[FORMAT_SIZE], received[FORMAT_SIZE];

	fprintf(ctl->out, "Sum: %s host%s of the host table now, %s sent, %s received\n",
		format_count(hosts, sum->hosts, ctl->raw), sum->hosts == 1 ? "" : "s",
		format_octets(sent, sum->sent.octets, ctl->raw),
		format_octets(received, sum->received.octets, ctl->raw));
	geo_sources(ctl->out);
}

static int print_text(const struct ctl *ctl, const struct tally *tally, size_t limit)
{
	struct table *t = table_open(ctl->out, columns[tally->by], COUNT(columns[0]));

	if (!t)
		return -ENOMEM;
	table_spare(t, 1);
	for (size_t i = 0; i < limit; i++)
		add_row(t, tally, ranking_at(&tally->rows, i), ctl->raw);
	table_close(t);
	print_sum(ctl, tally);
	return 0;
}

static void print_json(const struct ctl *ctl, const struct tally *tally, size_t limit)
{
	struct json j;

	ctl_json(ctl, &j);
	json_array_begin(&j, NULL);
	for (size_t i = 0; i < limit; i++) {
		json_object_begin(&j, NULL);
		tally_json(&j, tally->by, ranking_at(&tally->rows, i));
		json_object_end(&j);
	}
	json_array_end(&j);
}

static int print(const struct ctl *ctl, const struct tally *tally, uint32_t limit)
{
	size_t rows = limit && limit < tally->rows.count ? limit : tally->rows.count;

	if (!ctl->json)
		return print_text(ctl, tally, rows);
	print_json(ctl, tally, rows);
	return 0;
}

static int show(struct ctl *ctl, const struct filter *f, enum tally_by by)
{
	struct kntop_error err = { .code = ENOMEM, .text = "no memory" };
	struct tally tally;
	struct choice c = { f, &tally };
	int rc, printed = 0;

	tally_init(&tally, by);
	rc = kntop_host_list(ctl->kernel, &f->query, take, &c, &err);
	if (rc >= 0) {
		tally.rows.arg = f->tally;
		ranking_sort(&tally.rows);
		printed = print(ctl, &tally, f->limit);
	}
	tally_free(&tally);
	if (rc == -ENODEV && f->query.interface)
		return watched_complain(ctl, what[by], f->query.interface);
	return ctl_listed(ctl, printed ? printed : rc, &err, what[by]);
}

int geo_show(struct ctl *ctl, struct args *args, enum tally_by by)
{
	struct filter f;
	int rc;

	if (filter_parse(ctl, args, FILTER_TALLY, &f) || geo_open(ctl))
		return CTL_USAGE;
	if (!ctl_kernel(ctl))
		return CTL_REFUSED;
	rc = filter_look_up(ctl, &f);
	if (!rc)
		watched_source(ctl, what[by], &f.query.interface);
	if (!rc)
		rc = show(ctl, &f, by);
	if (!rc && !geo_is_there())
		ctl_complain(ctl, "%s: no place is known, as there is no database of them (install libloc1 and libloc-database, or name one: --geo FILE)",
			     what[by]);
	return rc;
}
