# SPDX-License-Identifier: GPL-2.0-or-later
"""tape: tape.py FLOWS FILE: a capture of that many UDP flows, a packet of 60 octets each."""
import struct
import sys

MAC = bytes.fromhex("020000000002020000000001")


def frame(n):
    udp = struct.pack("!HHHH", 1024 + n % 60000, 53, 26, 0) + bytes(18)
    ip = struct.pack("!BBHHHBBH4s4s", 0x45, 0, 20 + len(udp), n % 65536, 0, 64, 17, 0,
                     bytes((10, 8, n // 60000, 1)), bytes((10, 8, 255, 2)))
    return MAC + struct.pack("!H", 0x0800) + ip + udp


with open(sys.argv[2], "wb") as f:
    f.write(struct.pack("<IHHIIII", 0xa1b2c3d4, 2, 4, 0, 0, 262144, 1))
    for n in range(int(sys.argv[1])):
        data = frame(n)
        f.write(struct.pack("<4I", 1700000000 + n // 1000, n % 1000, len(data), len(data)) + data)
