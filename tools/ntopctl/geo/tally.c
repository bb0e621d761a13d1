// SPDX-License-Identifier: GPL-2.0-or-later
/* Hosts added up by country or by autonomous system. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "../filter.h"
#include "tally.h"

/* Slots to begin with. */
#define ROOM	64

static uint32_t key_of(enum tally_by by, const struct geo *g)
{
	if (by == TALLY_AS)
		return g->as;
	return (unsigned char)g->country[0] << 8 | (unsigned char)g->country[1];
}

static const struct tally_row *row_at(const struct tally *t, size_t i)
{
	return ranking_at(&t->rows, i);
}

uint64_t tally_rank(const void *record, int order)
{
	const struct tally_row *row = record;

	switch (order) {
	case FILTER_BY_PACKETS:
		return row->sent.packets + row->received.packets;
	case FILTER_BY_RATE:
		return row->sent_rate + row->received_rate;
	case FILTER_BY_HOSTS:
		return row->hosts;
	case FILTER_BY_FLOWS:
		return row->flows;
	default:
		return row->sent.octets + row->received.octets;
	}
}

void tally_init(struct tally *t, enum tally_by by)
{
	*t = (struct tally){
		.by = by,
		.rows = { .size = sizeof(struct tally_row), .key = tally_rank },
	};
}

/* The slot of a key, or the free one where it belongs; one is always free. */
static uint32_t *slot_of(const struct tally *t, uint32_t key)
{
	size_t i = key * 2654435761U;

	for (;; i++) {
		uint32_t *slot = &t->slots[i & (t->room - 1)];

		if (!*slot || key_of(t->by, &row_at(t, *slot - 1)->geo) == key)
			return slot;
	}
}

/* Half of the slots stay free. */
static int make_room(struct tally *t)
{
	size_t room = t->room ? 2 * t->room : ROOM;
	uint32_t *slots;

	if (2 * (t->rows.count + 1) <= t->room)
		return 0;
	slots = calloc(room, sizeof(*slots));
	if (!slots)
		return -ENOMEM;
	free(t->slots);
	t->slots = slots;
	t->room = room;
	for (size_t i = 0; i < t->rows.count; i++)
		*slot_of(t, key_of(t->by, &row_at(t, i)->geo)) = i + 1;
	return 0;
}

/* What is common to the hosts of a row. */
static struct geo common(enum tally_by by, const struct geo *g)
{
	struct geo only = { .as_name = "" };

	if (by == TALLY_AS) {
		only.as = g->as;
		only.as_name = g->as_name;
	} else {
		memcpy(only.country, g->country, sizeof(only.country));
	}
	return only;
}

static struct tally_row *row_of(struct tally *t, const struct geo *g)
{
	struct tally_row fresh = { .geo = common(t->by, g) };
	uint32_t *slot;

	if (make_room(t))
		return NULL;
	slot = slot_of(t, key_of(t->by, g));
	if (!*slot) {
		if (ranking_add(&t->rows, &fresh))
			return NULL;
		*slot = t->rows.count;
	}
	return (struct tally_row *)row_at(t, *slot - 1);
}

static void add_counter(struct kntop_counter *to, const struct kntop_counter *c)
{
	to->packets += c->packets;
	to->octets += c->octets;
}

static void add(struct tally_row *row, const struct kntop_host *host)
{
	row->hosts++;
	row->flows += host->flows;
	add_counter(&row->sent, &host->sent);
	add_counter(&row->received, &host->received);
	row->sent_rate += host->sent_rate;
	row->received_rate += host->received_rate;
}

int tally_add(struct tally *t, const struct kntop_host *host)
{
	const struct geo g = geo_find(&host->addr);
	struct tally_row *row = row_of(t, &g);

	if (!row)
		return -ENOMEM;
	add(row, host);
	add(&t->sum, host);
	return 0;
}

void tally_free(struct tally *t)
{
	ranking_free(&t->rows);
	free(t->slots);
	t->slots = NULL;
	t->room = 0;
}

char *tally_name(char *buf, enum tally_by by, const struct geo *g)
{
	if (by == TALLY_AS && g->as)
		snprintf(buf, FIELD_SIZE, "AS%u", g->as);
	else
		snprintf(buf, FIELD_SIZE, "%s", g->country[0] ? g->country : "-");
	return buf;
}

char *tally_title(char *buf, enum tally_by by, const struct geo *g)
{
	return field_name(buf, by == TALLY_AS ? g->as_name : geo_country_name(g->country));
}

void tally_json(struct json *j, enum tally_by by, const struct tally_row *row)
{
	if (by == TALLY_AS) {
		field_json_optional(j, "as_number", row->geo.as ? (int64_t)row->geo.as : -1);
		field_json_name(j, "as_name", row->geo.as_name);
	} else {
		field_json_name(j, "country", row->geo.country);
		field_json_name(j, "country_name", geo_country_name(row->geo.country));
	}
	json_u64(j, "hosts", row->hosts);
	json_u64(j, "flows", row->flows);
	field_json_counter(j, "sent", &row->sent);
	field_json_counter(j, "received", &row->received);
	json_u64(j, "sent_octets_per_second", row->sent_rate);
	json_u64(j, "received_octets_per_second", row->received_rate);
}
