// SPDX-License-Identifier: GPL-2.0-or-later
/* Traps: why the classifier's library was stopped. */
#include "parse.h"
#include "trap.h"

void kntop_trap_init(struct kntop_trap *trap, unsigned int kind)
{
	*trap = (struct kntop_trap){
		.kind = kind,
		.l4 = -1,
		.client = { .port = -1 },
		.server = { .port = -1 },
	};
}

static void parse_end(const struct nlattr *nest, struct kntop_trap_end *end)
{
	const struct nlattr *a;
	int rest;

	kntop_for_each_nested(a, nest, rest) {
		switch (kntop_attr_type(a)) {
		case KNTOP_ENDPOINT_A_ADDR:
			kntop_parse_address(a, &end->addr);
			break;
		case KNTOP_ENDPOINT_A_PORT:
			end->port = kntop_parse_u16(a);
			break;
		}
	}
}

static void parse_flow(const struct nlattr *a, struct kntop_trap *t)
{
	switch (kntop_attr_type(a)) {
	case KNTOP_TRAP_A_L4:
		t->l4 = kntop_parse_u8(a);
		break;
	case KNTOP_TRAP_A_FLOW_ID:
		t->flow_id = kntop_parse_u64(a);
		break;
	case KNTOP_TRAP_A_CLIENT:
		parse_end(a, &t->client);
		break;
	case KNTOP_TRAP_A_SERVER:
		parse_end(a, &t->server);
		break;
	}
}

void kntop_trap_parse(const struct nlattr *nest, struct kntop_trap *trap)
{
	const struct nlattr *a;
	int rest;

	kntop_trap_init(trap, KNTOP_TRAP_KIND_NONE);
	kntop_for_each_nested(a, nest, rest) {
		switch (kntop_attr_type(a)) {
		case KNTOP_TRAP_A_KIND:
			trap->kind = kntop_parse_u32(a);
			break;
		case KNTOP_TRAP_A_COUNT:
			trap->count = kntop_parse_u64(a);
			break;
		case KNTOP_TRAP_A_FIRST:
			trap->first = kntop_parse_u64(a);
			break;
		case KNTOP_TRAP_A_LAST:
			trap->last = kntop_parse_u64(a);
			break;
		case KNTOP_TRAP_A_FUNCTION:
			kntop_parse_string(a, trap->function, sizeof(trap->function));
			break;
		case KNTOP_TRAP_A_DISSECTOR:
			kntop_parse_string(a, trap->dissector, sizeof(trap->dissector));
			break;
		default:
			parse_flow(a, trap);
		}
	}
}
