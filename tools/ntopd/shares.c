// SPDX-License-Identifier: GPL-2.0-or-later
/* What the protocols of the chosen hosts have carried, all hosts read in one go. */
#include <errno.h>
#include <stdlib.h>
#include "shares.h"

struct reading {
	struct shares *shares;
	const struct choice *choice;
};

void shares_free(struct shares *s)
{
	free(s->list);
	*s = (struct shares){ 0 };
}

static int take(const struct kntop_protocol *p, void *data)
{
	struct reading *r = data;
	struct shares *s = r->shares;
	const struct choice_host *host = choice_find(r->choice, &p->addr, p->interface, p->vlan);

	if (!host || !host->chosen || p->number < 0)
		return 0;
	if (s->count == s->room) {
		size_t room = s->room ? 2 * s->room : 256;
		void *more = reallocarray(s->list, room, sizeof(*s->list));

		if (!more)
			return -ENOMEM;
		s->list = more;
		s->room = room;
	}
	s->list[s->count++] = (struct share){
		host, p->number, p->sent.octets, p->received.octets,
	};
	return 0;
}

static int compare(const void *a, const void *b)
{
	const struct share *x = a, *y = b;

	if (x->host != y->host)
		return x->host < y->host ? -1 : 1;
	return x->number - y->number;
}

int shares_read(struct shares *s, struct kntop *k, const struct choice *c,
		struct kntop_error *err)
{
	struct reading r = { s, c };
	struct kntop_protocol_query query;
	int rc;

	s->count = 0;
	kntop_protocol_query_init(&query);
	query.hosts = true;
	rc = kntop_protocol_list(k, &query, take, &r, err);
	if (s->count)
		qsort(s->list, s->count, sizeof(*s->list), compare);
	return rc;
}

const struct share *shares_of(const struct shares *s, const struct choice_host *host,
			      size_t *count)
{
	size_t low = 0, high = s->count, end;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (s->list[middle].host < host)
			low = middle + 1;
		else
			high = middle;
	}
	for (end = low; end < s->count && s->list[end].host == host;)
		end++;
	*count = end - low;
	return s->list + low;
}
