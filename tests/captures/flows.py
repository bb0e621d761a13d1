# SPDX-License-Identifier: GPL-2.0-or-later
"""flows: which flow a packet is of, by the rules that kntop promises.

The promises are those of include/uapi/linux/kntop.h and docs/; the packets come
from wire.py. Nothing here has seen kntop's own code or output.
"""
from dataclasses import dataclass, field

ICMP, TCP, UDP, GRE, ICMPV6, SCTP, DCCP, UDPLITE = 1, 6, 17, 47, 58, 132, 33, 136
WITH_PORTS = (TCP, UDP, SCTP, DCCP, UDPLITE)
LEAST = {TCP: 20, UDP: 8, UDPLITE: 8, SCTP: 12, DCCP: 12, ICMP: 8, ICMPV6: 8}
LONGEST_TIMEOUT = 604800 * 10**9  # nanoseconds; the test sets every timeout to it
FIN, SYN, RST, ACK = 0x01, 0x02, 0x04, 0x10
IP_IN_IP = {4: "ip", 41: "ipv6"}
UDP_TUNNELS = {4789: "vxlan", 8472: "vxlan", 4790: "vxlan", 6081: "geneve", 2152: "gtp",
               3544: "teredo", 5247: "capwap.data", 1701: "l2tp", 6635: "mpls", 37008: "tzsp"}
# whose answers come from the port
UDP_ANSWERS = ("gtp", "teredo", "capwap.data", "l2tp")
ENCAPSULATION = {"gtp": "gtpu", "capwap.data": "capwap"}
# what may stand in a tunnel before its IP packet
BETWEEN = """eth ethertype vlan ieee8021ad llc wlan ppp erspan mpls pwethheuristic pwethnocw pwethcw
nsh""".split()
# encapsulations of the link, by tshark's names
LINKED = {"mpls": "mpls", "pppoes": "pppoe", "cfp": "fabricpath", "nsh": "nsh", "ieee8021ah": "pbb"}
REQUESTS = {ICMP: {0: 8, 14: 13, 16: 15, 18: 17, 43: 42}, ICMPV6: {129: 128, 161: 160}}
WITH_ID = {ICMP: (8, 13, 15, 17, 42), ICMPV6: (128, 160)}
INFINITE = 1 << 32
LIFE, DONE = 30 * 10**9, 10**9  # of a datagram whose fragments come, and once complete
EXTENSIONS = ("ipv6.hopopts", "ipv6.dstopts", "ipv6.routing", "ipv6.fraghdr", "ah")


@dataclass(frozen=True)
class Key:
    """What packets of one flow share. sides: the two (address, port) in order;
    icmp: (type, code, identifier) of the request, or None. encapsulation: the innermost, the
    ends of its tunnel, and likewise what that is in."""

    l4: int
    sides: tuple
    vlan: int = 0
    encapsulation: str = ""
    icmp: tuple = None


@dataclass
class Packet:
    """An IP packet: both ends and what makes its flow. side: which of the key's
    sides sent it. fragment: not the first one. part: of a datagram in fragments, its
    identity, and octets before, in and behind (whether there are any) this one."""

    key: Key
    side: int
    flags: int = 0
    fragment: bool = False
    part: tuple = None


class NoFlow(Exception):
    """The frame belongs to no flow; says which enum kntop_part."""


@dataclass
class Flow:
    """One flow. because: why it is not the one before it with the same key."""

    key: Key
    because: str = None
    last: int = 0
    packets: list = field(default_factory=lambda: [0, 0])
    octets: list = field(default_factory=lambda: [0, 0])
    flags: list = field(default_factory=lambda: [0, 0])
    frames: list = field(default_factory=list)

    def add(self, frame, packet):
        self.packets[packet.side] += 1
        self.octets[packet.side] += frame.wire
        self.flags[packet.side] |= packet.flags
        self.frames.append(frame.number)
        self.last = max(self.last, frame.time)

    def is_over(self, frame, packet):
        """Why the packet opens another flow with the same key, or None. TCP is
        closed after a RST, or a FIN of each side."""
        if frame.time - self.last > LONGEST_TIMEOUT:
            return "idle"
        closed = (self.flags[0] | self.flags[1]) & RST or self.flags[0] & self.flags[1] & FIN
        return "reused" if closed and packet.flags & (SYN | ACK) == SYN else None


def make_key(l4, ends, vlan, encapsulation, icmp):
    """The key, and which of its sides the first of the two ends is."""
    src, dst = ends
    side = 0 if src <= dst else 1
    return Key(l4, (dst, src) if side else (src, dst), vlan, encapsulation, icmp), side


def find_packet(frame):
    """The packet that decides the flow: the innermost one that tunnels lead to."""
    vlan, encapsulation = 0, ""
    for i, layer in enumerate(frame.layers):
        if layer.name in ("vlan", "ieee8021ad"):
            vlan = layer.number(layer.name + ".id")
        elif layer.name in LINKED:
            encapsulation = LINKED[layer.name]
        elif layer.name in ("ip", "ipv6"):
            room = frame.wire - frame.link_octets()
            return open_packet(frame.layers[i:], room, vlan, encapsulation, 4)
        elif layer.name in ("_ws.malformed", "_ws.short"):
            raise NoFlow("truncated")
    raise NoFlow("non-ip")


def open_packet(layers, octets, vlan, encapsulation, depth):
    packet, whole, rest = ip_packet(layers, octets, vlan, encapsulation)
    inner = tunnel(packet, rest) if whole and depth else None
    if inner:
        ends = " ".join(sorted(address for address, _ in packet.key.sides))
        name = f"{inner[0]} {ends} {encapsulation}".rstrip()
        try:
            return open_packet(rest[inner[1] :], INFINITE, vlan, name, depth - 1)
        except NoFlow:
            pass
    return packet


def tunnel(packet, rest):
    """(name, layers to skip) of the tunnel that a packet is, or None."""
    names = [layer.name for layer in rest]
    l4 = packet.key.l4
    if l4 in IP_IN_IP:
        return ("ip", 0) if names[:1] == [IP_IN_IP[l4]] else None
    if l4 == UDP:
        src_port, dst_port = (packet.key.sides[s][1] for s in (packet.side, 1 - packet.side))
        kinds = [UDP_TUNNELS.get(dst_port)]
        if UDP_TUNNELS.get(src_port) in UDP_ANSWERS:
            kinds.append(UDP_TUNNELS[src_port])
        if not names[1:2] or names[1] not in kinds:
            return None
        carrier = 1
    elif l4 == GRE:
        carrier = 0
    else:
        return None
    for i, name in enumerate(names[carrier + 1 :], carrier + 1):
        if name in ("ip", "ipv6"):
            return ENCAPSULATION.get(names[carrier], names[carrier]), i
        if name not in BETWEEN:
            break
    return None


def ip_packet(layers, octets, vlan, encapsulation):
    """The packet at layers[0], whether it is no fragment, and the layers behind
    its IP header and extension headers. octets: what the frame has from there
    on, INFINITE inside tunnels, where tshark does not say."""
    ip, rest = layers[0], layers[1:]
    whole, first, part = True, True, None
    if ip.name + ".dst" not in ip.fields:
        # tshark goes no further when the version or the header length lies
        raise NoFlow("malformed-ip" if octets >= 20 else "truncated")
    addrs = (ip.text(ip.name + ".src"), ip.text(ip.name + ".dst"))
    if ip.name == "ip":
        l4, header = ip.number("ip.proto"), ip.number("ip.hdr_len")
        room = ip.number("ip.len") - header
        if room < 0:
            raise NoFlow("malformed-ip")
        first = ip.number("ip.frag_offset") == 0
        whole = first and ip.fields["ip.flags.mf"] in ("0", "False")
        part = (
            (addrs, vlan, encapsulation, l4, ip.number("ip.id")),
            8 * ip.number("ip.frag_offset"),
            room,
            ip.fields["ip.flags.mf"] in ("0", "False"),
        )
    else:
        l4, header, room = ip.number("ipv6.nxt"), 40, ip.number("ipv6.plen")
    octets -= header
    while (
        first
        and rest
        and rest[0].name in EXTENSIONS
        and (ip.name == "ipv6" or rest[0].name == "ah")
    ):
        header, rest = rest[0], rest[1:]
        l4 = header.number(header.name + (".next_header" if header.name == "ah" else ".nxt"))
        room -= 8
        if header.name == "ipv6.fraghdr":
            first = header.number("ipv6.fraghdr.offset") == 0
            whole = first and header.fields["ipv6.fraghdr.more"] in ("0", "False")
            part = (
                (addrs, vlan, encapsulation, header.number("ipv6.fraghdr.ident")),
                8 * header.number("ipv6.fraghdr.offset"),
                room,
                header.fields["ipv6.fraghdr.more"] in ("0", "False"),
            )
    if not first:
        key, side = make_key(l4, [(a, 0) for a in addrs], vlan, encapsulation, None)
        return Packet(key, side, fragment=True, part=part), False, []
    space = (room, octets, whole)
    packet = transport(rest, addrs, l4, space, vlan, encapsulation)
    if not whole:
        packet.part = part
    return packet, whole, rest


def transport(rest, addrs, l4, space, vlan, encapsulation):
    """space: octets behind the IP headers by the IP length, and by the frame's, and whether
    it is no fragment: a first one is judged by its datagram."""
    room, octets, whole = space
    layer = rest[0] if rest else None
    ports, icmp, flags = (0, 0), None, 0
    if room < (LEAST.get(l4, 0) if whole else 8):
        raise NoFlow("malformed-l4")
    if l4 in (ICMP, ICMPV6):
        icmp = icmp_key(layer, l4)
    elif l4 in WITH_PORTS:
        name = layer.name if layer else "?"
        if f"{name}.dstport" not in layer.fields:
            raise NoFlow("truncated")
        ports = (layer.number(name + ".srcport"), layer.number(name + ".dstport"))
    if l4 == TCP:
        flags = tcp_flags(layer, room, octets, whole)
    key, side = make_key(l4, list(zip(addrs, ports)), vlan, encapsulation, icmp)
    return Packet(key, side, flags)


def tcp_flags(layer, room, octets, whole):
    """0 where the header ends, or is cut, before them: 14 octets have them."""
    if octets < 8:
        raise NoFlow("truncated")
    if min(room, octets) < 14:
        return 0
    length = layer.number("tcp.hdr_len")
    if length < 20 or (whole and length > room):
        raise NoFlow("malformed-l4")
    return layer.number("tcp.flags", 0)


def icmp_key(layer, l4):
    name = "icmp" if l4 == ICMP else "icmpv6"
    if not layer or layer.name != name or f"{name}.code" not in layer.fields:
        raise NoFlow("truncated")
    kind = layer.number(name + ".type")
    request = REQUESTS[l4].get(kind, kind)
    ident = 0
    if request in WITH_ID[l4]:
        ident = layer.number("icmp.ident" if l4 == ICMP else "icmpv6.echo.identifier", 0)
    return (request, layer.number(name + ".code"), ident)


class Datagram:
    """A datagram of which fragments came. first: the first one; waiting: the later ones
    before it, with their frames; until: how long it is remembered."""

    def __init__(self):
        self.first, self.waiting, self.have, self.whole, self.until = None, [], 0, 0, 0

    def take(self, packet, now):
        _, before, length, last = packet.part
        if not packet.fragment:
            if self.first and self.first.key != packet.key:
                self.have = self.whole = 0
            self.first = packet
        self.have += length
        if last:
            self.whole = before + length
        complete = self.first and self.whole and self.have >= self.whole
        self.until = now + (DONE if complete else LIFE)


def datagrams(packets):
    """The same (frame, packet) with later fragments as packets of their datagram's flow,
    held back until its first came, if it came in time."""
    known, now = {}, 0
    for frame, packet in packets:
        now = max(now, frame.time)
        if not packet.part:
            yield frame, packet
            continue
        datagram = known.get(packet.part[0])
        if datagram is None or datagram.until < now:
            if datagram:
                yield from datagram.waiting
            datagram = known[packet.part[0]] = Datagram()
        datagram.take(packet, now)
        if not datagram.first:
            datagram.waiting.append((frame, packet))
            continue
        yield frame, of_first(packet, datagram.first)
        for held, later in datagram.waiting:
            yield held, of_first(later, datagram.first)
        datagram.waiting = []
    for datagram in known.values():
        yield from datagram.waiting


def of_first(packet, first):
    return Packet(first.key, first.side, fragment=True) if packet.fragment else packet


def collect(frames):
    """All flows of a capture, in the order of their first packets; {reason:
    [packets, octets]} of what is in none; {frame number: reason} of the same."""
    live, flows, rest, left, packets = {}, [], {}, {}, []
    for frame in frames:
        try:
            packets.append((frame, find_packet(frame)))
        except NoFlow as why:
            left[frame.number] = str(why)
            count = rest.setdefault(str(why), [0, 0])
            count[0] += 1
            count[1] += frame.wire
    for frame, packet in datagrams(packets):
        flow = live.get(packet.key)
        because = flow and flow.is_over(frame, packet)
        if flow is None or because:
            flow = live[packet.key] = Flow(packet.key, because)
            flows.append(flow)
        flow.add(frame, packet)
    return flows, rest, left
