// SPDX-License-Identifier: GPL-2.0-or-later
/* What an interface is shown, and what it is not, in words and as JSON. */
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include "../field.h"
#include "../format.h"
#include "mirror.h"

#define MAC_SIZE	18

struct saying {
	const struct kntop_interface *i;
	bool raw;
	struct mirror_sentence *s;
	int count;
};

__attribute__((format(printf, 3, 4)))
static void say(struct saying *v, bool warning, const char *format, ...)
{
	struct mirror_sentence *s = &v->s[v->count++];
	va_list args;

	s->warning = warning;
	va_start(args, format);
	vsnprintf(s->text, sizeof(s->text), format, args);
	va_end(args);
}

static const char *mac_text(const uint8_t mac[6], char buf[MAC_SIZE])
{
	snprintf(buf, MAC_SIZE, "%02x:%02x:%02x:%02x:%02x:%02x", mac[0], mac[1], mac[2], mac[3],
		 mac[4], mac[5]);
	return buf;
}

/* ---- words ---- */

static void say_doubles(struct saying *v)
{
	const struct kntop_mirror *m = &v->i->mirror;
	char copies[FORMAT_SIZE], compared[FORMAT_SIZE], name[FIELD_SIZE];

	if (m->doubles)
		say(v, true, "it is shown frames twice: of %s that were compared %s had a copy, so counts are too high (ntopctl interface set %s dedup on)",
		    format_count(compared, m->compared, v->raw),
		    format_count(copies, m->copies, v->raw), field_name(name, v->i->name));
}

static void say_one_way(struct saying *v)
{
	const struct kntop_mirror *m = &v->i->mirror;
	char one[FORMAT_SIZE], all[FORMAT_SIZE];

	if (m->one_way)
		say(v, true, "it is shown one side only: %s of %s TCP conversations have no packet of the other (mirror both directions)",
		    format_count(one, m->flows_one_way, v->raw),
		    format_count(all, (uint64_t)m->flows_one_way + m->flows_two_way, v->raw));
}

static void say_dedup(struct saying *v)
{
	const struct kntop_mirror *m = &v->i->mirror;
	char rx[FORMAT_SIZE], rx_octets[FORMAT_SIZE], tx[FORMAT_SIZE], tx_octets[FORMAT_SIZE];
	char word[32] = "dedup off now";

	if (!v->i->dedup && !m->rx_doubled.packets && !m->tx_doubled.packets)
		return;
	if (v->i->dedup)
		snprintf(word, sizeof(word), "dedup %" PRIu32 " ms", v->i->dedup / 1000);
	say(v, false, "%s: %s copies, %s in, %s copies, %s out; in the totals, but in no flow and no rate",
	    word, format_count(rx, m->rx_doubled.packets, v->raw),
	    format_octets(rx_octets, m->rx_doubled.octets, v->raw),
	    format_count(tx, m->tx_doubled.packets, v->raw),
	    format_octets(tx_octets, m->tx_doubled.octets, v->raw));
}

static const char *direction(char *buf, size_t size, const struct kntop_counter *c, uint64_t rate,
			     bool raw)
{
	char packets[FORMAT_SIZE], octets[FORMAT_SIZE], now[FORMAT_SIZE];

	snprintf(buf, size, "%s packets, %s, now %s", format_count(packets, c->packets, raw),
		 format_octets(octets, c->octets, raw), format_rate(now, rate, raw));
	return buf;
}

static void say_uplinks(struct saying *v)
{
	const struct kntop_mirror *m = &v->i->mirror;
	char up[3 * FORMAT_SIZE + 32], down[3 * FORMAT_SIZE + 32], neither[FORMAT_SIZE];
	char macs[KNTOP_UPLINKS_MAX * MAC_SIZE + 1] = "none now", octets[FORMAT_SIZE];
	char *at = macs;

	if (!v->i->uplink_count && !m->upload.packets && !m->download.packets &&
	    !m->neither.packets)
		return;
	for (unsigned int n = 0; n < v->i->uplink_count; n++) {
		if (n)
			*at++ = ',';
		mac_text(v->i->uplinks[n], at);
		at += MAC_SIZE - 1;
	}
	say(v, false, "uplink %s: upload %s; download %s; neither %s packets, %s", macs,
	    direction(up, sizeof(up), &m->upload, m->upload_rate, v->raw),
	    direction(down, sizeof(down), &m->download, m->download_rate, v->raw),
	    format_count(neither, m->neither.packets, v->raw),
	    format_octets(octets, m->neither.octets, v->raw));
}

static void say_unseen(struct saying *v)
{
	const struct kntop_device *d = &v->i->device;
	char packets[FORMAT_SIZE];

	if (d->rx_unseen)
		say(v, true, "not seen: %s packets that the device received (taken by XDP or tc before, or handed on past kntop)",
		    format_count(packets, d->rx_unseen, v->raw));
	if (d->tx_unseen)
		say(v, true, "not seen: %s packets that the device sent (redirected to it by tc or BPF)",
		    format_count(packets, d->tx_unseen, v->raw));
}

static void say_drops(struct saying *v, bool detail)
{
	const struct kntop_device *d = &v->i->device;
	char dropped[FORMAT_SIZE], missed[FORMAT_SIZE], overruns[FORMAT_SIZE];
	char errors[FORMAT_SIZE], tx[FORMAT_SIZE], tx_errors[FORMAT_SIZE];
	bool lost = d->rx_missed || d->rx_overruns || d->rx_errors || d->tx_errors;

	if (!detail && !lost && !d->rx_dropped && !d->tx_dropped)
		return;
	say(v, lost, "the device lost: of what it received %s dropped, %s missed, %s overruns, %s errors; of what it was to send %s dropped, %s errors",
	    format_count(dropped, d->rx_dropped, v->raw), format_count(missed, d->rx_missed, v->raw),
	    format_count(overruns, d->rx_overruns, v->raw),
	    format_count(errors, d->rx_errors, v->raw), format_count(tx, d->tx_dropped, v->raw),
	    format_count(tx_errors, d->tx_errors, v->raw));
}

/* Packets that the device counted beyond those that the interface was shown. */
static int64_t beyond(const struct kntop_counter *device, const struct kntop_counter *seen,
		      const struct kntop_counter *filtered)
{
	return (int64_t)(device->packets - seen->packets - filtered->packets);
}

/* Unless it is told already. */
static bool shows_more(const struct kntop_interface *i)
{
	const struct kntop_device *d = &i->device;

	return (i->flags & KNTOP_INTERFACE_RX && !d->rx_unseen &&
		beyond(&d->rx, &i->rx, &i->rx_filtered) > 0) ||
	       (i->flags & KNTOP_INTERFACE_TX && !d->tx_unseen &&
		beyond(&d->tx, &i->tx, &i->tx_filtered) > 0);
}

static void say_device(struct saying *v, bool detail)
{
	const struct kntop_device *d = &v->i->device;
	char rx[FORMAT_SIZE], tx[FORMAT_SIZE], rx_octets[FORMAT_SIZE], tx_octets[FORMAT_SIZE];

	if (!detail && !shows_more(v->i))
		return;
	say(v, false, "the device itself: received %s packets, %s, sent %s packets, %s: %+" PRId64 " and %+" PRId64 " packets to what was seen",
	    format_count(rx, d->rx.packets, v->raw), format_octets(rx_octets, d->rx.octets, v->raw),
	    format_count(tx, d->tx.packets, v->raw), format_octets(tx_octets, d->tx.octets, v->raw),
	    beyond(&d->rx, &v->i->rx, &v->i->rx_filtered),
	    beyond(&d->tx, &v->i->tx, &v->i->tx_filtered));
}

int mirror_view_sentences(const struct kntop_interface *i, bool raw, bool detail,
			  struct mirror_sentence *s)
{
	struct saying v = { .i = i, .raw = raw, .s = s };

	say_doubles(&v);
	say_one_way(&v);
	say_dedup(&v);
	say_uplinks(&v);
	if (!i->has_device)
		return v.count;
	say_unseen(&v);
	say_drops(&v, detail);
	say_device(&v, detail);
	return v.count;
}

/* ---- JSON ---- */

static void json_way(struct json *j, const char *key, const struct kntop_counter *c,
		     uint64_t rate, uint64_t packet_rate)
{
	json_object_begin(j, key);
	json_u64(j, "packets", c->packets);
	json_u64(j, "octets", c->octets);
	json_u64(j, "packets_per_second", packet_rate);
	json_u64(j, "octets_per_second", rate);
	json_object_end(j);
}

static void json_uplink(struct json *j, const struct kntop_interface *i)
{
	const struct kntop_mirror *m = &i->mirror;
	char mac[MAC_SIZE];

	json_object_begin(j, "uplink");
	json_array_begin(j, "addresses");
	for (unsigned int n = 0; n < i->uplink_count; n++)
		json_string(j, NULL, mac_text(i->uplinks[n], mac));
	json_array_end(j);
	json_way(j, "upload", &m->upload, m->upload_rate, m->upload_packet_rate);
	json_way(j, "download", &m->download, m->download_rate, m->download_packet_rate);
	field_json_counter(j, "neither", &m->neither);
	json_object_end(j);
}

static void json_mirror(struct json *j, const struct kntop_mirror *m)
{
	json_object_begin(j, "mirror");
	json_bool(j, "doubles", m->doubles);
	json_u64(j, "compared", m->compared);
	json_u64(j, "copies", m->copies);
	json_bool(j, "one_way", m->one_way);
	json_u64(j, "conversations_one_way", m->flows_one_way);
	json_u64(j, "conversations_two_way", m->flows_two_way);
	json_object_end(j);
}

static void json_device(struct json *j, const struct kntop_device *d)
{
	json_object_begin(j, "device");
	json_object_begin(j, "received");
	json_u64(j, "packets", d->rx.packets);
	json_u64(j, "octets", d->rx.octets);
	json_u64(j, "dropped", d->rx_dropped);
	json_u64(j, "missed", d->rx_missed);
	json_u64(j, "overruns", d->rx_overruns);
	json_u64(j, "errors", d->rx_errors);
	json_u64(j, "unseen", d->rx_unseen);
	json_object_end(j);
	json_object_begin(j, "sent");
	json_u64(j, "packets", d->tx.packets);
	json_u64(j, "octets", d->tx.octets);
	json_u64(j, "dropped", d->tx_dropped);
	json_u64(j, "errors", d->tx_errors);
	json_u64(j, "unseen", d->tx_unseen);
	json_object_end(j);
	json_object_end(j);
}

void mirror_view_json(struct json *j, const struct kntop_interface *i)
{
	json_object_begin(j, "dedup");
	json_u64(j, "milliseconds", i->dedup / 1000);
	field_json_counter(j, "received", &i->mirror.rx_doubled);
	field_json_counter(j, "sent", &i->mirror.tx_doubled);
	json_object_end(j);
	json_uplink(j, i);
	json_mirror(j, &i->mirror);
	if (i->has_device)
		json_device(j, &i->device);
	else
		field_json_name(j, "device", "");
}
