// SPDX-License-Identifier: GPL-2.0-or-later
/* What a flow carries as a JSON object: only what is known. */
#include "../field.h"
#include "../label.h"
#include "l7.h"

static void put_names(const struct ctl *ctl, struct json *j, const struct kntop_l7 *l7)
{
	bool carried = l7->master && l7->master != l7->protocol;
	char buf[FIELD_SIZE];

	json_string(j, "protocol", l7_protocols(ctl, l7, buf));
	if (carried)
		label_json(ctl, j, "master", KNTOP_LABEL_PROTOCOL, l7->master);
	if (l7->protocol)
		label_json(ctl, j, "application", KNTOP_LABEL_PROTOCOL, l7->protocol);
}

static void put_label(const struct ctl *ctl, struct json *j, const struct kntop_l7 *l7)
{
	const struct kntop_label *app =
		kntop_label_find(ctl->kernel, KNTOP_LABEL_PROTOCOL, l7->protocol);

	put_names(ctl, j, l7);
	label_json(ctl, j, "category", KNTOP_LABEL_CATEGORY, l7->category);
	if (app && l7->protocol)
		label_json(ctl, j, "breed", KNTOP_LABEL_BREED, app->breed);
	json_string(j, "confidence", kntop_confidence_name(l7->confidence));
	json_bool(j, "guess", kntop_l7_is_guess(l7));
	json_bool(j, "undecided", l7->undecided);
	if (app && l7->protocol)
		json_bool(j, "encrypted", l7_is_encrypted(ctl, l7));
}

static void put_risks(const struct ctl *ctl, struct json *j, const struct kntop_l7 *l7)
{
	const struct kntop_label *risk;

	json_array_begin(j, "risks");
	for (uint64_t left = l7->risks; left; left &= left - 1) {
		unsigned int n = __builtin_ctzll(left);

		risk = kntop_label_find(ctl->kernel, KNTOP_LABEL_RISK, n);
		json_object_begin(j, NULL);
		label_json(ctl, j, "name", KNTOP_LABEL_RISK, n);
		json_u64(j, "score", risk ? risk->score : 0);
		json_object_end(j);
	}
	json_array_end(j);
	json_u64(j, "score", l7->score);
}

/* Most flows carry what the one before carried, and have no risks. */
static void put_nature(const struct ctl *ctl, struct json *j, const struct kntop_l7 *l7)
{
	bool usual = !l7->risks && !l7->score;
	uint64_t what = (uint64_t)l7->undecided << 48 | (uint64_t)l7->protocol << 32 |
			(uint64_t)l7->master << 16 | l7->category << 8 | l7->confidence;

	if (usual && json_again(j, 1, &what, sizeof(what)))
		return;
	put_label(ctl, j, l7);
	put_risks(ctl, j, l7);
	if (usual)
		json_keep(j, 1, &what, sizeof(what));
}

static void put_numbers(struct json *j, const struct kntop_l7 *l7)
{
	char buf[FIELD_SIZE];

	if (l7->tls_version)
		json_string(j, "tls_version", l7_tls_version(buf, l7->tls_version));
	if (l7->tls_cipher >= 0)
		json_string(j, "tls_cipher", l7_tls_cipher(buf, l7->tls_cipher));
	if (l7->http_status)
		json_u64(j, "http_status", l7->http_status);
	if (l7->dns_query_type >= 0)
		json_string(j, "dns_query_type", l7_dns_type(buf, l7->dns_query_type));
	if (l7->dns_reply_code >= 0)
		json_string(j, "dns_reply_code", l7_dns_rcode(buf, l7->dns_reply_code));
	if (l7->dns_address.family)
		field_json_address(j, "dns_address", &l7->dns_address);
}

static void put_hints(struct json *j, const struct kntop_l7 *l7)
{
	if (l7->reason)
		json_string(j, "reason", kntop_reason_name(l7->reason));
	if (!l7->payload)
		return;
	json_string(j, "payload", kntop_payload_name(l7->payload));
	json_u64(j, "entropy_mbit", l7->entropy);
	json_u64(j, "entropy_octets", l7->sampled);
}

void l7_json(const struct ctl *ctl, struct json *j, const struct kntop_l7 *l7,
	     const char *port_service)
{
	if (!l7->seen)
		return;
	json_object_begin(j, "l7");
	put_nature(ctl, j, l7);
	for (unsigned int i = 0; i < __KNTOP_L7_TEXT_MAX; i++)
		if (l7->text[i].len)
			json_text(j, kntop_l7_text_name(i), l7->text[i].data, l7->text[i].len);
	put_numbers(j, l7);
	put_hints(j, l7);
	if (port_service)
		json_string(j, "port_service", port_service);
	json_object_end(j);
}
