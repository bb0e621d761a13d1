// SPDX-License-Identifier: GPL-2.0-or-later
/* Rules for the classifier, many lines to a request. */
#include <errno.h>
#include <netlink/genl/genl.h>
#include <netlink/msg.h>
#include <stdlib.h>
#include "error.h"
#include "parse.h"
#include "request.h"

/* Room for the headers and all attributes beside the lines. */
#define OVERHEAD	256

struct loading {
	struct kntop *k;
	enum kntop_label_kind kind;
	char *lines;		/* collected, KNTOP_RULES_LINE_MAX octets */
	size_t len;
	bool begun;
	uint32_t bad;
};

static int take(const struct nlattr *head, int len, void *data)
{
	struct loading *l = data;
	const struct nlattr *a;
	int rest;

	kntop_for_each_attr(a, head, len, rest)
		if (kntop_attr_type(a) == KNTOP_RULES_A_BAD_LINE)
			l->bad = kntop_parse_u32(a);
	return 0;
}

/* Sends what was collected. */
static int send_lines(struct loading *l, bool commit, struct kntop_error *err)
{
	struct kntop_request rq;

	kntop_request_init_size(&rq, l->k, KNTOP_CMD_RULES_LOAD, l->len + OVERHEAD);
	kntop_request_u32(&rq, KNTOP_RULES_A_KIND, l->kind);
	if (!l->begun)
		kntop_request_flag(&rq, KNTOP_RULES_A_BEGIN);
	if (l->len)
		kntop_request_octets(&rq, KNTOP_RULES_A_LINES, l->lines, l->len);
	if (commit)
		kntop_request_flag(&rq, KNTOP_RULES_A_COMMIT);
	l->begun = true;
	l->len = 0;
	return kntop_request_do(l->k, &rq, take, l, err);
}

static int add(struct loading *l, const char *line, struct kntop_error *err)
{
	size_t len = strlen(line) + 1;
	int rc = 0;

	if (l->len + len > KNTOP_RULES_LINE_MAX)
		rc = send_lines(l, false, err);
	memcpy(l->lines + l->len, line, len);
	l->len += len;
	return rc;
}

static int check(enum kntop_label_kind kind, const char *const *lines, size_t count,
		 uint32_t *bad, struct kntop_error *err)
{
	size_t whole = 0;

	if (kind != KNTOP_LABEL_PROTOCOL && kind != KNTOP_LABEL_CATEGORY)
		return kntop_error_argument(err, EINVAL, "rules are for protocols or categories");
	for (size_t i = 0; i < count; i++) {
		size_t len = strlen(lines[i]) + 1;

		whole += len;
		if (len > 1 && len <= KNTOP_RULES_LINE_MAX)
			continue;
		*bad = i + 1;
		return kntop_error_argument(err, EINVAL, "a line is empty or too long");
	}
	if (whole > KNTOP_RULES_MAX)
		return kntop_error_argument(err, E2BIG, "more than 64 MiB of rules");
	return 0;
}

int kntop_rules_load(struct kntop *k, enum kntop_label_kind kind, const char *const *lines,
		     size_t count, uint32_t *bad, struct kntop_error *err)
{
	struct loading l = { .k = k, .kind = kind };
	int rc;

	kntop_error_clear(err);
	rc = check(kind, lines, count, &l.bad, err);
	if (!rc) {
		l.lines = malloc(KNTOP_RULES_LINE_MAX);
		rc = l.lines ? 0 : kntop_error_system(err, ENOMEM);
	}
	for (size_t i = 0; !rc && i < count; i++)
		rc = add(&l, lines[i], err);
	if (!rc)
		rc = send_lines(&l, true, err);
	free(l.lines);
	if (bad)
		*bad = l.bad;
	return rc;
}
