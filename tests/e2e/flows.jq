# SPDX-License-Identifier: GPL-2.0-or-later
# Lists of flows and of ended flows on the interface $dev as lines of pcap.py, one a
# direction. Interim records count what a live flow counts again.
def what($from; $to):
  if .icmp then "\(.icmp.type)/\(.icmp.code // 0)/\(.icmp.id // 0)"
  elif .[$from].port != null then "\(.[$from].port),\(.[$to].port)"
  else "-" end;
def line($from; $to):
  { key: "flow \(.vlan // 0) \(.encapsulation // "-") \(.l4) \(.[$from].addr) \(.[$to].addr) \(what($from; $to))",
    packets: .[$from].packets, octets: .[$from].octets };
add | map(select(.interface == $dev and .end != "active")
    | line("client"; "server"), line("server"; "client")
    | select(.packets > 0))
| group_by(.key)[]
| "\(.[0].key) \(map(.packets) | add) \(map(.octets) | add)"
