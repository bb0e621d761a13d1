// SPDX-License-Identifier: GPL-2.0-or-later
#include "engine_ndpi.h"

unsigned int kntop_engine_protocols(const struct kntop_engine *e)
{
	return e->ndpi->ndpi_num_supported_protocols;
}

unsigned int kntop_engine_builtin(const struct kntop_engine *e)
{
	return e->ndpi->ndpi_num_supported_protocols - e->ndpi->ndpi_num_custom_protocols;
}

bool kntop_engine_protocol(struct kntop_engine *e, unsigned int n,
			   struct kntop_engine_protocol *p)
{
	const ndpi_proto_defaults_t *defaults;

	if (n >= e->ndpi->ndpi_num_supported_protocols)
		return false;
	defaults = &e->ndpi->proto_defaults[n];
	if (!defaults->protoName)
		return false;
	p->name = defaults->protoName;
	p->breed = defaults->protoBreed;
	p->category = defaults->protoCategory;
	p->cleartext = defaults->isClearTextProto;
	return true;
}

const char *kntop_engine_category(struct kntop_engine *e, unsigned int n)
{
	return n < NDPI_PROTOCOL_NUM_CATEGORIES ? ndpi_category_get_name(e->ndpi, n) : NULL;
}

const char *kntop_engine_breed(struct kntop_engine *e, unsigned int n)
{
	return n < NUM_BREEDS ? ndpi_get_proto_breed_name(e->ndpi, n) : NULL;
}

const char *kntop_engine_risk(unsigned int n)
{
	if (n >= NDPI_MAX_RISK)
		return NULL;
	return n == NDPI_NO_RISK ? "" : ndpi_risk2str(n);
}

unsigned int kntop_engine_risk_score(unsigned int n)
{
	u_int16_t client, server;

	return n > NDPI_NO_RISK && n < NDPI_MAX_RISK ?
	       ndpi_risk2score(1ULL << n, &client, &server) : 0;
}

const char *kntop_engine_version(void)
{
	return NDPI_GIT_RELEASE;
}
