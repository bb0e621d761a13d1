/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Units, and numbers with fractions as people read them, or exact. */
#ifndef GRAPH_NUMBER_H
#define GRAPH_NUMBER_H

#include <stdbool.h>
#include "../ntopctl/json.h"

/** Room for every text that is made here. */
#define NUMBER_SIZE	48

/**
 * struct unit - what is recorded, and how it is shown
 * @axis: the unit of a value, such as "bit/s"
 * @factor: from a recorded value to a shown one
 * @amount: the unit of value times seconds, such as "B"; NULL there is no such thing
 * @json: the recorded unit as a word, such as "octets"
 * @prefixes: shown with k, M, G
 */
struct unit {
	const char *axis;
	double factor;
	const char *amount;
	const char *json;
	bool prefixes;
};

extern const struct unit unit_bits, unit_packets, unit_flow_rate, unit_flows, unit_hosts,
	unit_octets, unit_events;

/* Both write to NUMBER_SIZE octets at @buf and return it; "-" for NAN. @raw asks for the
 * exact number instead of four digits and a prefix.
 */

/** number_value() - a recorded value as "12.35 Mbit/s"; raw: "12345678.9 bit/s" */
char *number_value(char *buf, const struct unit *u, double value, bool raw);

/** number_amount() - an amount as "1.235 GB"; raw: "1234567890 B"; "-" without a unit */
char *number_amount(char *buf, const struct unit *u, double amount, bool raw);

/** number_json() - a value rounded to thousandths, null for NAN */
void number_json(struct json *j, const char *key, double value);

/** number_json_amount() - a whole number, null for NAN */
void number_json_amount(struct json *j, const char *key, double amount);

#endif /* GRAPH_NUMBER_H */
