/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Filling in struct kntop_error; each returns the negative errno value. */
#ifndef LIBKNTOP_ERROR_H
#define LIBKNTOP_ERROR_H

#include <linux/netlink.h>
#include <kntop.h>

#pragma GCC visibility push(hidden)

/** kntop_error_clear() - no error; @err may be NULL, as everywhere here */
void kntop_error_clear(struct kntop_error *err);

/** kntop_error_system() - a system call failed with this positive errno value */
int kntop_error_system(struct kntop_error *err, int code);

/** kntop_error_argument() - the caller gave something that cannot be sent */
int kntop_error_argument(struct kntop_error *err, int code, const char *text);

/** kntop_error_no_module() - the kernel does not know the family */
int kntop_error_no_module(struct kntop_error *err);

/** kntop_error_libnl() - libnl failed with this negative code of its own */
int kntop_error_libnl(struct kntop_error *err, int code);

/**
 * kntop_error_kernel() - an error reply
 * @err: to fill in; may be NULL
 * @code: negative errno value of the reply, or zero for an unknown one
 * @request: the request it answers, to name the offending attribute
 * @reply: the NLMSG_ERROR or NLMSG_DONE message
 *
 * Return: the code.
 */
int kntop_error_kernel(struct kntop_error *err, int code,
		       const struct nlmsghdr *request, const struct nlmsghdr *reply);

#pragma GCC visibility pop

#endif /* LIBKNTOP_ERROR_H */
