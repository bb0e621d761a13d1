/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * engine: a guest with nDPI in it, and the kernel's side of guest/door.h.
 *
 * Nothing that comes out of the guest is believed: addresses are checked against its
 * memory, numbers against their ranges, and what is looked at was copied before.
 *
 * A call that ends in a trap leaves the engine broken. Then all calls do nothing and say
 * so, until kntop_engine_restart(), which forgets all flows.
 *
 * An engine is used by one thread at a time, and its calls may sleep.
 */
#ifndef KNTOP_NDPI_ENGINE_H
#define KNTOP_NDPI_ENGINE_H

#include <linux/types.h>

#include "guest/door.h"
#include "sandbox.h"

struct kntop_image;

/**
 * More packets of a flow than this change nothing: nDPI's own limit. "ntopctl read"
 * trims the packets behind them (TRIM_BEHIND).
 */
#define KNTOP_ENGINE_PACKETS_MAX	32

/**
 * Steps that a call may take unless somebody says otherwise: 68 times the most, 29,263, that
 * a packet of nDPI's 258 test captures takes, and twice what 40 kB of zeros cost that follow
 * a line of text. Spent in about 8 ms.
 */
#define KNTOP_ENGINE_BUDGET		2000000

/** What kntop_engine_see() answers. */
enum kntop_engine_answer {
	KNTOP_ENGINE_MORE,		/* undecided */
	KNTOP_ENGINE_FOUND,		/* protocol found, more packets would add details */
	KNTOP_ENGINE_ENOUGH,		/* nothing more to learn */
	KNTOP_ENGINE_BROKEN,		/* the engine is broken, perhaps by this packet */
};

/**
 * struct kntop_engine - an engine
 * @sandbox: the guest's
 * @image: what it begins with; held
 * @budget: steps for one call
 * @cancel: stop the call under way when this is true; NULL never
 * @broken: trapped, and not yet restarted
 * @noted: the trap was counted
 * @filled: octets of the door's packet that may not be zero
 * @octets: of host memory; read by anyone
 * @flow_octets: what the guest says it holds for flows; read by anyone
 * @allocations: how often the guest says it allocated for flows; read by anyone
 * @steps_max: most steps that one packet took; read by anyone
 */
struct kntop_engine {
	struct kntop_sandbox	sandbox;
	struct kntop_image	*image;
	u64			budget;
	const bool		*cancel;
	bool			broken;
	bool			noted;
	u32			filled;
	u64			octets;
	u32			flow_octets;
	u32			allocations;
	u64			steps_max;
};

/* ---- engines ------------------------------------------------------------- */

/**
 * kntop_engine_image - make an image from rules
 * @protocols: rules of custom protocols in ntopng's protos.txt syntax: lines, each ended
 *	by NUL, the last one empty; NULL none
 * @categories: lines "host category-number", ended likewise; NULL none.
 *	In both, lines that begin with # count, but mean nothing
 * @bad: number of the line that is refused, from 1 on; 0 if it was not that
 *
 * Takes about 20 ms, and more for rules. Ends early when the caller is killed.
 *
 * Return: the image, held once; -EINVAL with @bad, -ENOMEM, -EINTR, or -EOVERFLOW when
 * the rules are more than an engine can take.
 */
struct kntop_image *kntop_engine_image(const char *protocols, const char *categories, u32 *bad);

/**
 * kntop_engine_new - make an engine that is ready
 * @image: what it begins with
 *
 * Return: the engine; NULL when memory is short.
 */
struct kntop_engine *kntop_engine_new(struct kntop_image *image);

/** kntop_engine_free - free it with all its flows. NULL is fine. */
void kntop_engine_free(struct kntop_engine *e);

/** kntop_engine_abandon - have all calls say that the engine is broken, from now on. */
void kntop_engine_abandon(struct kntop_engine *e);

/** kntop_engine_restart - make a broken engine ready again; it has no flows. */
void kntop_engine_restart(struct kntop_engine *e);

/**
 * kntop_engine_limit - set what calls may take from now on
 * @e: engine
 * @budget: steps
 * @octets: memory for flows
 * @cancel: stop a call when this is true; NULL never
 */
void kntop_engine_limit(struct kntop_engine *e, u64 budget, u64 octets, const bool *cancel);

/** kntop_engine_forget - forget what earlier flows told about later ones. */
void kntop_engine_forget(struct kntop_engine *e);

/* ---- flows --------------------------------------------------------------- */

/**
 * kntop_engine_flow_new - begin a flow
 * @e: engine
 * @past: what it did before its first packet is shown, enum kntop_door_past
 *
 * Return: its number in the engine; 0 when memory is short, or the engine is broken.
 */
u32 kntop_engine_flow_new(struct kntop_engine *e, u32 past);

/**
 * kntop_engine_see - show a packet
 * @e: engine
 * @flow: the packet's flow
 * @data: from the IP header on
 * @len: octets, at most KNTOP_DOOR_PACKET_MAX, equal to what the IP header says
 * @time: milliseconds, of the packet's own clock
 * @label: what the flow is so far; until that is known, a guess
 */
enum kntop_engine_answer kntop_engine_see(struct kntop_engine *e, u32 flow, const void *data,
					  u32 len, u64 time, struct kntop_door_label *label);

/**
 * kntop_engine_conclude - no more packets: decide, or guess
 * @e: engine
 * @flow: flow; at least one packet was shown
 * @label: what it is
 * @facts: what else was learned
 *
 * Return: false, with @label and @facts all zero, when the engine is broken.
 */
bool kntop_engine_conclude(struct kntop_engine *e, u32 flow, struct kntop_door_label *label,
			   struct kntop_door_facts *facts);

/**
 * kntop_engine_string - copy a string of concluded facts, before the flow is freed
 * @e: engine
 * @facts: facts
 * @which: which string
 * @to: where to; ends with NUL. Octets from the wire, in no certain encoding
 * @size: octets of @to
 *
 * Return: its length, cut to @size less one; 0 when there is none.
 */
u32 kntop_engine_string(const struct kntop_engine *e, const struct kntop_door_facts *facts,
			enum kntop_door_string which, char *to, u32 size);

/**
 * kntop_engine_answers - what the packet that was shown last told a client of DNS
 * @e: engine
 * @answers: what it was told, its numbers within their ranges, its name ended; else untouched.
 *	The name's octets are graphic ASCII
 *
 * Return: false when it told nothing, or the engine is broken.
 */
bool kntop_engine_answers(const struct kntop_engine *e, struct kntop_door_answer_list *answers);

/**
 * kntop_engine_host - whose name is this?
 * @e: engine
 * @name: host name
 * @len: its octets, fewer than KNTOP_DOOR_HOST_MAX
 * @label: application and category by the rules for host names
 *
 * Return: false when no rule knows it, or the engine is broken.
 */
bool kntop_engine_host(struct kntop_engine *e, const char *name, u32 len,
		       struct kntop_door_label *label);

/** kntop_engine_flow_free - free a flow. Does nothing when the engine is broken. */
void kntop_engine_flow_free(struct kntop_engine *e, u32 flow);

/* ---- names --------------------------------------------------------------- */

/**
 * struct kntop_engine_name - a name and what belongs to it
 * @name: the name
 * @score: of a risk
 * @category: of a protocol
 * @breed: of a protocol
 * @cleartext: of a protocol: it is not encrypted
 */
struct kntop_engine_name {
	char	name[KNTOP_DOOR_NAME_MAX];
	u16	score;
	u16	category;
	u16	breed;
	bool	cleartext;
};

/** kntop_engine_describe - look up name @number; KNTOP_DOOR_END when the engine breaks. */
enum kntop_door_description kntop_engine_describe(struct kntop_engine *e,
						  enum kntop_door_kind kind, u32 number,
						  struct kntop_engine_name *name);

/**
 * kntop_engine_protocols - how many protocols there are
 * @e: engine
 * @builtin: how many of them are nDPI's own, not from rules
 *
 * Return: their number, "Unknown" included; at most 65536.
 */
u32 kntop_engine_protocols(const struct kntop_engine *e, u32 *builtin);

#endif /* KNTOP_NDPI_ENGINE_H */
