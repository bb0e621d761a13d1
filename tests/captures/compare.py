#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""compare: ntopctl's flows of a capture against nDPI's published ones.

usage: compare.py nDPI-TESTS CAPTURE JSON

JSON holds what "ntopctl -j ended show" printed when the capture had been read and
its interface deleted. Exit status 1 and one line a difference if there are any.
"""
import json
import re
import sys
from collections import Counter
from pathlib import Path

sys.dont_write_bytecode = True
import oracle  # noqa: E402

HERE = Path(__file__).resolve().parent


class Table:
    """explained.txt: the differences that have a name, by capture."""

    def __init__(self, path=HERE / "explained.txt"):
        self.reasons, self.minus, self.plus = set(), {}, {}
        capture = None
        for line in path.read_text(encoding="ascii").splitlines():
            words = line.split()
            if not words or words[0] == "#":
                continue
            if words[0] == "reason":
                self.reasons.add(words[1])
            elif words[0] == "capture":
                capture = words[1]
            else:
                self._difference(capture, words)

    def _difference(self, capture, words):
        sign, reason, rest = words[0], words[1], words[2:]
        if not set(reason.split("+")) <= self.reasons:
            raise ValueError(f"explained.txt: {capture}: no such reason: {reason}")
        record = oracle.make_record(
            int(rest[0]),
            [(rest[2], int(rest[3])), (rest[4], int(rest[5]))],
            [(int(rest[6]), int(rest[7])), (int(rest[8]), int(rest[9]))],
            int(rest[1]),
        )
        {"-": self.minus, "+": self.plus}[sign].setdefault(capture, Counter())[record] += 1

    def expected(self, capture, published):
        """Published flows with the named differences applied. A flow that is
        said to be published but is not makes the table a lie: ValueError."""
        minus = self.minus.get(capture, Counter())
        if minus - published:
            raise ValueError(
                f"explained.txt: {capture}: not published: {describe(next(iter(minus - published)))}"
            )
        return published - minus + self.plus.get(capture, Counter())


class Capture:
    """A line of list.txt. parts: {reason: (packets, octets)} of what is in no
    flow; octets is None when the capture is not to be compared."""

    def __init__(self, line):
        words = line.split()
        self.name, self.set = words[:2]
        self.octets, self.parts = None, {}
        if self.set != "none":
            self.packets, self.octets = int(words[2]), int(words[3])
            for word in words[4:]:
                part, packets, octets = word.split(":")
                self.parts[part] = (int(packets), int(octets))


def captures(path=HERE / "list.txt"):
    return [
        Capture(line) for line in path.read_text(encoding="ascii").splitlines() if line[0] != "#"
    ]


def documents(text):
    """The JSON documents in a text, one after another."""
    decoder, blank, at, found = json.JSONDecoder(), re.compile(r"\s*"), 0, []
    while True:
        at = blank.match(text, at).end()
        if at == len(text):
            return found
        document, at = decoder.raw_decode(text, at)
        found.append(document)


def record(flow):
    """ntopctl's flow object as a published record."""
    sides = (flow["client"], flow["server"])
    return oracle.make_record(
        flow["l4"],
        [(oracle.squeezed(s["addr"]), s["port"] or 0) for s in sides],
        [(s["packets"], s["octets"]) for s in sides],
        flow["vlan"] or 0,
    )


def describe(r):
    ends = " ".join(
        f"{a} port {p}: {c[0]} packets {c[1]} octets;" for (a, p), c in zip(r.sides, r.counts)
    )
    return f"l4 {r.l4} vlan {r.vlan} {ends}"


def differences(expected, flows):
    """One line for each flow that is missing, and for each that is too much."""
    got = Counter(record(f) for f in flows)
    return [f"missing: {describe(r)}" for r in (expected - got).elements()] + [
        f"not expected: {describe(r)}" for r in (got - expected).elements()
    ]


def whole(ended):
    """Records of ended flows without the interim ones."""
    return [e for e in ended if e["end"] != "active"]


def main(tests, name, path):
    flows = [f for d in documents(Path(path).read_text(encoding="utf-8")) for f in whole(d)]
    published = Counter(oracle.read(Path(tests) / "result" / (name + ".out")))
    found = differences(Table().expected(name, published), flows)
    print("\n".join(found) or f"{len(flows)} flows, all as expected")
    return 1 if found else 0


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
