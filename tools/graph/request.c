// SPDX-License-Identifier: GPL-2.0-or-later
/* Words to a request. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include "../ntopctl/field.h"
#include "../ntopctl/keyword.h"
#include "../ntopctl/utf8.h"
#include "request.h"

#define WORDS	32
#define DAY	86400

struct word {
	const char *name;
	int (*take)(struct ctl *ctl, struct args *args, struct request *r);
};

void request_init(struct request *r, const char *command)
{
	time_t now = time(NULL);

	*r = (struct request){
		.command = command, .top = 10, .width = 800, .height = 240,
		.span = { now - DAY, now, true }, .dir = REQUEST_DIR,
		.daemon = getenv("RRDCACHED_ADDRESS"),
	};
}

int request_dir(struct ctl *ctl, struct args *args, struct request *r)
{
	const char *word = args_value(ctl, args, "dir DIR");
	char here[PATH_MAX] = "", safe[FIELD_SIZE];

	if (!word)
		return CTL_USAGE;
	if (word[0] != '/' && !getcwd(here, sizeof(here) - 1))
		return ctl_complain(ctl, "dir: %s", strerror(errno));
	/* What is in it has longer paths. */
	if (snprintf(r->dir, sizeof(r->dir), "%s%s%s", here, here[0] ? "/" : "", word) >= 3072)
		return ctl_complain(ctl, "dir: '%s' is too long", field_name(safe, word));
	return CTL_OK;
}

int request_daemon(struct ctl *ctl, struct args *args, struct request *r)
{
	char safe[FIELD_SIZE];

	r->daemon = args_value(ctl, args, "rrdcached unix:PATH");
	if (!r->daemon)
		return CTL_USAGE;
	if (!strncmp(r->daemon, "unix:/", 6))
		return CTL_OK;
	return ctl_complain(ctl, "rrdcached: '%s' is no address (unix:PATH)",
			    field_name(safe, r->daemon));
}

static int take_last(struct ctl *ctl, struct args *args, struct request *r)
{
	const char *word = args_value(ctl, args, "last TIME");
	char safe[FIELD_SIZE];

	if (!word)
		return CTL_USAGE;
	if (span_last(&r->span, word, time(NULL)))
		return CTL_OK;
	return ctl_complain(ctl, "last: '%s' is no time (15m, 6h, 1d, 2w, 1M or 1y)",
			    field_name(safe, word));
}

static int take_time(struct ctl *ctl, struct args *args, const char *what, time_t *time_set)
{
	const char *word = args_value(ctl, args, what);
	char safe[FIELD_SIZE], reason[SPAN_TEXT];

	if (!word)
		return CTL_USAGE;
	if (span_time(word, time(NULL), time_set, reason))
		return CTL_OK;
	return ctl_complain(ctl, "%.4s: '%s' %s", what, field_name(safe, word), reason);
}

static int take_from(struct ctl *ctl, struct args *args, struct request *r)
{
	return take_time(ctl, args, "from TIME", &r->span.from);
}

int request_to(struct ctl *ctl, struct args *args, struct request *r)
{
	time_t now = time(NULL);
	int rc = take_time(ctl, args, "to TIME", &r->span.to);

	r->span.open = r->span.to >= now - 1;
	return rc;
}

/* FROM..TO */
static bool is_range(const char *word)
{
	struct span any;

	return word && span_range(&any, word, time(NULL));
}

static int take_number(struct ctl *ctl, struct args *args, const char *what, unsigned int max,
		       unsigned int *value)
{
	uint64_t n;
	int rc = args_number(ctl, args, what, 1, max, &n);

	if (!rc)
		*value = n;
	return rc;
}

static int take_top(struct ctl *ctl, struct args *args, struct request *r)
{
	return take_number(ctl, args, "top N", REQUEST_TOP, &r->top);
}

static int take_step(struct ctl *ctl, struct args *args, struct request *r)
{
	return take_number(ctl, args, "step SECONDS", 366 * DAY, &r->step);
}

static int take_limit(struct ctl *ctl, struct args *args, struct request *r)
{
	return take_number(ctl, args, "limit N", 1000000, &r->limit);
}

static int take_dev(struct ctl *ctl, struct args *args, struct request *r)
{
	return args_interface_name(ctl, args, "dev NAME", &r->dev);
}

static int take_vlan(struct ctl *ctl, struct args *args, struct request *r)
{
	r->vlan = args_value(ctl, args, "vlan ID");
	return r->vlan ? CTL_OK : CTL_USAGE;
}

static int take_size(struct ctl *ctl, struct args *args, struct request *r)
{
	const char *word = args_value(ctl, args, "size WIDTHxHEIGHT");
	unsigned int width, height;
	char safe[FIELD_SIZE], rest;

	if (!word)
		return CTL_USAGE;
	if (strspn(word, "0123456789x") == strlen(word) && strlen(word) < 12 &&
	    sscanf(word, "%4ux%4u%c", &width, &height, &rest) == 2 && width >= 200 &&
	    width <= 4000 && height >= 60 && height <= 2000) {
		r->width = width;
		r->height = height;
		return CTL_OK;
	}
	return ctl_complain(ctl, "size: '%s' is no size from 200x60 to 4000x2000",
			    field_name(safe, word));
}

static int take_theme(struct ctl *ctl, struct args *args, struct request *r)
{
	static const char *const themes[] = { "light", "dark", NULL };
	int theme = args_keyword(ctl, args, themes);

	r->dark = theme == 1;
	return theme < 0 ? CTL_USAGE : CTL_OK;
}

static int take_format(struct ctl *ctl, struct args *args, struct request *r)
{
	static const char *const formats[] = { "png", "svg", NULL };
	int format = args_keyword(ctl, args, formats);

	r->svg = format == 1;
	return format < 0 ? CTL_USAGE : CTL_OK;
}

static const struct word of_both[] = {
	{ "last", take_last }, { "from", take_from }, { "to", request_to }, { "dev", take_dev },
	{ "vlan", take_vlan }, { "top", take_top }, { "dir", request_dir },
	{ "rrdcached", request_daemon }, { NULL, NULL },
};

static const struct word of_graph[] = {
	{ "size", take_size }, { "theme", take_theme }, { "format", take_format },
	{ NULL, NULL },
};

static const struct word of_history[] = {
	{ "step", take_step }, { "limit", take_limit }, { NULL, NULL },
};

/* All that may follow: metrics, then words; names and words have the same indices. */
static int all_words(enum metric_kind kind, const struct word *more, const char **names,
		     const struct word **words)
{
	int metrics = 0, count;

	for (const struct metric *m = metrics_of(kind); m->name; m++)
		names[metrics++] = m->name;
	count = metrics;
	for (const struct word *w = of_both; w->name; w++, count++) {
		names[count] = w->name;
		words[count] = w;
	}
	for (const struct word *w = more; w->name; w++, count++) {
		names[count] = w->name;
		words[count] = w;
	}
	names[count] = NULL;
	return metrics;
}

static bool wants_name(enum metric_kind kind)
{
	return kind != METRIC_MODULE && kind != METRIC_COUNTRIES && kind != METRIC_ASES;
}

/* An interface that need not be named is one where no other word is. */
static bool may_lack_name(enum metric_kind kind)
{
	return kind == METRIC_PROTOCOLS || kind == METRIC_CATEGORIES;
}

static const char *const objects_wanted[] = {
	[METRIC_INTERFACE] = "interface NAME", [METRIC_PROTOCOLS] = "protocols NAME",
	[METRIC_CATEGORIES] = "categories NAME", [METRIC_HOST] = "host ADDRESS",
	[METRIC_NETWORK] = "network NETWORK", [METRIC_COUNTRIES] = "countries",
	[METRIC_ASES] = "ases", [METRIC_COUNTRY] = "country CODE", [METRIC_AS] = "as NUMBER",
	[METRIC_MODULE] = "module",
};

static int take_object(struct ctl *ctl, struct args *args, struct request *r,
		       const char *const *names)
{
	const char *next = args_peek(args);
	int kind = r->kind;

	if (!wants_name(kind))
		return CTL_OK;
	if (may_lack_name(kind) && (!next || is_range(next) || keyword_match(next, names) != KEYWORD_NONE))
		return CTL_OK;
	r->name = args_value(ctl, args, objects_wanted[kind]);
	return r->name ? CTL_OK : CTL_USAGE;
}

static int check(struct ctl *ctl, struct request *r)
{
	char from[SPAN_TEXT], to[SPAN_TEXT];

	if (r->span.from < r->span.to)
		return CTL_OK;
	return ctl_complain(ctl, "%s: from %s to %s is no span of time", r->command,
			    span_moment(from, r->span.from), span_moment(to, r->span.to));
}

static int take_words(struct ctl *ctl, struct args *args, struct request *r,
		      const struct word *more)
{
	const struct word *words[WORDS] = { NULL };
	const char *names[WORDS];
	int metrics, found, rc;

	found = args_keyword(ctl, args, metric_kinds);
	if (found < 0)
		return CTL_USAGE;
	r->kind = found;
	r->metric = metrics_of(r->kind);
	metrics = all_words(r->kind, more, names, words);
	rc = take_object(ctl, args, r, names);
	while (!rc && args_peek(args)) {
		if (span_range(&r->span, args_peek(args), time(NULL))) {
			args_take(args);
			continue;
		}
		found = args_keyword(ctl, args, names);
		if (found < 0)
			return CTL_USAGE;
		if (found < metrics)
			r->metric = metrics_of(r->kind) + found;
		else
			rc = words[found]->take(ctl, args, r);
	}
	return rc ? rc : check(ctl, r);
}

static bool ends_in(const char *name, const char *ending)
{
	size_t n = strlen(name), m = strlen(ending);

	return n > m && !strcmp(name + n - m, ending);
}

/* The last word is always the file, so that no name of one is taken for another word. */
static int take_file(struct ctl *ctl, struct args *args, struct request *r)
{
	int last = args->next;
	char safe[FIELD_SIZE];

	if (!args->words[last])
		return ctl_complain(ctl, "graph: of what, and into which file? (see: ntopctl graph --help)");
	while (args->words[last + 1])
		last++;
	r->file = args->words[last];
	r->svg = ends_in(r->file, ".svg");
	if (!r->svg && !ends_in(r->file, ".png") && strcmp(r->file, "-"))
		return ctl_complain(ctl, "graph: the last word must be the file to write: '%s' is not - and does not end in .png or .svg",
				    field_name(safe, r->file));
	args->words[last] = NULL;
	return CTL_OK;
}

int request_graph(struct ctl *ctl, struct args *args, struct request *r)
{
	bool svg;
	int rc = take_file(ctl, args, r);

	svg = r->svg;
	if (!rc)
		rc = take_words(ctl, args, r, of_graph);
	if (!rc && strcmp(r->file, "-") && svg != r->svg)
		return ctl_complain(ctl, "graph: the format is not what the file's name ends in");
	if (!rc && !strcmp(r->file, "-") && isatty(STDOUT_FILENO))
		return ctl_complain(ctl, "graph: standard output is a terminal (name a file, or use a pipe)");
	return rc;
}

int request_history(struct ctl *ctl, struct args *args, struct request *r)
{
	return take_words(ctl, args, r, of_history);
}

int request_failed(struct ctl *ctl, const struct request *r, const char *path, int rc,
		   const char *reason)
{
	char safe[4 * 256], why[4 * ARCHIVE_REASON];
	const char *hint = "";

	if (rc == -ENOENT)
		hint = " (does ntopd record there? word: dir DIR)";
	else if (rc == -EACCES)
		hint = " (run as root, or as the user of ntopd)";
	utf8_escape(path, safe, sizeof(safe));
	ctl_complain(ctl, "%s: %s: %s%s", r->command, safe,
		     utf8_escape(reason ? reason : strerror(-rc), why, sizeof(why)), hint);
	return rc == -EDOM ? CTL_USAGE : CTL_REFUSED;
}

/* A country or an AS, by its code, number or name: "us", "15169", "AS15169". */
static bool is_region(const struct object *o, const char *name)
{
	if (o->kind != OBJECT_COUNTRY && o->kind != OBJECT_AS)
		return false;
	if (!strcasecmp(name, o->name) || (o->alias[0] && !strcasecmp(name, o->alias)))
		return true;
	return o->kind == OBJECT_AS && !strncasecmp(name, "AS", 2) && !strcmp(name + 2, o->name);
}

static bool is_meant(const struct request *r, const struct object *o)
{
	char name[OBJECT_NAME], dev[OBJECT_NAME];
	struct kntop_address addr;
	char text[KNTOP_ADDRESS_TEXT];

	if (o->kind != metric_object(r->kind))
		return false;
	if (r->dev && strcmp(utf8_escape(r->dev, dev, sizeof(dev)),
			     o->kind == OBJECT_INTERFACE ? o->name : o->alias))
		return false;
	if (r->vlan && strcmp(r->vlan, o->vlan))
		return false;
	if (!r->name)
		return true;
	utf8_escape(r->name, name, sizeof(name));
	/* However it is written. */
	if (o->kind == OBJECT_HOST && !kntop_address_parse(r->name, &addr))
		return !strcmp(kntop_address_format(&addr, text), o->name);
	return !strcmp(name, o->name) || is_region(o, name) ||
		(o->kind == OBJECT_NETWORK && !strcmp(name, o->alias)) ||
		(o->kind == OBJECT_HOST && !strcmp(name, o->label));
}

static int none_found(struct ctl *ctl, const struct request *r)
{
	char safe[FIELD_SIZE], dir[4 * 256];

	utf8_escape(r->dir, dir, sizeof(dir));
	return ctl_complain(ctl, "%s: nothing is recorded of %s%s%s%s in %s (see: ntopctl history)",
			    r->command, object_kind_name(metric_object(r->kind)),
			    r->name ? " '" : "", r->name ? field_name(safe, r->name) : "",
			    r->name ? "'" : "", dir);
}

static int several_found(struct ctl *ctl, const struct request *r, const struct object *a,
			 const struct object *b)
{
	char one[OBJECT_TITLE], other[OBJECT_TITLE];

	return ctl_complain(ctl, "%s: %s or %s? (say which%s)", r->command, object_title(a, one),
			    object_title(b, other),
			    a->kind == OBJECT_HOST ? ": dev NAME, vlan ID" : "");
}

int request_object(struct ctl *ctl, struct request *r)
{
	struct object *found = NULL;
	struct objects all;
	int rc = objects_find(r->dir, &all);

	if (rc)
		return request_failed(ctl, r, r->dir, rc, NULL);
	for (size_t i = 0; i < all.count && !rc; i++) {
		if (!is_meant(r, &all.list[i]))
			continue;
		if (found)
			rc = several_found(ctl, r, found, &all.list[i]);
		found = &all.list[i];
	}
	if (!found)
		rc = none_found(ctl, r);
	else if (!rc)
		r->object = *found;
	objects_free(&all);
	return rc;
}
