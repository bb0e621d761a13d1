# SPDX-License-Identifier: GPL-2.0-or-later
"""frames: a capture of many kinds of frames, and what captures hold.

usage: frames.py make FILE       one frame of every payload with every tag, each of another length
       frames.py count FILE...   a line FRAMES OCTETS for each
"""
import socket
import struct
import sys

MAC = bytes.fromhex("020000000002020000000001")
TAGS = {
    "untagged": b"",
    "vlan 5": struct.pack("!HH", 0x8100, 5),
    "vlan 6 with a priority": struct.pack("!HH", 0x8100, 0x6006),
    "priority only": struct.pack("!HH", 0x8100, 0x2000),
    "vlan 7 in vlan 5": struct.pack("!HHHH", 0x8100, 5, 0x8100, 7),
    "vlan 7 in provider's 5": struct.pack("!HHHH", 0x88a8, 5, 0x8100, 7),
}


def ipv4(l4, payload, fragment=0):
    header = struct.pack("!BBHHHBBH", 0x45, 0, 20 + len(payload), 7, fragment, 64, l4, 0)
    addresses = socket.inet_aton("10.0.0.1") + socket.inet_aton("10.0.0.2")
    return struct.pack("!H", 0x0800) + header + addresses + payload


def ipv6(l4, payload):
    header = struct.pack("!IHBB", 0x60000000, len(payload), l4, 64)
    addresses = b"".join(socket.inet_pton(socket.AF_INET6, a) for a in ("fd00::1", "fd00::2"))
    return struct.pack("!H", 0x86dd) + header + addresses + payload


def tcp(port, n):
    return struct.pack("!HHIIBBHHH", 40000, port, 1, 0, 0x50, 2, 500, 0, 0) + bytes(n)


def udp(port, n):
    return struct.pack("!HHHH", 40000, port, 8 + n, 0) + bytes(n)


def payloads(n):
    arp = struct.pack("!HHBBH", 1, 0x0800, 6, 4, 1) + bytes(20 + n)
    return [
        ipv4(6, tcp(22, n)),
        ipv4(6, tcp(80, n)),
        ipv4(17, udp(53, n)),
        ipv4(1, struct.pack("!BBHHH", 8, 0, 0, 1, 1) + bytes(n)),
        ipv4(17, udp(53, 1000), fragment=0x2000),
        ipv4(17, bytes(200 + n), fragment=126),
        ipv6(6, tcp(22, n)),
        ipv6(17, udp(53, n)),
        struct.pack("!H", 0x0806) + arp,
        struct.pack("!HI", 0x8847, 100 << 12 | 0x140) + ipv4(6, tcp(22, n))[2:],
    ]


def make(path):
    with open(path, "wb") as out:
        out.write(struct.pack("<IHHIIII", 0xa1b2c3d4, 2, 4, 0, 0, 65535, 1))
        for t, tag in enumerate(TAGS.values()):
            for n, payload in enumerate(payloads(20 + 7 * t)):
                frame = MAC + tag + payload
                frame += bytes(max(0, 60 - len(frame)) + n)
                out.write(struct.pack("<IIII", 1, n, len(frame), len(frame)) + frame)


def count(path):
    with open(path, "rb") as f:
        data = f.read()
    at, frames, octets = 24, 0, 0
    while at < len(data):
        caplen, wire = struct.unpack("<II", data[at + 8:at + 16])
        at, frames, octets = at + 16 + caplen, frames + 1, octets + wire
    print(frames, octets)


if sys.argv[1] == "make":
    make(sys.argv[2])
else:
    for name in sys.argv[2:]:
        count(name)
