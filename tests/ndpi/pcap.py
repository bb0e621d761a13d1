# SPDX-License-Identifier: GPL-2.0-or-later
"""pcap: read captures, pcap and pcapng, as Ethernet frames; write pcap."""
import struct

ETHERNET = bytes.fromhex("020000000002" "020000000001")
RAW = (12, 14, 101, 228, 229)
LINUX_COOKED, NULL, PPP = 113, 0, 9


def blocks(data):
    """(type, body) of a pcapng file; little-endian ones only, as all of nDPI's are."""
    at = 0
    while at + 12 <= len(data):
        kind, size = struct.unpack_from("<II", data, at)
        if size < 12:
            return
        yield kind, data[at + 8:at + size - 4]
        at += size


def pcapng(data):
    links = []
    for kind, body in blocks(data):
        if kind == 1:
            links.append(struct.unpack_from("<H", body)[0])
        elif kind == 6:
            number, high, low, captured, _ = struct.unpack_from("<5I", body)
            yield links[number], (high << 32 | low) * 1000, body[20:20 + captured]
        elif kind == 3:
            yield links[0], 0, body[4:4 + struct.unpack_from("<I", body)[0]]


def pcap(data, order):
    magic, link = struct.unpack_from(order + "I16xI", data)
    unit, at = 1 if magic == 0xa1b23c4d else 1000, 24
    while at + 16 <= len(data):
        seconds, part, captured, _ = struct.unpack_from(order + "4I", data, at)
        yield link, seconds * 10**9 + part * unit, data[at + 16:at + 16 + captured]
        at += 16 + captured


def ethernet(link, data):
    """The same as an Ethernet frame, or None."""
    if link == 1:
        return data
    if link == LINUX_COOKED:
        return ETHERNET + data[14:]
    offset = {NULL: 4, PPP: 4}.get(link, 0 if link in RAW else None)
    if offset is None or len(data) <= offset:
        return None
    kind = {4: b"\x08\x00", 6: b"\x86\xdd"}.get(data[offset] >> 4)
    return kind and ETHERNET + kind + data[offset:]


def read(path):
    """[(nanoseconds, frame)]; what is no IP on a known link is left out."""
    data = path.read_bytes()
    start = data[:4]
    if start == b"\x0a\x0d\x0d\x0a":
        packets = pcapng(data)
    elif start in (b"\xd4\xc3\xb2\xa1", b"\x4d\x3c\xb2\xa1"):
        packets = pcap(data, "<")
    elif start in (b"\xa1\xb2\xc3\xd4", b"\xa1\xb2\x3c\x4d"):
        packets = pcap(data, ">")
    else:
        return []
    frames = ((time, ethernet(link, frame)) for link, time, frame in packets)
    return [(time, frame) for time, frame in frames if frame and len(frame) >= 34]


def header():
    return struct.pack("<IHHIIII", 0xa1b23c4d, 2, 4, 0, 0, 262144, 1)


def record(time, frame, wire):
    return struct.pack("<4I", time // 10**9, time % 10**9, len(frame), wire) + frame
