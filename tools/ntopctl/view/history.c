// SPDX-License-Identifier: GPL-2.0-or-later
/* Printing what interfaces carried lately. */
#include "../field.h"
#include "../format.h"
#include "../label.h"
#include "history.h"

#define COUNT(a)	(sizeof(a) / sizeof((a)[0]))
#define NS_PER_SECOND	1000000000ULL

/* Where in the columns the directions begin, and both of them together. */
#define DIRECTIONS	3
#define BOTH		9

static const struct table_column columns[] = {
	{ "DEV", false }, { "PROTOCOL", false }, { "FROM", false },
	{ "RECEIVED", true }, { "PKTS", true }, { "RATE", true },
	{ "SENT", true }, { "PKTS", true }, { "RATE", true },
	{ "OCTETS", true }, { "RATE", true },
};

int history_view_open(struct history_view *v, const struct ctl *ctl)
{
	*v = (struct history_view){ .ctl = ctl };
	v->now = format_now();
	if (ctl->json) {
		ctl_json(ctl, &v->json);
		json_array_begin(&v->json, NULL);
		return CTL_OK;
	}
	v->table = table_open(ctl->out, columns, COUNT(columns));
	if (v->table)
		return CTL_OK;
	ctl_complain(ctl, "no memory");
	return CTL_REFUSED;
}

/* ---- text -------------------------------------------------------------- */

static void cells_octets(struct history_view *v, const struct kntop_history *h,
			 uint64_t octets, const uint64_t *packets)
{
	bool raw = v->ctl->raw;
	char buf[FORMAT_SIZE];

	table_cell(v->table, format_octets(buf, octets, raw));
	if (packets)
		table_cell(v->table, format_count(buf, *packets, raw));
	table_cell(v->table, format_rate(buf, octets / h->step, raw));
}

static void add_sample(struct history_view *v, const struct kntop_history *h, unsigned int n)
{
	uint64_t from = h->end - (uint64_t)(h->count - n) * h->step * NS_PER_SECOND;
	char buf[FIELD_SIZE], time[FORMAT_SIZE];
	struct table *t = v->table;

	table_cell(t, field_name(buf, h->interface));
	table_cell(t, h->protocol < 0 ? "" :
		   label_text(v->ctl, KNTOP_LABEL_PROTOCOL, h->protocol, buf));
	table_cell(t, format_time(time, from, v->now, v->ctl->raw));
	if (h->protocol < 0) {
		cells_octets(v, h, h->rx_octets[n], &h->rx_packets[n]);
		cells_octets(v, h, h->tx_octets[n], &h->tx_packets[n]);
	} else {
		for (unsigned int i = DIRECTIONS; i < BOTH; i++)
			table_cell(t, "");
		cells_octets(v, h, h->octets[n], NULL);
	}
	table_row(t);
}

static void note_peak(struct history_view *v, const struct kntop_history *h)
{
	char rx[FORMAT_SIZE], tx[FORMAT_SIZE], both[FORMAT_SIZE];
	bool raw = v->ctl->raw;

	if (h->protocol >= 0)
		table_note(v->table, "most in one second: %s", format_rate(both, h->peak, raw));
	else
		table_note(v->table, "most in one second: received %s, sent %s, together %s",
			   format_rate(rx, h->rx_peak, raw), format_rate(tx, h->tx_peak, raw),
			   format_rate(both, h->peak, raw));
	if (h->without)
		table_note(v->table, "%u protocols more have no history", h->without);
}

static void add_rows(struct history_view *v, const struct kntop_history *h)
{
	for (unsigned int n = 0; n < h->count; n++)
		add_sample(v, h, n);
	if (h->count)
		note_peak(v, h);
}

/* ---- JSON -------------------------------------------------------------- */

static void json_samples(struct json *j, const char *key, const struct kntop_history *h,
			 const uint64_t *sample)
{
	json_array_begin(j, key);
	for (unsigned int n = 0; n < h->count; n++)
		json_u64(j, NULL, sample[n]);
	json_array_end(j);
}

static void json_direction(struct json *j, const char *key, const struct kntop_history *h,
			   const uint64_t *octets, const uint64_t *packets, uint64_t peak)
{
	json_object_begin(j, key);
	json_u64(j, "peak", peak);
	json_samples(j, "octets", h, octets);
	json_samples(j, "packets", h, packets);
	json_object_end(j);
}

static void add_json(struct history_view *v, const struct kntop_history *h)
{
	struct json *j = &v->json;

	json_object_begin(j, NULL);
	json_string(j, "interface", h->interface);
	if (h->protocol < 0)
		json_null(j, "protocol");
	else
		label_json(v->ctl, j, "protocol", KNTOP_LABEL_PROTOCOL, h->protocol);
	json_u64(j, "step", h->step);
	json_u64(j, "end", h->end);
	json_u64(j, "peak", h->peak);
	json_samples(j, "octets", h, h->octets);
	if (h->protocol < 0) {
		json_direction(j, "received", h, h->rx_octets, h->rx_packets, h->rx_peak);
		json_direction(j, "sent", h, h->tx_octets, h->tx_packets, h->tx_peak);
		json_u64(j, "protocols_without", h->without);
	}
	json_object_end(j);
}

int history_view_add(const struct kntop_history *history, void *data)
{
	struct history_view *v = data;

	if (v->table)
		add_rows(v, history);
	else
		add_json(v, history);
	return 0;
}

void history_view_close(struct history_view *v)
{
	if (v->table)
		table_close(v->table);
	else
		json_array_end(&v->json);
}
