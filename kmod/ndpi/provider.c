// SPDX-License-Identifier: GPL-2.0-or-later
#include <linux/kernel.h>
#include <linux/string.h>

#include "../label.h"
#include "provider.h"

#define KNTOP_PROVIDER_APPS	6
#define KNTOP_PROVIDER_PORTS	5

/**
 * struct kntop_provider_net - a network
 * @addr: IPv4-mapped, or IPv6; zeros behind the prefix may be left out
 * @bits: of the prefix
 */
struct kntop_provider_net {
	u8	addr[16];
	u8	bits;
};

#define KNTOP_NET4(a, b, c, d, len) \
	{ { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, a, b, c, d }, 96 + (len) }
#define KNTOP_NET6(a, b, c, d, len) \
	{ { (a) >> 8, (a) & 0xff, (b) >> 8, (b) & 0xff, \
	    (c) >> 8, (c) & 0xff, (d) >> 8, (d) & 0xff }, len }

/**
 * struct kntop_provider - who offers calls
 * @call: label of its calls
 * @apps: labels of what else a client speaks to it, NULL ends them
 * @ports: first and last UDP port of its relays, 0 ends them; none: any port
 * @nets: networks of its own, 0 bits ends them; NULL: they are not known
 */
struct kntop_provider {
	const char			*call;
	const char			*apps[KNTOP_PROVIDER_APPS];
	u16				ports[KNTOP_PROVIDER_PORTS][2];
	const struct kntop_provider_net	*nets;
};

/* RFC 8489, 18.5: STUN's own port. */
#define KNTOP_STUN_PORT		3478

/* Registered to Meta, AS32934 (whois.arin.net, whois.ripe.net): WhatsApp's and Messenger's. */
static const struct kntop_provider_net kntop_nets_meta[] = {
	KNTOP_NET4(31, 13, 24, 0, 21), KNTOP_NET4(31, 13, 64, 0, 18),
	KNTOP_NET4(57, 144, 0, 0, 14), KNTOP_NET4(66, 220, 144, 0, 20),
	KNTOP_NET4(69, 63, 176, 0, 20), KNTOP_NET4(69, 171, 224, 0, 19),
	KNTOP_NET4(74, 119, 76, 0, 22), KNTOP_NET4(102, 132, 96, 0, 20),
	KNTOP_NET4(103, 4, 96, 0, 22), KNTOP_NET4(129, 134, 0, 0, 16),
	KNTOP_NET4(157, 240, 0, 0, 16), KNTOP_NET4(163, 70, 128, 0, 17),
	KNTOP_NET4(173, 252, 64, 0, 18), KNTOP_NET4(179, 60, 192, 0, 22),
	KNTOP_NET4(185, 60, 216, 0, 22), KNTOP_NET6(0x2a03, 0x2880, 0, 0, 32),
	{}
};

static const struct kntop_provider_net kntop_nets_telegram[] = {
	KNTOP_NET4(91, 105, 192, 0, 23), KNTOP_NET4(91, 108, 4, 0, 22),
	KNTOP_NET4(91, 108, 8, 0, 22), KNTOP_NET4(91, 108, 12, 0, 22),
	KNTOP_NET4(91, 108, 16, 0, 22), KNTOP_NET4(91, 108, 20, 0, 22),
	KNTOP_NET4(91, 108, 56, 0, 22), KNTOP_NET4(149, 154, 160, 0, 20),
	KNTOP_NET4(185, 76, 151, 0, 24), KNTOP_NET6(0x2001, 0x67c, 0x4e8, 0, 48),
	KNTOP_NET6(0x2001, 0xb28, 0xf23c, 0, 48),
	KNTOP_NET6(0x2001, 0xb28, 0xf23d, 0, 48),
	KNTOP_NET6(0x2001, 0xb28, 0xf23f, 0, 48),
	KNTOP_NET6(0x2a0a, 0xf280, 0, 0, 32),
	{}
};

static const struct kntop_provider_net kntop_nets_zoom[] = {
	KNTOP_NET4(134, 224, 0, 0, 16), KNTOP_NET4(144, 195, 0, 0, 16),
	KNTOP_NET4(147, 124, 96, 0, 19), KNTOP_NET4(149, 137, 0, 0, 17),
	KNTOP_NET4(156, 45, 0, 0, 17), KNTOP_NET4(159, 124, 0, 0, 16),
	KNTOP_NET4(162, 12, 232, 0, 22), KNTOP_NET4(162, 255, 36, 0, 22),
	KNTOP_NET4(170, 114, 0, 0, 16), KNTOP_NET4(173, 231, 80, 0, 20),
	KNTOP_NET4(198, 251, 128, 0, 17), KNTOP_NET4(204, 80, 104, 0, 21),
	KNTOP_NET4(206, 247, 0, 0, 16),
	{}
};

static const struct kntop_provider_net kntop_nets_teams[] = {
	KNTOP_NET4(13, 107, 64, 0, 18), KNTOP_NET4(52, 112, 0, 0, 14),
	KNTOP_NET4(52, 122, 0, 0, 15), KNTOP_NET6(0x2603, 0x1063, 0, 0, 38),
	{}
};

static const struct kntop_provider_net kntop_nets_meet[] = {
	KNTOP_NET4(74, 125, 250, 0, 24), KNTOP_NET4(142, 250, 82, 0, 24),
	KNTOP_NET6(0x2001, 0x4860, 0x4864, 5, 64),
	KNTOP_NET6(0x2001, 0x4860, 0x4864, 6, 64),
	{}
};

static const struct kntop_provider_net kntop_nets_apple[] = {
	KNTOP_NET4(17, 0, 0, 0, 8), KNTOP_NET6(0x2403, 0x300, 0, 0, 32),
	KNTOP_NET6(0x2620, 0x149, 0, 0, 32), KNTOP_NET6(0x2a01, 0xb740, 0, 0, 32),
	{}
};

static const struct kntop_provider_net kntop_nets_webex[] = {
	KNTOP_NET4(23, 89, 0, 0, 16), KNTOP_NET4(62, 109, 192, 0, 18),
	KNTOP_NET4(64, 68, 96, 0, 19), KNTOP_NET4(66, 114, 160, 0, 20),
	KNTOP_NET4(66, 163, 32, 0, 19), KNTOP_NET4(69, 26, 160, 0, 19),
	KNTOP_NET4(114, 29, 192, 0, 19), KNTOP_NET4(144, 196, 0, 0, 16),
	KNTOP_NET4(150, 253, 128, 0, 17), KNTOP_NET4(163, 129, 0, 0, 17),
	KNTOP_NET4(170, 72, 0, 0, 16), KNTOP_NET4(170, 133, 128, 0, 18),
	KNTOP_NET4(173, 39, 224, 0, 19), KNTOP_NET4(173, 243, 0, 0, 20),
	KNTOP_NET4(207, 182, 160, 0, 19), KNTOP_NET4(209, 197, 192, 0, 19),
	KNTOP_NET4(210, 4, 192, 0, 20), KNTOP_NET4(216, 151, 128, 0, 19),
	{}
};

static const struct kntop_provider kntop_providers[] = {
	/* Ports: faq.whatsapp.com, "How to configure your network to use WhatsApp". */
	{
		.call = "WhatsAppCall",
		.apps = { "WhatsApp", "WhatsAppFiles" },
		.ports = { { KNTOP_STUN_PORT, KNTOP_STUN_PORT }, { 45395, 45395 },
			   { 50318, 50318 }, { 59234, 59234 } },
		.nets = kntop_nets_meta,
	},
	{
		.call = "FacebookVoip",
		.apps = { "Messenger", "FacebookMessenger" },
		.ports = { { KNTOP_STUN_PORT, KNTOP_STUN_PORT } },
		.nets = kntop_nets_meta,
	},
	/* Networks: core.telegram.org/resources/cidr.txt. Its reflectors use many ports. */
	{
		.call = "Telegram",
		.nets = kntop_nets_telegram,
	},
	/*
	 * Its relays are at cloud providers' addresses; their names are under voip.signal.org
	 * (support.signal.org, "Firewall and Internet settings").
	 */
	{ .call = "SignalVoip", .apps = { "Signal" } },
	/* support.zoom.com, "Network firewall or proxy server settings": those of its own. */
	{
		.call = "Zoom",
		.ports = { { KNTOP_STUN_PORT, 3479 }, { 8801, 8810 } },
		.nets = kntop_nets_zoom,
	},
	/* learn.microsoft.com, "Microsoft 365 URLs and IP address ranges", ID 11. */
	{
		.call = "Teams",
		.apps = { "Skype_Teams", "SkypeCall" },
		.ports = { { KNTOP_STUN_PORT, 3481 } },
		.nets = kntop_nets_teams,
	},
	/* support.google.com/a/answer/1279090, "Prepare your network for Meet". */
	{
		.call = "GoogleHangoutDuo",
		.apps = { "GoogleMeet", "GoogleDuo" },
		.ports = { { KNTOP_STUN_PORT, KNTOP_STUN_PORT }, { 19302, 19309 } },
		.nets = kntop_nets_meet,
	},
	/* support.apple.com/101555, "TCP and UDP ports used by Apple software products". */
	{
		.call = "FaceTime",
		.apps = { "AppleFaceTime" },
		.ports = { { KNTOP_STUN_PORT, 3497 }, { 16384, 16387 }, { 16393, 16402 } },
		.nets = kntop_nets_apple,
	},
	/* discord.com/developers, "Voice Connections": its servers' names are *.discord.media. */
	{ .call = "Discord", .ports = { { 19294, 19344 }, { 50000, 65535 } } },
	/* help.webex.com/WBX000028782, "Network requirements for Webex services". */
	{
		.call = "Webex",
		.ports = { { 5004, 5004 }, { 9000, 9000 } },
		.nets = kntop_nets_webex,
	},
};

/* What names are numbers of: a number never changes its name. Written under the DPI mutex. */
static u8 kntop_provider_apps[KNTOP_LABEL_PROTOCOLS];
static u16 kntop_provider_calls[ARRAY_SIZE(kntop_providers)];

static bool kntop_provider_has_name(const struct kntop_provider *p, const char *name)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(p->apps) && p->apps[i]; i++)
		if (!strcmp(p->apps[i], name))
			return true;
	return !strcmp(p->call, name);
}

void kntop_provider_meet(unsigned int number, const char *name)
{
	unsigned int i;

	if (number >= ARRAY_SIZE(kntop_provider_apps))
		return;
	for (i = 0; i < ARRAY_SIZE(kntop_providers); i++) {
		if (!kntop_provider_has_name(&kntop_providers[i], name))
			continue;
		WRITE_ONCE(kntop_provider_apps[number], i + 1);
		if (!strcmp(kntop_providers[i].call, name))
			WRITE_ONCE(kntop_provider_calls[i], number);
	}
}

unsigned int kntop_provider_count(void)
{
	return ARRAY_SIZE(kntop_providers);
}

unsigned int kntop_provider_of(unsigned int number)
{
	return number < ARRAY_SIZE(kntop_provider_apps) ?
	       READ_ONCE(kntop_provider_apps[number]) : KNTOP_PROVIDER_NONE;
}

/* NULL when there is none of this number. */
static const struct kntop_provider *kntop_provider_at(unsigned int provider)
{
	if (!provider || provider > ARRAY_SIZE(kntop_providers))
		return NULL;
	return &kntop_providers[provider - 1];
}

unsigned int kntop_provider_call(unsigned int provider)
{
	return kntop_provider_at(provider) ? READ_ONCE(kntop_provider_calls[provider - 1]) : 0;
}

bool kntop_provider_has_port(unsigned int provider, u16 port)
{
	const struct kntop_provider *p = kntop_provider_at(provider);
	unsigned int i;

	if (!p)
		return false;
	for (i = 0; i < ARRAY_SIZE(p->ports) && p->ports[i][0]; i++)
		if (port >= p->ports[i][0] && port <= p->ports[i][1])
			return true;
	return !i;
}

static bool kntop_provider_net_has(const struct kntop_provider_net *net, const u8 *addr)
{
	unsigned int whole = net->bits / 8, rest = net->bits % 8;

	if (memcmp(net->addr, addr, whole))
		return false;
	return !rest || !((net->addr[whole] ^ addr[whole]) >> (8 - rest));
}

bool kntop_provider_has_addr(unsigned int provider, const union kntop_addr *addr)
{
	const struct kntop_provider *p = kntop_provider_at(provider);
	const struct kntop_provider_net *net = p ? p->nets : NULL;

	for (; net && net->bits; net++)
		if (kntop_provider_net_has(net, addr->b))
			return true;
	return false;
}
