#!/usr/bin/python3 -I
# SPDX-License-Identifier: GPL-2.0-or-later
"""mutate.py NDPI SEED PACKETS [DEV]: damaged packets among sound ones.

Takes the test captures of nDPI's source, which is in the folder NDPI, in turn, of each flow
at most the first packets (later ones no classifier sees), and changes some: bits, octets,
lengths, header fields, the order, another packet's payload, words that nDPI's dissectors
look for. Between them come whole conversations that were made up (messages.py), and now and
then what once ended the kernel (malice.py). Writes PACKETS of them as one pcap to standard
output, or sends them out of DEV. The same SEED gives the same packets. On standard error: how
many packets, and their octets.
"""
import os
import random
import socket
import struct
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import malice  # noqa: E402
import pcap  # noqa: E402
from messages import Writer  # noqa: E402
from words import words  # noqa: E402

OF_FLOW, OF_CAPTURE = 34, 400
LARGEST, SNAPLEN, LIVE_MAX = 3_000_000, 65535, 9014
# how much of what is sent was made up
MADE_UP = 0.5
# and how many of these conversations are of a bad kind
BAD = 0.01
EDGES = (0, 1, 2, 0x7f, 0x80, 0xff, 0x7fff, 0x8000, 0xfffe, 0xffff)


class Places:
    """Offsets in a frame: IP, transport, payload."""

    def __init__(self, frame):
        self.ip, self.l4, self.data, self.proto = 14, None, None, None
        while len(frame) > self.ip + 4 and frame[self.ip - 2:self.ip] in (b"\x81\x00", b"\x88\xa8"):
            self.ip += 4
        kind = frame[self.ip - 2:self.ip]
        self.v6 = kind == b"\x86\xdd"
        if kind == b"\x08\x00" and len(frame) >= self.ip + 20:
            self.proto, self.l4 = frame[self.ip + 9], self.ip + (frame[self.ip] & 15) * 4
        elif self.v6 and len(frame) >= self.ip + 40:
            self.proto, self.l4 = frame[self.ip + 6], self.ip + 40
        if self.proto == 6 and self.l4 + 20 <= len(frame):
            self.data = self.l4 + (frame[self.l4 + 12] >> 4) * 4
        elif self.proto == 17 and self.l4 + 8 <= len(frame):
            self.data = self.l4 + 8

    def flow(self, frame):
        """What tells flows apart, for both directions."""
        if self.l4 is None:
            return bytes(frame[:14])
        size = 16 if self.v6 else 4
        at = self.ip + (8 if self.v6 else 12)
        ends = (bytes(frame[at:at + size] + frame[self.l4:self.l4 + 2]),
                bytes(frame[at + size:at + 2 * size] + frame[self.l4 + 2:self.l4 + 4]))
        return self.proto, min(ends), max(ends)


def fix(frame, places):
    """Lengths in the headers as the frame's end says."""
    size = len(frame) - places.ip
    if places.v6 and size >= 40:
        struct.pack_into("!H", frame, places.ip + 4, size - 40)
    elif not places.v6 and size >= 20:
        struct.pack_into("!H", frame, places.ip + 2, size)
    if places.proto == 17 and places.l4 + 8 <= len(frame):
        struct.pack_into("!H", frame, places.l4 + 4, len(frame) - places.l4)


class Mutator:
    def __init__(self, seed, dictionary):
        self.rng, self.payloads = random.Random(seed), {6: [b"x"], 17: [b"x"]}
        self.words = dictionary

    def pick(self, frame, start):
        return self.rng.randrange(min(start, len(frame) - 1), len(frame))

    def bits(self, frame, places):
        for _ in range(self.rng.randrange(1, 9)):
            frame[self.pick(frame, places.ip)] ^= 1 << self.rng.randrange(8)

    def octets(self, frame, places):
        for _ in range(self.rng.randrange(1, 5)):
            frame[self.pick(frame, places.data or places.ip)] = self.rng.randrange(256)

    def edges(self, frame, places):
        """A number that is at the edge of something."""
        at = self.pick(frame, places.data or places.ip)
        size = self.rng.choice((1, 2, 2, 4))
        value = self.rng.choice(EDGES + (len(frame) - at, len(frame) - at + 1))
        frame[at:at + size] = (value % 256**size).to_bytes(size, "big")[:len(frame) - at]

    def text(self, frame, places):
        """Digits and letters up to the end: readers that wait for something else."""
        at = self.pick(frame, places.data or places.ip)
        frame[at:] = self.rng.choices(b"0123456789ABCDEFXYZ \r\n.", k=len(frame) - at)

    def word(self, frame, places):
        """A word that a dissector looks for, put over what is there, or between it; mostly where
        dissectors look."""
        at = self.pick(frame, places.data or places.ip)
        if places.data and places.data < len(frame) and self.rng.random() < 0.6:
            at = min(at, places.data + self.rng.choice((0, 0, 1, 2, 4, 8, 12, 20)))
        new = self.rng.choice(self.rng.choice(self.words))
        if self.rng.random() < 0.6:
            frame[at:at + len(new)] = new[:len(frame) - at]
        else:
            frame[at:at] = new
            fix(frame, places)

    def splice(self, frame, places):
        """The payload of another packet."""
        if places.data and places.data < len(frame):
            pool = self.payloads[places.proto]
            frame[places.data:] = self.rng.choice(pool)[:1400]
            pool[self.rng.randrange(len(pool)) if len(pool) > 500 else len(pool):][:1] = [
                bytes(frame[places.data:])]
            fix(frame, places)

    def cut(self, frame, places):
        """Truncated; half the time with lengths that tell so."""
        del frame[self.pick(frame, self.rng.choice((places.ip, places.data or places.ip))) or 1:]
        if self.rng.random() < 0.5:
            fix(frame, places)

    def lie(self, frame, places):
        """Header lengths and types that are not so."""
        r = self.rng
        lies = [(places.ip, bytes([r.randrange(256)])),
                (places.ip + (4 if places.v6 else 2), r.randbytes(2)),
                (places.ip + 6, r.randbytes(2)), (places.ip + 9, r.randbytes(1))]
        if places.proto == 6:
            lies += [(places.l4 + 12, bytes([r.randrange(16) << 4]))] * 4
        if places.proto == 17:
            lies += [(places.l4 + 4, r.choice((r.randbytes(2), b"\0\0", b"\0\x07", b"\xff\xff")))] * 4
        at, value = r.choice(lies)
        frame[at:at + len(value)] = value[:max(0, len(frame) - at)]

    def frame(self, frame):
        places, frame = Places(frame), bytearray(frame)
        for _ in range(self.rng.choice((1, 1, 1, 2, 3))):
            self.rng.choice((self.bits, self.octets, self.octets, self.edges, self.text,
                             self.splice, self.word, self.word, self.word, self.cut, self.cut,
                             self.lie))(frame, places)
            if len(frame) < 20:
                break
        return bytes(frame)


def capture(path):
    """The first packets of each flow."""
    seen, packets = {}, []
    for time, frame in pcap.read(path):
        key = Places(frame).flow(frame)
        seen[key] = seen.get(key, 0) + 1
        if seen[key] <= OF_FLOW:
            packets.append((time, frame[:SNAPLEN]))
        if len(packets) == OF_CAPTURE:
            break
    return packets


def elsewhere(frame, visit):
    """The same between other hosts: a capture that comes again makes new flows."""
    at = Places(frame).ip
    frame = bytearray(frame)
    if visit and frame[at - 2:at] == b"\x08\x00" and len(frame) >= at + 20:
        for here in (at + 13, at + 17):
            frame[here] ^= visit & 255
            frame[here + 1] ^= visit >> 8
    elif visit and len(frame) >= at + 40:
        for here in (at + 15, at + 31):
            frame[here] ^= visit & 255
    return bytes(frame)


def damaged(packets, mutator, share, visit):
    """(frame, wire octets) of them, in nearly their order."""
    rng, held = mutator.rng, None
    for _, frame in packets:
        frame, bad = elsewhere(frame, visit), rng.random() < share
        new = mutator.frame(frame) if bad else frame
        # what was not captured of a cut frame, or never was there
        wire = max(len(new), len(frame) if rng.random() < 0.5 else 0)
        out = [(new, wire)]
        if bad and rng.random() < 0.1:
            out *= 2
        if held:
            out.append(held)
            held = None
        elif bad and rng.random() < 0.1:
            held, out = out[0], []
        yield from out
    if held:
        yield held


class Captures:
    """The captures of a folder, in any order; one that comes again is between other hosts."""

    def __init__(self, folder, mutator):
        self.files = sorted(f for f in folder.iterdir() if f.stat().st_size < LARGEST)
        self.mutator, self.captures, self.visits = mutator, {}, {}

    def next(self):
        rng = self.mutator.rng
        share, path = rng.choice((0.03, 0.1, 0.3, 1)), rng.choice(self.files)
        if path not in self.captures:
            self.captures[path] = capture(path)
        self.visits[path] = self.visits.get(path, -1) + 1
        return damaged(self.captures[path], self.mutator, share, self.visits[path])


class MadeUp:
    """Conversations, each between hosts of its own."""

    def __init__(self, mutator):
        self.mutator, self.writer, self.number = mutator, Writer(mutator.rng, mutator.words), 0

    def next(self):
        self.number += 1
        rng = self.mutator.rng
        ends = tuple(struct.pack("!I", net << 24 | self.number) for net in (10, 11))
        if rng.random() < 0.2:
            ends = tuple(b"\xfd" + bytes(11) + end for end in ends)
        frames = [(0, frame) for frame in self.writer.conversation(ends)]
        return damaged(frames, self.mutator, rng.choice((0, 0, 0, 0.03, 0.1)), 0)


class Bad:
    """The cases of malice.py, each visit between other hosts."""

    def __init__(self, mutator):
        self.mutator, self.visits = mutator, 0
        self.parts = [[(0, frame) for frame in part] for kind in malice.KINDS if kind != "many"
                      for _, part in malice.cases(kind).parts]

    def next(self):
        self.visits += 1
        rng = self.mutator.rng
        return damaged(rng.choice(self.parts), self.mutator, rng.choice((0, 0.03, 0.1, 0.3)),
                       self.visits)


def stream(ndpi, seed, count):
    mutator = Mutator(seed, words(ndpi / "src/lib"))
    captures = Captures(ndpi / "tests/pcap", mutator)
    made_up, bad = MadeUp(mutator), Bad(mutator)
    told = [0, 0]
    while True:
        which = told[1] < MADE_UP * sum(told)
        source = captures if not which else bad if mutator.rng.random() < BAD else made_up
        for packet in source.next():
            yield packet
            told[which] += 1
            if sum(told) == count:
                return


def main():
    ndpi, seed, count = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    packets = octets = 0
    if len(sys.argv) > 4:
        wire = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
        wire.bind((sys.argv[4], 0))
        for frame, _ in stream(ndpi, seed, count):
            frame = frame[:LIVE_MAX].ljust(14, b"\0")
            wire.send(frame)
            packets, octets = packets + 1, octets + len(frame)
    else:
        out, time = os.fdopen(1, "wb", 1 << 20), 1_600_000_000 * 10**9
        out.write(pcap.header())
        for frame, size in stream(ndpi, seed, count):
            time += 100_000
            out.write(pcap.record(time, frame, size))
            packets, octets = packets + 1, octets + size
        out.close()
    print(packets, octets, file=sys.stderr)


main()
