# SPDX-License-Identifier: GPL-2.0-or-later
"""oracle: the flows that nDPI's published results (tests/result/*.out) list."""
import re
import socket
from dataclasses import dataclass

L4 = {"ICMP": 1, "IGMP": 2, "TCP": 6, "UDP": 17, "ICMPV6": 58, "VRRP": 112}
LINE = re.compile(
    r"""\t\d+\t(?P<l4>\S+)[ ]
    \[?(?P<a>[0-9A-Fa-f.:]+?)\]?:(?P<ap>\d+)[ ](?:<->|->)[ ]
    \[?(?P<b>[0-9A-Fa-f.:]+?)\]?:(?P<bp>\d+)[ ]
    (?:\[VLAN:[ ](?P<vlan>\d+)\])?
    \[proto:[ ](?:(?P<tunnel>[A-Z]+):)?.*?
    \[(?P<apk>\d+)[ ]pkts/(?P<ao>\d+)[ ]bytes[ ](?:<->|->)[ ](?P<bpk>\d+)[ ]pkts/(?P<bo>\d+)[ ]bytes\]""",
    re.X,
)
TOTAL = re.compile(r"^(\S[^\t]*)\t(\d+)\t(\d+)\t(\d+)$")
# What stands behind "[proto: " and the counters. Each value ends with "]" and "[" or
# the line; the order is ndpiReader's, so that of several the first is its own.
PROTO = re.compile(
    r"""\[proto:[ ](?:[A-Z]+:)?(?P<number>[0-9.]+)/(?P<protocol>[^]]+)\]
    \[(?P<encrypted>Encrypted|ClearText)\]\[Confidence:[ ](?P<confidence>[^]]+)\]
    (?:\[cat:[ ](?P<category>[^]]+)/\d+\])?""",
    re.X,
)
RISKS = re.compile(r"\[Risk: ((?:\*\* .*? \*\*)+)\]\[Risk Score: (\d+)\]")
TAGS = {
    "server_name": "Hostname/SNI",
    "ja3_client": "JA3C",
    "ja3_server": "JA3S",
    "alpn": "ALPN",
    "tls_server_names": "ServerNames",
    "tls_issuer": "Issuer",
    "tls_subject": "Subject",
    "http_url": "URL",
    "http_status": "StatusCode",
    "http_user_agent": "User-Agent",
    "http_content_type": "Content-Type",
    "ssh_server": "Server",
    "hassh_client": "HASSH-C",
    "hassh_server": "HASSH-S",
}
CONFIDENCE = {
    "DPI": "dpi",
    "DPI (cache)": "dpi_cache",
    "Match by IP": "by_ip",
    "Match by port": "by_port",
    "Unknown": "unknown",
}


@dataclass(frozen=True)
class Record:
    """One published flow: l4 number; sides, the two (address, port); counts, the
    (packets, octets) that each of them sent; vlan, 0 if none."""

    l4: int
    sides: tuple
    counts: tuple
    vlan: int = 0


def squeezed(address):
    """An address as ndpiReader prints it: in IPv6 ones each ":0:" becomes "::",
    so that several addresses may look the same."""
    if ":" not in address:
        return address
    text = socket.inet_ntop(socket.AF_INET6, socket.inet_pton(socket.AF_INET6, address))
    return text.replace(":0:", "::")


def read(path):
    """The flows of one result file. Their sums must be those that the file's own
    table of protocols gives, else ValueError."""
    return [record for record, _ in flows(path)]


def flows(path):
    """The same, each with its verdict: what ndpiReader says it is, see verdict()."""
    found, table = [], totals(path)
    for line in lines(path):
        m = LINE.match(line)
        if m:
            found.append((record(m), verdict(line.rstrip("\n"), m.end())))
    sums = [sum(c[i] for r, _ in found for c in r.counts) for i in (0, 1)] + [len(found)]
    if sums != [sum(row[i] for row in table.values()) for i in range(3)]:
        raise ValueError(f"{path}: flows sum up to {sums}, the protocols to {table}")
    return found


def totals(path):
    """{application protocol: (packets, octets, flows)} as the file's own table has it."""
    rows = (TOTAL.match(line) for line in lines(path))
    return {m[1]: tuple(int(n) for n in m.groups()[1:]) for m in rows if m}


def lines(path):
    with open(path, encoding="utf-8", errors="surrogateescape") as f:
        return f.readlines()


def verdict(line, end):
    """The verdict on a flow as a dictionary with the keys of ntopctl's "l7" object,
    but for number, as in "91.126". What is not published is absent."""
    proto = PROTO.search(line)
    found = {
        "protocol": proto["protocol"],
        "number": proto["number"],
        "encrypted": proto["encrypted"] == "Encrypted",
        "confidence": CONFIDENCE[proto["confidence"]],
        "category": proto["category"] or "Unspecified",
    }
    for key, tag in TAGS.items():
        m = re.compile(r"\[" + tag + r": (.*?)\](?=\[|$)").search(line, end)
        if m and m[1]:
            found[key] = m[1]
    for key in ("ja3_client", "ja3_server"):
        if key in found:
            found[key] = found[key].split()[0]  # "(WEAK)" is not part of it
    for key in ("hassh_client", "hassh_server"):
        if key in found:
            found[key] = found[key].lower()  # hex digits, as other tools write them
    m = RISKS.search(line, end)
    found["risks"] = sorted(re.findall(r"\*\* (.*?) \*\*", m[1])) if m else []
    found["score"] = int(m[2]) if m else 0
    return found


def record(m):
    return make_record(
        L4.get(m["l4"]) or int(m["l4"]),
        [(m["a"], int(m["ap"])), (m["b"], int(m["bp"]))],
        [(int(m["apk"]), int(m["ao"])), (int(m["bpk"]), int(m["bo"]))],
        int(m["vlan"] or 0),
    )


def make_record(l4, ends, counts, vlan):
    """A record with its sides in one order, whichever of them came first.
    Addresses are as ndpiReader prints them, see squeezed()."""
    sides = sorted(
        zip((tuple(e) for e in ends), (tuple(c) for c in counts)), key=lambda side: side[0]
    )
    return Record(l4, tuple(s[0] for s in sides), tuple(s[1] for s in sides), vlan)
