# SPDX-License-Identifier: GPL-2.0-or-later
"""quality: what really happened to the TCP packets of one sender.

quality.py BEFORE BEHIND PORT

Two captures of the same packets to PORT, without superpackets: in BEFORE is all that was sent, in
BEHIND what was left of it, in the order in which it came. A packet is known by its IPv4
identification. Prints of those that came behind a later one, or brought octets that had come
before: how many had been sent before, how many were sent for the first time; and how many of the
former brought what had not come before.
"""
import struct
import sys


def packets(file, port):
    """(identification, sequence number, its length) of each segment."""
    with open(file, "rb") as f:
        data = f.read()
    at = 24
    while at + 16 <= len(data):
        caplen = struct.unpack_from("<I", data, at + 8)[0]
        frame = data[at + 16:at + 16 + caplen]
        at += 16 + caplen
        if frame[12:14] != b"\x08\x00" or frame[23] != 6:
            continue
        ip = frame[14:]
        tcp = ip[(ip[0] & 15) * 4:]
        if struct.unpack_from("!H", tcp, 2)[0] != port:
            continue
        total, ident = struct.unpack_from("!HH", ip, 2)
        flags = tcp[13]
        length = total - (ip[0] & 15) * 4 - (tcp[12] >> 4) * 4
        length += bool(flags & 2) + bool(flags & 1)
        if not flags & 4:
            yield ident, struct.unpack_from("!I", tcp, 4)[0], length


def relative(found):
    """Sequence numbers from 0, so that they do not wrap."""
    found = list(found)
    return [(i, (seq - found[0][1]) & 0xffffffff, n) for i, seq, n in found]


def main():
    before, behind, port = sys.argv[1], sys.argv[2], int(sys.argv[3])
    again, end = {}, 0
    for ident, seq, n in relative(packets(before, port)):
        again[ident] = n and seq < end
        end = max(end, seq + n)
    came, most = bytearray(1 << 20), 0
    repeated = late = lost = 0
    for ident, seq, n in relative(packets(behind, port)):
        if n and seq < most:
            repeated += again[ident]
            late += not again[ident]
            lost += again[ident] and not all(came[seq:seq + n])
        came[seq:seq + n] = b"\1" * n
        most = max(most, seq + n)
    print(repeated, late, lost)


main()
