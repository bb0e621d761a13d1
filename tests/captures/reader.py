# SPDX-License-Identifier: GPL-2.0-or-later
"""reader: which flow ndpiReader puts a packet in, and why it leaves one out.

ndpiReader 4.2 is a demonstration program: it takes liberties with what a flow
is. To say by name why a published flow differs from what is on the wire, its
rules are spelled out here. They are right where they lead to the published
results.
"""
from dataclasses import dataclass, field

GTP_PORT, TZSP_PORT, CAPWAP_PORT = 2152, 37008, 5247
WITH_PORTS = {6: 20, 17: 8}


class Skipped(Exception):
    """ndpiReader leaves the packet out; says why."""


@dataclass
class Flow:
    """A flow of ndpiReader; ends[0] spoke first."""

    l4: int
    vlan: int
    ends: tuple
    counts: list = field(default_factory=lambda: [[0, 0], [0, 0]])
    frames: list = field(default_factory=list)


def find(frame):
    """(l4, vlan, source (address, port), destination (address, port))."""
    if frame.captured < 28:
        raise Skipped("frame shorter than 28 octets")
    vlan = 0
    for i, layer in enumerate(frame.layers):
        if layer.name == "vlan":
            vlan = layer.number("vlan.id")
        if layer.name in ("ip", "ipv6"):
            return network(frame, i, frame.link_octets(), vlan, raw=frame.layers[0].name == "raw")
    raise Skipped("no IP")


def network(frame, i, offset, vlan, raw=False, check_fragment=True):
    ip = frame.layers[i]
    if ip.name == "ip":
        return network4(frame, i, offset, vlan, raw, check_fragment)
    size = frame.captured - offset
    if "ipv6.dst" not in ip.fields or size < 40 + ip.number("ipv6.plen"):
        raise Skipped("cut short in the file")
    l4, room, i = ip.number("ipv6.nxt"), ip.number("ipv6.plen"), i + 1
    while i < len(frame.layers) and frame.layers[i].name in (
        "ipv6.hopopts",
        "ipv6.dstopts",
        "ipv6.routing",
        "ipv6.fraghdr",
    ):
        header = frame.layers[i]
        l4, room, i = header.number(header.name + ".nxt"), room - 8, i + 1
        if header.name == "ipv6.fraghdr" and header.number("ipv6.fraghdr.offset"):
            raise Skipped("fragment")
    if l4 == 59:
        raise Skipped("no next header")
    addrs = (ip.text("ipv6.src"), ip.text("ipv6.dst"))
    if l4 in (4, 41) and i < len(frame.layers) and frame.layers[i].name in ("ip", "ipv6"):
        return network(frame, i, offset + 40, vlan, check_fragment=False)
    return transport(frame, i, offset + 40 + ip.number("ipv6.plen") - room, vlan, l4, addrs, room)


def network4(frame, i, offset, vlan, raw, check_fragment):
    ip, rest = frame.layers[i], frame.layers[i + 1 :]
    if "ip.dst" not in ip.fields:
        raise Skipped("cut short in the file")
    l4, hlen, total = ip.number("ip.proto"), ip.number("ip.hdr_len"), ip.number("ip.len")
    if l4 in (4, 41) and rest and rest[0].name in ("ip", "ipv6"):
        return network(frame, i + 1, offset + hlen, vlan, check_fragment=check_fragment)
    if l4 in (4, 41):
        raise Skipped("tunnel without IP in it")
    if ip.number("ip.frag_offset") and check_fragment and not raw:
        raise Skipped("fragment")
    if frame.captured - offset < total or total < hlen:
        raise Skipped("cut short in the file")
    addrs = (ip.text("ip.src"), ip.text("ip.dst"))
    return transport(frame, i + 1, offset + hlen, vlan, l4, addrs, total - hlen)


def transport(frame, i, offset, vlan, l4, addrs, room):
    layer = frame.layers[i] if i < len(frame.layers) else None
    ports = (0, 0)
    if (
        l4 in WITH_PORTS
        and room >= WITH_PORTS[l4]
        and layer
        and layer.name + ".dstport" in layer.fields
    ):
        ports = (layer.number(layer.name + ".srcport"), layer.number(layer.name + ".dstport"))
    if l4 == 17 and frame.captured < offset + 8:
        raise Skipped("cut short in the file")
    names = [x.name for x in frame.layers[i + 1 : i + 3]]
    if (
        l4 == 17
        and GTP_PORT in ports
        and names[0:1] == ["gtp"]
        and frame.layers[i + 1].number("gtp.message") == 255
    ):
        if names[1:2] not in (["ip"], ["ipv6"]):
            raise Skipped("tunnel without IP in it")
        return inner(frame, i + 2, vlan)
    if l4 == 17 and (TZSP_PORT in ports or CAPWAP_PORT in ports):
        raise Skipped("capwap")
    return l4, vlan, (addrs[0], ports[0]), (addrs[1], ports[1])


def inner(frame, i, vlan):
    """GTP: the inner packet is taken as it is, not looked into once more."""
    ip, layer = frame.layers[i], frame.layers[i + 1] if i + 1 < len(frame.layers) else None
    l4 = ip.number("ip.proto" if ip.name == "ip" else "ipv6.nxt")
    ports = (0, 0)
    if l4 in WITH_PORTS and layer and layer.name + ".dstport" in layer.fields:
        ports = (layer.number(layer.name + ".srcport"), layer.number(layer.name + ".dstport"))
    return l4, vlan, (ip.text(ip.name + ".src"), ports[0]), (ip.text(ip.name + ".dst"), ports[1])


def collect(frames):
    """(flows, {frame number: flow}, {frame number: why it is in none})."""
    flows, of, skipped = {}, {}, {}
    for frame in frames:
        try:
            l4, vlan, src, dst = find(frame)
        except Skipped as why:
            skipped[frame.number] = str(why)
            continue
        flow = flows.setdefault((l4, vlan, frozenset((src, dst))), Flow(l4, vlan, (src, dst)))
        count = flow.counts[0 if flow.ends[0] == src else 1]
        count[0] += 1
        count[1] += frame.captured
        flow.frames.append(frame.number)
        of[frame.number] = flow
    return list(flows.values()), of, skipped
