// SPDX-License-Identifier: GPL-2.0-or-later
/* Names of hosts, looked up beside the live view. */
#include <netdb.h>
#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "names.h"

#define PLACES		4096
#define QUEUE		256
#define LIFE		600	/* seconds */
#define PAUSE_NS	50000000

struct name {
	struct kntop_address addr;
	time_t when;		/* when it was looked up, 0 not yet */
	bool asked;
	char text[256];
};

/*
 * The threads share it: whoever leaves last frees it, for a look-up can take minutes.
 * @lock protects all members.
 */
struct names {
	pthread_mutex_t lock;
	pthread_cond_t wanted;
	int users;
	bool over;
	struct kntop_address queue[QUEUE];
	unsigned int first, count;
	struct name place[PLACES];
};

static struct name *place_of(struct names *n, const struct kntop_address *addr)
{
	unsigned int h = addr->family;

	for (int i = 0; i < 16; i++)
		h = h * 31 + addr->octets[i];
	return &n->place[h % PLACES];
}

static bool is_same(const struct kntop_address *a, const struct kntop_address *b)
{
	return a->family == b->family &&
	       !memcmp(a->octets, b->octets, a->family == 4 ? 4 : 16);
}

static bool look_up(const struct kntop_address *addr, char *text, size_t size)
{
	struct sockaddr_in6 six = { .sin6_family = AF_INET6 };
	struct sockaddr_in four = { .sin_family = AF_INET };
	bool is_four = addr->family == 4;

	memcpy(&four.sin_addr, addr->octets, 4);
	memcpy(&six.sin6_addr, addr->octets, 16);
	return !getnameinfo(is_four ? (void *)&four : (void *)&six,
			    is_four ? sizeof(four) : sizeof(six), text, size, NULL, 0,
			    NI_NAMEREQD);
}

/* With the lock held. */
static void leave(struct names *n)
{
	bool last = !--n->users;

	pthread_mutex_unlock(&n->lock);
	if (last)
		free(n);
}

static void answer(struct names *n, const struct kntop_address *addr, const char *text)
{
	struct name *name = place_of(n, addr);

	/* another address may have taken the place meanwhile */
	if (!is_same(&name->addr, addr))
		return;
	name->when = time(NULL);
	name->asked = false;
	memcpy(name->text, text, strlen(text) + 1);
}

static void *work(void *data)
{
	static const struct timespec pause = { 0, PAUSE_NS };
	struct names *n = data;
	struct kntop_address addr;
	char text[256];

	pthread_mutex_lock(&n->lock);
	while (!n->over) {
		if (!n->count) {
			pthread_cond_wait(&n->wanted, &n->lock);
			continue;
		}
		addr = n->queue[n->first];
		n->first = (n->first + 1) % QUEUE;
		n->count--;
		pthread_mutex_unlock(&n->lock);
		if (!look_up(&addr, text, sizeof(text)))
			text[0] = '\0';
		nanosleep(&pause, NULL);
		pthread_mutex_lock(&n->lock);
		answer(n, &addr, text);
	}
	leave(n);
	return NULL;
}

struct names *names_open(void)
{
	struct names *n = calloc(1, sizeof(*n));
	sigset_t all, old;
	pthread_t thread;
	int rc;

	if (!n)
		return NULL;
	pthread_mutex_init(&n->lock, NULL);
	pthread_cond_init(&n->wanted, NULL);
	n->users = 2;
	/* signals are for the thread that knows what to do about them */
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &old);
	rc = pthread_create(&thread, NULL, work, n);
	pthread_sigmask(SIG_SETMASK, &old, NULL);
	if (rc) {
		free(n);
		return NULL;
	}
	pthread_detach(thread);
	return n;
}

void names_close(struct names *n)
{
	if (!n)
		return;
	pthread_mutex_lock(&n->lock);
	n->over = true;
	pthread_cond_signal(&n->wanted);
	leave(n);
}

/* With the lock held; what finds no room is asked for again when it is drawn next. */
static void ask(struct names *n, struct name *name, const struct kntop_address *addr)
{
	if (n->count == QUEUE)
		return;
	if (!is_same(&name->addr, addr))
		*name = (struct name){ .addr = *addr };
	name->asked = true;
	n->queue[(n->first + n->count++) % QUEUE] = *addr;
	pthread_cond_signal(&n->wanted);
}

const char *names_find(struct names *n, const struct kntop_address *addr, char *buf,
		       size_t size)
{
	struct name *name = place_of(n, addr);
	const char *found = NULL;
	bool known;

	if (!addr->family)
		return NULL;
	pthread_mutex_lock(&n->lock);
	known = is_same(&name->addr, addr);
	if (!known || (!name->asked && time(NULL) - name->when > LIFE))
		ask(n, name, addr);
	if (known && name->text[0]) {
		strncpy(buf, name->text, size - 1);
		buf[size - 1] = '\0';
		found = buf;
	}
	pthread_mutex_unlock(&n->lock);
	return found;
}
