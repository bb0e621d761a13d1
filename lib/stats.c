// SPDX-License-Identifier: GPL-2.0-or-later
/* Fill of the tables, losses, the accounting worker. */
#include "parse.h"
#include "request.h"

static void parse_table(const struct nlattr *nest, struct kntop_stats *s)
{
	struct kntop_table_info t = { 0 };
	uint32_t kind = UINT32_MAX;
	const struct nlattr *a;
	int rest;

	kntop_for_each_nested(a, nest, rest) {
		switch (kntop_attr_type(a)) {
		case KNTOP_TABLE_A_KIND:
			kind = kntop_parse_u32(a);
			break;
		case KNTOP_TABLE_A_ENTRIES:
			t.entries = kntop_parse_u64(a);
			break;
		case KNTOP_TABLE_A_LIMIT:
			t.limit = kntop_parse_u64(a);
			break;
		case KNTOP_TABLE_A_BYTES:
			t.bytes = kntop_parse_u64(a);
			break;
		case KNTOP_TABLE_A_ENTRY_BYTES:
			t.entry_bytes = kntop_parse_u32(a);
			break;
		}
	}
	if (kind <= KNTOP_TABLE_MAX)
		s->tables[kind] = t;
}

static void parse_loss(const struct nlattr *nest, struct kntop_stats *s)
{
	struct kntop_loss_info l = { 0 };
	uint32_t kind = UINT32_MAX;
	const struct nlattr *a;
	int rest;

	kntop_for_each_nested(a, nest, rest) {
		switch (kntop_attr_type(a)) {
		case KNTOP_LOSS_A_KIND:
			kind = kntop_parse_u32(a);
			break;
		case KNTOP_LOSS_A_COUNT:
			l.count = kntop_parse_u64(a);
			break;
		case KNTOP_LOSS_A_OCTETS:
			l.octets = kntop_parse_u64(a);
			break;
		case KNTOP_LOSS_A_FIRST:
			l.first = kntop_parse_u64(a);
			break;
		case KNTOP_LOSS_A_LAST:
			l.last = kntop_parse_u64(a);
			break;
		}
	}
	if (kind <= KNTOP_LOSS_MAX)
		s->losses[kind] = l;
}

static int take(const struct nlattr *head, int len, void *data)
{
	struct kntop_stats *s = data;
	const struct nlattr *a;
	int rest;

	kntop_for_each_attr(a, head, len, rest) {
		switch (kntop_attr_type(a)) {
		case KNTOP_STATS_A_VERSION:
			kntop_parse_string(a, s->version, sizeof(s->version));
			break;
		case KNTOP_STATS_A_CLASSIFIER:
			kntop_parse_string(a, s->classifier, sizeof(s->classifier));
			break;
		case KNTOP_STATS_A_TABLE:
			parse_table(a, s);
			break;
		case KNTOP_STATS_A_LOSS:
			parse_loss(a, s);
			break;
		case KNTOP_STATS_A_ENDED_FIRST:
			s->ended_first = kntop_parse_u64(a);
			break;
		case KNTOP_STATS_A_ENDED_NEXT:
			s->ended_next = kntop_parse_u64(a);
			break;
		case KNTOP_STATS_A_ENDED_OFFLINE_FIRST:
			s->ended_offline_first = kntop_parse_u64(a);
			break;
		case KNTOP_STATS_A_ENDED_OFFLINE_NEXT:
			s->ended_offline_next = kntop_parse_u64(a);
			break;
		case KNTOP_STATS_A_FOLDS:
			s->folds = kntop_parse_u64(a);
			break;
		case KNTOP_STATS_A_FOLDED:
			s->folded = kntop_parse_u64(a);
			break;
		case KNTOP_STATS_A_FOLD_TIME:
			s->fold_time = kntop_parse_u64(a);
			break;
		case KNTOP_STATS_A_TICK_TIME:
			s->tick_time = kntop_parse_u64(a);
			break;
		case KNTOP_STATS_A_DPI_TRAPS:
			s->dpi_traps = kntop_parse_u64(a);
			break;
		case KNTOP_STATS_A_INSTANCE:
			s->instance = kntop_parse_u64(a);
			break;
		case KNTOP_STATS_A_FRAGMENTS:
			kntop_parse_counter(a, &s->fragments);
			break;
		}
	}
	return 0;
}

int kntop_stats_get(struct kntop *k, struct kntop_stats *stats,
		    struct kntop_error *err)
{
	struct kntop_request rq;

	*stats = (struct kntop_stats){ 0 };
	kntop_request_init(&rq, k, KNTOP_CMD_STATS_GET);
	return kntop_request_do(k, &rq, take, stats, err);
}
