// SPDX-License-Identifier: GPL-2.0-or-later
/* Protocols of one's own, read and checked as `ntopctl protocol load` does. */
#include <errno.h>
#include <stdio.h>
#include "../ntopctl/rules/protos.h"
#include "protocols.h"

static bool send_rules(struct ctl *ctl, const struct rules *rules)
{
	struct kntop_error err;
	uint32_t bad;
	int rc;

	rc = kntop_rules_load(ctl->kernel, KNTOP_LABEL_PROTOCOL,
			      (const char *const *)rules->line, rules->count, &bad, &err);
	if (rc >= 0)
		return true;
	if (rc == -EOPNOTSUPP)
		ctl_complain(ctl, "%s: no classifier to load it into; waiting for kntop_ndpi",
			     rules->shown);
	else if (bad)
		rules_complain(ctl, rules, bad - 1, err.text);
	else
		ctl_complain(ctl, "%s: %s", rules->shown, err.text);
	return false;
}

bool protocols_load(struct kntop *k, const char *path, char *reason, size_t size)
{
	struct ctl ctl = { .kernel = k, .out = stdout, .told = reason, .told_size = size };
	struct rules rules = { 0 };
	bool good;

	reason[0] = '\0';
	good = rules_read(&ctl, &rules, path, false, protos_parse, NULL) == CTL_OK &&
		protos_check(&ctl, &rules) == CTL_OK && send_rules(&ctl, &rules);
	rules_free(&rules);
	return good;
}

bool protocols_unload(struct kntop *k, char *reason, size_t size)
{
	struct kntop_error err;
	int rc = kntop_rules_load(k, KNTOP_LABEL_PROTOCOL, NULL, 0, NULL, &err);

	/* Without a classifier there are none. */
	if (rc >= 0 || rc == -EOPNOTSUPP)
		return true;
	snprintf(reason, size, "cannot unload protocols: %s", err.text);
	return false;
}
