// SPDX-License-Identifier: GPL-2.0-or-later
/* Which local hosts are worth a recording. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "choice.h"

void choice_free(struct choice *c)
{
	free(c->hosts);
	*c = (struct choice){ 0 };
}

void choice_make_key(struct choice_key *key, const struct kntop_address *addr,
		     const char *interface, int32_t vlan)
{
	/* Keys are compared octet by octet, so no octet may be left to chance. */
	memset(key, 0, sizeof(*key));
	key->addr.family = addr->family;
	memcpy(key->addr.octets, addr->octets, addr->family == 4 ? 4 : 16);
	memcpy(key->interface, interface, strlen(interface));
	key->vlan = vlan;
}

int choice_add(struct choice *c, const struct kntop_host *host)
{
	struct choice_host *h;

	if (c->count == c->room) {
		size_t room = c->room ? 2 * c->room : 1024;

		h = reallocarray(c->hosts, room, sizeof(*h));
		if (!h)
			return -ENOMEM;
		c->hosts = h;
		c->room = room;
	}
	h = &c->hosts[c->count++];
	*h = (struct choice_host){ .total = host->sent.octets + host->received.octets };
	choice_make_key(&h->key, &host->addr, host->interface, host->vlan);
	return 0;
}

void choice_cancel(struct choice *c)
{
	c->count = c->sorted;
}

static int by_key(const void *a, const void *b)
{
	return memcmp(&((const struct choice_host *)a)->key,
		      &((const struct choice_host *)b)->key, sizeof(struct choice_key));
}

static int by_score(const void *a, const void *b)
{
	const struct choice_host *x = *(struct choice_host *const *)a;
	const struct choice_host *y = *(struct choice_host *const *)b;

	if (x->score != y->score)
		return x->score > y->score ? -1 : 1;
	if (x->total != y->total)
		return x->total > y->total ? -1 : 1;
	return by_key(x, y);
}

static void rate(struct choice_host *now, const struct choice_host *before)
{
	/* A total that fell is that of a host that was forgotten and came back. */
	uint64_t base = before && before->total <= now->total ? before->total : 0;

	now->known = before != NULL;
	now->score = now->total - base + (before ? before->score / 4 * 3 : 0);
}

void choice_make(struct choice *c, size_t most)
{
	struct choice_host *before = c->hosts, *now = c->hosts + c->sorted;
	size_t count = c->count - c->sorted, old = 0;
	struct choice_host **order = calloc(count + 1, sizeof(*order));

	if (count)
		qsort(now, count, sizeof(*now), by_key);
	for (size_t i = 0; i < count; i++) {
		while (old < c->sorted && by_key(&before[old], &now[i]) < 0)
			old++;
		rate(&now[i], old < c->sorted && !by_key(&before[old], &now[i]) ?
		     &before[old] : NULL);
		if (order)
			order[i] = &now[i];
	}
	if (order)
		qsort(order, count, sizeof(*order), by_score);
	for (size_t i = 0; order && i < count && i < most; i++)
		order[i]->chosen = true;
	free(order);
	if (c->sorted)
		memmove(c->hosts, now, count * sizeof(*now));
	c->count = c->sorted = count;
}

const struct choice_host *choice_find(const struct choice *c, const struct kntop_address *addr,
				      const char *interface, int32_t vlan)
{
	struct choice_host key;

	choice_make_key(&key.key, addr, interface, vlan);
	return c->sorted ? bsearch(&key, c->hosts, c->sorted, sizeof(key), by_key) : NULL;
}
