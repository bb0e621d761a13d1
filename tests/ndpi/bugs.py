#!/usr/bin/python3 -I
# SPDX-License-Identifier: GPL-2.0-or-later
"""bugs.py: packets that lead nDPI 4.2 astray, as a pcap on standard output.

tinc.c looks for the end of a number, and of a key, without looking where the packet
ends. A TCP header that claims to be longer than its segment leaves nDPI with no
transport header and the payload of the packet before; bittorrent.c does not expect
that of a flow that it knows already. dns.c calls itself for each label of a name.

On standard error: packets, octets, and how many of them are malformed.
"""
import os
import random
import struct
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import pcap  # noqa: E402
from frames import SERVER, Tcp, Udp  # noqa: E402

TORRENT = b"\x13BitTorrent protocol" + bytes(8) + b"h" * 20 + b"-TR4000-" + b"p" * 12


def tinc(out):
    """Greetings, then a key exchange that ends too early: after a digit, or after a key,
    at each of the places where an octet behind it may be of a block of its own. Port 656
    has a sound one, which shows that the others come that far."""
    flow = Tcp(out, 20000, 656)
    for side in (0, 1):
        flow.segment(side, b"0 node 17\n")
    for side in (0, 1):
        flow.segment(side, b"1 94 64 0 0 A1A1A1\n")
    for n in range(130):
        flow = Tcp(out, 20000 + n, 655)
        for side in (0, 1):
            flow.segment(side, b"0 node 17\n")
        flow.segment(0, b"1 94 64 0 0 " + b"A1" * 3 + b"B" * n)
        flow = Tcp(out, 21000 + n, 655)
        for side in (0, 1):
            flow.segment(side, b"0 node 17\n")
        flow.segment(1, b"1 94 64 0 " + b"7" * (3 + n))


def torrent(out):
    """Header lengths of all kinds, on flows that are known and of which more is wanted.
    Returns how many are malformed.

    Between hosts that spoke BitTorrent before, nDPI takes a flow that it did not
    recognize by its ninth packet for the same, and looks at three packets more."""
    flow = Tcp(out, 22000, 51413)
    flow.segment(0, TORRENT)
    flow.segment(1, TORRENT)
    rng, bad = random.Random(1), 0
    for words in range(16):
        flow = Tcp(out, 23000 + words, 51414)
        for n in range(10):
            flow.segment(n % 2, b"\x93\xe1" + rng.randbytes(60))
        flow.segment(0, bytes(4), words=words)
        flow.segment(1, bytes(42), words=words)
        bad += (words < 5 or words > 6) + (words < 5)
    return bad


def labels(out):
    """DNS replies whose answer's name has as many labels as an Ethernet frame holds, and as
    nDPI is ever shown."""
    for n in (700, 4000):
        dns = struct.pack("!6H", 1, 0x8180, 1, 1, 0, 0) + b"\x01a\0" + bytes((0, 1, 0, 1))
        dns += b"\x01\x01" * n + b"\0" + struct.pack("!HHIH", 1, 1, 9, 4) + SERVER
        Udp(out, 24000 + n, 53).send(1, dns)


def main():
    frames, time = [], 1_600_000_000 * 10**9
    labels(frames)
    tinc(frames)
    bad = torrent(frames)
    with os.fdopen(1, "wb") as out:
        out.write(pcap.header())
        for frame in frames:
            time += 1_000_000
            out.write(pcap.record(time, frame, len(frame)))
    print(len(frames), sum(map(len, frames)), bad, file=sys.stderr)


main()
