// SPDX-License-Identifier: GPL-2.0-or-later
/* Printing why the classifier's library was stopped. */
#include "../format.h"
#include "../table.h"
#include "trap.h"

#define COUNT(a)	(sizeof(a) / sizeof((a)[0]))

uint64_t trap_total(const struct kntop_dpi *dpi)
{
	uint64_t total = 0;

	for (size_t i = 0; i < COUNT(dpi->traps); i++)
		total += dpi->traps[i].count;
	return total;
}

char *trap_where(char *buf, const struct kntop_trap *trap)
{
	char function[FIELD_SIZE], dissector[FIELD_SIZE];

	field_name(function, trap->function);
	field_name(dissector, trap->dissector);
	buf[0] = '\0';
	if (function[0] && dissector[0])
		sprintf(buf, "in %s (%s)", function, dissector);
	else if (function[0] || dissector[0])
		sprintf(buf, "in %s", function[0] ? function : dissector);
	return buf;
}

char *trap_flow(char *buf, const struct kntop_trap *trap)
{
	char l4[FIELD_SIZE], client[FIELD_SIZE], server[FIELD_SIZE];

	buf[0] = '\0';
	if (trap->l4 >= 0)
		snprintf(buf, FIELD_SIZE, "%s %s -> %s", field_l4(l4, trap->l4),
			 field_endpoint(client, &trap->client.addr, trap->client.port),
			 field_endpoint(server, &trap->server.addr, trap->server.port));
	return buf;
}

static const char *or_dash(const char *text)
{
	return text[0] ? text : "-";
}

/* Names and IPv6 addresses are long: in columns, no terminal would have room for a line. */
static void add(const struct ctl *ctl, struct table *t, const struct kntop_trap *trap,
		uint64_t now)
{
	char buf[FORMAT_SIZE], text[FIELD_SIZE];

	table_cell(t, field_words(text, kntop_trap_kind_name(trap->kind)));
	table_cell(t, format_count(buf, trap->count, ctl->raw));
	table_cell(t, format_time(buf, trap->first, now, ctl->raw));
	table_cell(t, format_time(buf, trap->last, now, ctl->raw));
	table_cell(t, or_dash(field_name(text, trap->function)));
	table_row(t);
	if (trap->dissector[0])
		table_note(t, "dissector: %s", field_name(text, trap->dissector));
	if (trap->l4 >= 0)
		table_note(t, "flow: %s", trap_flow(text, trap));
}

void trap_view(const struct ctl *ctl, const struct kntop_dpi *dpi)
{
	static const struct table_column columns[] = {
		{ "TRAP", false }, { "TIMES", true }, { "FIRST", false }, { "LAST", false },
		{ "FUNCTION", false },
	};
	struct table *t = table_open(ctl->out, columns, COUNT(columns));
	uint64_t now = format_now();

	for (size_t i = 0; t && i < COUNT(dpi->traps); i++)
		if (dpi->traps[i].count)
			add(ctl, t, &dpi->traps[i], now);
	table_close(t);
}

static void json_end_of_flow(struct json *j, const char *key, const struct kntop_trap *trap,
			     const struct kntop_trap_end *end)
{
	if (trap->l4 < 0) {
		json_null(j, key);
		return;
	}
	json_object_begin(j, key);
	field_json_address(j, "addr", &end->addr);
	field_json_optional(j, "port", end->port);
	json_object_end(j);
}

void trap_json(struct json *j, const char *key, const struct kntop_trap *trap)
{
	json_object_begin(j, key);
	json_string(j, "kind", kntop_trap_kind_name(trap->kind));
	json_u64(j, "count", trap->count);
	field_json_time(j, "first", trap->first);
	field_json_time(j, "last", trap->last);
	field_json_name(j, "function", trap->function);
	field_json_name(j, "dissector", trap->dissector);
	field_json_id(j, "flow_id", trap->flow_id);
	field_json_optional(j, "l4", trap->l4);
	json_end_of_flow(j, "client", trap, &trap->client);
	json_end_of_flow(j, "server", trap, &trap->server);
	json_object_end(j);
}
