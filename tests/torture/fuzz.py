# SPDX-License-Identifier: GPL-2.0-or-later
"""fuzz: requests that no sane client makes."""
import random
import struct

from genl import (ACK, ALL, COMMANDS, DUMP, N, NESTED, NOTHING, REQUEST, Kntop, Refused, attr,
                  nest, program, u32, u64)
from rig import ctl, run, udp

GENL_HEADERS = 20       # netlink and generic netlink, in front of the attributes

# Per command: do and/or dump, attributes of the request, all that its prose names.
REQUESTS = {
    "INTERFACE_ADD": ("do", "INTERFACE_A_", ("NAME", "FLAGS", "FILTER", "FILTER_TEXT", "DEDUP",
                                             "UPLINK")),
    "INTERFACE_SET": ("do", "INTERFACE_A_", ("NAME", "FILTER", "FILTER_TEXT", "DEDUP", "UPLINK")),
    "INTERFACE_DEL": ("do", "INTERFACE_A_", ("NAME",)),
    "INTERFACE_GET": ("both", "INTERFACE_A_", ("NAME",)),
    "LOCALNET_ADD": ("do", "LOCALNET_A_", ("ADDR", "PREFIX", "NAME")),
    "LOCALNET_DEL": ("do", "LOCALNET_A_", ("ADDR", "PREFIX")),
    "LOCALNET_FLUSH": ("do", "", ()),
    "LOCALNET_GET": ("dump", "LOCALNET_A_", ("INTERFACE",)),
    "CONFIG_GET": ("do", "", ()),
    "CONFIG_SET": ("do", "CONFIG_A_", [n.removeprefix("CONFIG_A_") for n in N
                                       if n.startswith(("CONFIG_A_FL", "CONFIG_A_H", "CONFIG_A_E",
                                                        "CONFIG_A_T"))]),
    "FLOW_GET": ("dump", "QUERY_A_", [n.removeprefix("QUERY_A_") for n in N
                                      if n.startswith("QUERY_A_") and
                                      n[8:] not in ("UNSPEC", "PAD", "MAX")]),
    "FLOW_RESET": ("do", "QUERY_A_", ("INTERFACE",)),
    "HOST_GET": ("dump", "QUERY_A_", [n.removeprefix("QUERY_A_") for n in N
                                      if n.startswith("QUERY_A_") and
                                      n[8:] not in ("UNSPEC", "PAD", "MAX", "L4", "PORT", "PROTOCOL",
                                                    "CATEGORY")]),
    "TALKER_GET": ("dump", "QUERY_A_", [n.removeprefix("QUERY_A_") for n in N
                                        if n.startswith("QUERY_A_") and
                                        n[8:] not in ("UNSPEC", "PAD", "MAX")]),
    "ENDED_GET": ("dump", "ENDED_A_", ("SINCE", "LIMIT", "INTERFACE", "INSTANCE", "TUNNEL")),
    "PACKET_FEED": ("do", "PACKET_A_", ("INTERFACE", "FRAME")),
    "STATS_GET": ("do", "", ()),
    "CHECK": ("dump", "", ()),
    "LABEL_GET": ("dump", "LABEL_A_", ("KIND",)),
    "PROTOCOL_GET": ("dump", "PROTOCOL_A_", ("KIND", "INTERFACE", "ADDR", "PREFIX", "LOCALNET",
                                               "HOSTS")),
    "DPI_GET": ("do", "", ()),
    "DPI_SET": ("do", "DPI_A_", ("ENABLED", "PACKETS", "WORKERS", "CPUS", "RING", "FLOWS_MAX",
                                 "BYTES_MAX", "BUDGET", "DERIVE", "CORRECTIONS")),
    "RULES_LOAD": ("do", "RULES_A_", ("KIND", "BEGIN", "LINES", "COMMIT")),
    "HISTORY_GET": ("dump", "HISTORY_A_", ("INTERFACE", "STEP", "PROTOCOLS", "PROTOCOL", "COUNTERS",
                                             "CATEGORIES")),
    # the last four are another's: refused by a text alone, as a dump that has begun names no place
    "TUNNEL_GET": ("dump", "QUERY_A_", ("INTERFACE", "ADDR", "PREFIX", "VLAN", "FAMILY", "MIN_RATE",
                                        "TUNNEL", "ORDER", "LIMIT", "LOCALNET", "LOCALITY", "RISKS",
                                        "ID")),
}


def flags_of(mode, rng=None):
    dump = mode == "dump" or (mode == "both" and rng and rng.random() < 0.5)
    return REQUEST | ACK | (DUMP if dump else 0)


def unknown(same):
    """An attribute that a command does not know is refused, and named."""
    same("every command is known to this test", set(COMMANDS) - {"EVENT"}, set(REQUESTS))
    kntop = Kntop()
    for cmd, (mode, prefix, known) in REQUESTS.items():
        taken, wrong = {N[prefix + k] for k in known}, []
        for kind in set(range(0, 40)) | {255, 0x1fff, 0x3fff}:
            if kind in taken:
                continue
            try:
                kntop.ask(kntop.family, N["CMD_" + cmd], attr(kind, bytes(8)), flags_of(mode))
                wrong.append((kind, "accepted"))
            except Refused as e:
                if e.errno != 22 or e.offset != GENL_HEADERS or not e.text:
                    wrong.append((kind, e.errno, e.offset, e.text))
        same(f"{cmd}: an unknown attribute is refused by EINVAL, a text, and its place", [], wrong)


def wrong(ok):
    """Values out of range, and what does not go together, are refused and named."""
    run("ntopctl", "interface", "add", "fuzz", "offline")
    frame = [attr(N["FRAME_A_TIME"], u64(10**18)), attr(N["FRAME_A_DATA"], udp(1, 2))]
    name = attr(N["INTERFACE_A_NAME"], "v0")

    def fed(*parts):
        return attr(N["PACKET_A_INTERFACE"], "fuzz") + nest(N["PACKET_A_FRAME"], *parts)

    cases = (
        ("INTERFACE_ADD", b"", "no name"),
        ("INTERFACE_ADD", attr(N["INTERFACE_A_NAME"], "x" * 16), "a long name"),
        ("INTERFACE_ADD", attr(N["INTERFACE_A_NAME"], b"v0"), "a name without its end"),
        ("INTERFACE_ADD", name + attr(N["INTERFACE_A_FLAGS"], u32(0)), "no direction"),
        ("INTERFACE_ADD", name + attr(N["INTERFACE_A_FLAGS"], u32(1 << 9)), "unknown flags"),
        ("INTERFACE_ADD", name + attr(N["INTERFACE_A_FLAGS"], b"\1"), "short flags"),
        ("INTERFACE_ADD", name + attr(N["INTERFACE_A_FLAGS"], u32(17)), "an offline direction"),
        ("INTERFACE_ADD", name + attr(N["INTERFACE_A_FLAGS"], u32(6)), "consume without rx"),
        ("INTERFACE_ADD", attr(N["INTERFACE_A_NAME"], "a/b") +
         attr(N["INTERFACE_A_FLAGS"], u32(16)), "a name with a slash"),
        ("INTERFACE_ADD", name + program((0x05, 0, 0, 9), ALL), "a jump out of the filter"),
        ("INTERFACE_ADD", name + program((0x00, 0, 0, 1)), "a filter that does not end"),
        ("INTERFACE_ADD", name + program((0x34, 0, 0, 0), ALL), "a filter that divides by 0"),
        ("INTERFACE_ADD", name + program((0x60, 0, 0, 16), ALL), "a filter with too much memory"),
        ("INTERFACE_ADD", name + program((0x60, 0, 0, 3), (0x16, 0, 0, 0)),
         "a filter that reads what it did not write"),
        ("INTERFACE_ADD", name + program((0x85, 0, 0, 1), ALL), "a filter that calls"),
        ("INTERFACE_ADD", name + program(*[NOTHING] * 4097), "a filter too long"),
        ("INTERFACE_ADD", name + attr(N["INTERFACE_A_FILTER"], bytes(7)) +
         attr(N["INTERFACE_A_FILTER_TEXT"], "x"), "a piece of an instruction"),
        ("INTERFACE_ADD", name + attr(N["INTERFACE_A_FILTER"], bytes(8)), "a filter without a text"),
        ("INTERFACE_ADD", name + attr(N["INTERFACE_A_FILTER_TEXT"], "x"), "a text without a filter"),
        ("INTERFACE_ADD", name + program(ALL)[:12] + attr(N["INTERFACE_A_FILTER_TEXT"], "x" * 1024),
         "a long text"),
        ("INTERFACE_ADD", attr(N["INTERFACE_A_NAME"], "reel") + program(ALL) +
         attr(N["INTERFACE_A_FLAGS"], u32(16)), "a filter of an offline source"),
        ("INTERFACE_SET", name + program(ALL), "a filter of what is not watched"),
        ("INTERFACE_SET", attr(N["INTERFACE_A_NAME"], "fuzz") + program(ALL),
         "another filter of an offline source"),
        ("INTERFACE_ADD", name + attr(N["INTERFACE_A_UPLINK"], bytes(8)), "a router of 8 octets"),
        ("INTERFACE_ADD", name + attr(N["INTERFACE_A_UPLINK"], bytes(6 * 17)), "17 routers"),
        ("INTERFACE_ADD", name + attr(N["INTERFACE_A_DEDUP"], u32(999)), "copies within 999 us"),
        ("INTERFACE_ADD", name + attr(N["INTERFACE_A_DEDUP"], u32(1000001)), "copies of a second"),
        ("INTERFACE_SET", attr(N["INTERFACE_A_NAME"], "fuzz") +
         attr(N["INTERFACE_A_UPLINK"], bytes(7)), "another router of 7 octets"),
        ("INTERFACE_SET", name, "nothing to set"),
        ("INTERFACE_SET", name + attr(N["INTERFACE_A_FILTER"], b"") +
         attr(N["INTERFACE_A_FILTER_TEXT"], "x"), "a text of no filter"),
        ("PROTOCOL_GET", attr(N["PROTOCOL_A_HOSTS"], b"") +
         attr(N["PROTOCOL_A_ADDR"], bytes(4)), "one host and all of them"),
        ("PROTOCOL_GET", attr(N["PROTOCOL_A_HOSTS"], b"") +
         attr(N["PROTOCOL_A_INTERFACE"], "nobody"), "all hosts of nobody"),
        ("LOCALNET_ADD", attr(N["LOCALNET_A_ADDR"], bytes(5)) +
         attr(N["LOCALNET_A_PREFIX"], b"\0"), "an address of 5 octets"),
        ("LOCALNET_ADD", attr(N["LOCALNET_A_ADDR"], bytes(4)) +
         attr(N["LOCALNET_A_PREFIX"], b"\x21"), "a prefix of 33"),
        ("LOCALNET_ADD", attr(N["LOCALNET_A_ADDR"], b"\1\1\1\1") +
         attr(N["LOCALNET_A_PREFIX"], b"\x08"), "bits behind the prefix"),
        ("CONFIG_SET", b"", "nothing to set"),
        ("CONFIG_SET", attr(N["CONFIG_A_FLOWS_MAX"], u32(63)), "63 flows"),
        ("CONFIG_SET", attr(N["CONFIG_A_TIMEOUT_UDP"], u32(0)), "a timeout of 0"),
        ("CONFIG_SET", attr(N["CONFIG_A_TIMEOUT_UDP"], u32(60)) +
         attr(N["CONFIG_A_ENDED_MAX"], u32(1 << 30)), "a huge ring behind a good timeout"),
        ("FLOW_GET", attr(N["QUERY_A_ORDER"], u32(1)), "an order without a limit"),
        ("FLOW_GET", attr(N["QUERY_A_ORDER"], u32(1)) +
         attr(N["QUERY_A_LIMIT"], u32(16385)), "a ranking of too many"),
        ("FLOW_GET", attr(N["QUERY_A_PREFIX"], b"\x08"), "a prefix without an address"),
        ("FLOW_GET", attr(N["QUERY_A_FAMILY"], b"\x05"), "a family 5"),
        ("FLOW_GET", attr(N["QUERY_A_INTERFACE"], "nobody"), "an interface nobody watches"),
        ("HOST_GET", attr(N["QUERY_A_PORT"], b"\1\1"), "a host's port"),
        ("HOST_GET", attr(N["QUERY_A_PROTOCOL"], b"\1\0"), "a host's protocol"),
        ("HOST_GET", attr(N["QUERY_A_RISKS"], b"\1" + bytes(7)), "a host's risks"),
        ("TALKER_GET", b"", "talkers in no order"),
        ("TALKER_GET", attr(N["QUERY_A_ORDER"], u32(0)) +
         attr(N["QUERY_A_LIMIT"], u32(9)), "talkers in the order none"),
        ("TALKER_GET", attr(N["QUERY_A_ORDER"], u32(1)), "talkers without a limit"),
        ("TALKER_GET", attr(N["QUERY_A_ORDER"], u32(N["ORDER_FIRST"])) +
         attr(N["QUERY_A_LIMIT"], u32(9)), "talkers by their first packet"),
        ("TUNNEL_GET", attr(N["QUERY_A_PORT"], b"\1\1"), "a tunnel's port"),
        ("TUNNEL_GET", attr(N["QUERY_A_LOCALNET"], "lan"), "a tunnel's local network"),
        ("TUNNEL_GET", attr(N["QUERY_A_LOCALITY"], u32(1)), "a tunnel's locality"),
        ("TUNNEL_GET", attr(N["QUERY_A_RISKS"], b"\1" + bytes(7)), "a tunnel's risks"),
        ("TUNNEL_GET", attr(N["QUERY_A_ID"], b"\1" + bytes(7)), "a tunnel's flow"),
        ("TUNNEL_GET", attr(N["QUERY_A_INTERFACE"], "nobody"), "tunnels of nobody"),
        ("TUNNEL_GET", attr(N["QUERY_A_ORDER"], u32(1)), "a tunnel's order without a limit"),
        ("LOCALNET_GET", attr(N["LOCALNET_A_INTERFACE"], "nobody"), "networks of nobody"),
        ("ENDED_GET", attr(N["ENDED_A_INTERFACE"], ""), "records of a nameless interface"),
        ("ENDED_GET", attr(N["ENDED_A_INTERFACE"], "nobody"), "records of nobody"),
        ("ENDED_GET", attr(N["ENDED_A_TUNNEL"], u32(0)), "records of tunnel 0"),
        ("HISTORY_GET", attr(N["HISTORY_A_COUNTER"], u32(1)), "what is only told of a history"),
        ("LABEL_GET", attr(N["LABEL_A_KIND"], u32(4)), "a kind that there is not"),
        ("PROTOCOL_GET", attr(N["PROTOCOL_A_KIND"], u32(2)), "traffic by breed"),
        ("PROTOCOL_GET", attr(N["PROTOCOL_A_PREFIX"], b"\x08"), "a prefix without an address"),
        ("PROTOCOL_GET", attr(N["PROTOCOL_A_INTERFACE"], "nobody"), "protocols of nobody"),
        ("PROTOCOL_GET", attr(N["PROTOCOL_A_ADDR"], bytes(4)) + attr(N["PROTOCOL_A_PREFIX"], b"\x08") +
         attr(N["PROTOCOL_A_INTERFACE"], "fuzz"), "a network on an interface"),
        ("HISTORY_GET", attr(N["HISTORY_A_STEP"], u32(59)), "steps of 59 s"),
        ("HISTORY_GET", attr(N["HISTORY_A_INTERFACE"], "nobody"), "the history of nobody"),
        ("HISTORY_GET", attr(N["HISTORY_A_PROTOCOLS"], b"") +
         attr(N["HISTORY_A_PROTOCOL"], b"\1\0"), "one protocol and all of them"),
        ("DPI_SET", b"", "nothing to set"),
        ("DPI_SET", attr(N["DPI_A_ENABLED"], b"\2"), "half on"),
        ("DPI_SET", attr(N["DPI_A_DERIVE"], b"\2"), "half derived"),
        ("DPI_SET", attr(N["DPI_A_CORRECTIONS"], b"\2"), "half corrected"),
        ("DPI_SET", attr(N["DPI_A_PACKETS"], u32(33)), "too many packets"),
        ("DPI_SET", attr(N["DPI_A_WORKERS"], u32(0)), "no workers"),
        ("DPI_SET", attr(N["DPI_A_RING"], u32(1 << 27)), "a huge ring"),
        ("DPI_SET", attr(N["DPI_A_FLOWS"], u32(1)), "what is only told"),
        ("RULES_LOAD", b"", "rules of no kind"),
        ("RULES_LOAD", attr(N["RULES_A_KIND"], u32(3)), "rules for risks"),
        ("RULES_LOAD", attr(N["RULES_A_KIND"], u32(0)) + attr(N["RULES_A_LINES"], b"tcp:1@a"),
         "half a line"),
        ("RULES_LOAD", attr(N["RULES_A_KIND"], u32(0)) + attr(N["RULES_A_LINES"], b"tcp:1@a\0\0"),
         "an empty line"),
        ("RULES_LOAD", attr(N["RULES_A_KIND"], u32(0)) + attr(N["RULES_A_COMMIT"], b""),
         "a set's end without its beginning"),
        ("PACKET_FEED", fed(frame[0]), "a frame without data"),
        ("PACKET_FEED", fed(frame[1]), "a frame without a time"),
        ("PACKET_FEED", fed(*frame, attr(N["FRAME_A_WIRE_LEN"], u32(1))), "a short wire length"),
        ("PACKET_FEED", fed(*frame, attr(N["FRAME_A_L2_LEN"], b"\1")), "L2_LEN alone"),
        ("PACKET_FEED", fed(*frame, attr(77, b"")), "an unknown attribute in a frame"),
        ("PACKET_FEED", fed(*frame) + nest(N["PACKET_A_FRAME"], frame[0]), "a bad second frame"),
        ("PACKET_FEED", attr(N["PACKET_A_INTERFACE"], "v0") +
         nest(N["PACKET_A_FRAME"], *frame), "frames for nobody"),
        ("INTERFACE_DEL", attr(N["INTERFACE_A_NAME"], "nobody"), "a del of nothing"),
    )
    for cmd, payload, what in cases:
        kntop, code, text = Kntop(), 0, ""
        try:
            kntop.ask(kntop.family, N["CMD_" + cmd], payload, flags_of(REQUESTS[cmd][0]))
        except Refused as e:
            code, text = e.errno, e.text
        # a missing attribute is named by its type instead of a text
        ok(f"{cmd}: {what} is refused with a reason", code and (text or not payload), (code, text))
    seen = ctl("interface", "show", "fuzz")[0]["received"]
    ok("nothing of what was refused was counted", seen["packets"] == 0, seen)
    run("ntopctl", "interface", "del", "fuzz")


LINES = (b"tcp:81@HTTP\0", b"udp:1,tcp:2@Mine\0host:\"a.b\"@Mine\0", b"ip:10.0.0.0/8@Ten\0",
         b"www.example.test 100\0", b"nonsense\0", b"tcp:\0", b"\xff\xfe:1@x\0", b"\0", b"x", b"")
# Attributes whose values a small machine must bear, with some that it must refuse.
FEW = {
    "DPI_A_WORKERS": [u32(n) for n in (0, 1, 1, 2, 2, 3, 65)],
    "DPI_A_RING": [u32(n) for n in (0, 65536, 1 << 20, (1 << 20) + 1, 1 << 31)],
    "DPI_A_CPUS": [b"0\0", b"\0", b"0-0\0", b"77\0", b"x\0", b"0"],
    "RULES_A_KIND": [u32(n) for n in (0, 0, 1, 1, 2)],
    "RULES_A_BEGIN": [b""], "RULES_A_COMMIT": [b""], "RULES_A_LINES": LINES,
}


def value(rng, name):
    """Octets for an attribute: often of the right kind, often not. Sizes of tables are
    what a small machine can give and a slow one can walk."""
    if name.endswith("_MAX"):
        return rng.choice((u32(0), u32(63), u32(64), u32(100), u32(5000), u32(1 << 30),
                           u32(rng.getrandbits(12)), b"", b"\1", u64(64), bytes(300)))
    if name in FEW:
        return rng.choice(FEW[name])
    if rng.random() < 0.3:
        return rng.randbytes(rng.choice((0, 1, 2, 3, 4, 8, 15, 16, 17, 64, 300)))
    if name.endswith(("NAME", "INTERFACE", "LOCALNET")):
        return rng.choice((b"v0", b"lo", b"fuzz", b"fuzz2", b"all", b"")) + b"\0"
    if name.endswith("ADDR"):
        return rng.choice((bytes(4), bytes(16), b"\x0a\0\0\0", rng.randbytes(16)))
    if name.endswith("FRAME"):
        parts = [attr(rng.randrange(8), rng.randbytes(rng.choice((1, 2, 4, 8, 60))))
                 for _ in range(rng.randrange(4))]
        return b"".join([attr(N["FRAME_A_TIME"], u64(rng.getrandbits(64))),
                         attr(N["FRAME_A_DATA"], rng.randbytes(rng.randrange(1, 200)))] +
                        (parts if rng.random() < 0.3 else []))
    size = rng.choice((1, 2, 4, 4, 4, 8))
    return rng.choice((0, 1, 2, 4, 16, 128, rng.getrandbits(8 * size))).to_bytes(
        16, "little")[:size]


def request(rng, cmd):
    """The attributes of a request, some of them damaged."""
    _, prefix, known = REQUESTS[cmd]
    parts = []
    for _ in range(rng.randrange(5)):
        name = prefix + rng.choice(known) if known and rng.random() < 0.9 else None
        kind = N[name] if name else rng.randrange(64)
        flag = NESTED if (name or "").endswith("FRAME") or rng.random() < 0.05 else 0
        parts.append(attr(kind | flag, value(rng, name or "")))
    data = bytearray(b"".join(parts))
    if data and cmd != "CONFIG_SET" and rng.random() < 0.15:
        data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
    if data and rng.random() < 0.05:
        del data[rng.randrange(len(data)):]
    return bytes(data)


def wild(count, ok, seed=42, only=None):
    """Random requests; the kernel's detectors are the judges."""
    rng, kntop, refused, served = random.Random(seed), Kntop(), 0, 0
    for n in range(count):
        cmd = rng.choice(only or list(REQUESTS))
        number = N["CMD_" + cmd] if rng.random() < 0.98 else rng.randrange(256)
        try:
            kntop.ask(kntop.family, number, request(rng, cmd), flags_of(REQUESTS[cmd][0], rng),
                      version=rng.choice((0, 1, 1, 1, 2)))
            served += 1
        except Refused:
            refused += 1
    print(f"# {count} requests (seed {seed}): {served} served, {refused} refused")
    ok("the kernel lives, and served some and refused some", served > count / 20 and refused > count / 20,
       (served, refused))
    run("ntopctl", "localnet", "flush")
