// SPDX-License-Identifier: GPL-2.0-or-later
/* The sources are those of tools/ntopd/layout.c. */
#include "metric.h"

const char *const metric_kinds[] = {
	[METRIC_INTERFACE] = "interface", [METRIC_PROTOCOLS] = "protocols",
	[METRIC_CATEGORIES] = "categories", [METRIC_HOST] = "host",
	[METRIC_NETWORK] = "network", [METRIC_COUNTRIES] = "countries",
	[METRIC_ASES] = "ases", [METRIC_COUNTRY] = "country", [METRIC_AS] = "as",
	[METRIC_MODULE] = "module", [METRIC_KINDS] = NULL,
};

/* What several kinds have. */
#define HOSTS \
	{ "hosts", "hosts", METRIC_LINES, &unit_hosts, \
	  { { "hosts", "hosts", NULL, false } }, { 0 }, NULL }
#define LIVE_FLOWS \
	{ "flows", "live flows", METRIC_LINES, &unit_flows, \
	  { { "live flows", "flows", NULL, false } }, { 0 }, NULL }
/* Of hosts, one or several. */
#define RECEIVED_AND_SENT(what) \
	{ "received", "received_" what, NULL, false }, { "sent", "sent_" what, NULL, true }

static const struct metric interface[] = {
	{ "bits", "traffic", METRIC_MIRROR, &unit_bits,
	  { { "received", "rx_octets", NULL, false }, { "sent", "tx_octets", NULL, true } },
	  { 0 }, NULL },
	{ "packets", "packets", METRIC_MIRROR, &unit_packets,
	  { { "received", "rx_packets", NULL, false }, { "sent", "tx_packets", NULL, true } },
	  { 0 }, NULL },
	{ "uplink", "upload and download", METRIC_MIRROR, &unit_bits,
	  { { "download", "download_octets", NULL, false },
	    { "upload", "upload_octets", NULL, true } }, { 0 }, NULL },
	LIVE_FLOWS,
	{ "new", "new flows", METRIC_LINES, &unit_flow_rate,
	  { { "new flows", "flows_new", NULL, false } }, { 0 }, NULL },
	HOSTS,
	{ "locality", "who with whom", METRIC_STACK, &unit_bits,
	  { { "local to local", "local_local", NULL, false },
	    { "local to remote", "local_remote", NULL, false },
	    { "remote to local", "remote_local", NULL, false },
	    { "remote to remote", "remote_remote", NULL, false } },
	  { "all", "rx_octets", "tx_octets", false }, "in no flow" },
	{ "drops", "packets in no flow", METRIC_STACK, &unit_packets,
	  { { "not IP", "non_ip", NULL, false },
	    { "cut off", "truncated", NULL, false },
	    { "malformed IP", "malformed_ip", NULL, false },
	    { "malformed above IP", "malformed_l4", NULL, false },
	    { "too deep", "too_deep", NULL, false },
	    { "refused: table full", "table_full", NULL, false },
	    { "refused: no memory", "no_memory", NULL, false },
	    { "came twice", "doubled", NULL, false } },
	  { 0 }, NULL },
	{ 0 },
};

static const struct metric breakdown[] = {
	{ "bits", "", METRIC_STACK, &unit_bits,
	  { { "", "sent_octets", "received_octets", false } },
	  { "all", "rx_octets", "tx_octets", false }, "other" },
	{ "packets", ", packets", METRIC_STACK, &unit_packets,
	  { { "", "sent_packets", "received_packets", false } },
	  { "all", "rx_packets", "tx_packets", false }, "other" },
	{ "flows", ", new flows", METRIC_STACK, &unit_flow_rate,
	  { { "", "flows", NULL, false } },
	  { "all", "flows_new", NULL, false }, "other" },
	{ 0 },
};

static const struct metric host[] = {
	{ "bits", "traffic", METRIC_MIRROR, &unit_bits,
	  { RECEIVED_AND_SENT("octets") }, { 0 }, NULL },
	{ "packets", "packets", METRIC_MIRROR, &unit_packets,
	  { RECEIVED_AND_SENT("packets") }, { 0 }, NULL },
	LIVE_FLOWS,
	{ "new", "new flows", METRIC_MIRROR, &unit_flow_rate,
	  { { "from it", "flows_client", NULL, false }, { "to it", "flows_server", NULL, true } },
	  { 0 }, NULL },
	{ "l4", "traffic by IP protocol", METRIC_STACK, &unit_bits,
	  { { "TCP", "tcp_sent", "tcp_received", false },
	    { "UDP", "udp_sent", "udp_received", false },
	    { "ICMP", "icmp_sent", "icmp_received", false },
	    { "other", "other_sent", "other_received", false } }, { 0 }, NULL },
	{ "protocols", "protocols", METRIC_STACK, &unit_bits,
	  { { "", NULL, NULL, false } }, { "all", "sent_octets", "received_octets", false },
	  "other" },
	{ 0 },
};

static const struct metric network[] = {
	{ "bits", "traffic", METRIC_MIRROR, &unit_bits,
	  { RECEIVED_AND_SENT("octets"),
	    { "internal", "internal_octets", NULL, false } }, { 0 }, NULL },
	{ "packets", "packets", METRIC_MIRROR, &unit_packets,
	  { RECEIVED_AND_SENT("packets"),
	    { "internal", "internal_packets", NULL, false } }, { 0 }, NULL },
	HOSTS,
	{ 0 },
};

static const struct metric region[] = {
	{ "bits", "traffic", METRIC_MIRROR, &unit_bits,
	  { RECEIVED_AND_SENT("octets") }, { 0 }, NULL },
	{ "packets", "packets", METRIC_MIRROR, &unit_packets,
	  { RECEIVED_AND_SENT("packets") }, { 0 }, NULL },
	HOSTS,
	{ 0 },
};

/*
 * What one host sends another receives: each way is all there is, and both ways together
 * would be twice that.
 */
static const struct metric regions[] = {
	{ "sent", "sent by hosts there", METRIC_STACK, &unit_bits,
	  { { "", "sent_octets", NULL, false } }, { "all", NULL, NULL, false }, "other" },
	{ "received", "received by hosts there", METRIC_STACK, &unit_bits,
	  { { "", "received_octets", NULL, false } }, { "all", NULL, NULL, false }, "other" },
	{ "packets", "packets sent by hosts there", METRIC_STACK, &unit_packets,
	  { { "", "sent_packets", NULL, false } }, { "all", NULL, NULL, false }, "other" },
	{ "hosts", "hosts there", METRIC_STACK, &unit_hosts,
	  { { "", "hosts", NULL, false } }, { "all", NULL, NULL, false }, "other" },
	{ 0 },
};

static const struct metric module[] = {
	LIVE_FLOWS,
	HOSTS,
	{ "memory", "memory of the tables", METRIC_LINES, &unit_octets,
	  { { "memory", "bytes", NULL, false } }, { 0 }, NULL },
	{ "losses", "losses", METRIC_STACK, &unit_events,
	  { { "flows refused", "flows_refused", NULL, false },
	    { "flows evicted", "flows_evicted", NULL, false },
	    { "hosts refused", "hosts_refused", NULL, false },
	    { "ended overwritten", "ended_overwritten", NULL, false },
	    { "dpi skipped", "dpi_skipped", NULL, false },
	    { "dpi interrupted", "dpi_interrupted", NULL, false },
	    { "events lost", "events_lost", NULL, false },
	    { "protocols refused", "protocols_refused", NULL, false },
	    { "interims refused", "interims_refused", NULL, false },
	    { "fragments stray", "fragments_stray", NULL, false },
	    { "quality refused", "quality_refused", NULL, false },
	    { "tunnels refused", "tunnels_refused", NULL, false } }, { 0 }, NULL },
	{ 0 },
};

static const struct {
	const struct metric *metrics;
	enum object_kind object;
	const char *folder;
} about[METRIC_KINDS] = {
	[METRIC_INTERFACE] = { interface, OBJECT_INTERFACE, NULL },
	[METRIC_PROTOCOLS] = { breakdown, OBJECT_INTERFACE, "protocol" },
	[METRIC_CATEGORIES] = { breakdown, OBJECT_INTERFACE, "category" },
	[METRIC_HOST] = { host, OBJECT_HOST, NULL },
	[METRIC_NETWORK] = { network, OBJECT_NETWORK, NULL },
	[METRIC_COUNTRIES] = { regions, OBJECT_COUNTRIES, NULL },
	[METRIC_ASES] = { regions, OBJECT_ASES, NULL },
	[METRIC_COUNTRY] = { region, OBJECT_COUNTRY, NULL },
	[METRIC_AS] = { region, OBJECT_AS, NULL },
	[METRIC_MODULE] = { module, OBJECT_MODULE, NULL },
};

const struct metric *metrics_of(enum metric_kind kind)
{
	return about[kind].metrics;
}

enum object_kind metric_object(enum metric_kind kind)
{
	return about[kind].object;
}

const char *metric_folder(enum metric_kind kind)
{
	return about[kind].folder;
}

bool metric_is_ranked(enum metric_kind kind, const struct metric *metric)
{
	return about[kind].folder || !metric->parts[0].source || kind == METRIC_COUNTRIES ||
		kind == METRIC_ASES;
}
