// SPDX-License-Identifier: GPL-2.0-or-later
#include "guest.h"

static enum kntop_door_description name(const char *s)
{
	struct kntop_door_name *to = &kntop_guest_mailbox.name;

	to->address = (uint32_t)(uintptr_t)s;
	return s && *s ? KNTOP_DOOR_NAMED : KNTOP_DOOR_GAP;
}

static enum kntop_door_description protocol(uint32_t n)
{
	struct kntop_door_name *to = &kntop_guest_mailbox.name;
	const ndpi_proto_defaults_t *defaults;

	if (n >= KNTOP_VERSION_PROTOCOLS(kntop_guest_ndpi))
		return KNTOP_DOOR_END;
	defaults = &kntop_guest_ndpi->proto_defaults[n];
	to->breed = defaults->protoBreed;
	to->category = defaults->protoCategory;
	to->cleartext = defaults->isClearTextProto;
	return name(defaults->protoName);
}

static enum kntop_door_description risk(uint32_t n)
{
	u_int16_t client, server;

	if (n >= NDPI_MAX_RISK)
		return KNTOP_DOOR_END;
	if (n == NDPI_NO_RISK)
		return KNTOP_DOOR_GAP;
	kntop_guest_mailbox.name.score = ndpi_risk2score(1ULL << n, &client, &server);
	return name(ndpi_risk2str(n));
}

uint32_t kntop_guest_describe(uint32_t kind, uint32_t n)
{
	switch (kind) {
	case KNTOP_DOOR_PROTOCOL:
		return protocol(n);
	case KNTOP_DOOR_CATEGORY:
		return n < NDPI_PROTOCOL_NUM_CATEGORIES ?
		       name(ndpi_category_get_name(kntop_guest_ndpi, n)) : KNTOP_DOOR_END;
	case KNTOP_DOOR_BREED:
		return n < KNTOP_VERSION_BREEDS ?
		       name(KNTOP_VERSION_BREED(kntop_guest_ndpi, n)) : KNTOP_DOOR_END;
	case KNTOP_DOOR_RISK:
		return risk(n);
	case KNTOP_DOOR_VERSION:
		return n ? KNTOP_DOOR_END : name(NDPI_GIT_RELEASE);
	}
	return KNTOP_DOOR_END;
}
