// SPDX-License-Identifier: GPL-2.0-or-later
#include <linux/err.h>
#include <linux/filter.h>
#include <linux/if_packet.h>
#include <linux/skbuff.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "capture.h"
#include "filter.h"
#include "interface.h"

static_assert(KNTOP_FILTER_MAX == BPF_MAXINSNS);

struct kntop_filter *kntop_filter_new(struct sock_filter *code, u16 len,
				      const char *text)
{
	struct sock_fprog_kern program = { .len = len, .filter = code };
	struct kntop_filter *f = kzalloc(sizeof(*f), GFP_KERNEL_ACCOUNT);
	int err;

	if (!f)
		return ERR_PTR(-ENOMEM);
	err = bpf_prog_create(&f->prog, &program);
	if (err) {
		kfree(f);
		return ERR_PTR(err);
	}
	strscpy(f->text, text, sizeof(f->text));
	return f;
}

static void kntop_filter_free_rcu(struct rcu_head *head)
{
	struct kntop_filter *f = container_of(head, struct kntop_filter, rcu);

	bpf_prog_destroy(f->prog);
	kfree(f);
}

void kntop_filter_free(struct kntop_filter *f)
{
	if (f)
		call_rcu(&f->rcu, kntop_filter_free_rcu);
}

/* From where the program reads on. More octets than 0 are in front of the data. */
static int kntop_filter_front(const struct sk_buff *skb, int way)
{
	bool ethernet = kntop_capture_has_ethernet(skb->dev);

	if (way == KNTOP_RX)
		return ethernet ? kntop_capture_front(skb) : 0;
	return ethernet ? 0 : -clamp_t(int, skb_network_offset(skb), 0, skb_headlen(skb));
}

bool kntop_filter_passes(const struct kntop_filter *f, struct sk_buff *skb, int way)
{
	int front = kntop_filter_front(skb, way);
	u8 type = skb->pkt_type;
	u32 passes;

	if (front > 0)
		__skb_push(skb, front);
	else
		__skb_pull(skb, -front);
	if (way == KNTOP_TX)
		skb->pkt_type = PACKET_OUTGOING;
	passes = bpf_prog_run_clear_cb(f->prog, skb);
	if (way == KNTOP_TX)
		skb->pkt_type = type;
	if (front > 0)
		__skb_pull(skb, front);
	else
		__skb_push(skb, -front);
	return passes;
}
