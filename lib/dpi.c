// SPDX-License-Identifier: GPL-2.0-or-later
/* The classifier, its settings and workers. */
#include <errno.h>
#include "error.h"
#include "parse.h"
#include "request.h"
#include "trap.h"

static void parse_skip(const struct nlattr *nest, struct kntop_dpi *d)
{
	struct kntop_skip_info s = { 0 };
	uint32_t reason = UINT32_MAX;
	const struct nlattr *a;
	int rest;

	kntop_for_each_nested(a, nest, rest) {
		switch (kntop_attr_type(a)) {
		case KNTOP_SKIP_A_REASON:
			reason = kntop_parse_u32(a);
			break;
		case KNTOP_SKIP_A_PACKETS:
			s.packets = kntop_parse_u64(a);
			break;
		case KNTOP_SKIP_A_FLOWS:
			s.flows = kntop_parse_u64(a);
			break;
		case KNTOP_SKIP_A_FIRST:
			s.first = kntop_parse_u64(a);
			break;
		case KNTOP_SKIP_A_LAST:
			s.last = kntop_parse_u64(a);
			break;
		}
	}
	if (reason <= KNTOP_SKIP_MAX)
		d->skips[reason] = s;
}

static void parse_worker_state(const struct nlattr *a, struct kntop_worker *w)
{
	switch (kntop_attr_type(a)) {
	case KNTOP_WORKER_A_DEPTH:
		w->depth = kntop_parse_u32(a);
		break;
	case KNTOP_WORKER_A_DEPTH_MAX:
		w->depth_max = kntop_parse_u32(a);
		break;
	case KNTOP_WORKER_A_FILL:
		w->fill = kntop_parse_u32(a);
		break;
	case KNTOP_WORKER_A_FLOWS:
		w->flows = kntop_parse_u32(a);
		break;
	case KNTOP_WORKER_A_MEMORY:
		w->memory = kntop_parse_u64(a);
		break;
	case KNTOP_WORKER_A_ALLOCATIONS:
		w->allocations = kntop_parse_u64(a);
		break;
	case KNTOP_WORKER_A_STACK:
		w->stack = kntop_parse_u32(a);
		break;
	case KNTOP_WORKER_A_STEPS_MAX:
		w->steps_max = kntop_parse_u64(a);
		break;
	}
}

static void parse_worker(const struct nlattr *nest, struct kntop_dpi *d)
{
	struct kntop_worker *w = &d->workers[d->worker_count];
	const struct nlattr *a;
	int rest;

	if (d->worker_count == KNTOP_DPI_WORKERS)
		return;
	d->worker_count++;
	kntop_for_each_nested(a, nest, rest) {
		switch (kntop_attr_type(a)) {
		case KNTOP_WORKER_A_ID:
			w->id = kntop_parse_u32(a);
			break;
		case KNTOP_WORKER_A_PID:
			w->pid = kntop_parse_u32(a);
			break;
		case KNTOP_WORKER_A_QUEUED:
			w->queued = kntop_parse_u64(a);
			break;
		case KNTOP_WORKER_A_DISSECTED:
			w->dissected = kntop_parse_u64(a);
			break;
		case KNTOP_WORKER_A_DECIDED:
			w->decided = kntop_parse_u64(a);
			break;
		case KNTOP_WORKER_A_TIME:
			w->time = kntop_parse_u64(a);
			break;
		case KNTOP_WORKER_A_TIME_MAX:
			w->time_max = kntop_parse_u64(a);
			break;
		default:
			parse_worker_state(a, w);
		}
	}
}

static void parse_trap(const struct nlattr *nest, struct kntop_dpi *d)
{
	struct kntop_trap t;

	kntop_trap_parse(nest, &t);
	if (t.kind != KNTOP_TRAP_KIND_NONE && t.kind <= KNTOP_TRAP_KIND_MAX)
		d->traps[t.kind] = t;
}

/* True when the attribute was a setting. */
static bool parse_setting(const struct nlattr *a, struct kntop_dpi_settings *s)
{
	switch (kntop_attr_type(a)) {
	case KNTOP_DPI_A_ENABLED:
		s->enabled = kntop_parse_u8(a);
		break;
	case KNTOP_DPI_A_PACKETS:
		s->packets = kntop_parse_u32(a);
		break;
	case KNTOP_DPI_A_WORKERS:
		s->workers = kntop_parse_u32(a);
		break;
	case KNTOP_DPI_A_CPUS:
		kntop_parse_string(a, s->cpus, sizeof(s->cpus));
		break;
	case KNTOP_DPI_A_RING:
		s->ring = kntop_parse_u32(a);
		break;
	case KNTOP_DPI_A_FLOWS_MAX:
		s->flows_max = kntop_parse_u32(a);
		break;
	case KNTOP_DPI_A_BYTES_MAX:
		s->bytes_max = kntop_parse_u64(a);
		break;
	case KNTOP_DPI_A_BUDGET:
		s->budget = kntop_parse_u32(a);
		break;
	case KNTOP_DPI_A_DERIVE:
		s->derive = kntop_parse_u8(a);
		break;
	case KNTOP_DPI_A_CORRECTIONS:
		s->corrections = kntop_parse_u8(a);
		break;
	default:
		return false;
	}
	s->present |= 1ULL << kntop_attr_type(a);
	return true;
}

static void parse_state(const struct nlattr *a, struct kntop_dpi *d)
{
	switch (kntop_attr_type(a)) {
	case KNTOP_DPI_A_CLASSIFIER:
		kntop_parse_string(a, d->classifier, sizeof(d->classifier));
		break;
	case KNTOP_DPI_A_FLOWS:
		d->flows = kntop_parse_u32(a);
		break;
	case KNTOP_DPI_A_BYTES:
		d->bytes = kntop_parse_u64(a);
		break;
	case KNTOP_DPI_A_DECIDED:
		d->decided = kntop_parse_u64(a);
		break;
	case KNTOP_DPI_A_PROTOCOL_RULES:
		d->protocol_rules = kntop_parse_u32(a);
		break;
	case KNTOP_DPI_A_CATEGORY_RULES:
		d->category_rules = kntop_parse_u32(a);
		break;
	case KNTOP_DPI_A_RESTARTS:
		d->restarts = kntop_parse_u64(a);
		break;
	case KNTOP_DPI_A_IMAGE:
		d->image = kntop_parse_u64(a);
		break;
	case KNTOP_DPI_A_NAMES:
		d->names = kntop_parse_u32(a);
		break;
	case KNTOP_DPI_A_NAMES_EVICTED:
		d->names_evicted = kntop_parse_u64(a);
		break;
	case KNTOP_DPI_A_RESTART_NS_MAX:
		d->restart_ns_max = kntop_parse_u64(a);
		break;
	}
}

static int take(const struct nlattr *head, int len, void *data)
{
	struct kntop_dpi *d = data;
	const struct nlattr *a;
	int rest;

	kntop_for_each_attr(a, head, len, rest) {
		if (parse_setting(a, &d->settings))
			continue;
		switch (kntop_attr_type(a)) {
		case KNTOP_DPI_A_SKIP:
			parse_skip(a, d);
			break;
		case KNTOP_DPI_A_TRAP:
			parse_trap(a, d);
			break;
		case KNTOP_DPI_A_WORKER:
			parse_worker(a, d);
			break;
		default:
			parse_state(a, d);
		}
	}
	return 0;
}

int kntop_dpi_get(struct kntop *k, struct kntop_dpi *dpi, struct kntop_error *err)
{
	struct kntop_request rq;

	*dpi = (struct kntop_dpi){ 0 };
	for (unsigned int i = 0; i < __KNTOP_TRAP_KIND_MAX; i++)
		kntop_trap_init(&dpi->traps[i], i);
	kntop_request_init(&rq, k, KNTOP_CMD_DPI_GET);
	return kntop_request_do(k, &rq, take, dpi, err);
}

static bool has(const struct kntop_dpi_settings *s, int attribute)
{
	return s->present & 1ULL << attribute;
}

int kntop_dpi_set(struct kntop *k, const struct kntop_dpi_settings *s,
		  struct kntop_error *err)
{
	struct kntop_request rq;

	if (!s->present)
		return kntop_error_argument(err, EINVAL, "nothing to set");
	if (strnlen(s->cpus, sizeof(s->cpus)) == sizeof(s->cpus))
		return kntop_error_argument(err, EINVAL, "list of CPUs too long");
	kntop_request_init(&rq, k, KNTOP_CMD_DPI_SET);
	if (has(s, KNTOP_DPI_A_ENABLED))
		kntop_request_u8(&rq, KNTOP_DPI_A_ENABLED, s->enabled);
	if (has(s, KNTOP_DPI_A_PACKETS))
		kntop_request_u32(&rq, KNTOP_DPI_A_PACKETS, s->packets);
	if (has(s, KNTOP_DPI_A_WORKERS))
		kntop_request_u32(&rq, KNTOP_DPI_A_WORKERS, s->workers);
	if (has(s, KNTOP_DPI_A_CPUS))
		kntop_request_string(&rq, KNTOP_DPI_A_CPUS, s->cpus);
	if (has(s, KNTOP_DPI_A_RING))
		kntop_request_u32(&rq, KNTOP_DPI_A_RING, s->ring);
	if (has(s, KNTOP_DPI_A_FLOWS_MAX))
		kntop_request_u32(&rq, KNTOP_DPI_A_FLOWS_MAX, s->flows_max);
	if (has(s, KNTOP_DPI_A_BYTES_MAX))
		kntop_request_u64(&rq, KNTOP_DPI_A_BYTES_MAX, s->bytes_max);
	if (has(s, KNTOP_DPI_A_BUDGET))
		kntop_request_u32(&rq, KNTOP_DPI_A_BUDGET, s->budget);
	if (has(s, KNTOP_DPI_A_DERIVE))
		kntop_request_u8(&rq, KNTOP_DPI_A_DERIVE, s->derive);
	if (has(s, KNTOP_DPI_A_CORRECTIONS))
		kntop_request_u8(&rq, KNTOP_DPI_A_CORRECTIONS, s->corrections);
	return kntop_request_do(k, &rq, NULL, NULL, err);
}
