// SPDX-License-Identifier: GPL-2.0-or-later
#include <linux/err.h>
#include <linux/mm.h>
#include <linux/slab.h>

#include "../dpi.h"
#include "../table.h"
#include "family.h"

const struct nla_policy kntop_rules_policy[KNTOP_RULES_A_MAX + 1] = {
	[KNTOP_RULES_A_KIND] = NLA_POLICY_RANGE(NLA_U32, KNTOP_LABEL_PROTOCOL,
						KNTOP_LABEL_CATEGORY),
	[KNTOP_RULES_A_BEGIN] = { .type = NLA_FLAG },
	[KNTOP_RULES_A_LINES] = NLA_POLICY_RANGE(NLA_BINARY, 1, 32767),
	[KNTOP_RULES_A_COMMIT] = { .type = NLA_FLAG },
};

/*
 * The set under way; the classifier held. One at a time for the whole machine:
 * whoever begins takes the place of one who has not finished.
 */
static struct {
	u32	portid;
	u32	kind;
	char	*text;
	size_t	size;
	size_t	room;
} kntop_rules;

static void kntop_rules_reset(void)
{
	kvfree(kntop_rules.text);
	memset(&kntop_rules, 0, sizeof(kntop_rules));
}

/* Room for so many octets more, and for the empty line at the end. */
static int kntop_rules_grow(size_t size)
{
	size_t room = max_t(size_t, kntop_rules.room * 2, kntop_rules.size + size + 1);
	char *text;

	if (kntop_rules.size + size > KNTOP_RULES_MAX)
		return -E2BIG;
	if (kntop_rules.size + size < kntop_rules.room)
		return 0;
	text = kvmalloc(room, KNTOP_TABLE_GFP);
	if (!text)
		return -ENOMEM;
	memcpy(text, kntop_rules.text, kntop_rules.size);
	kvfree(kntop_rules.text);
	kntop_rules.text = text;
	kntop_rules.room = room;
	return 0;
}

/* An empty line would be taken for the end. */
static bool kntop_rules_whole(const char *lines, size_t size)
{
	size_t n;

	for (n = 1; n < size; n++)
		if (!lines[n] && !lines[n - 1])
			return false;
	return lines[0] && !lines[size - 1];
}

static int kntop_rules_append(const struct nlattr *attr)
{
	size_t size = attr ? nla_len(attr) : 0;
	int err = kntop_rules_grow(size);

	if (err)
		return err;
	if (size)
		memcpy(kntop_rules.text + kntop_rules.size, nla_data(attr), size);
	kntop_rules.size += size;
	return 0;
}

static int kntop_rules_fill(struct sk_buff *skb, void *context)
{
	return nla_put_u32(skb, KNTOP_RULES_A_BAD_LINE, *(u32 *)context);
}

static int kntop_rules_commit(const struct kntop_classifier *c,
			      struct genl_info *info)
{
	u32 bad = 0;
	int err;

	kntop_rules.text[kntop_rules.size] = '\0';
	err = c->load(kntop_rules.kind, kntop_rules.text, &bad);
	kntop_rules_reset();
	if (err == -EINVAL && bad) {
		NL_SET_ERR_MSG(info->extack, "the classifier refuses a line");
		kntop_reply(info, KNTOP_CMD_RULES_LOAD, kntop_rules_fill, &bad);
	} else if (err == -EOVERFLOW) {
		NL_SET_ERR_MSG(info->extack,
			       "these rules are more than the classifier can take; its rules are as before");
	} else if (err == -EIO) {
		NL_SET_ERR_MSG(info->extack,
			       "the classifier fails with these rules; its rules are as before");
	} else if (err == -ETIMEDOUT) {
		NL_SET_ERR_MSG(info->extack,
			       "the classifier makes no progress; its rules are as before");
	}
	return err;
}

/* The classifier held. */
static int kntop_rules_take(const struct kntop_classifier *c, struct genl_info *info)
{
	u32 kind = nla_get_u32(info->attrs[KNTOP_RULES_A_KIND]);
	int err;

	if (info->attrs[KNTOP_RULES_A_BEGIN]) {
		kntop_rules_reset();
		kntop_rules.portid = info->snd_portid;
		kntop_rules.kind = kind;
	}
	if (kntop_rules.portid != info->snd_portid || kntop_rules.kind != kind) {
		NL_SET_ERR_MSG(info->extack, "another set of rules has begun meanwhile");
		return -EBUSY;
	}
	err = kntop_rules_append(info->attrs[KNTOP_RULES_A_LINES]);
	if (!err && info->attrs[KNTOP_RULES_A_COMMIT])
		return kntop_rules_commit(c, info);
	if (err)
		kntop_rules_reset();
	return err;
}

int kntop_rules_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct nlattr *lines = info->attrs[KNTOP_RULES_A_LINES];
	const struct kntop_classifier *c;
	int err;

	if (GENL_REQ_ATTR_CHECK(info, KNTOP_RULES_A_KIND))
		return -EINVAL;
	if (lines && !kntop_rules_whole(nla_data(lines), nla_len(lines))) {
		NL_SET_ERR_MSG_ATTR(info->extack, lines, "not whole lines");
		return -EINVAL;
	}
	c = kntop_dpi_hold();
	if (IS_ERR(c))
		return PTR_ERR(c);
	if (!c) {
		NL_SET_ERR_MSG(info->extack, "there is no classifier");
		return -EOPNOTSUPP;
	}
	err = kntop_rules_take(c, info);
	kntop_dpi_release();
	return err;
}

void kntop_rules_exit(void)
{
	kntop_rules_reset();
}
