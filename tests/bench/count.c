// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * count: a QEMU TCG plugin that counts the instructions executed in the area
 * where the guest kernel keeps its modules, by translated block.
 *
 *	-plugin count.so,out=FILE
 *
 * FILE gets a line "ADDRESS INSTRUCTIONS EXECUTIONS" a block when the machine
 * ends. Exact for one CPU. The few declarations it needs of QEMU's plugin
 * interface (version 1, QEMU's documentation: devel/tcg-plugins) stand here,
 * as Debian packages no header.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define EXPORT __attribute__((visibility("default")))

typedef uint64_t qemu_plugin_id_t;
struct qemu_plugin_tb;
struct qemu_info;

enum qemu_plugin_op {
	QEMU_PLUGIN_INLINE_ADD_U64,
};

typedef void (*tb_translate_cb)(qemu_plugin_id_t id, struct qemu_plugin_tb *tb);
typedef void (*at_exit_cb)(qemu_plugin_id_t id, void *data);

extern void qemu_plugin_register_vcpu_tb_trans_cb(qemu_plugin_id_t id,
						  tb_translate_cb cb);
extern void qemu_plugin_register_vcpu_tb_exec_inline(struct qemu_plugin_tb *tb,
						     enum qemu_plugin_op op,
						     void *counter, uint64_t add);
extern void qemu_plugin_register_atexit_cb(qemu_plugin_id_t id, at_exit_cb cb,
					   void *data);
extern uint64_t qemu_plugin_tb_vaddr(const struct qemu_plugin_tb *tb);
extern size_t qemu_plugin_tb_n_insns(const struct qemu_plugin_tb *tb);

EXPORT int qemu_plugin_version = 1;

/* x86-64: MODULES_VADDR and the end of the address space behind it. */
#define MODULES_FIRST	0xffffffffa0000000ull
#define MODULES_LAST	0xffffffffff000000ull
#define SLOTS		65536

struct block {
	uint64_t	address;
	uint64_t	instructions;
	uint64_t	executions;
	struct block	*next;
};

static struct block *blocks[SLOTS];
static const char *out = "count.txt";

/* A block may be translated again: it keeps its counter. */
static struct block *block_get(uint64_t address, uint64_t instructions)
{
	struct block **b = &blocks[(address >> 1) % SLOTS];

	for (; *b; b = &(*b)->next)
		if ((*b)->address == address && (*b)->instructions == instructions)
			return *b;
	*b = calloc(1, sizeof(**b));
	if (!*b)
		abort();
	(*b)->address = address;
	(*b)->instructions = instructions;
	return *b;
}

static void translated(qemu_plugin_id_t id, struct qemu_plugin_tb *tb)
{
	uint64_t address = qemu_plugin_tb_vaddr(tb);
	struct block *b;

	(void)id;
	if (address < MODULES_FIRST || address >= MODULES_LAST)
		return;
	b = block_get(address, qemu_plugin_tb_n_insns(tb));
	qemu_plugin_register_vcpu_tb_exec_inline(tb, QEMU_PLUGIN_INLINE_ADD_U64,
						 &b->executions, 1);
}

static void ended(qemu_plugin_id_t id, void *data)
{
	FILE *f = fopen(out, "w");
	struct block *b;

	(void)id;
	(void)data;
	if (!f)
		return;
	for (int i = 0; i < SLOTS; i++)
		for (b = blocks[i]; b; b = b->next)
			if (b->executions)
				fprintf(f, "%#lx %lu %lu\n", b->address,
					b->instructions, b->executions);
	fclose(f);
}

EXPORT int qemu_plugin_install(qemu_plugin_id_t id, const struct qemu_info *info,
			       int argc, char **argv)
{
	(void)info;
	for (int i = 0; i < argc; i++)
		if (!strncmp(argv[i], "out=", 4))
			out = strdup(argv[i] + 4);
	qemu_plugin_register_vcpu_tb_trans_cb(id, translated);
	qemu_plugin_register_atexit_cb(id, ended, NULL);
	return 0;
}
