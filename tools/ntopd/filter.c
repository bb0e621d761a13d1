// SPDX-License-Identifier: GPL-2.0-or-later
/* The packet filter of the devices that ntopd adds. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include "../ntopctl/packet_filter.h"
#include "filter.h"
#include "option.h"

_Static_assert(PACKET_FILTER_REASON <= OPTION_REASON, "a reason fits");

/* Of Ethernet, which knows all there is to ask for; a device without is told when it comes. */
bool filter_check(const char *text, char *reason)
{
	struct packet_filter f;
	bool good = packet_filter_compile(&f, text, true, reason);

	packet_filter_free(&f);
	return good;
}

/* Of a device that is not there whatever; the kernel tells of that. */
static int compile(struct packet_filter *f, const char *name, const char *text,
		   struct kntop_error *err)
{
	bool ethernet = packet_filter_device_is_ethernet(name) != 0;
	char reason[PACKET_FILTER_REASON];

	if (packet_filter_compile(f, text, ethernet, reason))
		return 0;
	*err = (struct kntop_error){ .code = EINVAL };
	snprintf(err->text, sizeof(err->text), "filter: %.180s", reason);
	return -EINVAL;
}

int filter_add(struct kntop *k, const char *name, uint32_t flags, const char *text,
	       struct kntop_error *err)
{
	struct packet_filter f;
	int rc;

	if (!text[0])
		return kntop_interface_add(k, name, flags, err);
	rc = compile(&f, name, text, err);
	if (!rc)
		rc = kntop_interface_add_filtered(k, name, flags, &f.kernel, err);
	packet_filter_free(&f);
	return rc;
}

int filter_renew(struct kntop *k, const char *name, const char *text,
		 struct kntop_error *err)
{
	struct kntop_interface now;
	struct packet_filter f = { 0 };
	int rc = kntop_interface_get(k, name, &now, err);

	if (rc)
		return rc;
	if (!strcmp(now.filter, text))
		return 0;
	if (text[0])
		rc = compile(&f, name, text, err);
	if (!rc)
		rc = kntop_interface_set_filter(k, name, text[0] ? &f.kernel : NULL, err);
	packet_filter_free(&f);
	return rc ? rc : 1;
}
