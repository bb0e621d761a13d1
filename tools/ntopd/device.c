// SPDX-License-Identifier: GPL-2.0-or-later
/* Devices that come and go. */
#include <errno.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include "device.h"
#include "say.h"

int device_open(void)
{
	struct sockaddr_nl addr = { .nl_family = AF_NETLINK, .nl_groups = RTMGRP_LINK };
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, NETLINK_ROUTE);

	if (fd >= 0 && !bind(fd, (struct sockaddr *)&addr, sizeof(addr)))
		return fd;
	say(SAY_ERROR, "cannot hear of devices: %s", strerror(errno));
	if (fd >= 0)
		close(fd);
	return -1;
}

bool device_changed(int fd)
{
	bool changed = false;
	char buf[8192];
	ssize_t n;

	/* What exactly happened is of no interest, nor whether some of it was lost. */
	do {
		n = recv(fd, buf, sizeof(buf), 0);
		changed |= n > 0 || (n < 0 && errno == ENOBUFS);
	} while (n > 0 || (n < 0 && (errno == EINTR || errno == ENOBUFS)));
	return changed;
}
