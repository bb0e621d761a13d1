// SPDX-License-Identifier: GPL-2.0-or-later
/* Many commands from a file. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "batch.h"
#include "command.h"
#include "field.h"
#include "interrupt.h"

struct batch {
	struct ctl *ctl;
	FILE *file;
	char name[FIELD_SIZE];
	unsigned long line;
	char *text;
	size_t size;
	int error;		/* why there are no more lines, when that is not their end */
};

static char *skip_blanks(char *p)
{
	while (*p == ' ' || *p == '\t' || *p == '\n' || *p == '\r')
		p++;
	return p;
}

/* Moves a word to its place without its quotes: behind it, or NULL. */
static char *take_word(char *p, char **to)
{
	char *out = *to;
	char quote = 0;

	for (; *p; p++) {
		if (!quote && (*p == ' ' || *p == '\t' || *p == '\n' || *p == '\r'))
			break;
		if (quote ? *p == quote : (*p == '"' || *p == '\''))
			quote = quote ? 0 : *p;
		else if (*p == '\\' && quote != '\'' && p[1])
			*out++ = *++p;
		else
			*out++ = *p;
	}
	*to = out;
	return quote ? NULL : p;
}

int batch_split(char *line, char **words)
{
	char *p = skip_blanks(line);
	int count = 0;

	while (*p && *p != '#') {
		char *out = p;
		char *next;
		bool more;

		if (count == BATCH_WORDS - 1)
			return -E2BIG;
		words[count++] = p;
		next = take_word(p, &out);
		if (!next)
			return -EINVAL;
		more = *next;
		*out = '\0';
		p = more ? skip_blanks(next + 1) : next;
		if (!more)
			break;
	}
	words[count] = NULL;
	return count;
}

/* The next line, joined with those it goes on in: false at the end, or when it cannot be had. */
static bool read_line(struct batch *b)
{
	size_t used = 0, room = 0;
	char *part = NULL;
	ssize_t n;

	while ((n = getline(&part, &room, b->file)) >= 0) {
		bool goes_on;

		b->line++;
		while (n && (part[n - 1] == '\n' || part[n - 1] == '\r'))
			n--;
		goes_on = n && part[n - 1] == '\\';
		n -= goes_on;
		if (used + n + 1 > b->size) {
			char *bigger = realloc(b->text, used + n + 1);

			if (!bigger) {
				b->error = ENOMEM;
				break;
			}
			b->text = bigger;
			b->size = used + n + 1;
		}
		memcpy(b->text + used, part, n);
		used += n;
		b->text[used] = '\0';
		if (!goes_on)
			break;
	}
	if (n < 0 && ferror(b->file))
		b->error = errno;
	free(part);
	return !b->error && (n >= 0 || used);
}

static int run_line(struct batch *b)
{
	char *words[BATCH_WORDS];
	struct args args = { words, 0 };
	int count = batch_split(b->text, words);

	if (count == -EINVAL)
		return ctl_complain(b->ctl, "a quote is not closed");
	if (count < 0)
		return ctl_complain(b->ctl, "more than %d words", BATCH_WORDS - 1);
	return count ? command_run(b->ctl, &args) : CTL_OK;
}

static int run_lines(struct batch *b)
{
	struct ctl *ctl = b->ctl;
	int rc, status = CTL_OK;

	while (!interrupt_came() && read_line(b)) {
		snprintf(ctl->where, sizeof(ctl->where), "%.100s:%lu: ", b->name, b->line);
		rc = run_line(b);
		if (rc && !status)
			status = rc;
		if (rc && !ctl->force)
			break;
	}
	ctl->where[0] = '\0';
	if (!b->error)
		return status;
	ctl_complain(ctl, "batch %s: %s", b->name, strerror(b->error));
	return status ? status : CTL_USAGE;
}

int batch_run(struct ctl *ctl, const char *path)
{
	struct batch b = { .ctl = ctl, .file = stdin };
	int rc;

	field_name(b.name, path);
	if (strcmp(path, "-")) {
		b.file = fopen(path, "re");
		if (!b.file)
			return ctl_complain(ctl, "batch %s: %s", b.name, strerror(errno));
	}
	rc = run_lines(&b);
	if (b.file != stdin)
		fclose(b.file);
	free(b.text);
	return rc;
}
