// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * window: a QEMU TCG plugin that tells what functions of the guest's kernel cost.
 *
 *	-plugin window.so,control=FILE
 *
 * A window opens when a function is entered and closes when its caller goes on. What
 * is executed in between, with all that is called, is counted by translated block, and
 * what is touched by 64-octet line. A window hit by an interrupt is thrown away, or the
 * interrupt left out.
 *
 * The guest writes FILE to start and stop it (addresses in hex, ends exclusive):
 *
 *	out PATH	where the result goes
 *	start A		the function; several
 *	stop A B	the caller; several
 *	taint A B	who runs here spoils the window
 *	pause A B	from here until an iretq nothing is counted: an interrupt. Where
 *			functions run long, to throw their windows away would leave out
 *			the longest ones
 *	calls		no lines, which is faster by far. If so, from the first time on
 *	off		write the result
 *
 * FILE is looked at whenever something is translated; loading a module sees to that.
 * Until it says so for the first time nothing is instrumented. The result is
 *
 *	windows N / tainted N
 *	cost INSTRUCTIONS WINDOWS	for each number of instructions a window had
 *	call FUNCTION CALLER WINDOWS INSTRUCTIONS
 *	block ADDRESS INSTRUCTIONS EXECUTIONS
 *	line ADDRESS TOUCHED STORED STORED...	windows that did; stored: by CPU
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "qemu_plugin.h"

EXPORT int qemu_plugin_version = 1;

#define KERNEL_FIRST	0xffff800000000000ull
#define LINE_SHIFT	6
#define RANGES		32
#define STARTS		8
#define CPUS		4
#define COSTS		65536
#define BLOCKS		65536

struct range {
	uint64_t first, end;
};

struct ranges {
	int n;
	struct range at[RANGES];
};

static struct {
	char out[512];
	uint64_t start[STARTS];
	int starts;
	struct ranges stop, taint, pause;
	bool calls, on;
} want;

struct block {
	uint64_t address, instructions, executions;
	bool iretq;		/* at its end */
	struct block *next;
};

/* A line of the guest's memory; key 0 is no line. */
struct line {
	uint64_t key, touched, stored[CPUS];
};

/* All windows of a function that closed in one of its callers. */
struct call {
	uint64_t windows, instructions;
};

/* What a window touched, which counts only if it ends well. */
struct touch {
	uint64_t key;
	bool stored;
};

static struct window {
	bool open, tainted, paused;
	int start;
	uint64_t instructions;
	size_t touches, blocks, touch_room, block_room;
	struct touch *touch;
	struct block **block;
} windows[CPUS];

/* Machines with several CPUs call from a thread for each. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static qemu_plugin_id_t self;
static const char *control = "window.control";
static struct stat control_seen;
static bool instrumented, resetting;
static struct block *blocks[BLOCKS];
static struct line *lines;
static size_t line_count, line_room;
static uint64_t costs[COSTS], ended, tainted;
static struct call calls[STARTS][RANGES];

/* Which of them an address is in; -1 none. */
static int range_find(const struct ranges *r, uint64_t address)
{
	for (int i = 0; i < r->n; i++)
		if (address >= r->at[i].first && address < r->at[i].end)
			return i;
	return -1;
}

static int start_find(uint64_t address)
{
	for (int i = 0; i < want.starts; i++)
		if (want.start[i] == address)
			return i;
	return -1;
}

static void range_add(struct ranges *r, uint64_t first, uint64_t end)
{
	if (r->n < RANGES)
		r->at[r->n++] = (struct range){ first, end };
}

/* Room for one more of @size octets. */
static void *grow(void *list, size_t count, size_t *room, size_t size)
{
	if (count < *room)
		return list;
	*room = *room ? *room * 2 : 1024;
	list = realloc(list, *room * size);
	if (!list)
		abort();
	return list;
}

/* ---- lines ------------------------------------------------------------- */

static struct line *line_slot(uint64_t key)
{
	size_t i = key * 0x9e3779b97f4a7c15ull >> 20 & (line_room - 1);

	while (lines[i].key && lines[i].key != key)
		i = (i + 1) & (line_room - 1);
	return &lines[i];
}

static struct line *line_get(uint64_t key)
{
	struct line *l, *old = lines;
	size_t room = line_room;

	if (line_count * 2 >= line_room) {
		line_room = room ? room * 2 : 1 << 16;
		lines = calloc(line_room, sizeof(*lines));
		if (!lines)
			abort();
		for (size_t i = 0; i < room; i++)
			if (old[i].key)
				*line_slot(old[i].key) = old[i];
		free(old);
	}
	l = line_slot(key);
	if (!l->key) {
		l->key = key;
		line_count++;
	}
	return l;
}

static void window_touch(struct window *w, uint64_t key, bool store)
{
	for (size_t i = 0; i < w->touches; i++)
		if (w->touch[i].key == key) {
			w->touch[i].stored |= store;
			return;
		}
	w->touch = grow(w->touch, w->touches, &w->touch_room, sizeof(*w->touch));
	w->touch[w->touches++] = (struct touch){ key, store };
}

/* ---- windows ----------------------------------------------------------- */

static void window_open(struct window *w, int start)
{
	w->open = true;
	w->start = start;
	w->tainted = w->paused = false;
	w->instructions = w->touches = w->blocks = 0;
}

static void window_close(struct window *w, unsigned int cpu, int caller)
{
	struct line *l;

	w->open = false;
	if (w->tainted) {
		tainted++;
		return;
	}
	ended++;
	costs[w->instructions < COSTS ? w->instructions : COSTS - 1]++;
	calls[w->start][caller].windows++;
	calls[w->start][caller].instructions += w->instructions;
	for (size_t i = 0; i < w->blocks; i++)
		w->block[i]->executions++;
	for (size_t i = 0; i < w->touches; i++) {
		l = line_get(w->touch[i].key);
		l->touched++;
		l->stored[cpu] += w->touch[i].stored;
	}
}

static void window_run(struct window *w, unsigned int cpu, struct block *b)
{
	int start = want.on ? start_find(b->address) : -1, caller;

	if (start >= 0) {
		window_open(w, start);
	} else if (!w->open) {
		return;
	} else if (w->paused || range_find(&want.pause, b->address) >= 0) {
		w->paused = !b->iretq;
		return;
	} else {
		caller = range_find(&want.stop, b->address);
		if (caller >= 0)
			return window_close(w, cpu, caller);
	}
	if (range_find(&want.taint, b->address) >= 0)
		w->tainted = true;
	w->instructions += b->instructions;
	w->block = grow(w->block, w->blocks, &w->block_room, sizeof(*w->block));
	w->block[w->blocks++] = b;
}

static void executed(unsigned int cpu, void *data)
{
	pthread_mutex_lock(&lock);
	window_run(&windows[cpu % CPUS], cpu % CPUS, data);
	pthread_mutex_unlock(&lock);
}

static void touched(unsigned int cpu, uint32_t info, uint64_t address, void *data)
{
	struct window *w = &windows[cpu % CPUS];
	uint64_t last = address + (1u << qemu_plugin_mem_size_shift(info)) - 1;
	bool store = qemu_plugin_mem_is_store(info);

	(void)data;
	pthread_mutex_lock(&lock);
	if (w->open) {
		window_touch(w, address >> LINE_SHIFT, store);
		if (last >> LINE_SHIFT != address >> LINE_SHIFT)
			window_touch(w, last >> LINE_SHIFT, store);
	}
	pthread_mutex_unlock(&lock);
}

/* ---- the result -------------------------------------------------------- */

static void result_calls(FILE *f)
{
	for (int i = 0; i < want.starts; i++)
		for (int j = 0; j < want.stop.n; j++)
			if (calls[i][j].windows)
				fprintf(f, "call %lx %lx %lu %lu\n", want.start[i],
					want.stop.at[j].first, calls[i][j].windows,
					calls[i][j].instructions);
}

static void result_blocks(FILE *f)
{
	for (int i = 0; i < BLOCKS; i++)
		for (struct block *b = blocks[i]; b; b = b->next)
			if (b->executions)
				fprintf(f, "block %lx %lu %lu\n", b->address,
					b->instructions, b->executions);
}

static void result_lines(FILE *f)
{
	for (size_t i = 0; i < line_room; i++) {
		if (!lines[i].key)
			continue;
		fprintf(f, "line %lx %lu", lines[i].key << LINE_SHIFT, lines[i].touched);
		for (int cpu = 0; cpu < CPUS; cpu++)
			fprintf(f, " %lu", lines[i].stored[cpu]);
		fputc('\n', f);
	}
}

/* Write what was measured, if anything was, and forget it. */
static void result_write(void)
{
	FILE *f = want.on && ended ? fopen(want.out, "w") : NULL;

	if (f) {
		fprintf(f, "windows %lu\ntainted %lu\n", ended, tainted);
		for (int i = 0; i < COSTS; i++)
			if (costs[i])
				fprintf(f, "cost %d %lu\n", i, costs[i]);
		result_calls(f);
		result_blocks(f);
		result_lines(f);
		fclose(f);
	}
	for (int i = 0; i < BLOCKS; i++)
		for (struct block *b = blocks[i]; b; b = b->next)
			b->executions = 0;
	for (int i = 0; i < CPUS; i++)
		windows[i].open = false;
	memset(costs, 0, sizeof(costs));
	memset(calls, 0, sizeof(calls));
	free(lines);
	lines = NULL;
	line_count = line_room = ended = tainted = 0;
}

static void finished(qemu_plugin_id_t id, void *data)
{
	(void)id;
	(void)data;
	result_write();
}

/* ---- control ----------------------------------------------------------- */

static void control_read(void)
{
	FILE *f = fopen(control, "r");
	uint64_t a, b;
	char line[600];

	result_write();
	memset(&want, 0, sizeof(want));
	while (f && fgets(line, sizeof(line), f)) {
		if (sscanf(line, "start %lx", &a) == 1 && want.starts < STARTS)
			want.start[want.starts++] = a;
		else if (sscanf(line, "stop %lx %lx", &a, &b) == 2)
			range_add(&want.stop, a, b);
		else if (sscanf(line, "taint %lx %lx", &a, &b) == 2)
			range_add(&want.taint, a, b);
		else if (sscanf(line, "pause %lx %lx", &a, &b) == 2)
			range_add(&want.pause, a, b);
		else if (!strcmp(line, "calls\n"))
			want.calls = true;
		else
			sscanf(line, "out %511s", want.out);
	}
	if (f)
		fclose(f);
	want.on = want.starts;
}

static bool control_changed(void)
{
	struct stat now;

	if (stat(control, &now))
		return false;
	if (now.st_ino == control_seen.st_ino &&
	    now.st_mtim.tv_sec == control_seen.st_mtim.tv_sec &&
	    now.st_mtim.tv_nsec == control_seen.st_mtim.tv_nsec)
		return false;
	control_seen = now;
	return true;
}

/* ---- translation ------------------------------------------------------- */

static bool is_iretq(const struct qemu_plugin_insn *insn)
{
	return qemu_plugin_insn_size(insn) == 2 &&
	       !memcmp(qemu_plugin_insn_data(insn), "\x48\xcf", 2);
}

/* A block may be translated again: it keeps its counter. */
static struct block *block_get(uint64_t address, uint64_t instructions, bool iretq)
{
	struct block **b = &blocks[(address >> 1) % BLOCKS];

	for (; *b; b = &(*b)->next)
		if ((*b)->address == address && (*b)->instructions == instructions)
			return *b;
	*b = calloc(1, sizeof(**b));
	if (!*b)
		abort();
	(*b)->address = address;
	(*b)->instructions = instructions;
	(*b)->iretq = iretq;
	return *b;
}

static void instrument(struct qemu_plugin_tb *tb)
{
	size_t n = qemu_plugin_tb_n_insns(tb);
	uint64_t address = qemu_plugin_tb_vaddr(tb);
	bool iretq = is_iretq(qemu_plugin_tb_get_insn(tb, n - 1));

	if (address < KERNEL_FIRST)
		return;
	qemu_plugin_register_vcpu_tb_exec_cb(tb, executed, QEMU_PLUGIN_CB_NO_REGS,
					     block_get(address, n, iretq));
	if (want.calls)
		return;
	for (size_t i = 0; i < n; i++)
		qemu_plugin_register_vcpu_mem_cb(qemu_plugin_tb_get_insn(tb, i), touched,
						 QEMU_PLUGIN_CB_NO_REGS,
						 QEMU_PLUGIN_MEM_RW, NULL);
}

static void reset_done(qemu_plugin_id_t id);

/* Only one reset ever: QEMU 7.2 may abort when one throws instrumented blocks away. */
static void translated(qemu_plugin_id_t id, struct qemu_plugin_tb *tb)
{
	bool reset = false;

	(void)id;
	pthread_mutex_lock(&lock);
	if (!resetting && control_changed()) {
		control_read();
		reset = resetting = !instrumented;
		instrumented = true;
	}
	if (instrumented && !resetting)
		instrument(tb);
	pthread_mutex_unlock(&lock);
	if (reset)
		qemu_plugin_reset(self, reset_done);
}

static void reset_done(qemu_plugin_id_t id)
{
	resetting = false;
	qemu_plugin_register_vcpu_tb_trans_cb(id, translated);
	qemu_plugin_register_atexit_cb(id, finished, NULL);
}

EXPORT int qemu_plugin_install(qemu_plugin_id_t id, const struct qemu_info *info,
			       int argc, char **argv)
{
	(void)info;
	self = id;
	for (int i = 0; i < argc; i++)
		if (!strncmp(argv[i], "control=", 8))
			control = strdup(argv[i] + 8);
	stat(control, &control_seen);
	qemu_plugin_register_vcpu_tb_trans_cb(id, translated);
	qemu_plugin_register_atexit_cb(id, finished, NULL);
	return 0;
}
