# SPDX-License-Identifier: GPL-2.0-or-later
"""pcap: what tcpdump recorded, counted independently of the module.

usage: pcap.py FILE
prints, one a line and sorted:
    total PACKETS OCTETS
    ethertype TYPE PACKETS OCTETS                       what is not IP
    flow VLAN ENCAP L4 SOURCE DESTINATION WHAT PACKETS OCTETS
one line for each direction of a flow; WHAT is sport,dport or type/code/id, "-"
where there is none. lib.sh (flows_of) prints ntopctl's flows alike. Of tunnels
only what the tests use is opened: GRE with IP, and VXLAN on its port.
"""
import collections
import ipaddress
import struct
import sys

VLAN = (0x8100, 0x88a8)
TCP, UDP, GRE, ICMP, ICMP6 = 6, 17, 47, 1, 58
PORTS = (TCP, UDP, 132, 136)
EXTENSIONS = (0, 43, 60)
FRAGMENT = 44
FIRST = {}      # what the first fragment of a datagram said of all



def transport(l4, data, fragment):
    """(WHAT as sent, payload offset or None)."""
    if fragment:
        return ("0/0/0" if l4 in (ICMP, ICMP6) else "0,0" if l4 in PORTS else "-"), None
    if l4 in PORTS:
        return "%d,%d" % struct.unpack("!HH", data[:4]), 8
    if l4 in (ICMP, ICMP6):
        kind, code, _, number = struct.unpack("!BBHH", data[:6])
        request = {(ICMP, 0): 8, (ICMP6, 129): 128}.get((l4, kind), kind)
        echo = (l4, request) in ((ICMP, 8), (ICMP6, 128))
        return "%d/%d/%d" % (request, code, number if echo else 0), None
    return "-", None


def ip(data, ethertype, encap):
    """(encap, l4, source, destination, WHAT) of the innermost IP packet."""
    if ethertype == 0x0800:
        header = (data[0] & 15) * 4
        l4, src, dst = data[9], data[12:16], data[16:20]
        offset = struct.unpack("!H", data[6:8])[0] & 0x1fff
        part = (src, dst, data[4:6])
        data = data[header:]
    else:
        l4, src, dst, data, offset = data[6], data[8:24], data[24:40], data[40:], 0
        part = None
        while l4 in EXTENSIONS or l4 == FRAGMENT:
            if l4 == FRAGMENT:
                offset = struct.unpack("!H", data[2:4])[0] >> 3
                part = (src, dst, data[4:8])
                l4, data = data[0], data[8:]
                if offset:
                    break
            else:
                l4, data = data[0], data[(data[1] + 1) * 8:]
    what, _ = transport(l4, data, offset)
    if not offset:
        FIRST[part] = l4, what
    l4, what = FIRST.get(part, (l4, what))
    if l4 == GRE and not offset:
        flags, inner = struct.unpack("!HH", data[:4])
        if inner in (0x0800, 0x86dd):
            return ip(data[4 + 4 * bin(flags & 0xb000).count("1"):], inner, "gre")
    if l4 == UDP and what.endswith(",4789"):
        inner = ethernet(data[16:], "vxlan")[1]
        if inner:
            return inner
    return (encap, l4, str(ipaddress.ip_address(src)), str(ipaddress.ip_address(dst)), what)


def ethernet(data, encap):
    """(vlan, IP or None, ethertype)."""
    vlan, at = 0, 12
    ethertype = struct.unpack("!H", data[at:at + 2])[0]
    while ethertype in VLAN:
        encap = encap if at == 12 else "qinq"
        tag, ethertype = struct.unpack("!HH", data[at + 2:at + 6])
        vlan, at = tag & 4095 or vlan, at + 4
    if ethertype in (0x0800, 0x86dd):
        return vlan, ip(data[at + 2:], ethertype, encap), ethertype
    return vlan, None, ethertype


def frames(path):
    with open(path, "rb") as f:
        magic = f.read(24)[:4]
        order = "<" if magic in (b"\xd4\xc3\xb2\xa1", b"\x4d\x3c\xb2\xa1") else ">"
        while len(head := f.read(16)) == 16:
            _, _, captured, wire = struct.unpack(order + "4I", head)
            yield f.read(captured), wire


def main():
    counts = collections.defaultdict(lambda: [0, 0])
    for data, wire in frames(sys.argv[1]):
        ethernet(data, "-")
    for data, wire in frames(sys.argv[1]):
        vlan, inner, ethertype = ethernet(data, "-")
        key = "flow %d %s %d %s %s %s" % (vlan, *inner) if inner else f"ethertype {ethertype}"
        for k in ("total", key):
            counts[k][0] += 1
            counts[k][1] += wire
    print("\n".join(sorted(f"{k} {p} {o}" for k, (p, o) in counts.items())))


main()
