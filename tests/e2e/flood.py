# SPDX-License-Identifier: GPL-2.0-or-later
"""flood: flood.py DEV ports|hosts|vlans FIRST FLOWS ROUNDS [FILE]
Sends ROUNDS UDP frames of 60 octets to 10.9.0.1 in each of FLOWS flows, which differ
in the source port, the source host or the VLAN (64 octets), counted from FIRST. With FILE goes on, round
after round, until it exists. Prints how many packets and octets were sent, and rounds."""
import os
import socket
import struct
import sys

ADDRESSES = bytes.fromhex("020000000001" "020000000002")


def frame(kind, n):
    port = n & 0xffff if kind == "ports" else 999
    host = 0x0a000000 + (n if kind == "hosts" else 1)
    tag = struct.pack("!HH", 0x8100, n) if kind == "vlans" else b""
    ip = struct.pack("!BBHHHBBHI4s", 0x45, 0, 46, 0, 0, 64, 17, 0, host, socket.inet_aton("10.9.0.1"))
    return ADDRESSES + tag + b"\x08\x00" + ip + struct.pack("!HHHH", port, 9, 26, 0) + bytes(18)


def main():
    dev, kind = sys.argv[1:3]
    first, flows, rounds = map(int, sys.argv[3:6])
    until = sys.argv[6] if len(sys.argv) > 6 else None
    frames = [frame(kind, n) for n in range(first, first + flows)]
    done = packets = octets = 0
    with socket.socket(socket.AF_PACKET, socket.SOCK_RAW) as s:
        s.bind((dev, 0))
        while done < rounds or (until and not os.path.exists(until)):
            for data in frames:
                octets += s.send(data)
                packets += 1
            done += 1
    print(packets, octets, done)


main()
