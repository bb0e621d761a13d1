// SPDX-License-Identifier: GPL-2.0-or-later
/* Compiling packet filters.
 *
 * Without a live capture, which would take a packet socket and its capability, libpcap
 * expects a VLAN tag in the frame. But the kernel takes the outer tag out before anybody
 * looks. So where an expression asks for it there are two programs one behind the other:
 * the expression as it is for frames whose tag is in them, or that have none; and for
 * frames whose tag is beside them one in which the first "vlan" is replaced by a look
 * at the tag there. The first, as a further one is about the next tag, which stays in.
 */
#include <errno.h>
#include <linux/filter.h>
#include <net/if.h>
#include <net/if_arp.h>
#include <pcap/pcap.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>
#include "packet_filter.h"

#define SNAPLEN		262144
/* As pcap's expressions name what is beside a frame. */
#define TAG_THERE	"(ether[0xfffff030] = 1)"
#define TAG_IS		"(ether[0xfffff02c:2] & 0xfff = %.*s)"
#define TAG_ROOM	48

_Static_assert(SKF_AD_OFF + SKF_AD_VLAN_TAG_PRESENT == (int)0xfffff030, "TAG_THERE");
_Static_assert(SKF_AD_OFF + SKF_AD_VLAN_TAG == (int)0xfffff02c, "TAG_IS");
_Static_assert(sizeof(struct bpf_insn) == sizeof(struct sock_filter), "the same to both");

static bool refuse(char *reason, const char *why)
{
	snprintf(reason, PACKET_FILTER_REASON, "%s", why);
	return false;
}

/* ---- the tag ----------------------------------------------------------- */

/* Octets of the word a text begins with; 0: it begins with none. */
static size_t word(const char *text)
{
	return strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
			    "_.:\\-");
}

static bool is(const char *text, size_t len, const char *what)
{
	return len == strlen(what) && !memcmp(text, what, len);
}

/* Where "vlan" stands that is about the outer tag, or NULL. */
static const char *find_vlan(const char *text)
{
	while (*text) {
		size_t len = word(text);

		if (is(text, len, "vlan"))
			return text;
		/* behind these it is about what the tunnel carries */
		if (is(text, len, "geneve") || is(text, len, "vxlan"))
			return NULL;
		text += len ? len : 1;
	}
	return NULL;
}

/*
 * The number behind "vlan", which may be in parentheses: its octets, 0 none. *@behind is
 * where the expression goes on. The expression is known to be a valid one.
 */
static size_t vlan_number(const char *text, const char **number, const char **behind)
{
	size_t len, open = 0;

	*number = text + strspn(text, " \t\r\n(");
	len = word(*number);
	*behind = text;
	if (**number < '0' || **number > '9')
		return 0;
	for (const char *p = text; p < *number; p++)
		open += *p == '(';
	*behind = *number + len;
	while (open--)
		*behind += strcspn(*behind, ")") + 1;
	return len;
}

/* The expression for a frame whose tag is beside it; NULL no memory. */
static char *beside(const char *text, const char *vlan)
{
	size_t room = strlen(text) + TAG_ROOM;
	const char *number, *behind;
	size_t len = vlan_number(vlan + strlen("vlan"), &number, &behind);
	char *out = malloc(room);
	int n;

	if (!out)
		return NULL;
	n = snprintf(out, room, "%.*s", (int)(vlan - text), text);
	if (len)
		n += snprintf(out + n, room - n, TAG_IS, (int)len, number);
	else
		n += snprintf(out + n, room - n, TAG_THERE);
	snprintf(out + n, room - n, "%s", behind);
	return out;
}

/* ---- programs ---------------------------------------------------------- */

/* libpcap takes it for a mistake when no frame at all can match. */
static bool compile(pcap_t *pcap, const char *text, struct bpf_program *p, char *reason)
{
	if (!pcap_compile(pcap, p, text, 1, PCAP_NETMASK_UNKNOWN))
		return true;
	return refuse(reason, pcap_geterr(pcap));
}

static bool matches_nothing(pcap_t *pcap)
{
	return strstr(pcap_geterr(pcap), "rejects all packets") != NULL;
}

static void append(struct packet_filter *f, const struct bpf_program *p)
{
	const struct sock_filter nothing = BPF_STMT(BPF_RET | BPF_K, 0);

	if (p->bf_len)
		memcpy(f->code + f->kernel.length, p->bf_insns, p->bf_len * sizeof(nothing));
	else
		f->code[f->kernel.length] = nothing;
	f->kernel.length += p->bf_len ? p->bf_len : 1;
}

/*
 * @tagged: for frames with a tag beside them, NULL: the same as @plain. An empty program
 * matches nothing.
 */
static bool join(struct packet_filter *f, const struct bpf_program *plain,
		 const struct bpf_program *tagged, char *reason)
{
	size_t plain_len = plain->bf_len ? plain->bf_len : 1;
	size_t tagged_len = tagged && !tagged->bf_len ? 1 : tagged ? tagged->bf_len : 0;
	size_t length = plain_len + (tagged ? 3 + tagged_len : 0);

	if (length > KNTOP_FILTER_MAX)
		return refuse(reason, "it comes to more than 4096 instructions");
	f->code = malloc(length * sizeof(*f->code));
	if (!f->code)
		return refuse(reason, "no memory");
	if (tagged) {
		const struct sock_filter choose[] = {
			BPF_STMT(BPF_LD | BPF_B | BPF_ABS, SKF_AD_OFF + SKF_AD_VLAN_TAG_PRESENT),
			BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0, 0, 1),
			BPF_STMT(BPF_JMP | BPF_JA, tagged_len),
		};

		memcpy(f->code, choose, sizeof(choose));
		f->kernel.length = 3;
		append(f, tagged);
	}
	append(f, plain);
	f->kernel.code = f->code;
	return true;
}

/* With a tag beside some frames: one of both programs may match nothing. */
static bool compile_both(struct packet_filter *f, pcap_t *pcap, const char *vlan,
			 char *reason)
{
	struct bpf_program plain = { 0 }, tagged = { 0 };
	char *text = beside(f->text, vlan);
	bool good = text || refuse(reason, "no memory"), some;

	some = good && compile(pcap, f->text, &plain, reason);
	good = some || (good && matches_nothing(pcap));
	good = good && (compile(pcap, text, &tagged, reason) || (some && matches_nothing(pcap))) &&
	       join(f, &plain, &tagged, reason);
	pcap_freecode(&plain);
	pcap_freecode(&tagged);
	free(text);
	return good;
}

static bool compile_one(struct packet_filter *f, pcap_t *pcap, char *reason)
{
	struct bpf_program plain = { 0 };
	bool good = compile(pcap, f->text, &plain, reason) && join(f, &plain, NULL, reason);

	pcap_freecode(&plain);
	return good;
}

bool packet_filter_compile(struct packet_filter *f, const char *text, bool ethernet,
			   char *reason)
{
	const char *vlan;
	pcap_t *pcap;
	bool good;

	*f = (struct packet_filter){ .kernel.text = f->text };
	if (!text[strspn(text, " \t\r\n")])
		return refuse(reason, "there is no expression");
	if (strlen(text) >= sizeof(f->text))
		return refuse(reason, "it is longer than 1023 octets");
	strcpy(f->text, text);
	pcap = pcap_open_dead(ethernet ? DLT_EN10MB : DLT_RAW, SNAPLEN);
	if (!pcap)
		return refuse(reason, "no memory");
	vlan = ethernet ? find_vlan(f->text) : NULL;
	good = vlan ? compile_both(f, pcap, vlan, reason) : compile_one(f, pcap, reason);
	pcap_close(pcap);
	return good;
}

void packet_filter_free(struct packet_filter *f)
{
	free(f->code);
	f->code = NULL;
}

/* ---- devices ----------------------------------------------------------- */

int packet_filter_device_is_ethernet(const char *name)
{
	struct ifreq ifr = { 0 };
	int fd, rc = 0;

	if (strlen(name) >= sizeof(ifr.ifr_name))
		return -ENODEV;
	strcpy(ifr.ifr_name, name);
	/* any socket will do; ntopd may have no other kind */
	fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return -errno;
	if (ioctl(fd, SIOCGIFHWADDR, &ifr))
		rc = -errno;
	close(fd);
	if (rc)
		return rc;
	return ifr.ifr_hwaddr.sa_family == ARPHRD_ETHER ||
	       ifr.ifr_hwaddr.sa_family == ARPHRD_LOOPBACK;
}
