# SPDX-License-Identifier: GPL-2.0-or-later
"""tape: tape.py FLOWS FILE: a capture of that many UDP flows, a packet of 60 octets each.

tape.py torrent FILE: one of BitTorrent between 10.8.0.1 and 10.8.255.2, and one between the
same hosts that nobody recognizes but who has seen the other.
"""
import struct
import sys

MAC = bytes.fromhex("020000000002020000000001")


def frame(n, port=53, payload=bytes(18)):
    udp = struct.pack("!HHHH", 1024 + n % 60000, port, 8 + len(payload), 0) + payload
    ip = struct.pack("!BBHHHBBH4s4s", 0x45, 0, 20 + len(udp), n % 65536, 0, 64, 17, 0,
                     bytes((10, 8, n // 60000, 1)), bytes((10, 8, 255, 2)))
    return MAC + struct.pack("!H", 0x0800) + ip + udp


def frames(what):
    if what == "torrent":
        ping = b"d1:ad2:id20:abcdefghij0123456789e1:q4:ping1:t2:aa1:y1:qe"
        return [frame(1, 6881, ping), frame(2, 6881, ping), frame(9000, 40000, b"q" * 60)]
    return map(frame, range(int(what)))


with open(sys.argv[2], "wb") as f:
    f.write(struct.pack("<IHHIIII", 0xa1b2c3d4, 2, 4, 0, 0, 262144, 1))
    for n, data in enumerate(frames(sys.argv[1])):
        f.write(struct.pack("<4I", 1700000000 + n // 1000, n % 1000, len(data), len(data)) + data)
