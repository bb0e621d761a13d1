/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * evil: a guest that does what packets tell it, built and loaded as the real one is. What
 * it is told is a line of words: EVIL COMMAND NUMBER..., as a UDP payload, or as the first
 * of the rules. Of all else it knows one protocol, "HELLO NAME", so that a test can see
 * whether an innocent flow fares well.
 */
#ifndef EVIL_H
#define EVIL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "door.h"

#define EVIL_NUMBERS	6

/** What an export does instead of its work, until the guest is restarted. */
enum evil_mood {
	EVIL_SANE,
	EVIL_TRAP,	/* from the call on that comes after NUMBER others */
	EVIL_LOOP,	/* likewise */
	EVIL_RUIN,	/* writes over the door, then works */
	EVIL_SLOW,	/* asks for NUMBER random numbers, then works */
};

/** Exports that have a mood. */
enum evil_export {
	EVIL_NEW,
	EVIL_SEE,
	EVIL_CONCLUDE,
	EVIL_FREE,
	EVIL_FORGET,
	EVIL_DESCRIBE,
	EVIL_EXPORTS,
};

/** What describe() says of names, and what the door says of their number. */
enum evil_names {
	EVIL_NAMES_SANE,
	EVIL_NAMES_ENDLESS,	/* each number has another name, for ever */
	EVIL_NAMES_SAME,	/* each number has the same */
	EVIL_NAMES_GAPS,	/* no number has one, and there are always more */
	EVIL_NAMES_LONG,	/* no NUL until the memory's end */
	EVIL_NAMES_OUTSIDE,	/* at address NUMBER */
	EVIL_NAMES_NUMBERS,	/* of categories, breeds and scores: all absurd */
	EVIL_NAMES_ANSWER,	/* an answer that is none: NUMBER */
};

/**
 * struct evil - what it was told, all zero: nothing
 * @mood: of its exports
 * @mood_number: see enum evil_mood
 * @names: enum evil_names
 * @names_kind: which kind has these names, enum kntop_door_kind
 * @names_number: see enum evil_names
 * @status: what init() returns
 * @lies: of flows: a sum of enum evil_lie
 * @flow: number that flow_new() returns
 * @answer: what flow_see() returns
 * @label: and what it says
 * @facts: what flow_conclude() says
 * @octets: flow_octets
 * @allocations: likewise
 */
struct evil {
	uint32_t		mood[EVIL_EXPORTS];
	uint64_t		mood_number;
	uint32_t		names;
	uint32_t		names_kind;
	uint32_t		names_number;
	uint32_t		status;
	uint32_t		lies;
	uint32_t		flow;
	uint32_t		answer;
	struct kntop_door_label	label;
	struct kntop_door_facts	facts;
	uint32_t		octets;
	uint32_t		allocations;
};

enum evil_lie {
	EVIL_LIE_FLOW = 1,
	EVIL_LIE_ANSWER = 2,
	EVIL_LIE_LABEL = 4,
	EVIL_LIE_FACTS = 8,
	EVIL_LIE_OCTETS = 16,
};

extern struct evil evil;
extern struct kntop_door evil_door;

/** evil_obey - do what a line says; @result is a number for whoever asked. */
bool evil_obey(const char *line, uint32_t len, uint64_t *result);

/** evil_act - what an export does before its work. */
void evil_act(enum evil_export which);

/* ---- deeds.c ------------------------------------------------------------- */

uint64_t evil_load(const uint64_t *n);		/* OP ADDRESS OFFSET */
uint64_t evil_store(const uint64_t *n);		/* OP ADDRESS OFFSET VALUE */
uint64_t evil_sweep(const uint64_t *n);		/* SEED COUNT: loads everywhere */
uint64_t evil_strew(const uint64_t *n);		/* SEED COUNT: stores everywhere */
uint64_t evil_copy(const uint64_t *n);		/* TO FROM OCTETS */
uint64_t evil_fill(const uint64_t *n);		/* TO OCTET OCTETS */
uint64_t evil_ruin(const uint64_t *n);		/* FROM OCTETS OCTET, one by one */
uint64_t evil_size(const uint64_t *n);		/* octets of memory */
uint64_t evil_grow(const uint64_t *n);		/* PAGES */
uint64_t evil_swell(const uint64_t *n);		/* PAGES, again and again */
uint64_t evil_divide(const uint64_t *n);	/* OP A B */
uint64_t evil_compute(const uint64_t *n);	/* 0, or the first number that is wrong */

/* ---- ways.c -------------------------------------------------------------- */

uint64_t evil_call(const uint64_t *n);		/* TYPE INDEX */
uint64_t evil_deep(const uint64_t *n);		/* LEVELS */
uint64_t evil_deep_frames(const uint64_t *n);	/* LEVELS */
uint64_t evil_twice(const uint64_t *n);		/* LEVELS: 2^LEVELS calls */
uint64_t evil_loop(const uint64_t *n);		/* enum evil_loop, NUMBER */
uint64_t evil_steps(const uint64_t *n);		/* COUNT */
uint64_t evil_trap(const uint64_t *n);

#endif /* EVIL_H */
