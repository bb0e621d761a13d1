// SPDX-License-Identifier: GPL-2.0-or-later
/* obey: what a line of words commands. */
#include <string.h>
#include <strings.h>

#include "evil.h"

struct line {
	const char	*at;
	const char	*end;
};

/* Also what ntopctl wants to see in a rule: host:"EVIL.COMMAND.NUMBER"@NAME */
static bool is_space(char c)
{
	return c == ' ' || c == '.' || c == '"' || c == '@' || c == '\n' || c == '\0';
}

/* The next word, up to @size less one of its characters. */
static bool word(struct line *l, char *to, uint32_t size)
{
	uint32_t n = 0;

	while (l->at < l->end && is_space(*l->at))
		l->at++;
	for (; l->at < l->end && !is_space(*l->at); l->at++)
		if (n < size - 1)
			to[n++] = *l->at;
	to[n] = '\0';
	return n;
}

/* Decimal digits. */
static uint64_t number(struct line *l)
{
	char digits[24], *d;
	uint64_t n = 0;

	word(l, digits, sizeof(digits));
	for (d = digits; *d >= '0' && *d <= '9'; d++)
		n = n * 10 + *d - '0';
	return n;
}

/* ---- moods and lies ------------------------------------------------------ */

/* EXPORT MOOD NUMBER */
static uint64_t set_mood(const uint64_t *n)
{
	evil.mood[n[0] % EVIL_EXPORTS] = n[1];
	evil.mood_number = n[2];
	return 0;
}

/* KIND NAMES NUMBER */
static uint64_t set_names(const uint64_t *n)
{
	evil.names_kind = n[0];
	evil.names = n[1];
	evil.names_number = n[2];
	return 0;
}

/* PROTOCOLS BUILTIN */
static uint64_t set_counts(const uint64_t *n)
{
	evil_door.protocols = n[0];
	evil_door.builtin = n[1];
	return 0;
}

static uint64_t lie_flow(const uint64_t *n)
{
	evil.lies |= EVIL_LIE_FLOW;
	evil.flow = n[0];
	return 0;
}

static uint64_t lie_answer(const uint64_t *n)
{
	evil.lies |= EVIL_LIE_ANSWER;
	evil.answer = n[0];
	return 0;
}

/* MASTER APP CATEGORY CONFIDENCE */
static uint64_t lie_label(const uint64_t *n)
{
	evil.lies |= EVIL_LIE_LABEL;
	evil.label = (struct kntop_door_label){ n[0], n[1], n[2], n[3] };
	return 0;
}

/* OCTETS ALLOCATIONS */
static uint64_t lie_octets(const uint64_t *n)
{
	evil.lies |= EVIL_LIE_OCTETS;
	evil.octets = n[0];
	evil.allocations = n[1];
	return 0;
}

/* ADDRESS: of all strings */
static uint64_t lie_strings(const uint64_t *n)
{
	uint32_t i;

	evil.lies |= EVIL_LIE_FACTS;
	for (i = 0; i < KNTOP_DOOR_STRINGS; i++)
		evil.facts.string[i] = n[0];
	return 0;
}

/* OCTET: all facts consist of it */
static uint64_t lie_facts(const uint64_t *n)
{
	evil.lies |= EVIL_LIE_FACTS;
	memset(&evil.facts, n[0], sizeof(evil.facts));
	return 0;
}

/* RISKS SCORE LENGTH: of the DNS address */
static uint64_t lie_risks(const uint64_t *n)
{
	evil.lies |= EVIL_LIE_FACTS;
	evil.facts.risks = n[0];
	evil.facts.score = n[1];
	evil.facts.dns_address_len = n[2];
	return 0;
}

/* Strings as long as its memory, without an end. */
static uint64_t lie_endless(const uint64_t *n)
{
	uint32_t end = __builtin_wasm_memory_size(0) * 65536;

	(void)n;
	memset((void *)(end - 4096), 'y', 4096);
	return lie_strings((const uint64_t[]){ end - 4000 });
}

static uint64_t be_sane(const uint64_t *n)
{
	(void)n;
	memset(&evil, 0, sizeof(evil));
	return 0;
}

/* For kntop_guest_init(): its STATUS, the NUMBER of the bad line. */
static uint64_t set_status(const uint64_t *n)
{
	evil.status = n[0];
	evil_door.bad_line = n[1];
	return 0;
}

/* Where the door is, the stack's end, the heap's begin. */
static uint64_t where(const uint64_t *n)
{
	extern char __heap_base, __data_end;

	switch (n[0]) {
	case 0: return (uint32_t)&evil_door;
	case 1: return (uint32_t)&__heap_base;
	}
	return (uint32_t)&__data_end;
}

/* ---- lines --------------------------------------------------------------- */

static const struct command {
	const char	*name;
	uint64_t	(*run)(const uint64_t *n);
} commands[] = {
	{ "load", evil_load }, { "store", evil_store }, { "sweep", evil_sweep }, { "strew", evil_strew },
	{ "copy", evil_copy }, { "fill", evil_fill }, { "ruin", evil_ruin }, { "size", evil_size },
	{ "grow", evil_grow }, { "swell", evil_swell }, { "divide", evil_divide },
	{ "compute", evil_compute }, { "call", evil_call }, { "deep", evil_deep },
	{ "deep_frames", evil_deep_frames }, { "twice", evil_twice }, { "loop", evil_loop },
	{ "steps", evil_steps }, { "trap", evil_trap },
	{ "mood", set_mood }, { "names", set_names }, { "counts", set_counts }, { "flow", lie_flow },
	{ "answer", lie_answer }, { "label", lie_label }, { "octets", lie_octets },
	{ "strings", lie_strings }, { "facts", lie_facts }, { "risks", lie_risks },
	{ "endless", lie_endless }, { "sane", be_sane }, { "status", set_status }, { "where", where },
};

bool evil_obey(const char *text, uint32_t len, uint64_t *result)
{
	struct line l = { text, text + len };
	uint64_t numbers[EVIL_NUMBERS];
	char name[16];
	uint32_t i;

	if (!word(&l, name, sizeof(name)) || strcasecmp(name, "EVIL"))
		return false;
	word(&l, name, sizeof(name));
	for (i = 0; i < EVIL_NUMBERS; i++)
		numbers[i] = number(&l);
	for (i = 0; i < sizeof(commands) / sizeof(*commands); i++)
		if (!strcmp(name, commands[i].name)) {
			*result = commands[i].run(numbers);
			return true;
		}
	return false;
}
