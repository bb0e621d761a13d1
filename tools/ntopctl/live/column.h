/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Columns of a list, made to fit the screen. */
#ifndef NTOPCTL_LIVE_COLUMN_H
#define NTOPCTL_LIVE_COLUMN_H

#include "live.h"

/** Actions of zones that order a list, select a line, pick an item of a menu. */
#define ZONE_ORDER	0x2000000
#define ZONE_LINE	0x2000001
#define ZONE_ITEM	0x2000002

/**
 * struct column_layout - columns on the screen
 * @shown: bits of those that are shown
 * @width: width of each
 */
struct column_layout {
	uint32_t shown;
	int width[PAGE_COLUMNS];
};

/**
 * column_count() - columns of a page
 * @columns: its columns
 */
unsigned int column_count(const struct column *columns);

/**
 * column_fit() - decide what is shown, and how wide
 * @columns: columns
 * @hidden: bits of those that are not wanted
 * @natural: width that each would like; 0 there is nothing to show in it
 * @width: columns of the screen
 * @layout: filled in
 *
 * Of those that matter little the least important fall away until the others fit; if
 * that does not do, texts are cut, and more fall away. What is left over goes to those
 * that are cut, and at last to those that are drawn.
 */
void column_fit(const struct column *columns, uint32_t hidden, const uint16_t *natural,
		int width, struct column_layout *layout);

/** column_title() - heading of a column, with its unit, in FIELD_SIZE octets */
char *column_title(const struct live *l, const struct column *column, char *buf);

/**
 * column_draw() - draw a list
 * @l: live view
 * @v: view; what is visible of it is noted
 * @c: canvas
 * @area: where
 */
void column_draw(struct live *l, struct view *v, struct canvas *c,
		 const struct area *area);

#endif /* NTOPCTL_LIVE_COLUMN_H */
