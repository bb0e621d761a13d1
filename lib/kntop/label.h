/* SPDX-License-Identifier: GPL-2.0-or-later */
/* libkntop: names of protocols, categories, breeds and risks; include <kntop.h> */
#ifndef KNTOP_LABEL_H
#define KNTOP_LABEL_H

#include <kntop/handle.h>
#include <linux/kntop.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * struct kntop_label - what a number of the classifier stands for
 * @kind: &enum kntop_label_kind
 * @number: number; a risk's is its bit in the risks of a flow
 * @name: its name, unique among those of its kind
 * @breed: protocols: number of the breed
 * @category: protocols: number of the usual category
 * @cleartext: protocols: not encrypted
 * @custom: protocols: from rules that were loaded
 * @score: risks: what it adds to the score of a flow
 */
struct kntop_label {
	uint32_t kind;
	uint16_t number;
	char name[KNTOP_LABEL_NAME_SIZE];
	uint8_t breed;
	uint8_t category;
	bool cleartext;
	bool custom;
	uint16_t score;
};

typedef int (*kntop_label_fn)(const struct kntop_label *label, void *data);

/**
 * kntop_label_list() - all labels of a kind, in the order of their numbers
 * @k: handle
 * @kind: &enum kntop_label_kind, or -1 for all kinds
 * @fn: called for each
 * @data: passed to @fn
 * @err: told why it failed; may be NULL
 *
 * Return: as kntop_interface_list().
 */
int kntop_label_list(struct kntop *k, int kind, kntop_label_fn fn, void *data,
		     struct kntop_error *err);

/**
 * DOC: the catalogue of a handle
 *
 * The functions below look into a catalogue that is fetched at first need, over
 * a connection of its own; so, other than anything else, they may be called from
 * inside a callback of the handle. When a number or name is not there the
 * catalogue is fetched anew, once a second at most. What they return is valid
 * until the handle is closed.
 */

/**
 * kntop_label_find() - the label of a number
 * @k: handle
 * @kind: &enum kntop_label_kind
 * @number: number
 *
 * Return: label, or NULL when there is none, or none is to be had.
 */
const struct kntop_label *kntop_label_find(struct kntop *k, enum kntop_label_kind kind,
					   unsigned int number);

/** kntop_label_name() - its name only, or NULL */
const char *kntop_label_name(struct kntop *k, enum kntop_label_kind kind,
			     unsigned int number);

/**
 * kntop_label_by_name() - the label with a name
 * @k: handle
 * @kind: &enum kntop_label_kind
 * @name: upper and lower case do not matter, nor which of blank, '_' and '-' it
 *	has, unless there is one that is written just so
 *
 * Return: label, or NULL when there is none, or none is to be had.
 */
const struct kntop_label *kntop_label_by_name(struct kntop *k, enum kntop_label_kind kind,
					      const char *name);

#ifdef __cplusplus
}
#endif

#endif /* KNTOP_LABEL_H */
