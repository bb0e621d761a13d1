// SPDX-License-Identifier: GPL-2.0-or-later
#include <arpa/inet.h>
#include <err.h>
#include <errno.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <net/if_arp.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>
#include "source.h"

/* The longest superpacket (BIG TCP: eight times 64 KiB) and its link layer. */
#define DATA_MAX	(528 << 10)
#define HEADROOM	32	/* in front, for what the kernel took away */
#define TAG		4

struct source_slot {
	struct virtio_net_hdr gso;
	struct sockaddr_ll from;
	union {
		struct cmsghdr align;
		char space[CMSG_SPACE(sizeof(struct tpacket_auxdata))];
	} control;
	uint8_t data[HEADROOM + DATA_MAX];
};

static void source_set(struct source *s, int option, const void *value, socklen_t length,
		       const char *what)
{
	if (setsockopt(s->fd, SOL_PACKET, option, value, length))
		err(2, "%s: %s", s->name, what);
}

/* The longest buffer that we may have; the limit of ordinary users is 208 KiB. */
static void source_enlarge(struct source *s)
{
	int wanted = SOURCE_BUFFER, got;
	socklen_t length = sizeof(got);

	if (setsockopt(s->fd, SOL_SOCKET, SO_RCVBUFFORCE, &wanted, sizeof(wanted)) &&
	    setsockopt(s->fd, SOL_SOCKET, SO_RCVBUF, &wanted, sizeof(wanted)))
		err(2, "%s: receive buffer", s->name);
	if (getsockopt(s->fd, SOL_SOCKET, SO_RCVBUF, &got, &length))
		err(2, "%s: receive buffer", s->name);
	/* The kernel doubles what was asked for, to cover its own overhead. */
	s->buffer = got / 2;
}

static int source_type(const struct source *s)
{
	struct ifreq request = { .ifr_ifindex = 0 };

	strncpy(request.ifr_name, s->name, IFNAMSIZ - 1);
	if (ioctl(s->fd, SIOCGIFHWADDR, &request))
		err(2, "%s", s->name);
	return request.ifr_hwaddr.sa_family;
}

/* Do frames have an Ethernet header? Else they must begin with an IP header. */
static bool source_has_ethernet(const struct source *s)
{
	switch (source_type(s)) {
	case ARPHRD_ETHER:
	case ARPHRD_LOOPBACK:
		return true;
	case ARPHRD_NONE:
	case ARPHRD_RAWIP:
	case ARPHRD_PPP:
	case ARPHRD_TUNNEL:
	case ARPHRD_TUNNEL6:
	case ARPHRD_SIT:
	case ARPHRD_IPGRE:
		return false;
	}
	errx(2, "%s: its frames have a header that is neither Ethernet nor IP", s->name);
}

static void source_allocate(struct source *s)
{
	unsigned int i;

	/* Mapped, because most of it will never be touched. */
	s->slots = mmap(NULL, SOURCE_FRAMES * sizeof(*s->slots), PROT_READ | PROT_WRITE,
			MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (s->slots == MAP_FAILED)
		err(2, "memory");
	for (i = 0; i < SOURCE_FRAMES; i++) {
		s->parts[i][0] = (struct iovec){ &s->slots[i].gso, sizeof(s->slots[i].gso) };
		s->parts[i][1] = (struct iovec){ s->slots[i].data + HEADROOM, DATA_MAX };
	}
}

void source_open(struct source *s, const char *name)
{
	int one = 1;

	s->name = name;
	s->ifindex = if_nametoindex(name);
	if (!s->ifindex)
		err(2, "%s", name);
	s->fd = socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, 0);
	if (s->fd < 0)
		err(2, "packet socket");
	s->ethernet = source_has_ethernet(s);
	source_enlarge(s);
	source_set(s, PACKET_AUXDATA, &one, sizeof(one), "VLAN tags");
	source_set(s, PACKET_VNET_HDR, &one, sizeof(one), "superpackets");
	/* The loopback device shows each frame twice: when sent and when received. */
	if (!strcmp(name, "lo"))
		source_set(s, PACKET_IGNORE_OUTGOING, &one, sizeof(one), "one direction");
	source_allocate(s);
}

void source_start(struct source *s)
{
	struct sockaddr_ll address = {
		.sll_family = AF_PACKET, .sll_protocol = htons(ETH_P_ALL),
		.sll_ifindex = s->ifindex,
	};
	struct packet_mreq promiscuous = {
		.mr_ifindex = s->ifindex, .mr_type = PACKET_MR_PROMISC,
	};

	source_set(s, PACKET_ADD_MEMBERSHIP, &promiscuous, sizeof(promiscuous), "promiscuity");
	if (bind(s->fd, (struct sockaddr *)&address, sizeof(address)))
		err(2, "%s: bind", s->name);
}

void source_count_drops(struct source *s)
{
	struct tpacket_stats stats;
	socklen_t length = sizeof(stats);

	/* Reading them sets them to zero. */
	if (!getsockopt(s->fd, SOL_PACKET, PACKET_STATISTICS, &stats, &length))
		s->dropped += stats.tp_drops;
}

static const struct tpacket_auxdata *source_auxiliary(struct msghdr *message)
{
	struct cmsghdr *c;

	for (c = CMSG_FIRSTHDR(message); c; c = CMSG_NXTHDR(message, c))
		if (c->cmsg_level == SOL_PACKET && c->cmsg_type == PACKET_AUXDATA)
			return (const struct tpacket_auxdata *)CMSG_DATA(c);
	return NULL;
}

/* Make room for @length octets at @at from the front. */
static void frame_insert(struct frame *f, size_t at, size_t length)
{
	f->data -= length;
	f->length += length;
	memmove(f->data, f->data + length, at);
	if (f->gso.flags & VIRTIO_NET_HDR_F_NEEDS_CSUM)
		f->gso.csum_start += length;
}

/* Put back the tag that the kernel keeps beside the frame. */
static void frame_tag(struct frame *f, const struct tpacket_auxdata *aux)
{
	uint16_t type = aux->tp_status & TP_STATUS_VLAN_TPID_VALID ? aux->tp_vlan_tpid :
								      ETH_P_8021Q;

	frame_insert(f, 2 * ETH_ALEN, TAG);
	frame_set_u16(f->data + 2 * ETH_ALEN, type);
	frame_set_u16(f->data + 2 * ETH_ALEN + 2, aux->tp_vlan_tci);
}

/* Give a frame that has none an Ethernet header; false when it is no IP packet. */
static bool frame_address(struct frame *f, uint16_t protocol)
{
	uint8_t version = f->length ? f->data[0] >> 4 : 0;

	if (version != (protocol == ETH_P_IP ? 4 : protocol == ETH_P_IPV6 ? 6 : 16))
		return false;
	frame_insert(f, 0, ETH_HLEN);
	memset(f->data, 0, 2 * ETH_ALEN);
	frame_set_u16(f->data + 2 * ETH_ALEN, protocol);
	return true;
}

static bool frame_take(struct source *s, unsigned int index, struct frame *f)
{
	struct source_slot *slot = &s->slots[index];
	struct mmsghdr *message = &s->messages[index];
	const struct tpacket_auxdata *aux = source_auxiliary(&message->msg_hdr);

	f->gso = slot->gso;
	f->data = slot->data + HEADROOM;
	f->length = message->msg_len - sizeof(slot->gso);
	if (!s->ethernet)
		return frame_address(f, ntohs(slot->from.sll_protocol));
	if (aux && aux->tp_status & TP_STATUS_VLAN_VALID && f->length >= ETH_HLEN)
		frame_tag(f, aux);
	return true;
}

static void source_prepare(struct source *s)
{
	unsigned int i;

	for (i = 0; i < SOURCE_FRAMES; i++)
		s->messages[i].msg_hdr = (struct msghdr){
			.msg_name = &s->slots[i].from,
			.msg_namelen = sizeof(s->slots[i].from),
			.msg_iov = s->parts[i], .msg_iovlen = 2,
			.msg_control = &s->slots[i].control,
			.msg_controllen = sizeof(s->slots[i].control),
		};
}

static bool source_gone(const struct source *s)
{
	char name[IFNAMSIZ];

	return !if_indextoname(s->ifindex, name);
}

int source_read(struct source *s, struct frame *frames)
{
	int count, taken = 0, i;

	source_prepare(s);
	count = recvmmsg(s->fd, s->messages, SOURCE_FRAMES, MSG_DONTWAIT, NULL);
	if (count < 0) {
		/* The frame that could not be described is gone. */
		if (errno == EINVAL)
			s->unreadable++;
		else if (errno == ENETDOWN || errno == ENODEV || errno == ENXIO)
			return source_gone(s) ? -1 : 0;
		else if (errno != EAGAIN && errno != EINTR)
			err(2, "%s: read", s->name);
		return 0;
	}
	s->frames += count;
	for (i = 0; i < count; i++) {
		if (frame_take(s, i, &frames[taken]))
			taken++;
		else
			s->unreadable++;
	}
	return taken;
}
