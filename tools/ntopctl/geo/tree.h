/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whether libloc can be let into a file.
 *
 * The library believes what a database says: one whose nodes go round in a circle makes it
 * call itself until the stack is used up, and one that is cut short makes it read where
 * nothing is. So what it relies on is looked at before.
 */
#ifndef NTOPCTL_GEO_TREE_H
#define NTOPCTL_GEO_TREE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/**
 * struct tree - a database of libloc, mapped
 * @data: its octets, NULL when it is not open
 * @size: how many
 * @nodes: where the nodes of the tree begin
 * @count: how many there are
 */
struct tree {
	unsigned char *data;
	size_t size;
	const unsigned char *nodes;
	uint32_t count;
};

/**
 * tree_open() - map a database, and look at its header
 * @t: filled in
 * @fd: file; stays the caller's
 *
 * Return: true if the file is a database, and all that its header tells of lies in it.
 */
bool tree_open(struct tree *t, int fd);

/**
 * tree_leads() - whether the way of an address through the tree is sound
 * @t: tree
 * @octets: 16, of an IPv6 address or an IPv4 address mapped to one
 *
 * Return: true if it stays among the nodes and ends in time.
 */
bool tree_leads(const struct tree *t, const unsigned char *octets);

/** tree_close() - end; also of one that was not opened */
void tree_close(struct tree *t);

#endif /* NTOPCTL_GEO_TREE_H */
