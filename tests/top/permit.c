// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * permit: preloaded into a program, takes its permission to ask kntop away and gives it back,
 * which nobody can do from outside: SIGUSR1 drops CAP_NET_ADMIN, SIGUSR2 raises it again.
 *
 *	gcc -shared -fPIC -o permit.so permit.c
 *	LD_PRELOAD=./permit.so ntopctl top
 */
#include <linux/capability.h>
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

static void permit(int signal)
{
	struct __user_cap_header_struct header = { .version = _LINUX_CAPABILITY_VERSION_3 };
	struct __user_cap_data_struct data[2];

	syscall(SYS_capget, &header, data);
	if (signal == SIGUSR1)
		data[0].effective &= ~(1U << CAP_NET_ADMIN);
	else
		data[0].effective |= 1U << CAP_NET_ADMIN;
	syscall(SYS_capset, &header, data);
}

__attribute__((constructor)) static void permit_init(void)
{
	struct sigaction action = { .sa_handler = permit, .sa_flags = SA_RESTART };

	sigaction(SIGUSR1, &action, NULL);
	sigaction(SIGUSR2, &action, NULL);
}
