# SPDX-License-Identifier: GPL-2.0-or-later
"""padding: padding.py DEV to|from FRAMES TRAILING
Sends FRAMES Ethernet frames with a UDP packet of 38 octets and TRAILING octets behind it,
from 10.9.0.2 to 10.9.0.1, or the other way. The first of them has nothing behind. Prints
packets, octets, and octets by the IP headers."""
import socket
import struct
import sys

ADDRESSES = bytes.fromhex("020000000001" "020000000002")
LOW, HIGH = socket.inet_aton("10.9.0.1"), socket.inet_aton("10.9.0.2")
L3 = 38


def frame(way, trailing):
    src, dst, ports = (HIGH, LOW, (7000, 9)) if way == "to" else (LOW, HIGH, (9, 7000))
    ip = struct.pack("!BBHHHBBH4s4s", 0x45, 0, L3, 0, 0, 64, 17, 0, src, dst)
    return ADDRESSES + b"\x08\x00" + ip + struct.pack("!HHHH", *ports, 18, 0) + bytes(10 + trailing)


def main():
    dev, way = sys.argv[1:3]
    frames, trailing = map(int, sys.argv[3:5])
    octets = 0
    with socket.socket(socket.AF_PACKET, socket.SOCK_RAW) as s:
        s.bind((dev, 0))
        octets += s.send(frame(way, 0))
        data = frame(way, trailing)
        for _ in range(frames - 1):
            octets += s.send(data)
    print(frames, octets, frames * L3)


main()
