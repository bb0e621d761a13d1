/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * label: what a flow is, in the catalogue's numbers; and the catalogue, which
 * gives the names of protocols, categories, breeds and risks their numbers.
 *
 * A number keeps its name until the module is unloaded, so that flows and
 * counters outlive the classifier and the rules that named them.
 */
#ifndef KNTOP_LABEL_H
#define KNTOP_LABEL_H

#include <linux/kntop.h>
#include <linux/types.h>

/** Most numbers of each kind, so that a label fits into 32 bits. */
#define KNTOP_LABEL_PROTOCOLS	2048
#define KNTOP_LABEL_CATEGORIES	128
#define KNTOP_LABEL_BREEDS	16
#define KNTOP_LABEL_RISKS	64

/**
 * struct kntop_label - what a flow is
 * @master: protocol that carries @app, 0 when none
 * @app: application protocol, 0 unknown
 * @category: category
 * @confidence: enum kntop_confidence
 */
struct kntop_label {
	u32	master : 11;
	u32	app : 11;
	u32	category : 7;
	u32	confidence : 3;
};

/**
 * struct kntop_label_entry - a name with its number
 * @name: name, unique among those of its kind
 * @breed: protocols: number of the breed
 * @category: protocols: number of the usual category
 * @cleartext: protocols: not encrypted
 * @custom: protocols: from the user's rules
 * @score: risks: what it adds to a flow's score
 */
struct kntop_label_entry {
	char	name[KNTOP_LABEL_NAME_SIZE];
	u8	breed;
	u8	category;
	bool	cleartext;
	bool	custom;
	u16	score;
};

/**
 * kntop_label_number - the number of a name, a new one if it has none yet
 * @kind: of what
 * @entry: name, and the rest, which is replaced; copied
 *
 * Context: process, may sleep.
 * Return: number; -ENOSPC when there are too many, -ENOMEM.
 */
int kntop_label_number(enum kntop_label_kind kind,
		       const struct kntop_label_entry *entry);

/**
 * kntop_label_entry - what a number names
 * @kind: of what
 * @number: number
 * @entry: overwritten
 *
 * Return: false behind the last number.
 */
bool kntop_label_entry(enum kntop_label_kind kind, unsigned int number,
		       struct kntop_label_entry *entry);

/** kntop_label_init - number what is unknown 0. Module init. 0 or -ENOMEM. */
int kntop_label_init(void);

/** kntop_label_free_all - free the catalogue. Module exit. */
void kntop_label_free_all(void);

#endif /* KNTOP_LABEL_H */
