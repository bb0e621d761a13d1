/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Names of protocols, categories and risks that somebody typed, or that are shown. */
#ifndef NTOPCTL_LABEL_H
#define NTOPCTL_LABEL_H

#include "ctl.h"

/**
 * label_find() - the label that a word names
 * @ctl: run, connected
 * @kind: of what
 * @word: name as typed
 * @label: set to the label, which lives as long as the connection
 *
 * Return: CTL_OK; CTL_USAGE or CTL_REFUSED, complained already, with the names that
 * are near.
 */
int label_find(struct ctl *ctl, enum kntop_label_kind kind, const char *word,
	       const struct kntop_label **label);

/**
 * label_text() - the name of a number, printable
 * @ctl: run, connected
 * @kind: of what
 * @number: number
 * @buf: FIELD_SIZE octets to write to; "#17" for a number without a name
 *
 * Return: @buf.
 */
char *label_text(const struct ctl *ctl, enum kntop_label_kind kind, unsigned int number,
		 char *buf);

/**
 * label_name() - the name of a number as it is
 * @ctl: run, connected
 * @kind: of what
 * @number: number
 * @buf: FIELD_SIZE octets for "#17", should the number have no name
 *
 * Return: the name, which lives as long as the connection, or @buf.
 */
const char *label_name(const struct ctl *ctl, enum kntop_label_kind kind,
		       unsigned int number, char *buf);

/** label_json() - the name of a number as a string, "#17" without a name */
void label_json(const struct ctl *ctl, struct json *j, const char *key,
		enum kntop_label_kind kind, unsigned int number);

/** label_has_classifier() - whether there is somebody who names anything */
bool label_has_classifier(const struct ctl *ctl);

/**
 * label_hint_classifier() - warn when there is nobody who names anything
 * @ctl: run, connected
 * @what: what was asked for
 */
void label_hint_classifier(const struct ctl *ctl, const char *what);

#endif /* NTOPCTL_LABEL_H */
