// SPDX-License-Identifier: GPL-2.0-or-later
/* What interfaces carried lately: asked for and printed. */
#include <errno.h>
#include "field.h"
#include "history.h"
#include "view/history.h"
#include "watched.h"

enum word { DEV, STEP, PROTOCOLS };

static const char *const words[] = { "dev", "step", "protocols", NULL };

static int parse_step(const struct ctl *ctl, struct args *args, uint32_t *step)
{
	static const char *const steps[] = { "1", "10", "60", NULL };
	static const uint32_t seconds[] = { 1, 10, 60 };
	int word;

	if (!args_peek(args))
		return ctl_complain(ctl, "step SECONDS is missing (1, 10, 60)");
	word = args_keyword(ctl, args, steps);
	if (word < 0)
		return CTL_USAGE;
	*step = seconds[word];
	return CTL_OK;
}

static int parse_word(const struct ctl *ctl, struct args *args, enum word word,
		      struct kntop_history_query *q)
{
	switch (word) {
	case DEV:
		return args_interface_name(ctl, args, "dev NAME", &q->interface);
	case STEP:
		return parse_step(ctl, args, &q->step);
	default:
		q->protocol = KNTOP_HISTORY_ALL;
		return CTL_OK;
	}
}

static int parse(const struct ctl *ctl, struct args *args, struct kntop_history_query *q)
{
	unsigned int seen = 0;
	int word;

	while (args_peek(args)) {
		word = args_keyword(ctl, args, words);
		if (word < 0)
			return CTL_USAGE;
		if (seen & 1U << word)
			return ctl_complain(ctl, "%s is there twice", words[word]);
		seen |= 1U << word;
		if (parse_word(ctl, args, word, q))
			return CTL_USAGE;
	}
	return CTL_OK;
}

int history_show(struct ctl *ctl, struct args *args)
{
	struct kntop_history_query query;
	struct history_view v;
	struct kntop_error err;
	char safe[FIELD_SIZE];
	int rc;

	kntop_history_query_init(&query);
	if (parse(ctl, args, &query))
		return CTL_USAGE;
	if (!ctl_kernel(ctl))
		return CTL_REFUSED;
	rc = history_view_open(&v, ctl);
	if (rc)
		return rc;
	rc = kntop_history_list(ctl->kernel, &query, history_view_add, &v, &err);
	if (rc >= 0 && v.table && !table_rows(v.table) && !watched_hint(ctl, "interface history"))
		ctl_complain(ctl, "interface history: no step of %u s is over yet (offline sources have no history)",
			     query.step);
	history_view_close(&v);
	if (rc == -ENODEV && query.interface)
		return watched_complain(ctl, "interface history", query.interface);
	if (rc < 0 && query.interface)
		return ctl_refused(ctl, &err, "interface history dev %s",
				   field_name(safe, query.interface));
	return ctl_listed(ctl, rc, &err, "interface history");
}
