// SPDX-License-Identifier: GPL-2.0-or-later
/* What a file of recordings has in it. */
#include <linux/kntop.h>
#include <stdio.h>
#include "layout.h"

#define HOUR	3600U
#define DAY	86400U
/* A record may be missing twice before its time counts as unknown. */
#define HEARTBEATS	3

static const struct layout_source host[] = {
	{ "sent_octets", true }, { "sent_packets", true },
	{ "received_octets", true }, { "received_packets", true },
	{ "tcp_sent", true }, { "tcp_received", true },
	{ "udp_sent", true }, { "udp_received", true },
	{ "icmp_sent", true }, { "icmp_received", true },
	{ "other_sent", true }, { "other_received", true },
	{ "flows_client", true }, { "flows_server", true }, { "flows", false },
};

static const struct layout_source slot[] = {
	{ "p0_sent", true }, { "p0_received", true }, { "p1_sent", true }, { "p1_received", true },
	{ "p2_sent", true }, { "p2_received", true }, { "p3_sent", true }, { "p3_received", true },
	{ "p4_sent", true }, { "p4_received", true }, { "p5_sent", true }, { "p5_received", true },
	{ "p6_sent", true }, { "p6_received", true }, { "p7_sent", true }, { "p7_received", true },
};

_Static_assert(sizeof(slot) / sizeof(slot[0]) == 2 * LAYOUT_SLOTS, "two sources a slot");

static const struct layout_source region[] = {
	{ "sent_octets", true }, { "sent_packets", true },
	{ "received_octets", true }, { "received_packets", true }, { "hosts", false },
};

static const struct layout_source protocol[] = {
	{ "sent_octets", true }, { "sent_packets", true },
	{ "received_octets", true }, { "received_packets", true }, { "flows", true },
};

static const struct layout_source network[] = {
	{ "sent_octets", true }, { "sent_packets", true },
	{ "received_octets", true }, { "received_packets", true },
	{ "internal_octets", true }, { "internal_packets", true }, { "hosts", false },
};

static const struct layout_source interface[] = {
	{ "rx_octets", true }, { "rx_packets", true },
	{ "tx_octets", true }, { "tx_packets", true },
	{ "flows_new", true }, { "flows", false }, { "hosts", false },
	{ "local_local", true }, { "local_remote", true },
	{ "remote_local", true }, { "remote_remote", true },
	{ "non_ip", true }, { "truncated", true }, { "malformed_ip", true },
	{ "malformed_l4", true }, { "too_deep", true }, { "table_full", true },
	{ "no_memory", true }, { "doubled", true },
	{ "upload_octets", true }, { "upload_packets", true },
	{ "download_octets", true }, { "download_packets", true },
};

static const struct layout_source module[] = {
	{ "flows_refused", true }, { "flows_evicted", true }, { "hosts_refused", true },
	{ "ended_overwritten", true }, { "dpi_skipped", true },
	{ "dpi_interrupted", true }, { "events_lost", true }, { "protocols_refused", true },
	{ "interims_refused", true }, { "fragments_stray", true }, { "quality_refused", true },
	{ "tunnels_refused", true },
	{ "flows", false }, { "hosts", false }, { "bytes", false },
};

/* What is lost of captures that are read is no history of this host. */
_Static_assert(sizeof(module) / sizeof(module[0]) == __KNTOP_LOSS_MAX - 1 + 3,
	       "a source a loss, but for that of offline sources");

#define LAYOUT(a)	{ a, sizeof(a) / sizeof((a)[0]) }

static const struct layout layouts[LAYOUT_KINDS] = {
	[LAYOUT_SLOT] = LAYOUT(slot),
	[LAYOUT_HOST] = LAYOUT(host),
	[LAYOUT_REGION] = LAYOUT(region),
	[LAYOUT_PROTOCOL] = LAYOUT(protocol),
	[LAYOUT_NETWORK] = LAYOUT(network),
	[LAYOUT_INTERFACE] = LAYOUT(interface),
	[LAYOUT_MODULE] = LAYOUT(module),
};

const struct layout *layout_of(enum layout_kind kind)
{
	return &layouts[kind];
}

unsigned int layout_step(enum layout_kind kind, unsigned int step)
{
	switch (kind) {
	case LAYOUT_SLOT:
	case LAYOUT_HOST:
		return 300;
	case LAYOUT_REGION:
	case LAYOUT_PROTOCOL:
	case LAYOUT_NETWORK:
		return 60;
	default:
		return step;
	}
}

unsigned int layout_heartbeat(unsigned int step)
{
	return HEARTBEATS * step;
}

struct archive {
	unsigned int seconds;	/* of a row */
	unsigned int span;	/* of all rows, in seconds */
};

static void add_archive(struct layout_arguments *args, const char *how, unsigned int step,
			const struct archive *a, unsigned int retention, size_t sources)
{
	unsigned int limit = retention * DAY, rows;

	rows = (a->span < limit ? a->span : limit) / a->seconds;
	/* One row would be overwritten the moment it is full. */
	if (rows < 2)
		rows = 2;
	snprintf(args->text[args->count], sizeof(args->text[0]), "RRA:%s:0.5:%u:%u", how,
		 a->seconds / step, rows);
	args->list[args->count] = args->text[args->count];
	args->count++;
	args->bytes += rows * sources * sizeof(double);
}

static void add_archives(struct layout_arguments *args, unsigned int step,
			 unsigned int retention, size_t sources)
{
	/* While a day, month or year up to now is read, which takes a while, rows are added. */
	const struct archive archives[] = {
		{ step, DAY + HOUR }, { 60, 30 * DAY + HOUR }, { HOUR, 100 * DAY },
		{ DAY, 366 * DAY },
	};

	for (size_t i = 0; i < sizeof(archives) / sizeof(archives[0]); i++) {
		/* The minutes of what is recorded by the minute, or less often, are the first. */
		if (i && archives[i].seconds <= step)
			continue;
		add_archive(args, "AVERAGE", step, &archives[i], retention, sources);
		if (i)
			add_archive(args, "MAX", step, &archives[i], retention, sources);
	}
}

void layout_arguments(enum layout_kind kind, unsigned int step, unsigned int retention,
		      struct layout_arguments *args)
{
	const struct layout *l = layout_of(kind);

	step = layout_step(kind, step);
	/* The header of librrd, and for each source and archive what is under way. */
	args->bytes = 128 + l->count * 1200;
	args->count = 0;
	for (size_t i = 0; i < l->count; i++) {
		snprintf(args->text[i], sizeof(args->text[0]), "DS:%s:%s:%u:0:U",
			 l->sources[i].name, l->sources[i].total ? "DERIVE" : "GAUGE",
			 layout_heartbeat(step));
		args->list[i] = args->text[i];
		args->count++;
	}
	add_archives(args, step, retention, l->count);
}
