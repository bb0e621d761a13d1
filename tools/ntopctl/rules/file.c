// SPDX-License-Identifier: GPL-2.0-or-later
/* Files of rules: read wholly and checked before anything is sent. */
#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "../args.h"
#include "../field.h"
#include "file.h"

/* Bad lines that are complained about, each; of the others the number is told. */
#define COMPLAINTS	10

struct reader {
	struct ctl *ctl;
	struct rules *rules;
	FILE *file;
	bool inline_comments;
	rules_parse_fn parse;
	void *data;
	char *out;
	size_t out_size;
	unsigned long line;
	unsigned long bad;
};

char *rules_trim(char *text)
{
	char *end = text + strlen(text);

	while (*text == ' ' || *text == '\t')
		text++;
	while (end > text && (end[-1] == ' ' || end[-1] == '\t' || end[-1] == '\r' ||
			      end[-1] == '\n'))
		*--end = '\0';
	return text;
}

bool rules_is_network(const char *text)
{
	struct kntop_address addr;
	int prefix, dots = 0;

	for (const char *p = text; *p; p++)
		dots += *p == '.';
	/* Networks as short as 10/8 are ours only, not the classifier's. */
	return dots == 3 && !kntop_prefix_parse(text, &addr, &prefix) && addr.family == 4 &&
	       prefix > 0;
}

char *rules_host(const char *text, char *out, char *reason)
{
	size_t len = strlen(text);
	char safe[FIELD_SIZE];

	if (!len || len > 253) {
		snprintf(reason, RULES_REASON, "a host name has 1 to 253 characters");
		return NULL;
	}
	for (size_t i = 0; i < len; i++) {
		unsigned char c = text[i];

		if (c <= ' ' || c >= 0x7f || strchr("\"',;@/\\", c)) {
			snprintf(reason, RULES_REASON, "'%.120s' is no host name%s",
				 field_name(safe, text),
				 c >= 0x80 ? " (write it as xn--...)" : "");
			return NULL;
		}
		*out++ = tolower(c);
	}
	return out;
}

static bool make_room(struct rules *r)
{
	size_t room = r->room ? r->room * 2 : 64;
	char **line = reallocarray(r->line, room, sizeof(*line));
	unsigned long *number = line ? reallocarray(r->number, room, sizeof(*number)) : NULL;

	if (line)
		r->line = line;
	if (number)
		r->number = number;
	if (!line || !number)
		return false;
	r->room = room;
	return true;
}

static int keep(struct reader *x)
{
	struct rules *r = x->rules;
	char *copy = strdup(x->out);

	if (!copy || (r->count == r->room && !make_room(r))) {
		free(copy);
		ctl_complain(x->ctl, "%s: no memory", r->shown);
		return CTL_REFUSED;
	}
	r->line[r->count] = copy;
	r->number[r->count++] = x->line;
	return CTL_OK;
}

static void complain(struct reader *x, const char *reason)
{
	if (x->bad++ < COMPLAINTS)
		ctl_complain(x->ctl, "%s:%lu: %s", x->rules->shown, x->line, reason);
}

/* Cuts a comment off: the line without it and without blanks at its ends. */
static char *uncomment(struct reader *x, char *line)
{
	char *text = rules_trim(line);
	char *comment = x->inline_comments ? strchr(text, '#') : NULL;

	if (comment)
		*comment = '\0';
	if (*text == '#')
		*text = '\0';
	return rules_trim(text);
}

static int take_line(struct reader *x, char *line, size_t len)
{
	char reason[RULES_REASON] = "";
	char *text;

	if (strlen(line) != len) {
		complain(x, "there is a NUL in it");
		return CTL_OK;
	}
	text = uncomment(x, line);
	if (!*text)
		return CTL_OK;
	if (x->out_size < 2 * len + 64) {
		free(x->out);
		x->out_size = 2 * len + 64;
		x->out = malloc(x->out_size);
		if (!x->out)
			return CTL_REFUSED;
	}
	if (!x->parse(text, x->out, reason, x->data))
		complain(x, reason);
	else if (strlen(x->out) >= KNTOP_RULES_LINE_MAX)
		complain(x, "longer than 32766 octets");
	else
		return keep(x);
	return CTL_OK;
}

static int read_lines(struct reader *x)
{
	char *line = NULL;
	size_t room = 0;
	int rc = CTL_OK;
	ssize_t len;

	while (!rc && (len = getline(&line, &room, x->file)) >= 0) {
		x->line++;
		rc = take_line(x, line, len);
	}
	free(line);
	free(x->out);
	if (!rc && ferror(x->file))
		rc = ctl_complain(x->ctl, "%s: %s", x->rules->shown, strerror(errno));
	return rc;
}

static int judge(const struct reader *x)
{
	const struct rules *r = x->rules;

	if (x->bad > COMPLAINTS)
		ctl_complain(x->ctl, "%s: %lu more bad lines", r->shown, x->bad - COMPLAINTS);
	if (x->bad)
		return CTL_USAGE;
	if (!r->count)
		return ctl_complain(x->ctl, "%s: there is no rule in it (to take all back: unload)",
				    r->shown);
	return CTL_OK;
}

int rules_read(struct ctl *ctl, struct rules *rules, const char *path, bool inline_comments,
	       rules_parse_fn parse, void *data)
{
	struct reader x = {
		.ctl = ctl, .rules = rules, .file = stdin,
		.inline_comments = inline_comments, .parse = parse, .data = data,
	};
	int rc;

	*rules = (struct rules){ .count = 0 };
	field_name(rules->shown, path);
	if (strcmp(path, "-"))
		x.file = fopen(path, "re");
	if (!x.file)
		return ctl_complain(ctl, "%s: %s", rules->shown, strerror(errno));
	rc = read_lines(&x);
	if (x.file != stdin)
		fclose(x.file);
	return rc ? rc : judge(&x);
}

int rules_complain(const struct ctl *ctl, const struct rules *rules, size_t i,
		   const char *reason)
{
	return ctl_complain(ctl, "%s:%lu: %s", rules->shown, rules->number[i], reason);
}

static int refused(struct ctl *ctl, const struct rules *rules, enum kntop_label_kind kind,
		   uint32_t bad, const struct kntop_error *err)
{
	const char *noun = kntop_label_kind_name(kind);

	if (err->code == EOPNOTSUPP)
		return ctl_no_classifier(ctl, "%s load", noun);
	if (bad && bad <= rules->count) {
		rules_complain(ctl, rules, bad - 1,
			       "the classifier refuses this line; nothing was changed");
		return CTL_REFUSED;
	}
	return ctl_refused(ctl, err, "%s load %s", noun, rules->shown);
}

static void tell(struct ctl *ctl, const struct rules *rules, enum kntop_label_kind kind)
{
	struct json j;

	if (!ctl->json) {
		fprintf(ctl->out, "%s: %zu rule%s in force\n", rules->shown, rules->count,
			rules->count == 1 ? "" : "s");
		return;
	}
	ctl_json(ctl, &j);
	json_array_begin(&j, NULL);
	json_object_begin(&j, NULL);
	json_string(&j, "file", rules->shown);
	json_string(&j, "kind", kntop_label_kind_name(kind));
	json_u64(&j, "rules", rules->count);
	json_object_end(&j);
	json_array_end(&j);
}

int rules_send(struct ctl *ctl, const struct rules *rules, enum kntop_label_kind kind)
{
	struct kntop_error err;
	uint32_t bad;

	if (kntop_rules_load(ctl->kernel, kind, (const char *const *)rules->line, rules->count,
			     &bad, &err) < 0)
		return refused(ctl, rules, kind, bad, &err);
	tell(ctl, rules, kind);
	return CTL_OK;
}

int rules_unload(struct ctl *ctl, enum kntop_label_kind kind)
{
	const char *noun = kntop_label_kind_name(kind);
	struct kntop_error err;

	if (!ctl_kernel(ctl))
		return CTL_REFUSED;
	if (kntop_rules_load(ctl->kernel, kind, NULL, 0, NULL, &err) >= 0)
		return CTL_OK;
	if (err.code == EOPNOTSUPP)
		return ctl_no_classifier(ctl, "%s unload", noun);
	return ctl_refused(ctl, &err, "%s unload", noun);
}

void rules_free(struct rules *rules)
{
	for (size_t i = 0; i < rules->count; i++)
		free(rules->line[i]);
	free(rules->line);
	free(rules->number);
}
