/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a cell of the live view means; the screen says how that looks. */
#ifndef NTOPCTL_LIVE_STYLE_H
#define NTOPCTL_LIVE_STYLE_H

/**
 * enum style - meaning of a cell
 * @STYLE_NORMAL: text
 * @STYLE_DIM: what matters least
 * @STYLE_STRONG: what matters most
 * @STYLE_TITLE: headings of sections
 * @STYLE_HEAD: headings of columns
 * @STYLE_HEAD_SORTED: the one that is sorted by
 * @STYLE_TAB: name of a page
 * @STYLE_TAB_OPEN: name of the open page
 * @STYLE_KEY: a key in the footer
 * @STYLE_SENT: what was sent, or left; never told by the colour alone
 * @STYLE_RECEIVED: what was received, or arrived
 * @STYLE_PROTOCOL: an application
 * @STYLE_GOOD: all is well
 * @STYLE_WARN: look at this
 * @STYLE_BAD: something was lost or refused
 * @STYLE_CHOSEN: the selected line
 * @STYLE_BOX: boxes over the page
 * @STYLE_BANNER: the line that says why nothing is shown
 */
enum style {
	STYLE_NORMAL,
	STYLE_DIM,
	STYLE_STRONG,
	STYLE_TITLE,
	STYLE_HEAD,
	STYLE_HEAD_SORTED,
	STYLE_TAB,
	STYLE_TAB_OPEN,
	STYLE_KEY,
	STYLE_SENT,
	STYLE_RECEIVED,
	STYLE_PROTOCOL,
	STYLE_GOOD,
	STYLE_WARN,
	STYLE_BAD,
	STYLE_CHOSEN,
	STYLE_BOX,
	STYLE_BANNER,
	STYLE_COUNT,
};

#endif /* NTOPCTL_LIVE_STYLE_H */
