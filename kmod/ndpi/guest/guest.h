/* SPDX-License-Identifier: GPL-2.0-or-later */
/* guest: what the files of the guest share. None of this is seen by the kernel. */
#ifndef KNTOP_GUEST_GUEST_H
#define KNTOP_GUEST_GUEST_H

#include <stdbool.h>

#include "version.h"

#include "dns_answer.h"
#include "door.h"
#include "memory.h"
#include "sample.h"

/** More packets of a flow than this change nothing: nDPI's own limit. */
#define KNTOP_GUEST_PACKETS_MAX		32

struct kntop_order;

/**
 * struct kntop_guest_flow - a flow's state
 * @ndpi: nDPI's
 * @memory: what was allocated for it
 * @last: what nDPI said last; it does not keep all of that
 * @past: before the first packet that was shown, enum kntop_door_past
 * @begun: nDPI has seen the past
 * @settled: nDPI is shown no more packets of it
 * @ssh_server_first: the server sent its version before the client
 * @l4: L4 protocol of the first packet; @ndpi has unions that depend on it
 * @dns_address_len: octets of @dns_address, 0 none
 * @dns_address: address in the newest DNS answer, or announcement, that had one
 * @dns_name_hash: of the name that the answer was about
 * @asked: DNS questions that wait for their answers, NULL none ever
 * @sample: first payload while nobody knows what it is, NULL none
 * @order: packets of QUIC that are held back, see order.h; NULL none
 */
struct kntop_guest_flow {
	struct ndpi_flow_struct	ndpi;
	struct kntop_memory	memory;
	ndpi_protocol		last;
	uint32_t		past;
	bool			begun : 1;
	bool			settled : 1;
	bool			ssh_server_first : 1;
	uint8_t			l4;
	uint8_t			dns_address_len;
	uint8_t			dns_address[16];
	uint32_t		dns_name_hash;
	struct kntop_dns_asked	*asked;
	struct kntop_sample	*sample;
	struct kntop_order	*order;
};

/**
 * struct kntop_guest_packet - one packet of a flow
 * @data: from the IP header on; KNTOP_DOOR_PADDING zero octets follow
 * @len: octets, equal to what the IP header says
 * @time: milliseconds, of the packet's own clock
 */
struct kntop_guest_packet {
	const uint8_t	*data;
	uint16_t	len;
	uint64_t	time;
};

/**
 * struct kntop_guest_headers - where a valid packet's parts are
 * @l4: protocol
 * @l4_at: octets before the L4 header
 * @payload_at: octets before its payload; TCP only
 */
struct kntop_guest_headers {
	uint8_t		l4;
	uint16_t	l4_at;
	uint16_t	payload_at;
};

/** The detection module; all of the guest's files use it. */
extern struct ndpi_detection_module_struct *kntop_guest_ndpi;

/** Where arguments and results stand. */
extern struct kntop_door kntop_guest_mailbox;

/**
 * kntop_guest_headers - check a packet's headers as nDPI reads them
 *
 * Return: false when they lie about lengths, or it is a later fragment.
 */
bool kntop_guest_headers(const struct kntop_guest_packet *p, struct kntop_guest_headers *h);

/**
 * kntop_guest_rehearse - show nDPI the handshake that came before @p
 * @p: the first segment of @f that is shown
 */
void kntop_guest_rehearse(struct kntop_guest_flow *f, const struct kntop_guest_packet *p,
			  const struct kntop_guest_headers *h);

/** kntop_guest_expect - clear what an earlier packet left and the next one would inherit. */
void kntop_guest_expect(struct kntop_guest_flow *f);

/**
 * kntop_guest_mend - correct what nDPI misread in a packet
 * @p: the packet, which it has just seen
 * @h: its headers
 */
void kntop_guest_mend(struct kntop_guest_flow *f, const struct kntop_guest_packet *p,
		      const struct kntop_guest_headers *h);

/** kntop_guest_hear - keep the address that a host announces with its name in @p. */
void kntop_guest_hear(struct kntop_guest_flow *f, const struct kntop_guest_packet *p,
		      const struct kntop_guest_headers *h);

/** kntop_guest_lookup - read DNS in @p: set the door's answers. */
void kntop_guest_lookup(struct kntop_guest_flow *f, const struct kntop_guest_packet *p,
			const struct kntop_guest_headers *h);

/** kntop_guest_taste - keep the payload of @p while nDPI does not know the flow. */
void kntop_guest_taste(struct kntop_guest_flow *f, const struct kntop_guest_packet *p,
		       const struct kntop_guest_headers *h);

/** kntop_guest_digest - free what the two before kept. */
void kntop_guest_digest(struct kntop_guest_flow *f);

/** kntop_guest_notice - keep what nDPI forgets about a packet it has just seen. */
void kntop_guest_notice(struct kntop_guest_flow *f);

/** kntop_guest_learn - gather the facts of a concluded flow. */
void kntop_guest_learn(struct kntop_guest_flow *f, struct kntop_door_facts *facts);

/**
 * kntop_guest_rules - load both sets of rules, see kntop_guest_init()
 *
 * Return: enum kntop_door_status; *@bad is the number of a refused line.
 */
enum kntop_door_status kntop_guest_rules(const char *protocols, const char *categories,
					 uint32_t *bad);

#endif /* KNTOP_GUEST_GUEST_H */
