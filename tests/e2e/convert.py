# SPDX-License-Identifier: GPL-2.0-or-later
"""convert: convert.py KIND FROM TO
FROM is a pcap file with nanoseconds. TO has the same frames as KIND: micro (pcap with
microseconds), big (the other order of octets), pcapng, pcapng-nano, cut (without the
last octet), short (100 octets of each frame)."""
import struct
import sys

NANO, MICRO = 0xa1b23c4d, 0xa1b2c3d4


def frames(data):
    magic, _, _, _, _, _, link = struct.unpack("<IHHIIII", data[:24])
    assert magic == NANO and link == 1
    at = 24
    while at < len(data):
        seconds, nanos, captured, wire = struct.unpack("<4I", data[at:at + 16])
        yield seconds, nanos, wire, data[at + 16:at + 16 + captured]
        at += 16 + captured


def pcap(packets, magic, order="<", cut=262144):
    yield struct.pack(order + "IHHIIII", magic, 2, 4, 0, 0, cut, 1)
    for seconds, nanos, wire, data in packets:
        part = nanos if magic == NANO else nanos // 1000
        yield struct.pack(order + "4I", seconds, part, len(data[:cut]), wire) + data[:cut]


def block(kind, body):
    body += bytes(-len(body) % 4)
    return struct.pack("<II", kind, len(body) + 12) + body + struct.pack("<I", len(body) + 12)


def pcapng(packets, nano):
    yield block(0x0a0d0d0a, struct.pack("<IHHq", 0x1a2b3c4d, 1, 0, -1))
    resolution = struct.pack("<HHB3xHH", 9, 1, 9, 0, 0) if nano else b""
    yield block(1, struct.pack("<HHI", 1, 0, 0) + resolution)
    for seconds, nanos, wire, data in packets:
        time = seconds * 10**9 + nanos
        time = time if nano else time // 1000
        yield block(6, struct.pack("<5I", 0, time >> 32, time & 0xffffffff, len(data), wire) + data)


def main():
    kind, source, target = sys.argv[1:]
    with open(source, "rb") as f:
        data = f.read()
    packets = list(frames(data))
    made = {"micro": lambda: pcap(packets, MICRO), "big": lambda: pcap(packets, NANO, ">"),
            "pcapng": lambda: pcapng(packets, False), "pcapng-nano": lambda: pcapng(packets, True),
            "cut": lambda: [data[:-1]], "short": lambda: pcap(packets, NANO, cut=100)}[kind]()
    with open(target, "wb") as f:
        f.writelines(made)


main()
