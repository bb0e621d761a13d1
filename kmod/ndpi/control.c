// SPDX-License-Identifier: GPL-2.0-or-later
#include <linux/cpumask.h>
#include <linux/kernel.h>
#include <linux/log2.h>
#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/sizes.h>
#include <linux/string.h>

#include "control.h"
#include "inspect.h"
#include "derive.h"
#include "numbers.h"
#include "pending.h"
#include "workers.h"

/* RAM for each flow that may be undecided: 65536 with a gigabyte, or more. */
#define KNTOP_CONTROL_RAM_PER_FLOW	SZ_16K
#define KNTOP_CONTROL_FLOWS_LEAST	1024
#define KNTOP_CONTROL_FLOWS_MOST	65536
/* Most flows need less, those with a TLS handshake up to twice as much. */
#define KNTOP_CONTROL_BYTES_PER_FLOW	2048
#define KNTOP_CONTROL_WORKERS		4

/* Protected by the core's letting in one call at a time. */
static struct kntop_dpi_settings kntop_control_now;
static struct kntop_rules kntop_control_rules_now;

/* ---- settings ---------------------------------------------------------- */

static int kntop_control_cpus(const char *list, struct cpumask *cpus)
{
	if (!*list) {
		cpumask_copy(cpus, cpu_possible_mask);
		return 0;
	}
	if (cpulist_parse(list, cpus) || !cpumask_intersects(cpus, cpu_online_mask))
		return -EINVAL;
	return 0;
}

static int kntop_control_apply(const struct kntop_dpi_settings *s,
			       const struct cpumask *cpus)
{
	const struct kntop_dpi_settings *now = &kntop_control_now;
	int err;

	if (s->workers != now->workers || s->ring != now->ring) {
		err = kntop_workers_replace(s, &kntop_control_rules_now, cpus);
		if (err)
			return err;
	} else if (strcmp(s->cpus, now->cpus)) {
		kntop_workers_move(cpus);
	}
	kntop_workers_limit(s);
	kntop_pending_limit(s->packets, s->flows_max);
	kntop_derive_enable(s->derive);
	kntop_inspect_correct(s->corrections);
	kntop_control_now = *s;
	return 0;
}

int kntop_control_configure(const struct kntop_dpi_settings *wanted)
{
	struct kntop_dpi_settings s = *wanted;
	cpumask_var_t cpus;
	int err;

	if (!alloc_cpumask_var(&cpus, GFP_KERNEL))
		return -ENOMEM;
	s.ring = roundup_pow_of_two(s.ring);
	err = kntop_control_cpus(s.cpus, cpus);
	if (!err)
		err = kntop_control_apply(&s, cpus);
	free_cpumask_var(cpus);
	return err;
}

void kntop_control_settings(struct kntop_dpi_settings *s)
{
	*s = kntop_control_now;
}

int kntop_control_start(void)
{
	u64 ram = (u64)totalram_pages() << PAGE_SHIFT;
	u64 flows = roundup_pow_of_two(div_u64(ram, KNTOP_CONTROL_RAM_PER_FLOW));
	struct kntop_dpi_settings s = {
		.packets = KNTOP_ENGINE_PACKETS_MAX,
		.workers = min(num_online_cpus(), (unsigned int)KNTOP_CONTROL_WORKERS),
		.ring = SZ_1M,
		.budget = KNTOP_ENGINE_BUDGET,
		.derive = true,
		.corrections = true,
		.flows_max = clamp_t(u64, flows, KNTOP_CONTROL_FLOWS_LEAST,
				     KNTOP_CONTROL_FLOWS_MOST),
	};

	s.bytes_max = (u64)s.flows_max * KNTOP_CONTROL_BYTES_PER_FLOW;
	return kntop_control_configure(&s);
}

/* ---- rules ------------------------------------------------------------- */

/* Their octets, the NUL behind the last one included. */
static size_t kntop_control_size(const char *lines, u32 *count)
{
	const char *line;

	*count = 0;
	for (line = lines; *line; line += strlen(line) + 1)
		*count += *line != '#';
	return line + 1 - lines;
}

/* A translated number may have so many digits more. */
#define KNTOP_CONTROL_LONGER	2

/*
 * Copies a line "name category-number", with nDPI's number in place of the
 * catalogue's. What is no such line is left as it is, for the engine to refuse.
 */
static size_t kntop_control_translate(char *to, size_t size, const char *line)
{
	size_t name = strlen(line);
	unsigned int number;

	while (name && line[name - 1] != ' ' && line[name - 1] != '\t')
		name--;
	if (*line == '#' || !name || kstrtouint(line + name, 10, &number))
		return scnprintf(to, size, "%s", line) + 1;
	return scnprintf(to, size, "%.*s%u", (int)name, line,
			 kntop_numbers_category(number)) + 1;
}

/* Copies lines as the engine wants them. NULL: memory is short. */
static char *kntop_control_copy(enum kntop_label_kind kind, const char *lines,
				u32 *count)
{
	size_t size = kntop_control_size(lines, count), used = 0;
	char *copy;

	if (kind == KNTOP_LABEL_CATEGORY)
		size += *count * KNTOP_CONTROL_LONGER;
	copy = kvmalloc(size, GFP_KERNEL | __GFP_NOWARN);
	if (!copy)
		return NULL;
	if (kind != KNTOP_LABEL_CATEGORY)
		return memcpy(copy, lines, size);
	for (; *lines; lines += strlen(lines) + 1)
		used += kntop_control_translate(copy + used, size - used, lines);
	copy[used] = '\0';
	return copy;
}

int kntop_control_load(enum kntop_label_kind kind, const char *lines, u32 *bad)
{
	struct kntop_rules rules = kntop_control_rules_now;
	int err;

	*bad = 0;
	rules.text[kind] = kntop_control_copy(kind, lines, &rules.lines[kind]);
	if (!rules.text[kind])
		return -ENOMEM;
	err = kntop_workers_load(&rules, bad);
	if (err) {
		kvfree(rules.text[kind]);
		return err;
	}
	kvfree(kntop_control_rules_now.text[kind]);
	kntop_control_rules_now = rules;
	return 0;
}

const struct kntop_rules *kntop_control_rules(void)
{
	return &kntop_control_rules_now;
}

void kntop_control_stop(void)
{
	kvfree(kntop_control_rules_now.text[KNTOP_LABEL_PROTOCOL]);
	kvfree(kntop_control_rules_now.text[KNTOP_LABEL_CATEGORY]);
}
