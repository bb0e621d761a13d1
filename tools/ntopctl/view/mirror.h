/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What an interface is shown, and what it is not, in words and as JSON. */
#ifndef NTOPCTL_VIEW_MIRROR_H
#define NTOPCTL_VIEW_MIRROR_H

#include <kntop.h>
#include <stdbool.h>
#include "../json.h"

/** Octets of a sentence, with its NUL; also one with sixteen MAC addresses. */
#define MIRROR_SENTENCE	640

/**
 * struct mirror_sentence - one of the things to say
 * @text: it
 * @warning: counts are not what they seem
 */
struct mirror_sentence {
	char text[MIRROR_SENTENCE];
	bool warning;
};

/** Most sentences of an interface. */
#define MIRROR_SENTENCES	8

/**
 * mirror_view_sentences() - all there is to say of an interface
 * @i: interface
 * @raw: plain numbers
 * @detail: also what is as it should be
 * @s: MIRROR_SENTENCES of them
 *
 * Return: how many.
 */
int mirror_view_sentences(const struct kntop_interface *i, bool raw, bool detail,
			  struct mirror_sentence *s);

/** mirror_view_json() - all of it as members of the interface's object */
void mirror_view_json(struct json *j, const struct kntop_interface *i);

#endif /* NTOPCTL_VIEW_MIRROR_H */
