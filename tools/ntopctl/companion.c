// SPDX-License-Identifier: GPL-2.0-or-later
/* Runs ntopctl-graph. */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include "companion.h"

#define NAME	"ntopctl-graph"
/* Most words that our options become, with the program and the command. */
#define OWN	16

/* The folder that this program is in. */
static bool find_here(char *buf, size_t size)
{
	ssize_t len = readlink("/proc/self/exe", buf, size - 1);
	char *slash;

	if (len < 0)
		return false;
	buf[len] = '\0';
	slash = strrchr(buf, '/');
	if (slash)
		*slash = '\0';
	return slash;
}

static bool find(char *path, size_t size)
{
	static const char *const places[] = { "/" NAME, "/../libexec/kntop/" NAME };
	char here[PATH_MAX / 2];

	for (size_t i = 0; find_here(here, sizeof(here)) && i < 2; i++) {
		snprintf(path, size, "%s%s", here, places[i]);
		if (!access(path, X_OK))
			return true;
	}
	snprintf(path, size, "%s/kntop/%s", NTOPCTL_LIBEXECDIR, NAME);
	return !access(path, X_OK);
}

/* Its words: our options, the command, and what is behind it. */
static char **make_words(const struct ctl *ctl, struct args *args, const char *command)
{
	static char *options[] = { "--json", "--pretty", "--raw", "--statistics" };
	const int given[] = { ctl->json, ctl->pretty, ctl->raw, ctl->detail > 0 };
	size_t count = 0, n = 0;
	char **words;

	while (args->words[args->next + count])
		count++;
	words = calloc(OWN + count + 1, sizeof(*words));
	if (!words)
		return NULL;
	words[n++] = NAME;
	for (size_t i = 0; i < sizeof(given) / sizeof(given[0]); i++)
		if (given[i])
			words[n++] = options[i];
	words[n++] = (char *)command;
	memcpy(words + n, args->words + args->next, count * sizeof(*words));
	return words;
}

static int wait_for(pid_t pid)
{
	int status;

	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return CTL_REFUSED;
	return WIFEXITED(status) ? WEXITSTATUS(status) : CTL_REFUSED;
}

int companion_run(struct ctl *ctl, struct args *args, const char *command)
{
	char path[PATH_MAX], **words = make_words(ctl, args, command);
	pid_t pid = 0;

	if (!words || !find(path, sizeof(path))) {
		ctl_complain(ctl, "%s: %s", command, words ?
			     NAME " is not installed: librrd draws histories (install the package ntopd)" :
			     "no memory");
		free(words);
		return CTL_REFUSED;
	}
	fflush(ctl->out);
	/* A batch goes on behind it. */
	if (ctl->where[0])
		pid = fork();
	if (!pid)
		execv(path, words);
	if (pid <= 0)
		ctl_complain(ctl, "%s: %s: %s", command, path, strerror(errno));
	if (!pid && ctl->where[0])
		_exit(CTL_REFUSED);
	free(words);
	return pid > 0 ? wait_for(pid) : CTL_REFUSED;
}
