// SPDX-License-Identifier: GPL-2.0-or-later
/* The words of one command, taken one by one. */
#include <ctype.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include "args.h"
#include "keyword.h"
#include "utf8.h"

#define SHOWN	100

static const char *show(const char *word, char *buf)
{
	return utf8_escape(word, buf, SHOWN);
}

const char *args_peek(const struct args *args)
{
	return args->words[args->next];
}

const char *args_take(struct args *args)
{
	const char *word = args->words[args->next];

	if (word)
		args->next++;
	return word;
}

int args_end(const struct ctl *ctl, const struct args *args)
{
	const char *word = args_peek(args);
	char buf[SHOWN];

	if (!word)
		return CTL_OK;
	return ctl_complain(ctl, "'%s' is one word too many (see: ntopctl --help)",
			    show(word, buf));
}

int args_keyword(const struct ctl *ctl, struct args *args, const char *const *words)
{
	const char *word = args_take(args);
	int found = keyword_match(word ? word : "", words);
	char buf[800];

	if (found >= 0)
		return found;
	ctl_complain(ctl, "%s", keyword_explain(word ? word : "", words, buf, sizeof(buf)));
	return -1;
}

const char *args_value(const struct ctl *ctl, struct args *args, const char *what)
{
	const char *word = args_take(args);

	if (!word || !word[0]) {
		ctl_complain(ctl, "%s is missing", what);
		return NULL;
	}
	return word;
}

const char *args_expression(const struct ctl *ctl, struct args *args, const char *const *known)
{
	const char *word = args_value(ctl, args, "filter EXPRESSION"), *next = args_peek(args);
	char buf[SHOWN], behind[SHOWN];

	if (!word || !next || keyword_match(next, known) != KEYWORD_NONE)
		return word;
	ctl_complain(ctl, "filter: an expression is one word: put it in quotes, as '%s %s%s'",
		     show(word, buf), show(next, behind),
		     args->words[args->next + 1] ? " ..." : "");
	return NULL;
}

bool args_parse_number(const char *text, uint64_t *value)
{
	uint64_t v = 0;

	if (!text[0])
		return false;
	for (; *text; text++) {
		if (!isdigit((unsigned char)*text) ||
		    __builtin_mul_overflow(v, 10, &v) ||
		    __builtin_add_overflow(v, *text - '0', &v))
			return false;
	}
	*value = v;
	return true;
}

int args_number(const struct ctl *ctl, struct args *args, const char *what,
		uint64_t min, uint64_t max, uint64_t *value)
{
	const char *word = args_value(ctl, args, what);
	char buf[SHOWN];

	if (!word)
		return CTL_USAGE;
	if (args_parse_number(word, value) && *value >= min && *value <= max)
		return CTL_OK;
	if (max == UINT64_MAX)
		return ctl_complain(ctl, "%s: '%s' is not a number", what, show(word, buf));
	return ctl_complain(ctl, "%s: '%s' is not a number from %" PRIu64 " to %" PRIu64,
			    what, show(word, buf), min, max);
}

int args_id(const struct ctl *ctl, struct args *args, const char *what, uint64_t *id)
{
	const char *word = args_value(ctl, args, what);
	char buf[SHOWN];

	if (!word)
		return CTL_USAGE;
	*id = 0;
	if (strlen(word) <= 16 && strspn(word, "0123456789abcdefABCDEF") == strlen(word))
		*id = strtoull(word, NULL, 16);
	if (*id)
		return CTL_OK;
	return ctl_complain(ctl, "%s: '%s' is not 16 hexadecimal digits, such as 00c0ffee00c0ffee",
			    what, show(word, buf));
}

int args_address(const struct ctl *ctl, struct args *args, const char *what,
		 struct kntop_address *addr)
{
	const char *word = args_value(ctl, args, what);
	char buf[SHOWN];

	if (!word)
		return CTL_USAGE;
	if (!kntop_address_parse(word, addr))
		return CTL_OK;
	return ctl_complain(ctl, "%s: '%s' is not an IP address", what, show(word, buf));
}

int args_interface_name(const struct ctl *ctl, struct args *args, const char *what,
			const char **name)
{
	const char *word = args_value(ctl, args, what);
	char buf[SHOWN];

	if (!word)
		return CTL_USAGE;
	if (strlen(word) >= KNTOP_NAME_SIZE)
		return ctl_complain(ctl, "%s: '%s' is longer than %d characters", what,
				    show(word, buf), KNTOP_NAME_SIZE - 1);
	*name = word;
	return CTL_OK;
}

int args_l4(const struct ctl *ctl, struct args *args, int *protocol)
{
	const char *word = args_value(ctl, args, "l4 PROTOCOL");
	uint64_t number;
	char buf[SHOWN];

	if (!word)
		return CTL_USAGE;
	*protocol = kntop_l4_number(word);
	if (*protocol >= 0)
		return CTL_OK;
	if (args_parse_number(word, &number) && number <= 255) {
		*protocol = number;
		return CTL_OK;
	}
	return ctl_complain(ctl, "l4: '%s' is no protocol (tcp, udp, icmp, icmpv6 ... or 0 to 255)",
			    show(word, buf));
}

/* Reads DIGITS[.DIGITS] into thousandths: where it ended, or NULL. */
static const char *parse_thousandths(const char *text, uint64_t *value)
{
	uint64_t v = 0;
	int decimals = -1;

	if (!isdigit((unsigned char)*text))
		return NULL;
	for (; decimals < 3; text++) {
		if (*text == '.' && decimals < 0) {
			decimals = 0;
			continue;
		}
		if (!isdigit((unsigned char)*text))
			break;
		if (__builtin_mul_overflow(v, 10, &v) ||
		    __builtin_add_overflow(v, *text - '0', &v))
			return NULL;
		if (decimals >= 0)
			decimals++;
	}
	for (decimals = decimals < 0 ? 0 : decimals; decimals < 3; decimals++)
		if (__builtin_mul_overflow(v, 10, &v))
			return NULL;
	*value = v;
	return text;
}

bool args_parse_rate(const char *text, uint64_t *octets)
{
	static const char prefixes[] = "kMGT";
	uint64_t value, divisor;
	const char *unit = parse_thousandths(text, &value);
	const char *prefix;
	bool in_octets;

	if (!unit)
		return false;
	prefix = *unit ? strchr(prefixes, *unit == 'K' ? 'k' : *unit) : NULL;
	if (prefix) {
		for (const char *p = prefixes; p <= prefix; p++)
			if (__builtin_mul_overflow(value, 1000, &value))
				return false;
		unit++;
	}
	in_octets = *unit == 'B';
	if (in_octets)
		unit++;
	else if (!strncmp(unit, "bit", 3))
		unit += 3;
	if (*unit && strcmp(unit, "/s"))
		return false;
	/* Upwards: a rate above zero must not become none. */
	divisor = in_octets ? 1000 : 8000;
	*octets = value / divisor + (value % divisor != 0);
	return true;
}

int args_rate(const struct ctl *ctl, struct args *args, uint64_t *octets)
{
	const char *word = args_value(ctl, args, "min-rate RATE");
	char buf[SHOWN];

	if (!word)
		return CTL_USAGE;
	if (args_parse_rate(word, octets))
		return CTL_OK;
	return ctl_complain(ctl, "min-rate: '%s' is no rate (bits a second: 500k, 1.5M, 2Gbit/s; octets: 80kB/s)",
			    show(word, buf));
}

bool args_parse_size(const char *text, uint64_t *octets)
{
	static const char prefixes[] = "kMGT";
	size_t digits = strspn(text, "0123456789");
	char number[24] = "";
	const char *unit = text + digits, *prefix;

	if (!digits || digits >= sizeof(number))
		return false;
	memcpy(number, text, digits);
	if (!args_parse_number(number, octets))
		return false;
	prefix = *unit ? strchr(prefixes, *unit == 'K' ? 'k' : *unit) : NULL;
	if (prefix) {
		bool binary = unit[1] == 'i';

		for (const char *p = prefixes; p <= prefix; p++)
			if (__builtin_mul_overflow(*octets, binary ? 1024 : 1000, octets))
				return false;
		unit += binary ? 2 : 1;
	}
	return !*unit || !strcmp(unit, "B");
}

int args_size(const struct ctl *ctl, struct args *args, const char *what, uint64_t min,
	      uint64_t max, uint64_t *octets)
{
	const char *word = args_value(ctl, args, what);
	char buf[SHOWN];

	if (!word)
		return CTL_USAGE;
	if (args_parse_size(word, octets) && *octets >= min && *octets <= max)
		return CTL_OK;
	if (max == UINT64_MAX)
		return ctl_complain(ctl, "%s: '%s' is no size of at least %" PRIu64
				    " octets (65536, 500k, 16MiB)", what, show(word, buf), min);
	return ctl_complain(ctl, "%s: '%s' is no size from %" PRIu64 " to %" PRIu64
			    " octets (65536, 500k, 16MiB)", what, show(word, buf), min, max);
}
