/* SPDX-License-Identifier: GPL-2.0-or-later */
/* In which units the live view shows traffic. */
#ifndef NTOPCTL_LIVE_UNITS_H
#define NTOPCTL_LIVE_UNITS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Room for every text that is made here, with its NUL. */
#define UNITS_SIZE	48

enum units_count { UNITS_BITS, UNITS_OCTETS, UNITS_PACKETS, UNITS_COUNTS };
enum units_scale { UNITS_DECIMAL, UNITS_BINARY, UNITS_EXACT, UNITS_SCALES };

/**
 * struct units - how traffic is shown
 * @count: &enum units_count
 * @scale: &enum units_scale: k is 1000, Ki is 1024, or all digits
 * @total: all so far instead of what passes in a second
 */
struct units {
	uint8_t count;
	uint8_t scale;
	bool total;
};

/**
 * struct traffic - octets and packets, in all or in a second
 * @octets: layer-2 octets
 * @packets: wire packets
 */
struct traffic {
	double octets;
	double packets;
};

/** units_value() - traffic as a number in the unit: bits, octets or packets */
double units_value(const struct units *u, struct traffic t);

/** units_text() - as "1.23M", "960", "1.2Mi"; negative traffic is unknown: "-" */
char *units_text(const struct units *u, struct traffic t, char *buf);

/** units_scaled() - any number so */
char *units_scaled(const struct units *u, double value, char *buf);

/** units_name() - of a rate "bit/s", "B/s" or "pkt/s", of a total "bit", "B" or "pkt" */
const char *units_name(const struct units *u, bool total);

/** units_with() - text and name: "1.23 Mbit/s" */
char *units_with(const struct units *u, struct traffic t, bool total, char *buf);

#endif /* NTOPCTL_LIVE_UNITS_H */
