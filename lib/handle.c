// SPDX-License-Identifier: GPL-2.0-or-later
/* Opening and closing a connection to the module. */
#include <errno.h>
#include <linux/netlink.h>
#include <netlink/errno.h>
#include <netlink/genl/ctrl.h>
#include <netlink/genl/genl.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>
#include "error.h"
#include "handle.h"

/* Is there while the module is loaded. */
#define LOADED	"/sys/module/kntop"

static void socket_option(struct nl_sock *sk, int option)
{
	int on = 1;

	/* Older kernels lack some of these and work without them. */
	(void)setsockopt(nl_socket_get_fd(sk), SOL_NETLINK, option, &on, sizeof(on));
}

struct nl_sock *kntop_socket_open(struct kntop_error *err)
{
	struct nl_sock *sk = nl_socket_alloc();
	int rc;

	if (!sk) {
		kntop_error_system(err, ENOMEM);
		return NULL;
	}
	rc = genl_connect(sk);
	if (rc < 0) {
		kntop_error_libnl(err, rc);
		nl_socket_free(sk);
		return NULL;
	}
	nl_socket_disable_msg_peek(sk);
	nl_socket_set_msg_buf_size(sk, KNTOP_BUFFER_SIZE);
	socket_option(sk, NETLINK_EXT_ACK);
	socket_option(sk, NETLINK_CAP_ACK);
	socket_option(sk, NETLINK_GET_STRICT_CHK);
	return sk;
}

void kntop_socket_renew(struct kntop *k)
{
	nl_socket_free(k->socket);
	k->socket = kntop_socket_open(NULL);
}

static int resolve(struct kntop *k, struct kntop_error *err)
{
	k->family = genl_ctrl_resolve(k->socket, KNTOP_GENL_NAME);
	if (k->family >= 0)
		return 0;
	if (k->family == -NLE_OBJ_NOTFOUND)
		return kntop_error_no_module(err);
	return kntop_error_libnl(err, k->family);
}

struct kntop *kntop_open(struct kntop_error *err)
{
	struct kntop *k = calloc(1, sizeof(*k));

	kntop_error_clear(err);
	if (!k) {
		kntop_error_system(err, ENOMEM);
		return NULL;
	}
	k->buffer = malloc(KNTOP_BUFFER_SIZE);
	if (!k->buffer) {
		kntop_error_system(err, ENOMEM);
		goto fail;
	}
	k->socket = kntop_socket_open(err);
	if (!k->socket || resolve(k, err) < 0)
		goto fail;
	return k;
fail:
	kntop_close(k);
	return NULL;
}

int kntop_reconnect(struct kntop *k, struct kntop_error *err)
{
	kntop_error_clear(err);
	if (k->busy)
		return kntop_error_argument(err, EBUSY, "the handle is in use by a listing");
	if (access(LOADED, F_OK))
		return kntop_error_no_module(err);
	kntop_socket_renew(k);
	if (!k->socket)
		return kntop_error_system(err, ENOTCONN);
	kntop_labels_free(k->labels);
	k->labels = NULL;
	nl_socket_free(k->events);
	k->events = NULL;
	return resolve(k, err);
}

void kntop_close(struct kntop *k)
{
	if (!k)
		return;
	kntop_labels_free(k->labels);
	nl_socket_free(k->events);
	nl_socket_free(k->socket);
	free(k->buffer);
	free(k);
}
