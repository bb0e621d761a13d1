/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Flows added up by a text of theirs. */
#ifndef NTOPCTL_SPLIT_H
#define NTOPCTL_SPLIT_H

#include <kntop.h>
#include <stddef.h>

/**
 * struct split_sum - flows that have a text in common
 * @text: the text, printable
 * @flows: how many
 * @packets: of both sides
 * @octets: of both sides
 */
struct split_sum {
	char *text;
	uint64_t flows;
	uint64_t packets;
	uint64_t octets;
};

/**
 * struct split - sums by text; all zero is none
 * @tree: the sums by text
 * @sums: all of them, once split_sort() has been called
 * @count: how many
 */
struct split {
	void *tree;
	struct split_sum **sums;
	size_t count;
};

/**
 * split_add() - add a flow to the sum of its text
 * @s: split
 * @text: text, copied
 * @flow: flow
 *
 * Return: 0 or -ENOMEM.
 */
int split_add(struct split *s, const char *text, const struct kntop_flow *flow);

/** split_sort() - put the sums in order, most octets first; 0 or -ENOMEM */
int split_sort(struct split *s);

/** split_free() - free all sums */
void split_free(struct split *s);

/** split_count() - add a flow to a sum */
void split_count(struct split_sum *sum, const struct kntop_flow *flow);

#endif /* NTOPCTL_SPLIT_H */
