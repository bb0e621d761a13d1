#!/usr/bin/python3 -I
# SPDX-License-Identifier: GPL-2.0-or-later
"""mirrors.py DIR: captures of one morning as mirrors show it, and how many frames are in
them. Prints lines "NAME FRAMES OCTETS".

plain       two TCP conversations (IPv4, IPv6) with a true retransmission each, which has
            another identification in IPv4; DNS; ping; ARP; the same datagram sent twice
doubled     each frame again 20 us later
tagged      each frame again with a VLAN tag
routed      each frame again as a router passes it on: other MAC addresses, TTL less 1
late        each frame again 30 ms later
sliced      the first 88 octets of each, and of it again with a tag
oneway      what the clients send
"""
import socket
import struct
import sys
from pathlib import Path

CLIENT, GATEWAY, ROUTER = (bytes.fromhex(m) for m in ("020000000001", "00005e000101", "020000000009"))
START = 1_700_000_000_000_000_000
US = 1000


def checksum(data):
    total = sum(struct.unpack(f"!{len(data) // 2}H", data[: len(data) & ~1]))
    total += data[-1] << 8 if len(data) & 1 else 0
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


class Scene:
    """Frames with their times; "up" ones are the client's."""

    def __init__(self):
        self.frames, self.now, self.id = [], START, {True: 100, False: 9000}

    def add(self, up, ethertype, payload, after=200):
        self.now += after * US
        macs = GATEWAY + CLIENT if up else CLIENT + GATEWAY
        self.frames.append((self.now, up, (macs + struct.pack("!H", ethertype) + payload).ljust(60, b"\0")))

    def ipv4(self, up, proto, payload, ident=None, after=200):
        a, b = socket.inet_aton("192.0.2.1"), socket.inet_aton("198.51.100.7")
        if ident is None:
            self.id[up] += 1
            ident = self.id[up]
        head = struct.pack("!BBHHHBBH", 0x45, 0, 20 + len(payload), ident, 0x4000, 64, proto, 0)
        head += a + b if up else b + a
        head = head[:10] + struct.pack("!H", checksum(head)) + head[12:]
        self.add(up, 0x0800, head + payload, after)

    def ipv6(self, up, proto, payload, after=200):
        a, b = (socket.inet_pton(socket.AF_INET6, t) for t in ("2001:db8::1", "2001:db8:1::7"))
        head = struct.pack("!IHBB", 0x60012345, len(payload), proto, 64) + (a + b if up else b + a)
        self.add(up, 0x86DD, head + payload, after)

    def tcp(self, send, client, server):
        """A conversation; the third segment of the server is sent once more."""
        seq = {True: 1000, False: 77000}

        def segment(up, flags, data=b"", at=None, after=200):
            ports = (client, server) if up else (server, client)
            body = struct.pack("!HHIIBBHHH", *ports, at or seq[up], seq[not up], 0x50, flags, 500, 0, 0) + data
            body = body[:16] + struct.pack("!H", checksum(body)) + body[18:]
            send(up, 6, body, after=after)
            if at is None:
                seq[up] += len(data) + (flags & 3 != 0)

        segment(True, 0x02)
        segment(False, 0x12)
        segment(True, 0x10)
        segment(True, 0x18, b"GET")
        for n in range(12):
            begin = seq[False]
            segment(False, 0x10, bytes([n]) * 1200, after=50)
            segment(True, 0x10)
            if n == 2:
                segment(False, 0x10, bytes([n]) * 1200, at=begin, after=15000)
        segment(True, 0x11)
        segment(False, 0x11)
        segment(True, 0x10)


def make():
    s = Scene()
    s.add(True, 0x0806, bytes.fromhex("0001080006040001") + CLIENT + bytes(14))
    s.add(False, 0x0806, bytes.fromhex("0001080006040002") + GATEWAY + bytes(14))
    s.tcp(s.ipv4, 40001, 80)
    s.tcp(s.ipv6, 40002, 443)
    for n in range(6):
        query = struct.pack("!HHHH", 50000 + n, 53, 40, 0) + bytes([n]) * 32
        answer = struct.pack("!HHHH", 53, 50000 + n, 90, 0) + bytes([n]) * 82
        s.ipv4(True, 17, query, ident=0)
        s.ipv4(False, 17, answer, ident=0, after=9000)
        s.ipv6(True, 17, query)
        s.ipv6(False, 17, answer, after=9000)
    for n in range(5):
        for up, kind in ((True, 8), (False, 0)):
            echo = struct.pack("!BBHHH", kind, 0, 0, 7, n) + bytes(56)
            s.ipv4(up, 1, echo[:2] + struct.pack("!H", checksum(echo)) + echo[4:])
    same = struct.pack("!HHHH", 50100, 5000, 108, 0) + b"again".ljust(100, b".")
    for _ in range(2):
        s.ipv4(True, 17, same, ident=0, after=15000)
    return s.frames


def tag(frame):
    return frame[:12] + struct.pack("!HH", 0x8100, 9) + frame[12:]


def route(frame):
    frame = bytearray(frame)
    frame[:12] = ROUTER + GATEWAY
    if frame[12:14] == b"\x08\x00":
        frame[22] -= 1
        frame[24:26] = b"\0\0"
        frame[24:26] = struct.pack("!H", checksum(bytes(frame[14:34])))
    elif frame[12:14] == b"\x86\xdd":
        frame[21] -= 1
    return bytes(frame)


def write(path, frames):
    """Of (time, octets at hand, length on the wire), in the order of their times."""
    frames = sorted(frames, key=lambda f: f[0])
    with open(path, "wb") as out:
        out.write(struct.pack("<IHHiIII", 0xA1B23C4D, 2, 4, 0, 0, 65535, 1))
        for time, data, wire in frames:
            out.write(struct.pack("<IIII", time // 10**9, time % 10**9, len(data), wire) + data)
    print(path.stem, len(frames), sum(f[2] for f in frames))


def twice(frames, change=lambda f: f, after=20 * US, keep=lambda f: True):
    once = [(t, f, len(f)) for t, _, f in frames]
    return once + [(t + after, change(f), len(change(f))) for t, _, f in frames if keep(f)]


def main():
    out, frames = Path(sys.argv[1]), make()
    write(out / "plain.pcap", [(t, f, len(f)) for t, _, f in frames])
    write(out / "doubled.pcap", twice(frames))
    write(out / "tagged.pcap", twice(frames, tag))
    write(out / "routed.pcap", twice(frames, route, keep=lambda f: f[12:14] != b"\x08\x06"))
    write(out / "late.pcap", twice(frames, after=30_000 * US))
    write(out / "sliced.pcap", [(t, f[:88], w) for t, f, w in twice(frames)][: len(frames)]
          + [(t + 20 * US, tag(f)[:88], len(f) + 4) for t, _, f in frames])
    write(out / "oneway.pcap", [(t, f, len(f)) for t, up, f in frames if up])
    up = [f for _, up, f in frames if up and f[:6] == GATEWAY]
    down = [f for _, up, f in frames if not up and f[6:12] == GATEWAY]
    print("upload", len(up), sum(map(len, up)))
    print("download", len(down), sum(map(len, down)))


main()
