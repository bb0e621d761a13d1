// SPDX-License-Identifier: GPL-2.0-or-later
/* flow: a flow shown to nDPI packet by packet, and what it comes to. */
#include <stdlib.h>

#include "guest.h"
#include "order.h"

/* ndpiReader's limit, and with it that of nDPI's published results. */
#define UDP_PACKETS_MAX	25

static struct kntop_guest_flow *flow_at(uint32_t address)
{
	return (struct kntop_guest_flow *)(uintptr_t)address;
}

static void tell_memory(void)
{
	kntop_guest_mailbox.flow_octets = kntop_memory_octets;
	kntop_guest_mailbox.allocations = kntop_memory_allocations;
	kntop_guest_mailbox.strays = kntop_memory_strays;
}

uint32_t kntop_guest_flow_new(uint32_t past)
{
	struct kntop_guest_flow *f = calloc(1, sizeof(*f));

	if (!f)
		return 0;
	f->past = past;
	kntop_memory_charge(sizeof(*f));
	tell_memory();
	return (uint32_t)(uintptr_t)f;
}

void kntop_guest_flow_free(uint32_t address)
{
	struct kntop_guest_flow *f = flow_at(address);

	kntop_guest_digest(f);
	kntop_memory_clear(&f->memory);
	kntop_memory_charge(-(int32_t)sizeof(*f));
	free(f);
	tell_memory();
}

/* ---- labels -------------------------------------------------------------- */

static void label_set(const struct kntop_guest_flow *f)
{
	struct kntop_door_label *label = &kntop_guest_mailbox.label;

	label->master = KNTOP_VERSION_PAIR(&f->last).master_protocol;
	label->app = KNTOP_VERSION_PAIR(&f->last).app_protocol;
	label->category = f->last.category;
	label->confidence = kntop_version_confidence(f->ndpi.confidence);
	/* Where nDPI has a master only, that is what the flow is. */
	if (!label->app || label->app == label->master) {
		label->app = label->app ? label->app : label->master;
		label->master = 0;
	}
}

static u_int16_t guess_of(const struct kntop_guest_flow *f, u_int16_t protocol)
{
	return KNTOP_VERSION_IS_EXCLUDED(&f->ndpi, protocol) ? NDPI_PROTOCOL_UNKNOWN : protocol;
}

/* What nDPI would guess now, by the address, the port or both. */
static void label_guess(const struct kntop_guest_flow *f)
{
	struct kntop_door_label *label = &kntop_guest_mailbox.label;
	u_int16_t by_port = guess_of(f, f->ndpi.guessed_protocol_id);
	u_int16_t by_ip = guess_of(f, KNTOP_VERSION_BY_IP(&f->ndpi));

	if (!by_port && !by_ip)
		return;
	label->app = by_ip ? by_ip : by_port;
	label->master = by_ip && by_ip != by_port ? by_port : NDPI_PROTOCOL_UNKNOWN;
	label->confidence = by_ip ? KNTOP_DOOR_BY_IP : KNTOP_DOOR_BY_PORT;
}

/* ---- packets ------------------------------------------------------------- */

/* nDPI looks at no more packets of such a flow, or ndpiReader would show it none. */
static bool is_exhausted(const struct kntop_guest_flow *f)
{
	return KNTOP_VERSION_IS_OVER(&f->ndpi) ||
	       f->ndpi.num_processed_pkts >= KNTOP_GUEST_PACKETS_MAX ||
	       (f->l4 == IPPROTO_UDP && f->ndpi.num_processed_pkts >= UDP_PACKETS_MAX);
}

/* The rule by which ndpiReader stops. */
static enum kntop_door_answer answer_of_ndpi(struct kntop_guest_flow *f)
{
	if (f->settled || is_exhausted(f))
		return KNTOP_DOOR_ENOUGH;
	if (KNTOP_VERSION_PAIR(&f->last).app_protocol == NDPI_PROTOCOL_UNKNOWN)
		return KNTOP_DOOR_MORE;
	if (KNTOP_VERSION_HAS_MORE(kntop_guest_ndpi, &f->ndpi))
		return KNTOP_DOOR_FOUND;
	return KNTOP_DOOR_ENOUGH;
}

/* Two questions often go by one flow; their answers are waited for, without nDPI. */
static enum kntop_door_answer answer(struct kntop_guest_flow *f)
{
	enum kntop_door_answer answer = answer_of_ndpi(f);

	if (answer == KNTOP_DOOR_ENOUGH && f->asked && f->asked->count) {
		f->settled = true;
		return KNTOP_DOOR_FOUND;
	}
	return answer;
}

static void show(struct kntop_guest_flow *f, const struct kntop_guest_packet *p,
		 const struct kntop_guest_headers *h)
{
	f->l4 = h->l4;
	kntop_memory_use(&f->memory);
	if (!f->begun)
		kntop_guest_rehearse(f, p, h);
	f->begun = true;
	kntop_guest_expect(f);
	f->last = KNTOP_VERSION_PROCESS(kntop_guest_ndpi, &f->ndpi, p->data, p->len, p->time);
	kntop_guest_mend(f, p, h);
	kntop_guest_hear(f, p, h);
	kntop_memory_use(NULL);
}

/* What stands for the packets that were held back. */
static void show_held(struct kntop_guest_flow *f)
{
	struct kntop_guest_headers h;
	struct kntop_guest_packet p;

	if (kntop_order_packet(f, &p) && kntop_guest_headers(&p, &h))
		show(f, &p, &h);
	kntop_order_free(f);
}

static void show_in_order(struct kntop_guest_flow *f, const struct kntop_guest_packet *p,
			  const struct kntop_guest_headers *h)
{
	bool as_sent = f->begun || f->past & KNTOP_DOOR_AS_SENT;
	enum kntop_order_fate fate = as_sent ? KNTOP_ORDER_PASS : kntop_order_take(f, p, h);

	if (fate == KNTOP_ORDER_HOLD)
		return;
	if (fate != KNTOP_ORDER_PASS)
		show_held(f);
	if (fate != KNTOP_ORDER_MADE)
		show(f, p, h);
	kntop_order_free(f);
}

uint32_t kntop_guest_flow_see(uint32_t address, uint32_t len, uint64_t time)
{
	const struct kntop_guest_packet p = {
		.data = kntop_guest_mailbox.packet, .len = len, .time = time,
	};
	struct kntop_guest_flow *f = flow_at(address);
	struct kntop_guest_headers h;

	kntop_guest_mailbox.answers.count = 0;
	/* One with lying headers is not shown to nDPI. */
	if (kntop_guest_headers(&p, &h) && (!f->begun || h.l4 == f->l4)) {
		if (!f->settled)
			show_in_order(f, &p, &h);
		kntop_guest_lookup(f, &p, &h);
		kntop_guest_taste(f, &p, &h);
	}
	if (!f->settled)
		kntop_guest_notice(f);
	label_set(f);
	if (!kntop_guest_mailbox.label.app)
		label_guess(f);
	tell_memory();
	return answer(f);
}

void kntop_guest_flow_conclude(uint32_t address)
{
	struct kntop_guest_flow *f = flow_at(address);

	show_held(f);
	if (f->begun && KNTOP_VERSION_PAIR(&f->last).app_protocol == NDPI_PROTOCOL_UNKNOWN) {
		kntop_memory_use(&f->memory);
		f->last = KNTOP_VERSION_GIVE_UP(kntop_guest_ndpi, &f->ndpi);
		kntop_memory_use(NULL);
	}
	label_set(f);
	kntop_guest_learn(f, &kntop_guest_mailbox.facts);
	tell_memory();
}
