// SPDX-License-Identifier: GPL-2.0-or-later
/* title and desc of an SVG. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "legend.h"
#include "vector.h"

void vector_escape(FILE *f, const char *text)
{
	for (; *text; text++) {
		switch (*text) {
		case '&':
			fputs("&amp;", f);
			break;
		case '<':
			fputs("&lt;", f);
			break;
		case '>':
			fputs("&gt;", f);
			break;
		case '"':
			fputs("&quot;", f);
			break;
		case '\'':
			fputs("&#39;", f);
			break;
		default:
			fputc(*text, f);
		}
	}
}

static void put_line(FILE *f, const char *line)
{
	vector_escape(f, line);
	fputc('\n', f);
}

static void put_rows(FILE *f, const struct chart *c, bool raw)
{
	char line[LEGEND_LINE];

	put_line(f, legend_head(line, c, raw));
	for (unsigned int i = 0; i < c->count; i++)
		put_line(f, legend_row(line, c, &c->curves[i], raw));
	if (!c->has_all)
		return;
	put_line(f, legend_row(line, c, &c->rest, raw));
	put_line(f, legend_row(line, c, &c->all, raw));
}

static void put_notes(FILE *f, const struct chart *c)
{
	char how[LEGEND_LINE], unknown[LEGEND_LINE], span[SPAN_TEXT];

	legend_notes(c, how, unknown);
	if (unknown[0])
		put_line(f, unknown);
	put_line(f, span_text(span, &c->grid.span));
	put_line(f, how);
}

/* Behind the tag that opens the picture. */
static const char *inside(const char *svg)
{
	const char *p = strstr(svg, "<svg");

	p = p ? strchr(p, '>') : NULL;
	return p ? p + 1 : NULL;
}

int vector_describe(struct picture *p, const struct chart *c, bool raw)
{
	const char *at = inside(p->data);
	char *text = NULL;
	size_t size = 0;
	FILE *f;

	if (!at)
		return 0;
	f = open_memstream(&text, &size);
	if (!f)
		return -ENOMEM;
	fwrite(p->data, 1, at - p->data, f);
	fputs("\n<title>", f);
	vector_escape(f, c->title);
	fputs("</title>\n<desc>", f);
	put_rows(f, c, raw);
	put_notes(f, c);
	fputs("</desc>", f);
	fputs(at, f);
	if (fclose(f)) {
		free(text);
		return -ENOMEM;
	}
	free(p->data);
	p->data = text;
	p->size = size;
	return 0;
}
