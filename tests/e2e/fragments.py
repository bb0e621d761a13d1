# SPDX-License-Identifier: GPL-2.0-or-later
"""fragments: fragments.py DEV 4|6 PORT ORDER...
Sends a UDP datagram in three fragments, from 10.9.0.2 or fd09::2 port PORT to 10.9.0.1 or
fd09::1 port 9: those that ORDER names, 0 the first, as often as it does. The datagram's
identification is PORT. Prints packets, octets, and octets from the IP headers on."""
import socket
import struct
import sys

ADDRESSES = bytes.fromhex("020000000001" "020000000002")
PARTS = ((0, 1024), (1024, 1024), (2048, 100))


def header(family, ident, before, length):
    more = before + length < sum(PARTS[-1])
    if family == 4:
        ends = socket.inet_aton("10.9.0.2") + socket.inet_aton("10.9.0.1")
        field = before // 8 | (0x2000 if more else 0)
        return struct.pack("!BBHHHBBH", 0x45, 0, 20 + length, ident, field, 64, 17, 0) + ends
    ends = [socket.inet_pton(socket.AF_INET6, "fd09::" + end) for end in "21"]
    fixed = struct.pack("!IHBB", 6 << 28, 8 + length, 44, 64) + ends[0] + ends[1]
    return fixed + struct.pack("!BBHI", 17, 0, before | more, 0x10000 + ident)


def main():
    dev, family, port, *order = sys.argv[1:2] + [int(word) for word in sys.argv[2:]]
    octets = sum(PARTS[-1])
    datagram = struct.pack("!HHHH", port, 9, octets, 0) + bytes(octets - 8)
    sent = 0
    with socket.socket(socket.AF_PACKET, socket.SOCK_RAW) as s:
        s.bind((dev, 0))
        for number in order:
            before, length = PARTS[number]
            ip = header(family, port, before, length)
            ethertype = b"\x08\x00" if family == 4 else b"\x86\xdd"
            sent += s.send(ADDRESSES + ethertype + ip + datagram[before : before + length])
    print(len(order), sent, sent - 14 * len(order))


main()
