# SPDX-License-Identifier: GPL-2.0-or-later
"""derived: what other flows make of a flow, against derived.txt, which names all of it."""
from pathlib import Path

LISTED = Path(__file__).with_name("derived.txt")


def key(flow):
    ends = ((flow[side]["addr"], flow[side]["port"]) for side in ("client", "server"))
    return (flow["l4"], *ends, flow["vlan"], flow["first"])


def listed():
    """{capture: [line, ...]}."""
    captures, lines = {}, []
    for line in LISTED.read_text().splitlines():
        if line.startswith("capture "):
            lines = captures.setdefault(line.removeprefix("capture "), [])
        elif line.startswith("! "):
            lines.append(line.removeprefix("! "))
    return captures


def describe(flow, before):
    ends = " ".join(f"{flow[side]['addr']} {flow[side]['port']}" for side in ("client", "server"))
    was, now = before["l7"], flow["l7"]
    guess = "?" if was["guess"] else ""
    return f"{flow['l4']} {ends} {was['protocol']}{guess} {now['protocol']} {now['reason']}"


def problems(without, derived, expected):
    """without, derived: flows of two readings of a capture; expected: lines of derived.txt."""
    before = {key(f): f for f in without}
    if set(before) != {key(f) for f in derived}:
        return ["other flows"]
    lines = [describe(f, before[key(f)]) for f in derived if "reason" in f["l7"]]
    found = [
        f"changed without a reason: {describe(f | {'l7': f['l7'] | {'reason': None}}, before[key(f)])}"
        for f in derived
        if "reason" not in f["l7"]
        and any(f["l7"].get(k) != before[key(f)]["l7"].get(k) for k in ("protocol", "confidence"))
    ]
    found += [f"derived without being switched on: {key(f)}" for f in without if "reason" in f["l7"]]
    found += [f"not listed: {line}" for line in sorted(set(lines) - set(expected))]
    return found + [f"listed: {line}" for line in sorted(set(expected) - set(lines))]
