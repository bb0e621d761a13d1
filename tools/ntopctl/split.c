// SPDX-License-Identifier: GPL-2.0-or-later
/* Flows added up by a text of theirs. */
#include <errno.h>
#include <search.h>
#include <stdlib.h>
#include <string.h>
#include "split.h"

void split_count(struct split_sum *sum, const struct kntop_flow *flow)
{
	sum->flows++;
	sum->packets += flow->client.packets + flow->server.packets;
	sum->octets += flow->client.octets + flow->server.octets;
}

static int by_text(const void *a, const void *b)
{
	return strcmp(((const struct split_sum *)a)->text, ((const struct split_sum *)b)->text);
}

static struct split_sum *split_new(const char *text)
{
	struct split_sum *sum = calloc(1, sizeof(*sum));

	if (sum)
		sum->text = strdup(text);
	if (sum && !sum->text) {
		free(sum);
		return NULL;
	}
	return sum;
}

static void sum_free(void *data)
{
	struct split_sum *sum = data;

	free(sum->text);
	free(sum);
}

static struct split_sum *find(struct split *s, const char *text)
{
	struct split_sum like = { .text = (char *)text }, *sum;
	struct split_sum **at = tfind(&like, &s->tree, by_text);

	if (at)
		return *at;
	sum = split_new(text);
	if (sum && tsearch(sum, &s->tree, by_text)) {
		s->count++;
		return sum;
	}
	if (sum)
		sum_free(sum);
	return NULL;
}

int split_add(struct split *s, const char *text, const struct kntop_flow *flow)
{
	struct split_sum *sum = find(s, text);

	if (!sum)
		return -ENOMEM;
	split_count(sum, flow);
	return 0;
}

static void gather(const void *node, VISIT visit, void *data)
{
	struct split *s = data;

	if (visit == postorder || visit == leaf)
		s->sums[s->count++] = *(struct split_sum *const *)node;
}

/* Most octets first; the text decides between equals, so that the order is always the same. */
static int by_octets(const void *a, const void *b)
{
	const struct split_sum *one = *(struct split_sum *const *)a;
	const struct split_sum *other = *(struct split_sum *const *)b;

	if (one->octets != other->octets)
		return one->octets < other->octets ? 1 : -1;
	return strcmp(one->text, other->text);
}

int split_sort(struct split *s)
{
	s->sums = calloc(s->count + 1, sizeof(*s->sums));
	if (!s->sums)
		return -ENOMEM;
	s->count = 0;
	twalk_r(s->tree, gather, s);
	qsort(s->sums, s->count, sizeof(*s->sums), by_octets);
	return 0;
}

void split_free(struct split *s)
{
	tdestroy(s->tree, sum_free);
	free(s->sums);
	*s = (struct split){ 0 };
}
