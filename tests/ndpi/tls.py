# SPDX-License-Identifier: GPL-2.0-or-later
"""tls: records, handshakes and certificates of TLS and DTLS, made of their parts."""
import struct

HELLO, SERVER_HELLO, KEYS, CERTIFICATE = 1, 2, 12, 11
OIDS = {"CN": 3, "C": 6, "L": 7, "ST": 8, "O": 10, "OU": 11}
EMAIL, DNS, ADDRESS = 0x81, 0x82, 0x87


class Lengths:
    """What the length fields say. A test that lies sets `lie`, which is given the number of
    octets of a field and what would be right."""

    lie = None


def length(size, right):
    told = Lengths.lie(size, right) if Lengths.lie else right
    return (told % 256**size).to_bytes(size, "big")


def sized(size, *parts):
    """The parts behind their length of SIZE octets."""
    body = b"".join(parts)
    return length(size, len(body)) + body


# ---- certificates ------------------------------------------------------------

def der(tag, *parts):
    body = b"".join(parts)
    if len(body) < 0x80:
        return bytes((tag,)) + length(1, len(body)) + body
    size = (len(body).bit_length() + 7) // 8
    return bytes((tag,)) + length(1, 0x80 | size) + length(size, len(body)) + body


def oid(*octets):
    return der(6, bytes(octets))


def name(parts):
    """A distinguished name: [("O", b"text")]."""
    return der(0x30, *(der(0x31, der(0x30, oid(0x55, 4, OIDS[key]), der(0x0c, text)))
                       for key, text in parts))


def alternatives(names):
    """The extension subjectAltName: [(kind, octets)]."""
    listed = der(0x30, *(der(kind, octets) for kind, octets in names))
    return der(0x30, oid(0x55, 0x1d, 0x11), der(4, listed))


def certificate(issuer=(("O", b"Example"),), subject=(("CN", b"example.test"),), names=(),
                begin=b"220101000000Z", end=b"320101000000Z"):
    """An X.509 certificate; nobody looks whether keys and signature are right."""
    kind = der(0x30, oid(0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 2))
    key = der(0x30, kind, der(3, bytes(66)))
    parts = [der(0xa0, der(2, b"\2")), der(2, b"\1"), kind, name(issuer),
             der(0x30, der(0x17, begin), der(0x17, end)), name(subject), key]
    if names:
        parts.append(der(0xa3, der(0x30, alternatives(names))))
    return der(0x30, der(0x30, *parts), kind, der(3, bytes(70)))


# ---- handshakes --------------------------------------------------------------

def extension(kind, body):
    return struct.pack("!H", kind) + sized(2, body)


def server_name(host):
    return extension(0, sized(2, b"\0" + sized(2, host)))


def client_hello(host=None, extensions=b"", version=0x0303, cookie=False, session=b"",
                 ciphers=(0xc02b, 0xc02f, 0x1301)):
    return (struct.pack("!H", version) + bytes(range(32)) + sized(1, session)
            + (b"\0" if cookie else b"") + sized(2, *(struct.pack("!H", c) for c in ciphers))
            + b"\1\0" + sized(2, server_name(host) if host else b"", extensions))


def server_hello(version=0x0303, cipher=0xc02f, extensions=b"", session=b""):
    return (struct.pack("!H", version) + bytes(range(32, 64)) + sized(1, session)
            + struct.pack("!HB", cipher, 0) + sized(2, extensions))


def chain(*certificates):
    """The body of a Certificate message."""
    return sized(3, *(sized(3, c) for c in certificates))


def message(kind, body):
    return bytes((kind,)) + sized(3, body)


def record(*bodies, kind=22, version=0x0303):
    return bytes((kind,)) + struct.pack("!H", version) + sized(2, *bodies)


def dtls_message(kind, body, number=0):
    return (bytes((kind,)) + length(3, len(body)) + struct.pack("!H", number) + bytes(3)
            + sized(3, body))


def dtls_record(body, number=0, kind=22, version=0xfefd):
    return (bytes((kind,)) + struct.pack("!HH", version, 0) + number.to_bytes(6, "big")
            + sized(2, body))
