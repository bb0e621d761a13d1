// SPDX-License-Identifier: GPL-2.0-or-later
/* What others do with a file meanwhile costs no record of it, and not the file. */
#include <fcntl.h>
#include <sys/wait.h>
#include <time.h>
#include "folder.h"

#define EPOCH	((T0 - 86400) * NS)
#define STEPS	20U

/* Somebody who locks the recording, as librrd does, and keeps it so for a moment. */
static pid_t hold(int type)
{
	static const struct timespec moment = { .tv_nsec = 50000000 };
	struct flock lock = { .l_type = type, .l_whence = SEEK_SET };
	int ready[2], fd;
	pid_t pid;
	char c;

	assert_int_equal(pipe(ready), 0);
	pid = fork();
	assert_true(pid >= 0);
	if (!pid) {
		fd = open(folder_file(ETH0), O_RDWR | O_CLOEXEC);
		if (fd < 0 || fcntl(fd, F_SETLK, &lock) || write(ready[1], "", 1) != 1)
			_exit(1);
		nanosleep(&moment, NULL);
		_exit(0);
	}
	close(ready[1]);
	assert_int_equal(read(ready[0], &c, 1), 1);
	close(ready[0]);
	return pid;
}

static void end(pid_t pid)
{
	int status;

	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
}

static void record(struct store *s, unsigned int step)
{
	folder_step(s, (T0 + 10 * step) * NS, EPOCH, 10000 * step);
}

static void every_row_is_there(void)
{
	for (unsigned int i = 2; i <= STEPS; i++)
		folder_near(folder_value(ETH0, "AVERAGE", "rx_octets", T0 + 10 * i, 10), 1000);
	assert_string_equal(folder_told(), "");
}

static void a_reader_costs_no_row(void **state)
{
	struct store *s = folder_open();
	pid_t reader;

	(void)state;
	for (unsigned int i = 0; i <= STEPS; i++) {
		reader = i % 5 == 4 ? hold(F_RDLCK) : 0;
		record(s, i);
		if (reader)
			end(reader);
	}
	store_close(s);
	every_row_is_there();
}

/* rrdcached may write just when ntopd, started anew, looks whether the file is in order. */
static void a_file_in_use_is_not_broken(void **state)
{
	struct store *s = folder_open();
	pid_t writer;

	(void)state;
	for (unsigned int i = 0; i <= STEPS; i++) {
		if (i != STEPS / 2) {
			record(s, i);
			continue;
		}
		store_close(s);
		s = folder_open();
		writer = hold(F_WRLCK);
		record(s, i);
		end(writer);
	}
	store_close(s);
	assert_false(folder_has(ETH0 ".broken"));
	every_row_is_there();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_reader_costs_no_row, folder_setup,
						folder_teardown),
		cmocka_unit_test_setup_teardown(a_file_in_use_is_not_broken, folder_setup,
						folder_teardown),
	};

	return cmocka_run_group_tests_name("readers", tests, NULL, NULL);
}
