#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""capture.py FOLDER OUT PACKETS: real traffic as one large capture.

Takes the Ethernet captures of FOLDER by name, but for those made to be hostile, one after
the other, ten microseconds between two frames, until there are PACKETS of them. Each further
pass over the folder changes the addresses, so that its flows are new ones.
"""
import glob
import os
import struct
import sys

MAGIC = 0xA1B2C3D4
STEP_NS = 10_000


def frames(path):
    """The frames of a capture and their lengths on the wire; none unless it is Ethernet's."""
    with open(path, "rb") as f:
        data = f.read()
    if len(data) < 24 or struct.unpack_from("<I", data)[0] != MAGIC:
        return
    if struct.unpack_from("<I", data, 20)[0] != 1:
        return
    at = 24
    while at + 16 <= len(data):
        length, wire = struct.unpack_from("<II", data, at + 8)
        at += 16
        if at + length > len(data):
            return
        yield data[at:at + length], wire
        at += length


def moved(frame, turn):
    """The same frame between other IPv4 addresses."""
    if not turn or len(frame) < 34 or frame[12:14] != b"\x08\x00":
        return frame
    f = bytearray(frame)
    for at in (27, 31):
        f[at] = (f[at] + turn * 16) & 0xFF
    return bytes(f)


def main():
    folder, out, wanted = sys.argv[1], sys.argv[2], int(sys.argv[3])
    paths = sorted(p for p in glob.glob(folder + "/*.pcap")
                   if "fuzz" not in os.path.basename(p))
    n = turn = 0
    with open(out, "wb") as f:
        f.write(struct.pack("<IHHiIII", MAGIC, 2, 4, 0, 0, 65535, 1))
        while n < wanted:
            for path in paths:
                for frame, wire in frames(path):
                    if n == wanted:
                        return
                    time = 1_600_000_000 * 10**9 + n * STEP_NS
                    f.write(struct.pack("<IIII", time // 10**9, time % 10**9 // 1000,
                                        len(frame), wire))
                    f.write(moved(frame, turn))
                    n += 1
            turn += 1


if __name__ == "__main__":
    main()
