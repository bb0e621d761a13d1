/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Putting a query into a request; inside the library only. */
#ifndef LIBKNTOP_QUERY_H
#define LIBKNTOP_QUERY_H

#include <kntop.h>
#include "request.h"

#pragma GCC visibility push(hidden)

/**
 * kntop_query_put() - add the attributes of a query
 * @rq: request
 * @query: query, or NULL for one that matches everything
 */
void kntop_query_put(struct kntop_request *rq, const struct kntop_query *query);

/**
 * kntop_query_check() - refuse what could not be sent as it is meant
 * @query: query or NULL
 * @err: told why; may be NULL
 *
 * Return: 0 or -EINVAL.
 */
int kntop_query_check(const struct kntop_query *query, struct kntop_error *err);

/** kntop_query_is_small() - true when the answer is small enough to collect */
bool kntop_query_is_small(const struct kntop_query *query);

#pragma GCC visibility pop

#endif /* LIBKNTOP_QUERY_H */
