# SPDX-License-Identifier: GPL-2.0-or-later
"""l7told: what tshark tells of each flow in a capture, in the words of `ntopctl -j`.

usage: l7told.py CAPTURE
prints lines "L4 CLIENT-PORT FIELD VALUE", sorted; l7.jq prints kntop's flows alike. The
client's port is the one that is none of the tests' server ports.
"""
import collections
import subprocess
import sys

SERVERS = {21, 22, 23, 25, 53, 80, 110, 123, 443, 2222, 8080, 8443}
# field of tshark: name here, and who sends it
CLIENT, SERVER = "client", "server"
FIELDS = {
    "tls.handshake.extensions_server_name": ("server_name", CLIENT),
    "tls.handshake.ja3": ("ja3_client", CLIENT),
    "tls.handshake.ja3s": ("ja3_server", SERVER),
    "tls.handshake.extensions_alpn_str": ("alpn", CLIENT),
    "tls.handshake.version": ("tls_version", SERVER),
    "tls.handshake.extensions.supported_version": ("tls_version", SERVER),
    "tls.handshake.ciphersuite": ("tls_cipher", SERVER),
    "http.host": ("server_name", CLIENT),
    "http.request.method": ("http_method", CLIENT),
    "http.request.full_uri": ("http_url", CLIENT),
    "http.user_agent": ("http_user_agent", CLIENT),
    "http.response.code": ("http_status", SERVER),
    "http.content_type": ("http_content_type", SERVER),
    "dns.qry.name": ("server_name", CLIENT),
    "dns.qry.type": ("dns_query_type", CLIENT),
    "dns.flags.rcode": ("dns_reply_code", SERVER),
    "dns.a": ("dns_address", SERVER),
    "dns.aaaa": ("dns_address", SERVER),
    "ssh.protocol": (None, None),
    "ssh.kex.hassh": ("hassh_client", CLIENT),
    "ssh.kex.hasshserver": ("hassh_server", SERVER),
}
NAMES = {
    "tls_version": {0x0303: "TLS 1.2", 0x0304: "TLS 1.3"},
    "tls_cipher": {0x1301: "TLS_AES_128_GCM_SHA256", 0x1302: "TLS_AES_256_GCM_SHA384",
                   0x1303: "TLS_CHACHA20_POLY1305_SHA256",
                   0xc02b: "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
                   0xc02c: "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
                   0xcca9: "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256"},
    "dns_query_type": {1: "A", 28: "AAAA"},
    "dns_reply_code": {0: "NOERROR", 3: "NXDOMAIN"},
}
# Of QUIC only the client's first packets are decrypted.
NOT_UDP = ("ja3_server", "tls_cipher")


def frames(path):
    """(l4, source port, destination port, {field: values})."""
    wanted = ("ip.proto", "tcp.srcport", "udp.srcport", "tcp.dstport", "udp.dstport", *FIELDS)
    done = subprocess.run(
        # an answer counts before its end is there
        ["tshark", "-n", "-r", path, "-o", "http.desegment_body:FALSE", "-d", "tcp.port==2222,ssh", "-E", "separator=/t", "-E", "occurrence=a", "-T", "fields",
         *(w for f in wanted for w in ("-e", f))],
        text=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True)
    for line in done.stdout.splitlines():
        values = line.split("\t")
        if len(values) == len(wanted) and (values[1] or values[2]):
            yield (int(values[0]), int(values[1] or values[2]), int(values[3] or values[4]),
                   dict(zip(FIELDS, values[5:])))


def value(name, text):
    if name == "server_name":
        return text.partition(":")[0]
    if name == "dns_address":
        return text.partition(",")[0]
    if name == "http_url":
        return text.removeprefix("http://")
    if name in NAMES:
        return NAMES[name].get(int(text, 0), text)
    return text


def main():
    flows = collections.defaultdict(dict)
    for l4, source, target, fields in frames(sys.argv[1]):
        side = SERVER if source in SERVERS else CLIENT
        flow = flows[l4, target if side == SERVER else source]
        for field, text in fields.items():
            name, sender = FIELDS[field]
            if field == "ssh.protocol":
                name, sender = f"ssh_{side}", side
            if text and sender == side and not (l4 == 17 and name in NOT_UDP):
                if name in flow and name != "tls_version":
                    continue    # the first one counts; of versions what the extension says
                flow[name] = value(name, text)
    print("\n".join(sorted(f"{l4} {port} {name} {text}" for (l4, port), flow in flows.items()
                           for name, text in flow.items())))


main()
