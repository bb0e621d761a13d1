/* SPDX-License-Identifier: GPL-2.0-or-later */
/* libkntop: a connection to the module, and its errors; include <kntop.h> */
#ifndef KNTOP_HANDLE_H
#define KNTOP_HANDLE_H

#include <linux/kntop.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

struct kntop;

/**
 * enum kntop_error_kind - who refused
 * @KNTOP_ERROR_NONE: nobody
 * @KNTOP_ERROR_ARGUMENT: the library, before anything was sent
 * @KNTOP_ERROR_NO_MODULE: the kernel does not know the kntop family
 * @KNTOP_ERROR_SYSTEM: a system call or the memory, not the module
 * @KNTOP_ERROR_KERNEL: the module, by an error reply to a request
 */
enum kntop_error_kind {
	KNTOP_ERROR_NONE,
	KNTOP_ERROR_ARGUMENT,
	KNTOP_ERROR_NO_MODULE,
	KNTOP_ERROR_SYSTEM,
	KNTOP_ERROR_KERNEL,
};

/**
 * struct kntop_error - why a call failed
 * @kind: who refused
 * @code: positive errno value, as returned by the call with the sign turned
 * @text: one line in English without a full stop, never empty after a failure:
 *	the kernel's extended ACK when it sent one, else the errno's meaning.
 *	Kernel text is passed on as it came; escape it for a terminal
 * @attribute: name of the attribute the kernel complained about, such as
 *	"QUERY_A_PREFIX", or "" when it named none
 */
struct kntop_error {
	enum kntop_error_kind kind;
	int code;
	char text[192];
	char attribute[64];
};

/** Returned by listings: everything was delivered, but the table was rebuilt
 *  meanwhile, so a record may be missing or there twice.
 */
#define KNTOP_INCONSISTENT	1

/**
 * kntop_open() - connect to the module
 * @err: told why it failed; may be NULL
 *
 * Asking for the family makes the kernel load the module when it is installed
 * and the caller may load modules.
 *
 * Return: a handle to be closed with kntop_close(), or NULL.
 */
struct kntop *kntop_open(struct kntop_error *err);

/**
 * kntop_reconnect() - use the handle with a module that was loaded anew
 * @k: handle. Its labels are forgotten, its event subscription ends; feeds must have been
 *	closed before
 * @err: told why it failed; may be NULL
 *
 * Requests fail with -ENOENT once the module of a handle has left. Asking for it does not
 * load it, unlike kntop_open().
 *
 * Return: 0; -ENOENT the module is not loaded.
 */
int kntop_reconnect(struct kntop *k, struct kntop_error *err);

/**
 * kntop_close() - close a handle and its event subscription
 * @k: handle or NULL; its feeds must have been closed before
 */
void kntop_close(struct kntop *k);

#ifdef __cplusplus
}
#endif

#endif /* KNTOP_HANDLE_H */
