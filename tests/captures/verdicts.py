# SPDX-License-Identifier: GPL-2.0-or-later
"""verdicts: what kntop says flows are, against what nDPI's published results say.

A published flow is compared with the flow of kntop between the same ends, its
"twin": the one with the same counts, or, where kntop counts otherwise (see
explained.txt), the first that began.
"""
import json
from collections import Counter
from pathlib import Path

import compare

HERE = Path(__file__).resolve().parent
# These must be as published, or verdicts.txt says why not.
JUDGED = (
    "protocol",
    "confidence",
    "category",
    "encrypted",
    "server_name",
    "ja3_client",
    "ja3_server",
    "alpn",
    "tls_server_names",
    "tls_issuer",
    "tls_subject",
    "http_url",
    "http_status",
    "http_user_agent",
    "http_content_type",
    "ssh_server",
    "hassh_client",
    "hassh_server",
)
# ndpiReader publishes risks that are not nDPI's: from lists of fingerprints and of
# host names, and from looking at URLs. So these are counted only.
COUNTED = ("risks", "score")
# Of these it publishes nothing but where it knows that the protocol has them.
SILENT = JUDGED[JUDGED.index("alpn") :]
LONGEST = 255  # octets of a string that kntop keeps


def key(record):
    return record.l4, record.vlan, record.sides


def pairs(published, flows):
    """(record, verdict, twin) of each published flow; twin is None if kntop has no
    flow between these ends."""
    between = {}
    for flow in sorted(flows, key=lambda f: f["first"]):
        between.setdefault(key(compare.record(flow)), []).append(flow)
    for record, verdict in published:
        near = between.get(key(record), [])
        same = [f for f in near if compare.record(f) == record]
        yield record, verdict, (same + near + [None])[0]


def said(l7, field):
    """What ntopctl's "l7" object says, as ndpiReader would."""
    if field == "risks":
        return sorted(r["name"] for r in l7["risks"])
    if field == "encrypted":
        return l7.get(field, False)
    if field == "alpn" and field in l7:
        return l7[field].replace(",", ";")
    if field == "server_name" and l7.get("application") == "SSH":
        return l7.get("ssh_client")
    if field == "http_status":
        return str(l7.get(field, 0))
    return l7.get(field)


def same(field, published, ours):
    """Both say the same. ndpiReader cuts content types, kntop all texts."""
    if field not in SILENT or ours is None:
        return published == ours
    least = min(len(published), 63 if field == "http_content_type" else LONGEST)
    return published[:least] == ours[:least]


class Tally:
    """What came of the comparisons. agree, differ: {field: flows}; flows: how many
    are published; matched: of them, with a twin; numbers: {protocol: number}, both
    as published, where the protocol agrees; only_theirs, only_ours: {risk: flows}."""

    def __init__(self):
        self.flows = self.matched = 0
        self.agree, self.differ = Counter(), Counter()
        self.numbers = {}
        self.only_theirs, self.only_ours = Counter(), Counter()

    def add(self, other):
        self.flows += other.flows
        self.matched += other.matched
        self.agree += other.agree
        self.differ += other.differ
        self.numbers.update(other.numbers)
        self.only_theirs += other.only_theirs
        self.only_ours += other.only_ours

    def count(self, field, agrees, theirs, ours):
        if agrees:
            self.agree[field] += 1
            return
        self.differ[field] += 1
        if field == "risks":
            self.only_theirs += Counter(theirs) - Counter(ours)
            self.only_ours += Counter(ours) - Counter(theirs)

    def lines(self):
        yield f"{self.flows} flows are published, {self.matched} of them can be matched"
        for field in JUDGED + COUNTED:
            all_of_them = self.agree[field] + self.differ[field]
            yield f"{field}: {self.agree[field]} of {all_of_them} as published"
        for who, risks in (("nDPI's", self.only_theirs), ("kntop's", self.only_ours)):
            yield f"risks only in {who}: " + ", ".join(f"{r} {n}" for r, n in sorted(risks.items()))


def compared(published, flows):
    """(differences, tally). A difference is (field, record, published, ours)."""
    tally, found = Tally(), []
    for record, verdict, twin in pairs(published, flows):
        tally.flows += 1
        if twin is None:
            continue
        tally.matched += 1
        for field in JUDGED + COUNTED:
            theirs, ours = verdict.get(field), said(twin["l7"], field)
            if theirs is None and (ours is None or field in SILENT):
                continue
            agrees = same(field, theirs, ours)
            tally.count(field, agrees, theirs, ours)
            if not agrees:
                found.append((field, record, theirs, ours))
            elif field == "protocol":
                tally.numbers.update(numbers(verdict))
    return found, tally


def numbers(verdict):
    """{protocol: number} of the one or two protocols of a published verdict."""
    parts = verdict["number"].split(".")
    return dict(zip(verdict["protocol"].split(".", len(parts) - 1), parts))


def describe(difference):
    field, r, theirs, ours = difference
    ends = " ".join(f"{a} {p}" for a, p in r.sides)
    return f"{field} {r.l4} {r.vlan} {ends} {json.dumps(theirs)} {json.dumps(ours)}"


class Table:
    """verdicts.txt: the differences that have a name."""

    def __init__(self, path=HERE / "verdicts.txt"):
        self.reasons, self.named = set(compare.Table().reasons), {}
        capture = None
        for line in path.read_text(encoding="ascii").splitlines():
            words = line.split(None, 2)
            if not words or words[0] == "#":
                continue
            if words[0] == "reason":
                self.reasons.add(words[1])
            elif words[0] == "capture":
                capture = words[1]
            elif words[0] != "!" or not set(words[1].split("+")) <= self.reasons:
                raise ValueError(f"verdicts.txt: what is this: {line}")
            else:
                self.named.setdefault(capture, []).append((words[1], words[2]))

    def problems(self, capture, differences, but=None):
        """One line for each difference without a name, and for each name without
        a difference: a table that names what is not there is a lie. but: a reason
        that should not be one this time."""
        named = Counter(text for reason, text in self.named.get(capture, []) if reason != but)
        judged = Counter(describe(d) for d in differences if d[0] in JUDGED)
        return [f"not as published: {d}" for d in (judged - named).elements()] + [
            f"named in verdicts.txt, but not there: {d}" for d in (named - judged).elements()
        ]


def sums(published, field="protocol"):
    """{label: (packets, octets, flows)} of published flows; of a protocol it is the
    application that counts."""
    found = {}
    for record, verdict in published:
        label = verdict[field] if field != "protocol" else list(numbers(verdict))[-1]
        counts = [sum(c[i] for c in record.counts) for i in (0, 1)] + [1]
        found[label] = tuple(a + b for a, b in zip(found.get(label, (0, 0, 0)), counts))
    return found
