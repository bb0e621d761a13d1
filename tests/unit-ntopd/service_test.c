// SPDX-License-Identifier: GPL-2.0-or-later
/* What a service manager is told, and what it need not be asked for. */
#include <fcntl.h>
#include <pwd.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include "daemon.h"
#include "folder.h"
#include "privilege.h"
#include "service.h"

static int manager = -1;

/* A service manager that listens, and sees who speaks. */
static int setup(void **state)
{
	struct sockaddr_un addr = { .sun_family = AF_UNIX };
	struct timeval patience = { .tv_sec = 20 };
	int yes = 1;

	folder_setup(state);
	snprintf(addr.sun_path, sizeof(addr.sun_path), "%s/notify", folder_path);
	manager = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	assert_int_equal(bind(manager, (struct sockaddr *)&addr, sizeof(addr)), 0);
	setsockopt(manager, SOL_SOCKET, SO_PASSCRED, &yes, sizeof(yes));
	setsockopt(manager, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
	setenv("NOTIFY_SOCKET", addr.sun_path, 1);
	return 0;
}

static int teardown(void **state)
{
	unsetenv("NOTIFY_SOCKET");
	unsetenv("WATCHDOG_USEC");
	close(manager);
	return folder_teardown(state);
}

/* The next text, and in *@pid who said it; "" none. */
static const char *hear(pid_t *pid, int flags)
{
	static char text[1024];
	char room[CMSG_SPACE(sizeof(struct ucred))];
	struct iovec v = { text, sizeof(text) - 1 };
	struct msghdr m = {
		.msg_iov = &v, .msg_iovlen = 1, .msg_control = room, .msg_controllen = sizeof(room),
	};
	ssize_t len = recvmsg(manager, &m, flags);

	text[len > 0 ? len : 0] = '\0';
	if (len > 0 && pid)
		*pid = ((struct ucred *)CMSG_DATA(CMSG_FIRSTHDR(&m)))->pid;
	return text;
}

static void run(void)
{
	static char *argv[] = { "ntopd", NULL };
	struct config *c = malloc(sizeof(*c));

	alarm(30);
	config_init(c);
	snprintf(c->data_dir, sizeof(c->data_dir), "%s/data", folder_path);
	snprintf(c->user, sizeof(c->user), "%s", "root");
	strcpy(c->pid_file, "/nonexistent/ntopd.pid");
	c->daemon = true;
	c->dns = CONFIG_DNS_NONE;
	_exit(daemon_run(c, 1, argv));
}

/*
 * -e and -G of a file for ntopng, in a unit: whom the manager started must be the one that
 * is ready, and a folder it may not write to is no reason not to record.
 */
static void managed(void **state)
{
	const char *text;
	pid_t pid, who = 0;
	int status;

	(void)state;
	pid = fork();
	if (!pid)
		run();
	do {
		text = hear(&who, 0);
	} while (text[0] && !strstr(text, "READY=1"));
	assert_string_equal(text, "READY=1");
	assert_int_equal(who, pid);
	kill(pid, SIGTERM);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status) && !WEXITSTATUS(status));
}

static void pid_file(void **state)
{
	(void)state;
	unsetenv("NOTIFY_SOCKET");
	assert_false(service_pid_open("/nonexistent/ntopd.pid"));
	assert_non_null(strstr(folder_told(), "/nonexistent/ntopd.pid: No such file"));
}

static unsigned int signs(void)
{
	unsigned int count = 0;
	const char *text;

	while ((text = hear(NULL, MSG_DONTWAIT))[0])
		count += strstr(text, "WATCHDOG=1") && strstr(text, "EXTEND_TIMEOUT_USEC=");
	return count;
}

/* A step of many files is no hang: each that is written, or looked at, is a sign of life. */
static void long_step(void **state)
{
	struct store *s = folder_open();
	char folder[64];
	struct store_record r = {
		.kind = LAYOUT_REGION, .folder = folder, .name = "traffic",
		.about = "kind=country\n", .time = T0 * NS,
	};

	(void)state;
	setenv("WATCHDOG_USEC", "4", 1);
	store_begin(s, T0 * NS);
	signs();
	for (unsigned int i = 0; i < 3; i++) {
		snprintf(folder, sizeof(folder), "country/A%u", i);
		usleep(10);
		store_record(s, &r);
		assert_int_equal(signs(), 1);
	}
	store_end(s);
	/* The hourly look */
	store_begin(s, (T0 + 3600) * NS);
	assert_true(signs() > 1);
	store_close(s);
}

/* Whose a folder of root's with one more file in it is, once it was prepared for nobody. */
static uid_t owner_with(const char *dir, const char *name)
{
	char file[300];
	struct stat st;

	assert_int_equal(chown(dir, 0, 0), 0);
	snprintf(file, sizeof(file), "%s/%s", dir, name);
	close(open(file, O_CREAT | O_WRONLY, 0600));
	assert_true(privilege_prepare(dir, "nobody"));
	assert_int_equal(stat(dir, &st), 0);
	return st.st_uid;
}

/* A folder of root's becomes the user's when nothing else is in it. */
static void folder_of_others(void **state)
{
	const struct passwd *nobody = getpwnam("nobody");
	struct stat st;
	char dir[256];

	(void)state;
	if (geteuid() || !nobody) {
		print_message("# only root can give a folder away\n");
		skip();
	}
	strcpy(dir, folder_file("data"));
	assert_true(privilege_prepare(dir, "nobody"));
	assert_int_equal(stat(dir, &st), 0);
	assert_int_equal(st.st_uid, nobody->pw_uid);
	assert_int_equal(owner_with(dir, "lock"), nobody->pw_uid);
	assert_int_equal(owner_with(dir, "letters"), 0);
}

#define TEST(f)	cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(managed), TEST(pid_file), TEST(long_step), TEST(folder_of_others),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
