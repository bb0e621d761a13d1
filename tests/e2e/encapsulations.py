# SPDX-License-Identifier: GPL-2.0-or-later
"""encapsulations: a capture with the same conversation in every encapsulation.

usage: encapsulations.py FILE NAMES

Writes FILE, a pcap of three packets for each way there is to carry a packet, and NAMES, a
line for each: client port, encapsulation, octets of the three frames, whether tshark opens
it without being told more ("tshark" or "-"), and what it is. The headers are written by
the RFCs and the vendors' drawings, with nothing of kntop in it. At the end stand frames
that only look like one of these: an ordinary datagram on every tunnel's port.
"""
import struct
import sys
from ipaddress import ip_address

MAC = bytes.fromhex("020000000002020000000001")
IPV4, IPV6, TEB, MPLS = 0x0800, 0x86DD, 0x6558, 0x8847
PAYLOAD = b"kntop" * 10
SERVER = 4444


def checksum(data):
    total = sum(struct.unpack(f"!{len(data) // 2}H", data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return 0xFFFF - total


def ipv4(proto, data, src="172.16.0.1", dst="172.16.0.2"):
    head = struct.pack("!BBHHHBBH", 0x45, 0, 20 + len(data), 1, 0, 64, proto, 0)
    head += ip_address(src).packed + ip_address(dst).packed
    return head[:10] + struct.pack("!H", checksum(head)) + head[12:] + data


def ipv6(proto, data, src="fd16::1", dst="fd16::2"):
    head = struct.pack("!IHBB", 6 << 28, len(data), proto, 64)
    return head + ip_address(src).packed + ip_address(dst).packed + data


def udp(src, dst, data):
    return struct.pack("!HHHH", src, dst, 8 + len(data), 0) + data


def eth(kind, data, mac=MAC):
    return mac + struct.pack("!H", kind) + data


def tag(kind, number, data):
    """A VLAN tag and what follows, without the type in front of it."""
    return struct.pack("!HH", number, kind) + data


def label(number, bottom):
    return struct.pack("!I", number << 12 | bottom << 8 | 64)


def over4(proto, data):
    return eth(IPV4, ipv4(proto, data))


def over_udp(dst, data, src=50000):
    return over4(17, udp(src, dst, data))


def gre(flags, kind, data):
    return over4(47, struct.pack("!HH", flags, kind) + data)


def vxlan(data, vni=42):
    return struct.pack("!II", 8 << 24, vni << 8) + data


def snap(kind, data):
    return b"\xaa\xaa\x03\0\0\0" + struct.pack("!H", kind) + data


def wlan(control, data, more=b""):
    return control + b"\0\0" + MAC[:6] + MAC[6:] + MAC[:6] + b"\0\0" + more + data


def erspan3(kind, data, sub=b""):
    word = kind << 10 | (1 if sub else 0)
    head = struct.pack("!HHIHH", 0x2005, 7, 1, 0, word)
    return gre(0x1000, 0x22EB, struct.pack("!I", 1) + head + sub + data)


def kinds(four, six):
    """(encapsulation, does tshark open it, what, frame) of each; four and six are the IP
    packets of the conversation, which yield another client port each time."""
    inner = lambda: eth(IPV4, four())  # noqa: E731
    yield "", True, "plain", eth(IPV4, four())
    for kind in (0x8100, 0x88A8, 0x9100):
        yield "", True, f"tag {kind:x}", eth(kind, tag(IPV4, 0, four()))
    for kind in (0x9200, 0x9300):
        yield "", False, f"tag {kind:x}", eth(kind, tag(IPV4, 0, four()))
    yield "", True, "VN-tag", eth(0x8926, struct.pack("!IH", 0x80010002, IPV4) + four())
    yield "", True, "E-tag", eth(0x893F, struct.pack("!IHH", 0x10, 0, IPV4) + four())
    data = snap(IPV4, four())
    yield "", True, "SNAP", eth(len(data), data)
    data = snap(IPV6, six())
    yield "", True, "tag and SNAP", eth(0x8100, tag(len(data), 0, data))
    yield "qinq", True, "two VLANs", eth(0x88A8, tag(0x8100, 100, tag(IPV4, 200, four())))
    yield "ip", True, "4in4", over4(4, four())
    yield "ip", True, "6in4", over4(41, six())
    yield "ip", True, "4in6", eth(IPV6, ipv6(4, four()))
    yield "gre", True, "GRE", gre(0, IPV4, four())
    yield "gre", True, "NVGRE", gre(0x2000, TEB, struct.pack("!I", 256) + inner())
    yield "gre", True, "WCCP 1", gre(0, 0x883E, four())
    yield "gre", True, "WCCP 2", gre(0, 0x883E, bytes(4) + four())
    yield "gre", True, "GRE in UDP", over_udp(4754, struct.pack("!HH", 0, IPV6) + six())
    yield "erspan", True, "ERSPAN I", gre(0, 0x88BE, inner())
    erspan2 = struct.pack("!IHHI", 1, 0x1005, 7, 0)
    yield "erspan", True, "ERSPAN II", gre(0x1000, 0x88BE, erspan2 + inner())
    yield "erspan", True, "ERSPAN II over IPv6", eth(
        IPV6, ipv6(47, struct.pack("!HH", 0x1000, 0x88BE) + erspan2 + inner()))
    yield "erspan", True, "ERSPAN II, a tag inside", gre(
        0x1000, 0x88BE, erspan2 + eth(0x8100, tag(IPV4, 9, four())))
    yield "erspan", True, "ERSPAN III", erspan3(0, inner())
    yield "erspan", True, "ERSPAN III, subheader", erspan3(0, inner(), bytes(8))
    yield "erspan", False, "ERSPAN III, IP", erspan3(2, six())
    yield "vxlan", True, "VXLAN", over_udp(4789, vxlan(inner()))
    yield "vxlan", False, "VXLAN on Linux's port", over_udp(8472, vxlan(inner()))
    yield "vxlan", True, "VXLAN in VXLAN in VXLAN in VXLAN", over_udp(4789, vxlan(over_udp(
        4789, vxlan(over_udp(4789, vxlan(over_udp(4789, vxlan(inner()))))))))
    gpe = lambda kind, data: over_udp(  # noqa: E731
        4790, struct.pack("!II", 0x0C000000 | kind, 42 << 8) + data)
    yield "vxlan_gpe", True, "VXLAN-GPE, IPv4", gpe(1, four())
    yield "vxlan_gpe", True, "VXLAN-GPE, IPv6", gpe(2, six())
    yield "vxlan_gpe", True, "VXLAN-GPE, Ethernet", gpe(3, inner())
    nsh = lambda kind, data: struct.pack("!HBBI", 0x0FC2, 2, kind, 0x501) + data  # noqa: E731
    yield "nsh", True, "VXLAN-GPE, NSH", gpe(4, nsh(1, four()))
    yield "geneve", True, "Geneve with an option", over_udp(
        6081, struct.pack("!HHIII", 0x0200, TEB, 42 << 8, 0x01020001, 7) + inner())
    gtp = struct.pack("!BBHI", 0x30, 255, 20 + 8 + len(PAYLOAD), 1)
    yield "gtpu", True, "GTP-U", over_udp(2152, gtp + four())
    yield "gtpu", True, "GTP-U from its port", over_udp(40000, gtp + four(), 2152)
    yield "mpls", True, "MPLS", eth(MPLS, label(100, 0) + label(200, 1) + four())
    yield "mpls", True, "MPLS, IPv6", eth(MPLS, label(100, 1) + six())
    for first in ("02", "48", "45", "68", "60"):
        mac = bytes.fromhex(first + "000c01012002b8279cf535d0"[:22])
        yield "mpls", False, f"Ethernet in MPLS, its address begins with {first}", eth(
            MPLS, label(100, 1) + eth(IPV4, four(), mac))
        yield "mpls", True, f"the same with a control word, {first}", eth(
            MPLS, label(100, 1) + bytes(4) + eth(IPV6, six(), mac))
    yield "mpls", True, "MPLS in GRE", gre(0, MPLS, label(100, 1) + four())
    yield "mpls", True, "MPLS in IP", over4(137, label(100, 1) + four())
    yield "mpls", True, "MPLS in UDP", over_udp(6635, label(100, 1) + six())
    pppoe = lambda ppp: eth(0x8864, struct.pack("!BBHH", 0x11, 0, 7, len(ppp)) + ppp)  # noqa: E731
    yield "pppoe", True, "PPPoE", pppoe(b"\x00\x21" + four())
    yield "pppoe", True, "PPPoE, IPv6", pppoe(b"\x00\x57" + six())
    yield "pppoe", True, "PPPoE, one octet", pppoe(b"\x21" + four())
    yield "pppoe", True, "PPPoE, one octet, IPv6", pppoe(b"\x57" + six())
    ppp4, ppp6 = (lambda: b"\xff\x03\x00\x21" + four()), (lambda: b"\x57" + six())
    ppp = ppp4()
    yield "pptp", True, "PPTP", gre(
        0x3001, 0x880B, struct.pack("!HHI", len(ppp), 3, 10) + ppp)
    ppp = ppp6()
    yield "pptp", True, "PPTP with an acknowledgement", gre(
        0x3081, 0x880B, struct.pack("!HHII", len(ppp), 3, 11, 9) + ppp)
    yield "l2tp", True, "L2TP", over_udp(1701, struct.pack("!HHH", 2, 5, 6) + ppp4(), 1701)
    ppp = ppp6()
    yield "l2tp", True, "L2TP with everything", over_udp(
        1701, struct.pack("!HHHHHHHH", 0x4B02, 16 + len(ppp), 5, 6, 1, 2, 2, 0) + ppp)
    for cookie in (0, 4, 8, 12):
        yield "l2tp", False, f"L2TPv3 in IP, {cookie} octets behind its session", over4(
            115, struct.pack("!I", 7) + bytes(range(0xC0, 0xC0 + cookie)) + inner())
    yield "l2tp", False, "L2TPv3 in UDP", over_udp(
        1701, struct.pack("!HHII", 3, 0, 7, 0) + inner())
    yield "teredo", True, "Teredo", over_udp(3544, six())
    yield "teredo", True, "Teredo with origin", over_udp(
        40000, struct.pack("!HHI", 0, 1, 2) + six(), 3544)
    yield "teredo", True, "Teredo with authentication and origin", over_udp(
        40000, b"\0\1\0\0" + bytes(9) + struct.pack("!HHI", 0, 1, 2) + six(), 3544)
    yield "tzsp", True, "TZSP", over_udp(37008, b"\1\0\0\1" b"\x0a\1\x55\0\1" + inner())
    yield "tzsp", True, "TZSP, 802.11", over_udp(
        37008, b"\1\0\0\x12\1" + wlan(b"\x08\x01", snap(IPV4, four())))
    capwap = lambda native, data: struct.pack(  # noqa: E731
        "!II", 2 << 19 | 1 << 14 | (0x300 if native else 0), 1 << 16) + data
    yield "capwap", True, "CAPWAP", over_udp(5247, capwap(False, inner()))
    yield "capwap", False, "CAPWAP, 802.11", over_udp(
        50003, capwap(True, wlan(b"\x08\x01", snap(IPV4, four()))), 5247)
    yield "capwap", False, "CAPWAP, 802.11 with priorities", over_udp(
        5247, capwap(True, wlan(b"\x88\x01", snap(IPV6, six()), bytes(2))))
    yield "capwap", True, "CAPWAP, its control octets swapped", over_udp(
        5247, capwap(True, wlan(b"\x02\x08", snap(IPV4, four()))))
    yield "gue", False, "GUE", over_udp(6080, struct.pack("!BBH", 0, 4, 0) + four())
    yield "gue", False, "GUE with options, IPv6", over_udp(
        6080, struct.pack("!BBHQ", 2, 41, 0, 0) + six())
    yield "gue", False, "GUE version 1", over_udp(6080, four())
    yield "fou", False, "FOU on a port that was set", over_udp(5555, four())
    yield "fou", False, "the same, IPv6", over_udp(5555, six())
    yield "nsh", True, "NSH", eth(0x894F, nsh(1, four()))
    yield "nsh", True, "NSH, Ethernet", eth(0x894F, nsh(3, inner()))
    yield "pbb", True, "PBB", eth(0x88E7, struct.pack("!I", 7) + inner())
    yield "fabricpath", True, "FabricPath", eth(0x8903, b"\0\2" + inner())
    yield "etherip", True, "EtherIP", over4(97, b"\x30\0" + inner())
    yield "gtpu", True, "GTP-U in ERSPAN", gre(
        0x1000, 0x88BE, erspan2 + over_udp(2152, gtp + four()))


def lookalikes():
    """Datagrams on a tunnel's port that are none: text, zeroes, ones, and what begins as
    IP does but is not as long as its carrier."""
    octets = (b"GET / HTTP/1.1 host kntop.example", bytes(40), b"\xff" * 40,
              b"\x45\0\0\x14" + bytes(40), b"\x60\0\0\0\0\x07\x11\x40" + bytes(40),
              b"\1\0\0\1\1" + bytes(40), b"\x08" + bytes(40), b"\0\2\0\1\0\2\xff\3\0\x21" + bytes(40))
    for port in (1701, 2152, 3544, 4754, 4789, 4790, 5247, 5555, 6080, 6081, 6635, 8472, 37008):
        yield port, octets


def main(path, names):
    # none of these is a service's
    port = 23000
    out = [struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 262144, 1)]

    def write(frame):
        # a millisecond each, so that no flow is idle for long
        head = struct.pack("<IIII", 1700000000, 1000 * len(out), len(frame), len(frame))
        out.append(head + frame)

    def four():
        nonlocal port
        port += 1
        return ipv4(17, udp(port, SERVER, PAYLOAD), "10.77.0.1", "10.77.0.2")

    def six():
        nonlocal port
        port += 1
        return ipv6(17, udp(port, SERVER, PAYLOAD), "fd77::1", "fd77::2")

    with open(names, "w", encoding="ascii") as file:
        for encapsulation, dissected, what, frame in kinds(four, six):
            for _ in range(3):
                write(frame)
            file.write(f"{port} {encapsulation or '-'} {3 * len(frame)} "
                       f"{'tshark' if dissected else '-'} {what}\n")
        for number, octets in lookalikes():
            for i, data in enumerate(octets):
                frame = over4(17, udp(30000 + i, number, data))
                write(frame)
                file.write(f"{30000 + i}:{number} - {len(frame)} - not a tunnel\n")
    with open(path, "wb") as file:
        file.write(b"".join(out))


if __name__ == "__main__":
    main(*sys.argv[1:])
