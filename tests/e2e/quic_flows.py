# SPDX-License-Identifier: GPL-2.0-or-later
"""quic_flows.py FILE: write a capture of clients of QUIC, each with a name of its own, whose
ClientHello is in pieces as those of browsers are, or broken. The name says what was done.
"""
import random
import struct
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "ndpi"))
import pcap  # noqa: E402
import quic  # noqa: E402
import tls  # noqa: E402
from frames import Udp, packet  # noqa: E402

SERVER_ID = b"\x5e\x55" * 4
HOSTS6 = bytes.fromhex("fd00" + 27 * "0" + "1"), bytes.fromhex("fd00" + 27 * "0" + "2")
DESTINATION_OPTIONS, UDP = 60, 17
HELLO_MAX = 7936


def hello(name, extra=0):
    """A ClientHello as a browser of today sends it, with EXTRA octets of key shares."""
    share = tls.extension(51, tls.sized(2, struct.pack("!H", 29) + tls.sized(2, bytes(32)),
                                        *[struct.pack("!H", 0x11ec) + tls.sized(2, bytes(extra))]
                                        if extra else []))
    alpn = tls.extension(16, tls.sized(2, tls.sized(1, b"h3")))
    versions = tls.extension(43, b"\2\3\4")
    transport = tls.extension(57, quic.number(1) + b"\4" + struct.pack("!I", 0x80007530))
    body = tls.client_hello(name.encode(), share + alpn + versions + transport,
                            ciphers=(0x1301, 0x1302, 0x1303))
    return tls.message(tls.HELLO, body)


def pieces(data, count, rng):
    """(offset, octets): cut at random places."""
    cuts = sorted(rng.sample(range(1, len(data)), count - 1))
    return [(a, data[a:b]) for a, b in zip([0] + cuts, cuts + [len(data)])]


def frames(parts):
    return b"".join(quic.crypto(octets, at) for at, octets in parts)


def ack(ranges=2):
    return b"\2\5\0" + bytes((ranges,)) + b"\1" + b"\1\1" * ranges


def options(size):
    """An extension header of SIZE octets, 8 to 2,048, before a UDP header; of 0 none."""
    if not size:
        return b""
    return struct.pack("!BBBB", UDP, size // 8 - 1, 1, 4) + bytes(size - 4)


class Scenes:
    """Flows that add their datagrams to a capture; sides are 0, the client, and 1."""

    def __init__(self):
        self.out, self.port, self.rng = [], 20000, random.Random(9)

    def flow(self, name, *datagrams):
        """A flow; a datagram is the client's, or (side, octets)."""
        flow = Udp(self.out, self.port, 443)
        self.port += 1
        for d in datagrams:
            flow.send(*d if isinstance(d, tuple) else (0, d))
        print(self.port - 1, name)

    def one(self):
        """Its pieces in one packet."""
        rng = self.rng
        for version in (1, quic.V2, 0xff00001d):
            for count in (2, 3, 5, 13):
                name = f"v{version & 0xff:x}-{count}.one.test"
                parts = pieces(hello(name), count, rng)
                rng.shuffle(parts)
                self.flow(name, quic.initial(frames(parts), version=version))
            name = f"v{version & 0xff:x}-whole.one.test"
            self.flow(name, quic.initial(frames([(0, hello(name))]), version=version))
        name = "between.one.test"
        parts = pieces(hello(name), 6, rng)[::-1]
        self.flow(name, quic.initial(b"\1".join(quic.crypto(o, a) + bytes(7) for a, o in parts)))
        name = "again.one.test"
        parts = pieces(hello(name), 4, rng)
        self.flow(name, quic.initial(frames(parts[2:] + parts[:3] + parts[1:])))
        name = "overlap.one.test"
        data = hello(name)
        self.flow(name, quic.initial(frames([(100, data[100:]), (0, data[:170])])))
        name = "empty.one.test"
        data = hello(name)
        self.flow(name, quic.initial(frames([(0, b""), (60, data[60:]), (0, data[:60])])))

    def several(self):
        """Over several packets, in any order."""
        rng = self.rng
        for version in (1, quic.V2):
            for order in ((0, 1), (1, 0)):
                name = f"v{version & 0xff:x}-{order[0]}.two.test"
                data = hello(name, 1184)
                parts = ([(0, data[:40]), (900, data[900:1000])], [(40, data[40:900]),
                                                                 (1000, data[1000:])])
                self.flow(name, *(quic.initial(frames(parts[n]), version=version, packet=n)
                                  for n in order))
        name = "shuffled.four.test"
        data = hello(name, 3000)
        parts = pieces(data, 23, rng)
        rng.shuffle(parts)
        self.flow(name, *(quic.initial(frames(parts[n::4])[:4000], packet=n) for n in range(4)))
        name = "coalesced.test"
        data = hello(name)
        first = quic.initial(frames([(200, data[200:])]), least=100)
        self.flow(name, first + quic.initial(frames([(0, data[:200])]), packet=1,
                                             least=1162 - len(first)))
        name = "new-id.test"
        data = hello(name, 1184)
        first = b"\1\2\3\4\5\6\7\x08"
        self.flow(name, quic.initial(frames([(0, data[:700])])), (1, bytes(1200)),
                  quic.initial(ack() + frames([(700, data[700:])]), SERVER_ID, packet=1,
                               secret=first))
        name = "retry.test"
        data = hello(name, 1184)
        retry = b"\xf0\0\0\0\1\0" + bytes((len(SERVER_ID),)) + SERVER_ID + b"token" + bytes(16)
        self.flow(name, quic.initial(frames([(0, data[:700])])), (1, retry),
                  quic.initial(frames([(700, data[700:])]), SERVER_ID, token=b"token", packet=2),
                  quic.initial(frames([(0, data[:700])]), SERVER_ID, token=b"token", packet=3))
        name = "early.test"
        data = hello(name)
        early = (b"\xd3\0\0\0\1\x08" + bytes(range(8)) + b"\0" + struct.pack("!H", 0x4000 | 1200)
                 + bytes(1200))
        self.flow(name, early, quic.initial(frames([(99, data[99:]), (0, data[:99])])))

    def odd(self):
        """What comes before, between and beside."""
        first = b"\1\2\3\4\5\6\7\x08"
        name = "ping-first.test"
        data = hello(name)
        self.flow(name, quic.initial(b"\1"), quic.initial(frames([(9, data[9:]), (0, data[:9])]),
                                                          packet=1))
        name = "small-first.test"
        data = hello(name)
        self.flow(name, quic.initial(frames([(9, data[9:])]), least=300),
                  quic.initial(frames([(0, data[:9])]), packet=1))
        name = "server-first.test"
        data = hello(name)
        self.flow(name, (1, quic.initial(ack(), b"\7" * 8, secret=b"\x09" * 8)),
                  quic.initial(frames([(9, data[9:]), (0, data[:9])])))
        name = "nine-small.test"
        data = hello(name, 3200)
        self.flow(name, *(quic.initial(frames([(at, data[at:at + 400])]), packet=at // 400)
                          for at in range(0, len(data), 400)))
        name = "server-between.test"
        data = hello(name, 1184)
        self.flow(name, quic.initial(frames([(0, data[:600])])), *[(1, bytes((0x40,)) * 1400)] * 9,
                  (1, bytes((0x41,)) * 2600), quic.initial(frames([(600, data[600:])]), packet=1))
        name = "long.test"
        data = hello(name, 5200)
        self.flow(name, *(quic.initial(frames([(at, data[at:at + 1100])]), packet=at)
                          for at in (2200, 0, 3300, 1100, 4400)))
        name = "version.test"
        data = hello(name, 1184)
        self.flow(name, quic.initial(frames([(0, data[:700])])),
                  quic.initial(frames([(700, data[700:])]), SERVER_ID, version=quic.V2, packet=1,
                               secret=first))
        name = "pings.test"
        data = hello(name)
        self.flow(name, quic.initial(b"\1" * 600 + frames([(9, data[9:]), (0, data[:9])])))
        name = "two-in-one.test"
        data = hello(name, 1184)
        self.flow(name, quic.initial(frames([(700, data[700:])])) +
                  quic.initial(frames([(0, data[:700])]), packet=1))

    def flow6(self, name, *datagrams):
        """A flow by IPv6; a datagram is the client's, or (octets of extension headers, octets)."""
        for d in datagrams:
            extra, data = d if isinstance(d, tuple) else (0, d)
            udp = struct.pack("!HHHH", self.port, 443, 8 + len(data), 0) + data
            self.out.append(packet(*HOSTS6, DESTINATION_OPTIONS if extra else UDP,
                                   options(extra) + udp))
        self.port += 1
        print(self.port - 1, name)

    def six(self):
        """By IPv6, and the longest hello behind headers that may be longer than IPv4's."""
        name = "one.six.test"
        data = hello(name)
        self.flow6(name, quic.initial(frames([(9, data[9:]), (0, data[:9])])))
        for extra in (8, 64, 168, 256, 440):
            name = f"options-{extra}.six.test"
            data = hello(name, HELLO_MAX - len(hello(name, 1)) + 1)
            parts = [quic.initial(frames([(at, data[at:at + 1100])]), packet=at)
                     for at in range(0, len(data), 1100)]
            self.flow6(name, *parts[:-1], (extra, parts[-1]))

    def broken(self):
        """None of these has a name, and each is QUIC."""
        data = hello("never.test", 1184)
        whole = quic.initial(frames([(50, data[50:600]), (0, data[:50])]))
        self.flow("-", whole)
        self.flow("-", *[quic.initial(frames([(50, data[50:600])]), packet=n) for n in range(12)])
        damaged = bytearray(quic.initial(frames([(300, hello("tag.test")[300:]),
                                                 (0, hello("tag.test")[:300])])))
        damaged[-1] ^= 1
        self.flow("-", bytes(damaged))
        self.flow("-", quic.initial(quic.crypto(b"\1", 2**62 - 1) + quic.crypto(data[:9], 8190)))
        self.flow("-", quic.initial(b"\6\0" + quic.number(5000) + data[:900]))
        self.flow("-", quic.initial(b"\2\0\0" + quic.number(2**40) + data[:100]))
        self.flow("-", quic.initial(b"".join(quic.crypto(b"x", 2 * n) for n in range(250))))


def main():
    scenes = Scenes()
    scenes.one()
    scenes.several()
    scenes.odd()
    scenes.six()
    scenes.broken()
    with open(sys.argv[1], "wb") as f:
        f.write(pcap.header())
        for n, frame in enumerate(scenes.out):
            f.write(pcap.record(10**18 + n * 10**6, frame, len(frame)))


main()
