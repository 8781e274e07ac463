#!/usr/bin/env bash
# Makes the simulated captures of samples/ again, the same packets every time:
#
#   scripts/make-samples.sh [NAME…]     all of them, or some
#
# A test compares what is committed with what the simulator plays, so run this after changing it.
set -euo pipefail
cd "$(dirname "$0")/.."

# file               scenario            seed  seconds  activity
readonly samples="\
ordinary             office              1     240      0.4
port-scan            vertical_port_scan  2     90       0.4
network-scan         horizontal_scan     1     120      0.4
syn-flood            syn_flood_spoofed   1     60       0.3
ssh-guessing         brute_force_ssh     3     150      0.4
http-beacon          beacon_http         2     900      0.05
dns-tunnel           dns_tunnel_txt      1     120      0.4
generated-domains    dga                 2     120      0.4
arp-spoofing         arp_spoof           1     150      0.4
sql-injection        sql_injection       3     120      0.4
log4shell            log4shell           2     100      0.4
lateral-movement     lateral_movement    1     120      0.3
modbus-write         modbus_write        3     120      0.4
break-in             intrusion           1     280      0.15"

while read -r name scenario seed seconds activity; do
  (($# == 0)) || [[ " $* " == *" $name "* ]] || continue
  npm run --silent net-anomaly -- simulate --scenario "$scenario" --seed "$seed" \
    --duration-seconds "$seconds" --activity "$activity" --out "samples/$name.pcap.gz"
done <<<"$samples"
