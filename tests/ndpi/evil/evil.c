// SPDX-License-Identifier: GPL-2.0-or-later
/* evil: the exports of the evil guest. */
#include <stdlib.h>
#include <string.h>

#include "evil.h"

/* Octets before the payload of UDP over IPv4. */
#define HEADERS		28
#define NAME_SIZE	64

/* Protocols. */
#define INNOCENT	1
#define OBEYED		2
#define PROTOCOLS	3

struct evil evil;
struct kntop_door evil_door;

/**
 * struct flow - a flow
 * @app: what it is
 * @done: nothing more to learn
 * @name: what it said its name is, or the result of what was commanded
 */
struct flow {
	uint32_t	app;
	bool		done;
	char		name[NAME_SIZE];
};

void evil_act(enum evil_export which)
{
	uint64_t steps = evil.mood_number;

	if (evil.mood[which] && evil.mood[which] < EVIL_RUIN && evil.mood_number) {
		evil.mood_number--;
		return;
	}
	switch (evil.mood[which]) {
	case EVIL_TRAP:
		__builtin_trap();
	case EVIL_LOOP:
		for (;;)
			kntop_host_random();	/* for a slow turn */
	case EVIL_RUIN:
		memset(&evil_door, 0xff, sizeof(evil_door));
		break;
	case EVIL_SLOW:
		while (steps--)
			kntop_host_random();
		break;
	}
}

static bool begins(const char *s, uint32_t len, const char *word)
{
	return len >= strlen(word) && !memcmp(s, word, strlen(word));
}

/* ---- beginning ----------------------------------------------------------- */

/*
 * Nothing was said yet when the kernel asks for the door and for memory. So the clock
 * chooses these lies: in the year 2096 the last two digits of the seconds, divided by
 * eight, are the number of one. The kernel asks within its eight seconds.
 */
#define CLOCK_BEGIN	4000000000U
#define CLOCK_LIES	16

static uint32_t clock_lie(void)
{
	uint64_t now = kntop_host_now() / 1000000;

	return now >= CLOCK_BEGIN && now < CLOCK_BEGIN + CLOCK_LIES * 1000 ?
	       (now - CLOCK_BEGIN) / 1000 : 0;
}

static uint32_t memory_end(void)
{
	return __builtin_wasm_memory_size(0) * 65536;
}

uint32_t kntop_guest_door(void)
{
	switch (clock_lie()) {
	case 1: return 0;
	case 2: return 1;
	case 3: return memory_end() - sizeof(evil_door);
	case 4: return memory_end() - sizeof(evil_door) + 1;
	case 5: return memory_end();
	case 6: return 0x80000000;
	case 7: return 0xffffffff;
	case 8: __builtin_trap();
	case 9: for (;;)
			__asm__ volatile("");
	}
	return (uint32_t)&evil_door;
}

uint32_t kntop_guest_alloc(uint32_t octets)
{
	switch (clock_lie()) {
	case 10: return 0;
	case 11: return memory_end() - octets + 1;
	case 12: return 0xffffffff;
	case 13: return (uint32_t)&evil_door;
	case 14: __builtin_trap();
	case 15: for (;;)
			__asm__ volatile("");
	}
	return (uint32_t)malloc(octets);
}

/* The linker's. A guest that calls it is not wrapped as a program by the linker. */
void __wasm_call_ctors(void);

uint32_t kntop_guest_init(uint32_t protocols, uint32_t categories)
{
	const char *lines = (const char *)protocols;
	uint64_t result;

	(void)categories;
	__wasm_call_ctors();
	evil_door.protocols = PROTOCOLS;
	evil_door.builtin = PROTOCOLS;
	for (; lines && *lines; lines += strlen(lines) + 1) {
		lines += 5 * begins(lines, strlen(lines), "host:");
		evil_obey(lines, strlen(lines), &result);
	}
	return evil.status;
}

/* ---- names --------------------------------------------------------------- */

static uint32_t named(const char *s)
{
	evil_door.name.address = (uint32_t)s;
	return s ? KNTOP_DOOR_NAMED : KNTOP_DOOR_END;
}

static uint32_t sane_name(uint32_t kind, uint32_t n)
{
	static const char *const names[][PROTOCOLS] = {
		[KNTOP_DOOR_PROTOCOL] = { "Unknown", "Innocent", "Obeyed" },
		[KNTOP_DOOR_CATEGORY] = { "Unspecified", "Evil" },
		[KNTOP_DOOR_BREED] = { "Unrated" },
		[KNTOP_DOOR_RISK] = { "Evil deed" },
		[KNTOP_DOOR_VERSION] = { "of evil" },
	};

	memset(&evil_door.name, 0, sizeof(evil_door.name));
	if (kind > KNTOP_DOOR_VERSION || n >= PROTOCOLS)
		return KNTOP_DOOR_END;
	return named(names[kind][n]);
}

static uint32_t numbered_name(uint32_t n)
{
	static char name[16];
	char *at = name + sizeof(name) - 1;

	do {
		*--at = '0' + n % 10;
		n /= 10;
	} while (n);
	*--at = '#';
	return named(at);
}

static uint32_t long_name(void)
{
	uint32_t end = memory_end();

	memset((void *)(end - 100), 'x', 100);
	return named((const char *)(end - 100));
}

uint32_t kntop_guest_describe(uint32_t kind, uint32_t n)
{
	evil_act(EVIL_DESCRIBE);
	if (!evil.names || kind != evil.names_kind)
		return sane_name(kind, n);
	switch (evil.names) {
	case EVIL_NAMES_ENDLESS:
		return numbered_name(n);
	case EVIL_NAMES_SAME:
		return named("the same");
	case EVIL_NAMES_GAPS:
		return KNTOP_DOOR_GAP;
	case EVIL_NAMES_LONG:
		return long_name();
	case EVIL_NAMES_OUTSIDE:
		return named((const char *)evil.names_number);
	case EVIL_NAMES_NUMBERS:
		sane_name(kind, n);
		evil_door.name.score = evil_door.name.category = 0xffff;
		evil_door.name.breed = evil_door.name.cleartext = 0xffff;
		return evil_door.name.address ? KNTOP_DOOR_NAMED : KNTOP_DOOR_END;
	}
	sane_name(kind, n);
	return evil.names_number;
}

/* ---- flows --------------------------------------------------------------- */

void kntop_guest_forget(void)
{
	evil_act(EVIL_FORGET);
}

static void tell_memory(int32_t octets)
{
	evil_door.flow_octets += octets;
	evil_door.allocations++;
	if (evil.lies & EVIL_LIE_OCTETS) {
		evil_door.flow_octets = evil.octets;
		evil_door.allocations = evil.allocations;
	}
}

uint32_t kntop_guest_flow_new(uint32_t past)
{
	(void)past;
	evil_act(EVIL_NEW);
	tell_memory(sizeof(struct flow));
	if (evil.lies & EVIL_LIE_FLOW)
		return evil.flow;
	return (uint32_t)calloc(1, sizeof(struct flow));
}

void kntop_guest_flow_free(uint32_t flow)
{
	evil_act(EVIL_FREE);
	tell_memory(-(int32_t)sizeof(struct flow));
	if (!(evil.lies & EVIL_LIE_FLOW))
		free((void *)flow);
}

static void hexadecimal(char *to, uint64_t n)
{
	int shift;

	for (shift = 60; shift >= 0; shift -= 4)
		*to++ = "0123456789abcdef"[n >> shift & 15];
	*to = '\0';
}

/* HELLO NAME is all that there is to know, of "HOW DO YOU DO NAME" more is to come. */
static void look(struct flow *f, const char *s, uint32_t len)
{
	uint64_t result = 0;
	uint32_t skip = 0;

	if (evil_obey(s, len, &result)) {
		f->app = OBEYED;
		f->done = true;
		hexadecimal(f->name, result);
		return;
	}
	if (begins(s, len, "HELLO ")) {
		skip = 6;
		f->done = true;
	} else if (begins(s, len, "HOW DO YOU DO ")) {
		skip = 14;
	} else {
		return;
	}
	f->app = INNOCENT;
	len = len - skip < NAME_SIZE - 1 ? len - skip : NAME_SIZE - 1;
	memcpy(f->name, s + skip, len);
}

static void tell_label(const struct flow *f)
{
	evil_door.label = (struct kntop_door_label){
		.app = f->app,
		.category = f->app == OBEYED,
		.confidence = f->app ? KNTOP_DOOR_DPI : KNTOP_DOOR_UNKNOWN,
	};
	if (evil.lies & EVIL_LIE_LABEL)
		evil_door.label = evil.label;
}

uint32_t kntop_guest_flow_see(uint32_t flow, uint32_t len, uint64_t time)
{
	struct flow *f = (struct flow *)flow;

	(void)time;
	evil_act(EVIL_SEE);
	if (len > HEADERS && evil_door.packet[0] == 0x45 && evil_door.packet[9] == 17)
		look(f, (const char *)evil_door.packet + HEADERS, len - HEADERS);
	tell_label(f);
	tell_memory(0);
	if (evil.lies & EVIL_LIE_ANSWER)
		return evil.answer;
	if (f->done)
		return KNTOP_DOOR_ENOUGH;
	return f->app ? KNTOP_DOOR_FOUND : KNTOP_DOOR_MORE;
}

void kntop_guest_flow_conclude(uint32_t flow)
{
	struct flow *f = (struct flow *)flow;

	evil_act(EVIL_CONCLUDE);
	tell_label(f);
	memset(&evil_door.facts, 0, sizeof(evil_door.facts));
	evil_door.facts.dns_reply_code = -1;
	if (f->app)
		evil_door.facts.string[KNTOP_DOOR_SERVER_NAME] = (uint32_t)f->name;
	if (evil.lies & EVIL_LIE_FACTS)
		evil_door.facts = evil.facts;
}
