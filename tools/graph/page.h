/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The HTML of a report: one file, no scripts, nothing from elsewhere. */
#ifndef GRAPH_PAGE_H
#define GRAPH_PAGE_H

#include <stdio.h>
#include "chart.h"
#include "picture.h"

/** Room for the name of a picture, its path inside the folder of the page. */
#define PAGE_FILE	512

/** page_begin() - begin a page, made at a time */
void page_begin(FILE *f, time_t now);

/** page_index_begin() - begin the list of what there is on it */
void page_index_begin(FILE *f);

/** page_index_item() - a link to the section of an object */
void page_index_item(FILE *f, const struct object *o, const char *group);

/** page_index_end() - end the list */
void page_index_end(FILE *f);

/** page_object() - begin the section of an object */
void page_object(FILE *f, const struct object *o);

/** page_metric() - begin the pictures of a quantity */
void page_metric(FILE *f, const char *title);

/**
 * page_figure() - a picture and its numbers
 * @f: page
 * @c: chart
 * @range: its name, such as "day"
 * @light, @dark: names of the pictures
 * @p: one of them
 */
void page_figure(FILE *f, const struct chart *c, const char *range, const char *light,
		 const char *dark, const struct picture *p);

/** page_trouble() - instead of a picture: why there is none */
void page_trouble(FILE *f, const char *range, const char *reason);

/** page_metric_end() - end the pictures of a quantity */
void page_metric_end(FILE *f);

/** page_object_end() - end a section */
void page_object_end(FILE *f);

/** page_end() - end a page */
void page_end(FILE *f);

/**
 * page_id() - a name that is safe in files, links and as an id
 * @o: object
 * @buf: PAGE_FILE octets; letters, digits, '-' and '.' stay, others become _XX
 */
char *page_id(const struct object *o, char *buf);

#endif /* GRAPH_PAGE_H */
