/* SPDX-License-Identifier: GPL-2.0-or-later */
/* UDP ports at which tunnels are looked for, in words: vxlan:4789,8472 geneve:6081. */
#ifndef NTOPCTL_PORTS_H
#define NTOPCTL_PORTS_H

#include <kntop.h>
#include <stdbool.h>

/** Room for all ports in words. */
#define PORTS_TEXT	1024

/** The word that stands for the usual ports of all kinds. */
#define PORTS_USUAL	"default"

/** Room for why a word is no such ports. */
#define PORTS_REASON	256

/**
 * ports_is_word() - is this a word about ports, right or wrong?
 * @word: a word, or NULL
 */
bool ports_is_word(const char *word);

/**
 * ports_take() - change the ports of the kind that a word names
 * @config: what is changed; the ports of all other kinds stay
 * @word: KIND:PORT[,PORT ...], KIND:none, or PORTS_USUAL
 * @reason: of PORTS_REASON octets, set to what is wrong with it
 *
 * Return: false when the word is wrong.
 */
bool ports_take(struct kntop_config *config, const char *word, char *reason);

/**
 * ports_text() - all ports in words that ports_take() understands
 * @config: ports
 * @text: of PORTS_TEXT octets
 *
 * Return: @text.
 */
const char *ports_text(const struct kntop_config *config, char *text);

struct json;

/** ports_json() - an object with an array of ports for each kind that UDP carries */
void ports_json(struct json *j, const char *key, const struct kntop_config *config);

#endif /* NTOPCTL_PORTS_H */
