// SPDX-License-Identifier: GPL-2.0-or-later
/* Writes HTML. Whatever comes from names goes through vector_escape(). */
#include <ctype.h>
#include <string.h>
#include <unistd.h>
#include "legend.h"
#include "page.h"
#include "theme.h"
#include "vector.h"

static const char style[] =
	"*{box-sizing:border-box}\n"
	"body{margin:0 auto;max-width:84rem;padding:1rem;background:var(--back);"
	"color:var(--font);font:15px/1.45 system-ui,sans-serif;overflow-wrap:anywhere}\n"
	"h1{font-size:1.5rem;margin:.2rem 0}h2{font-size:1.25rem;margin:2rem 0 .2rem;"
	"padding-top:.8rem;border-top:2px solid var(--line)}\n"
	"h3{font-size:1rem;margin:1.2rem 0 .4rem}p,dl{margin:.3rem 0}a{color:var(--c0)}\n"
	".muted,figcaption,footer{color:var(--muted)}\n"
	"nav dl{display:grid;grid-template-columns:max-content 1fr;gap:.15rem 1rem}\n"
	"nav dt{grid-column:1}nav dd{grid-column:2;margin:0}\n"
	".row{display:grid;gap:1.2rem 1.6rem;"
	"grid-template-columns:repeat(auto-fill,minmax(min(100%,34rem),1fr))}\n"
	"figure{margin:0;min-width:0}figcaption{font-size:.82rem}\n"
	"figure b{color:var(--font);text-transform:capitalize}\n"
	"img{display:block;width:100%;height:auto}\n"
	"table{border-collapse:collapse;width:100%;font-size:.8rem;"
	"font-variant-numeric:tabular-nums}\n"
	"th,td{padding:.08rem 0 .08rem .6rem;text-align:right;font-weight:400}\n"
	"th:first-child{padding-left:0;text-align:left}thead th{color:var(--muted)}\n"
	"td{white-space:nowrap}\n"
	"i{display:inline-block;width:.7em;height:.7em;margin-right:.4em;border-radius:2px}\n"
	"@media(max-width:40rem){body{padding:.7rem}td{white-space:normal;"
	"overflow-wrap:normal}th,td{padding-left:.35rem;vertical-align:top}"
	"table{font-size:.74rem}tbody th{max-width:5.7rem;white-space:nowrap;overflow:hidden;"
	"text-overflow:ellipsis}}\n";

static void put_colours(FILE *f, const struct theme *t, const char *muted)
{
	fprintf(f, "--back:#%s;--font:#%s;--line:#%s;--muted:#%s;--rest:#%s", t->back, t->font,
		t->major, muted, t->rest);
	for (int i = 0; i < THEME_CURVES; i++)
		fprintf(f, ";--c%d:#%s", i, t->curves[i]);
}

void page_begin(FILE *f, time_t now)
{
	char host[256] = "", moment[SPAN_TEXT], zone[SPAN_TEXT];

	gethostname(host, sizeof(host) - 1);
	fputs("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
	      "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n"
	      "<meta name=\"color-scheme\" content=\"light dark\">\n<title>kntop on ", f);
	vector_escape(f, host);
	fputs("</title>\n<style>\n:root{", f);
	put_colours(f, theme_get(false), "59636E");
	fputs("}\n@media(prefers-color-scheme:dark){:root{", f);
	put_colours(f, theme_get(true), "9AA5B1");
	fprintf(f, "}}\n%s</style>\n</head>\n<body>\n<header>\n<h1>kntop on ", style);
	vector_escape(f, host);
	fputs("</h1>\n<p class=\"muted\">", f);
	vector_escape(f, span_moment(moment, now));
	fputs(", time zone ", f);
	vector_escape(f, span_zone(zone, now));
	fputs("</p>\n</header>\n", f);
}

char *page_id(const struct object *o, char *buf)
{
	const char *const parts[] = { object_kind_name(o->kind), o->name,
				      o->kind == OBJECT_HOST ? o->alias : "", o->vlan };
	size_t n = 0;

	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		if (i && parts[i][0])
			buf[n++] = '-';
		/* The rest of a name that is longer would make no file name. */
		for (const char *p = parts[i]; *p && n < 150; p++) {
			unsigned char c = *p;

			/* What joins the parts is in none of them. */
			if (c < 0x80 && (isalnum(c) || c == '.'))
				buf[n++] = c;
			else
				n += sprintf(buf + n, "_%02X", c);
		}
	}
	buf[n] = '\0';
	return buf;
}

void page_index_begin(FILE *f)
{
	fputs("<nav>\n<dl>\n", f);
}

void page_index_item(FILE *f, const struct object *o, const char *group)
{
	char title[OBJECT_TITLE], id[PAGE_FILE];

	if (group)
		fprintf(f, "<dt>%s</dt>\n", group);
	fprintf(f, "<dd><a href=\"#%s\">", page_id(o, id));
	vector_escape(f, object_title(o, title));
	fputs("</a></dd>\n", f);
}

void page_index_end(FILE *f)
{
	fputs("</dl>\n</nav>\n<main>\n", f);
}

void page_object(FILE *f, const struct object *o)
{
	char title[OBJECT_TITLE], id[PAGE_FILE];

	fprintf(f, "<section id=\"%s\">\n<h2>", page_id(o, id));
	vector_escape(f, object_title(o, title));
	fprintf(f, " <span class=\"muted\">%s</span></h2>\n", object_kind_name(o->kind));
}

void page_metric(FILE *f, const char *title)
{
	fputs("<h3>", f);
	vector_escape(f, title);
	fputs("</h3>\n<div class=\"row\">\n", f);
}

static void put_cell(FILE *f, const char *text)
{
	fputs("<td>", f);
	vector_escape(f, text);
	fputs("</td>", f);
}

static void put_curve(FILE *f, const struct chart *c, const struct curve *curve,
		      const char *colour)
{
	const double values[] = { curve->now, curve->average, curve->maximum, curve->percentile };
	const struct unit *u = c->metric->unit;
	char number[NUMBER_SIZE];

	fputs("<tr><th scope=\"row\" title=\"", f);
	vector_escape(f, curve->name);
	fprintf(f, "\"><i style=\"background:var(--%s)\"></i>", colour);
	vector_escape(f, curve->name);
	fputs("</th>", f);
	for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++)
		put_cell(f, number_value(number, u, values[i], false));
	if (u->amount)
		put_cell(f, number_amount(number, u, curve->known_seconds > 0 ?
					  curve->total : 0, false));
	fputs("</tr>\n", f);
}

static void put_table(FILE *f, const struct chart *c)
{
	char colour[16];

	fprintf(f, "<table>\n<thead><tr><th></th><th>%s</th><th>average</th><th>maximum</th>"
		"<th>95&nbsp;%%</th>%s</tr></thead>\n<tbody>\n", legend_now(c),
		c->metric->unit->amount ? "<th>total</th>" : "");
	for (unsigned int i = 0; i < c->count; i++) {
		snprintf(colour, sizeof(colour), "c%u", i);
		put_curve(f, c, &c->curves[i], colour);
	}
	if (c->has_all) {
		put_curve(f, c, &c->rest, "rest");
		put_curve(f, c, &c->all, "font");
	}
	fputs("</tbody>\n</table>\n", f);
}

void page_figure(FILE *f, const struct chart *c, const char *range, const char *light,
		 const char *dark, const struct picture *p)
{
	char how[LEGEND_LINE], unknown[LEGEND_LINE], span[SPAN_TEXT];

	legend_notes(c, how, unknown);
	fprintf(f, "<figure>\n<figcaption><b>%s</b> ", range);
	vector_escape(f, span_text(span, &c->grid.span));
	fprintf(f, "</figcaption>\n<picture><source media=\"(prefers-color-scheme: dark)\" "
		"srcset=\"%s\"><img loading=\"lazy\" width=\"%u\" height=\"%u\" src=\"%s\" alt=\"",
		dark, p->width, p->height, light);
	vector_escape(f, c->title);
	fprintf(f, ", %s\"></picture>\n", range);
	put_table(f, c);
	fputs("<figcaption>", f);
	vector_escape(f, how);
	if (unknown[0]) {
		fputs("; ", f);
		vector_escape(f, unknown);
	}
	fputs("</figcaption>\n</figure>\n", f);
}

void page_trouble(FILE *f, const char *range, const char *reason)
{
	fprintf(f, "<figure>\n<figcaption><b>%s</b> cannot be drawn: ", range);
	vector_escape(f, reason);
	fputs("</figcaption>\n</figure>\n", f);
}

void page_metric_end(FILE *f)
{
	fputs("</div>\n", f);
}

void page_object_end(FILE *f)
{
	fputs("</section>\n", f);
}

void page_end(FILE *f)
{
	fputs("</main>\n<footer><p>Written by ntopctl report. What is grey was not recorded, and "
	      "is in no number.</p></footer>\n</body>\n</html>\n", f);
}
