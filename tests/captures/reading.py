# SPDX-License-Identifier: GPL-2.0-or-later
"""reading: captures read by "ntopctl read", and what kntop then says of them."""
import json
import subprocess
from collections import Counter

import compare
import verdicts

# What a flow's object says about the reading, not about the flow.
OF_READING = ("interface", "seq", "end", "end_time", "octets_per_second", "instance", "id")

# Names of readings that begin so make their source themselves: "ntopctl read" then hands
# in no more of each frame than it thinks the kernel needs, and all must be the same.
TRIMMED = "b"


def ntopctl(lines):
    """Run a batch: the JSON documents that it printed, and why it gave up, or None."""
    run = subprocess.run(
        ["ntopctl", "-j", "-b", "-"],
        input="\n".join(lines) + "\n",
        text=True,
        capture_output=True,
        check=False,
    )
    why = f"exit status {run.returncode}: {run.stderr.strip()}" if run.returncode else None
    return compare.documents(run.stdout), why


class Reading:
    """One reading of a capture: what kntop says about it."""

    COMMANDS = (
        "interface add {name} offline",
        "read '{path}' as {name}",
        "flow show dev {name}",
        "protocol show dev {name}",
        "category show dev {name}",
        "stats --check",
        "interface show {name}",
        "flow reset dev {name}",
        "ended show dev {name}",
        "interface del {name}",
    )
    DOCUMENTS = 7  # that these commands print

    def __init__(self, name, documents):
        self.name = name
        self.read, self.live, protocols, categories, self.check, self.interface = documents[:6]
        self.shares = {"protocol": protocols, "category": categories}
        self.ended = documents[6]

    def flows(self):
        """All flows: they were reset, so each has ended, with one record."""
        return compare.whole(self.ended)

    def lasting(self):
        """All flows without what may differ from reading to reading."""

        def strip(value):
            if isinstance(value, dict):
                return {k: strip(v) for k, v in value.items() if k not in OF_READING}
            return value

        return Counter(json.dumps(strip(f)) for f in self.flows())

    def problems(self, capture, expected):
        read, interface, check = self.read[0], self.interface[0], self.check[0]
        found = compare.differences(expected, self.flows())
        total = (capture.packets, capture.octets)
        for what, got in (
            ("ntopctl read", read),
            ("the interface", interface["received"]),
            ("the sum rule", check["before"]),
        ):
            if (got["packets"], got["octets"]) != total:
                found.append(
                    f"{what}: {got['packets']} packets, {got['octets']} octets; capinfos says {total}"
                )
        parts = {
            p["reason"].replace("_", "-"): (p["packets"], p["octets"]) for p in interface["parts"]
        }
        if parts != capture.parts:
            found.append(f"in no flow: {parts}, expected {capture.parts}")
        if check["verdict"] != "holds" or check["before"] != check["after"]:
            found.append(f"the sum rule: {check}")
        return found + self.problems_of_records()

    def problems_of_records(self):
        """What "flow show" listed must be what ended later; at least what ended
        with the reset must have been in the list. (Between the two the worker
        may have come by and ended what is idle by the capture's clock.)"""
        live = Counter(compare.record(f) for f in self.live)
        ended = Counter(compare.record(e) for e in self.flows())
        last = Counter(compare.record(e) for e in self.ended if e["end"] == "reset")
        return [f"shown live, but ended otherwise: {compare.describe(r)}" for r in live - ended] + [
            f"lived, but was not shown: {compare.describe(r)}" for r in last - live
        ]

    def problems_of_verdicts(self):
        """At the end of the file every flow is decided, and stays what it is."""
        shown, ended = (
            Counter(json.dumps([str(compare.record(f)), f.get("l7")]) for f in flows)
            for flows in (self.live, self.flows())
        )
        return [
            f"undecided: {compare.describe(compare.record(f))}"
            for f in self.live + self.flows()
            if f["l7"]["undecided"]
        ] + [f"shown live, but ended otherwise: {f}" for f in shown - ended]

    def problems_of_shares(self, capture, expected=None):
        """Protocols and categories must add up to all that is in flows, and each
        to what is expected: {"protocol": {name: (packets, octets, flows)}, ...}."""
        found = []
        within = [capture.packets, capture.octets]
        for part in capture.parts.values():
            within = [a - b for a, b in zip(within, part)]
        for kind, rows in self.shares.items():
            ours = {row[kind]: share(row) for row in rows}
            whole = [sum(s[i] for s in ours.values()) for i in range(3)]
            if whole != within + [len(self.flows())]:
                found.append(f"{kind}: {whole}, all flows have {within}, {len(self.flows())}")
            if expected and ours != expected[kind]:
                found.append(f"{kind}: {ours}, expected {expected[kind]}")
        return found


def share(row):
    """(packets, octets, flows) of an object of "protocol show"."""
    return tuple(row["from_clients"][k] + row["from_servers"][k] for k in ("packets", "octets")) + (
        row["flows"],
    )


class Failure:
    """A reading that ntopctl broke off."""

    def __init__(self, why):
        self.why = why


def read_all(jobs):
    """{name: Reading or Failure} of all jobs, (name, path) each. All are one batch,
    for processes are dear in User Mode Linux; where ntopctl gives up, the next
    batch goes on behind."""
    readings = {}
    while len(readings) < len(jobs):
        left = jobs[len(readings) :]
        documents, why = ntopctl(
            [
                c.format(name=name, path=path)
                for name, path in left
                for c in Reading.COMMANDS[name[0] == TRIMMED :]
            ]
        )
        whole = len(documents) // Reading.DOCUMENTS
        if why and whole:
            whole -= len(documents) % Reading.DOCUMENTS == 0  # it may have been the last to go
        for i, (name, _) in enumerate(left[:whole]):
            at = i * Reading.DOCUMENTS
            readings[name] = Reading(name, documents[at : at + Reading.DOCUMENTS])
        if why:
            name = left[whole][0]
            readings[name] = Failure(why)
            ntopctl([f"interface del {name}"])
    return readings


def gaps(readings, first):
    """Problems of the numbers of all records since the number `first`: what ended of one
    reading comes in a row, as they are read one after the other."""
    numbers = [e["seq"] for r in readings.values() if isinstance(r, Reading) for e in r.ended]
    return [] if sorted(numbers) == list(range(first, first + len(numbers))) else ["there are gaps"]
