// SPDX-License-Identifier: GPL-2.0-or-later
/* Written under another name, then renamed. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include "output.h"

static mode_t usual_mode(void)
{
	mode_t mask = umask(0);

	umask(mask);
	return 0666 & ~mask;
}

static int fill(int fd, const void *data, size_t size)
{
	const char *p = data;

	while (size) {
		ssize_t n = write(fd, p, size);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return n < 0 ? -errno : -EIO;
		p += n;
		size -= n;
	}
	return fchmod(fd, usual_mode()) ? -errno : 0;
}

/* What is no file, such as /dev/stdout, is no place to put one. */
static int write_through(const char *path, const void *data, size_t size)
{
	FILE *f = fopen(path, "we");
	size_t n;

	if (!f)
		return -errno;
	n = fwrite(data, 1, size, f);
	return fclose(f) || n != size ? -errno : 0;
}

int output_write(const char *path, const void *data, size_t size)
{
	char fresh[PATH_MAX];
	struct stat st;
	int fd, rc;

	if (!stat(path, &st) && !S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode))
		return write_through(path, data, size);
	if (snprintf(fresh, sizeof(fresh), "%s.XXXXXX", path) >= (int)sizeof(fresh))
		return -ENAMETOOLONG;
	fd = mkostemp(fresh, O_CLOEXEC);
	if (fd < 0)
		return -errno;
	rc = fill(fd, data, size);
	if (close(fd) && !rc)
		rc = -errno;
	if (!rc && rename(fresh, path))
		rc = -errno;
	if (rc)
		unlink(fresh);
	return rc;
}
