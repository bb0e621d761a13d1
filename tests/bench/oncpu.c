// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * oncpu COMMAND...: run it, and say on stderr how many nanoseconds it was on a
 * CPU: with -icount, how many instructions it and the kernel for it executed.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

/* The child stays a zombie until waited for, and so does its file in /proc. */
static unsigned long long on_cpu(pid_t pid)
{
	unsigned long long ns = 0;
	char path[64];
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%d/schedstat", pid);
	f = fopen(path, "r");
	if (!f || fscanf(f, "%llu", &ns) != 1)
		ns = 0;
	if (f)
		fclose(f);
	return ns;
}

int main(int argc, char **argv)
{
	siginfo_t info;
	int status;
	pid_t pid;

	if (argc < 2)
		return 1;
	pid = fork();
	if (pid < 0)
		return 2;
	if (!pid) {
		execvp(argv[1], argv + 1);
		perror(argv[1]);
		_exit(127);
	}
	if (waitid(P_PID, pid, &info, WEXITED | WNOWAIT))
		return 2;
	fprintf(stderr, "%llu\n", on_cpu(pid));
	if (waitpid(pid, &status, 0) != pid || !WIFEXITED(status))
		return 2;
	return WEXITSTATUS(status);
}
