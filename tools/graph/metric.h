/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What can be asked of each kind of object: which sources, in which unit, drawn how. */
#ifndef GRAPH_METRIC_H
#define GRAPH_METRIC_H

#include "number.h"
#include "object.h"

/** Most parts of a metric, with the one that ends them. */
#define METRIC_PARTS	13

/** enum metric_kind - what is asked for */
enum metric_kind {
	METRIC_INTERFACE,
	METRIC_PROTOCOLS,	/* of an interface */
	METRIC_CATEGORIES,	/* of an interface */
	METRIC_HOST,
	METRIC_NETWORK,
	METRIC_COUNTRIES,
	METRIC_ASES,
	METRIC_COUNTRY,
	METRIC_AS,
	METRIC_MODULE,
	METRIC_KINDS,
};

/** enum metric_style - how it is drawn */
enum metric_style {
	METRIC_MIRROR,		/* one way above zero, the other below */
	METRIC_LINES,
	METRIC_STACK,		/* one upon the other */
};

/**
 * struct metric_part - one curve
 * @label: its name, NULL there is none
 * @source, @and_source: sources of the file that are added up; @and_source may be NULL
 * @mirrored: drawn below zero
 */
struct metric_part {
	const char *label;
	const char *source;
	const char *and_source;
	bool mirrored;
};

/**
 * struct metric - one quantity of an object
 * @name: word for it
 * @title: what it is
 * @style: how it is drawn
 * @unit: of all parts
 * @parts: curves, ended by one without a label. Of protocols, categories, countries and ASes
 *	there is one, that of each of them; one without a source is that of the slots of a host
 * @all: what the parts of a stack are parts of, if that is known; without a source it is
 *	what all of them are together
 * @rest: name of what is in @all and in no part
 */
struct metric {
	const char *name;
	const char *title;
	enum metric_style style;
	const struct unit *unit;
	struct metric_part parts[METRIC_PARTS];
	struct metric_part all;
	const char *rest;
};

/** metric_kinds - words for the kinds, ended by NULL */
extern const char *const metric_kinds[];

/** metrics_of() - what can be asked of a kind, ended by one without a name; the usual first */
const struct metric *metrics_of(enum metric_kind kind);

/** metric_object() - of what kind of object it is asked */
enum object_kind metric_object(enum metric_kind kind);

/** metric_folder() - folder of the parts inside the object's, or NULL: they are sources */
const char *metric_folder(enum metric_kind kind);

/** metric_is_ranked() - whether the parts are found where they are recorded, and ranked */
bool metric_is_ranked(enum metric_kind kind, const struct metric *metric);

#endif /* GRAPH_METRIC_H */
