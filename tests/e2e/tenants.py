# SPDX-License-Identifier: GPL-2.0-or-later
"""tenants: tenants.py DEV gtpu|gre|vxlan|mpls|mirror WAY NUMBER PORT [COUNT]
Sends COUNT packets of UDP from 172.16.0.1 port PORT to 172.16.0.2 port 53 (WAY ab), or the
answers (WAY ba), in a tunnel between 192.0.2.1 and 192.0.2.2 whose packets that way have
NUMBER; mpls: between two stations; mirror: in VXLAN, all of it from 192.0.2.1 to .2.
Prints how many, and their octets."""
import socket
import struct
import sys

MACS = bytes.fromhex("020000000001" "020000000002")


def ip(src, dst, protocol, rest):
    head = struct.pack("!BBHHHBBH", 0x45, 0, 20 + len(rest), 0, 0x4000, 64, protocol, 0)
    return head + socket.inet_aton(src) + socket.inet_aton(dst) + rest


def udp(src, dst, rest):
    return struct.pack("!HHHH", src, dst, 8 + len(rest), 0) + rest


def carry(kind, number, inner):
    if kind == "gtpu":
        return 17, udp(2152, 2152, struct.pack("!BBHI", 0x30, 255, len(inner), number) + inner)
    if kind == "gre":
        return 47, struct.pack("!HHI", 0x2000, 0x0800, number) + inner
    frame = MACS + b"\x08\x00" + inner
    return 17, udp(40000, 4789, struct.pack("!II", 0x08000000, number << 8) + frame)


def main():
    dev, kind, way, number, port, *count = sys.argv[1:]
    ends, inner_ends, ports = ["192.0.2.1", "192.0.2.2"], ["172.16.0.1", "172.16.0.2"], [int(port), 53]
    if way == "ba":
        for pair in ends, inner_ends, ports:
            pair.reverse()
    inner = ip(*inner_ends, 17, udp(*ports, b"12345678"))
    if kind == "mirror":
        ends.sort()
    if kind == "mpls":
        macs = MACS[6:] + MACS[:6] if way == "ab" else MACS
        # the first label is the way, the second the customer's
        labels = struct.pack("!II", 99 << 12 | 64, int(number) << 12 | 0x140)
        frame = macs + b"\x88\x47" + labels + inner
    else:
        frame = MACS + b"\x08\x00" + ip(*ends, *carry(kind, int(number), inner))
    octets, times = 0, int(count[0]) if count else 1
    with socket.socket(socket.AF_PACKET, socket.SOCK_RAW) as s:
        s.bind((dev, 0))
        for _ in range(times):
            octets += s.send(frame)
    print(times, octets)


main()
