/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * dns_answer: which name a client asked for, and which addresses it was told (RFC 1035).
 * Only an answer to a question that was seen counts. Pure: also compiled in user space.
 */
#ifndef KNTOP_GUEST_DNS_ANSWER_H
#define KNTOP_GUEST_DNS_ANSWER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "door.h"

/** Questions of a flow that may wait for their answers. The oldest gives way. */
#define KNTOP_DNS_ASKED_MAX	4

/**
 * struct kntop_dns_asked - a flow's questions for addresses that no answer came to; zero none
 * @hash: of name and type
 * @id: of the message
 * @count: how many there are, oldest first
 */
struct kntop_dns_asked {
	uint32_t	hash[KNTOP_DNS_ASKED_MAX];
	uint16_t	id[KNTOP_DNS_ASKED_MAX];
	uint8_t		count;
};

/**
 * kntop_dns_read - read a message
 * @asked: the flow's questions; a question is added, one that is answered is taken out
 * @m: message, from the DNS header on
 * @len: its octets
 * @to: set to the question's name and all addresses of the answer section, whatever
 *	their owners: those of a chain of aliases have others. In lower case; octets that are
 *	no graphic characters, and dots within labels, are '?'
 *
 * A message that was cut (TC) tells the addresses that are in it.
 *
 * Return: how many addresses @to has, 0 when the message is no answer to a question asked.
 */
uint32_t kntop_dns_read(struct kntop_dns_asked *asked, const uint8_t *m, size_t len,
			struct kntop_door_answer_list *to);

#endif /* KNTOP_GUEST_DNS_ANSWER_H */
