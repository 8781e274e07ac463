#!/usr/bin/env bash
# Records real tools between network namespaces as small captures in samples/recorded, with labels.
#
#   sudo scripts/record-samples.sh [NAME…]     all of them, or some (see record-samples/attacks.sh)
#
# Needs root, and of Debian: iproute2 iputils-ping ethtool tcpdump nmap hping3 hydra dropbear-bin vsftpd dsniff
# iodine dnsmasq-base bind9-dnsutils curl nodejs. Nothing leaves the namespaces, and they are
# removed at the end, whatever happens.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
out=$here/../samples/recorded
work=$(mktemp -d)
source "$here/record-samples/network.sh"
source "$here/record-samples/attacks.sh"

readonly snap_length=65535
busy=

need_tools() {
  local missing=()
  local tool
  for tool in ip ethtool ping tcpdump nmap hping3 hydra dropbear vsftpd arpspoof iodine dnsmasq dig curl node; do
    command -v "$tool" >/dev/null || missing+=("$tool")
  done
  if ((${#missing[@]} > 0)); then
    echo "not installed: ${missing[*]}; see the head of $0 for the packages" >&2
    exit 1
  fi
  [[ $EUID -eq 0 ]] || { echo "this needs root: sudo $0" >&2; exit 1; }
}

# What the victim offers: a web server, SSH, FTP and DNS.
start_services() {
  on "$victim" node "$here/record-samples/web-server.mjs" & disown
  [[ -e $work/hostkey ]] || dropbearkey -t ed25519 -f "$work/hostkey" >/dev/null 2>&1
  on "$victim" dropbear -F -w -r "$work/hostkey" -p 22 2>/dev/null & disown
  cat >"$work/vsftpd.conf" <<CONF
listen=YES
background=NO
anonymous_enable=NO
local_enable=YES
seccomp_sandbox=NO
secure_chroot_dir=$work
CONF
  on "$victim" vsftpd "$work/vsftpd.conf" & disown
  on "$victim" dnsmasq --keep-in-foreground --no-resolv --no-hosts --user=root --pid-file="$work/dns" \
    --address="/lab.example/$victim_address" --server=/t.lab.example/127.0.0.1#5300 2>/dev/null & disown
  printf '%s\n' 123456 password qwerty letmein admin welcome dragon monkey abc123 iloveyou passw0rd \
    master sunshine shadow root toor football princess >"$work/passwords"
  sleep 1
}

# A person at work all the while, so that an attack is never alone on the wire.
keep_client_busy() {
  local name
  while true; do
    for name in www mail files news; do
      on "$client" dig +short +tries=1 "@$victim_address" "$name.lab.example" >/dev/null || true
      on "$client" curl --silent --max-time 3 --output /dev/null "http://$victim_address/news.html" || true
      sleep 1
      on "$client" ping -c 2 -i 0.4 "$victim_address" >/dev/null || true
      sleep 1
    done
  done
}

# One recording on a network of its own, so that nothing of the one before is still on its way.
record() {
  local name=$1 kinds=$2 technique=$3 target=$4 description=$5
  local capture=$work/$name.pcap
  build_network
  start_services
  on "$switch" tcpdump -i bridge0 -s "$snap_length" -U -w "$capture" 2>"$work/tcpdump.log" &
  local tcpdump=$!
  until grep -q listening "$work/tcpdump.log"; do sleep 0.1; done
  keep_client_busy &
  busy=$!
  sleep 5
  local start end
  start=$(date +%s.%6N)
  "$name" >"$work/$name.log" 2>&1 || { cat "$work/$name.log" >&2; exit 1; }
  end=$(date +%s.%6N)
  sleep 4
  # Only the processes that this script started, and tcpdump last.
  { kill "$busy" && wait "$busy"; } 2>/dev/null || true
  sleep 0.5
  kill -INT "$(ip netns pids "$switch" | head -1)" && wait "$tcpdump" || true
  { remove_network; wait; } 2>/dev/null || true
  local file=$out/${name//_/-}
  # -n leaves name and time out of the header, so the same packets give the same file.
  gzip -9 -n -c "$capture" >"$file.pcap.gz"
  write_labels >"$file.labels.json"
  echo "$name: $(stat -c %s "$file.pcap.gz") bytes"
}

# Of the recording that calls it, whose variables it sees.
write_labels() {
  local first last count
  read -r first last count < <(tcpdump -tt -nn -r "$work/$name.pcap" 2>/dev/null |
    awk 'NR == 1 { first = $1 } { last = $1 } END { print first, last, NR }')
  local attacks='' kind
  if [[ $kinds != - ]]; then
    for kind in ${kinds//,/ }; do
      attacks+=$(printf '%s\n    { "kind": "%s", "attacker": "%s", "victims": ["%s"], "technique": "%s",\n      "start": %s, "end": %s, "details": { "tool": "%s" } }' \
        "${attacks:+,}" "$kind" "$attacker_address" "$target" "$technique" "$start" "$end" "${name%%_*}")
    done
    attacks+=$'\n  '
  fi
  cat <<JSON
{
  "scenario": "$name",
  "description": "$description",
  "source": "recorded",
  "start": $first,
  "end": $last,
  "packets": $count,
  "attacks": [$attacks]
}
JSON
}

# function | kinds of detection | ATT&CK technique | victim | what it is
readonly recordings="\
lab_ordinary|-|-|-|one client looks up names, reads pages and pings
nmap_syn_scan|vertical_port_scan|T1046|$victim_address|nmap -sS --top-ports 500
nmap_version_scan|vertical_port_scan|T1046|$victim_address|nmap -sT -sV -p 1-120: connects, then asks each service what it is
nmap_ping_sweep|arp_sweep|T1018|10.77.0.0/24|nmap -sn: looks for hosts, by ARP as they are local
nmap_udp_scan|udp_port_scan|T1046|$victim_address|nmap -sU --top-ports 25
nmap_xmas_scan|stealth_port_scan|T1046|$victim_address|nmap -sX --top-ports 150
hping3_syn_flood|syn_flood|T1499.001|$victim_address|hping3 -S -i u2000 -c 4000
hping3_spoofed_flood|syn_flood|T1498.001|$victim_address|hping3 -S -i u2000 --rand-source for 10 s
hydra_ssh|login_guessing|T1110.001|$victim_address|hydra with 18 passwords against dropbear
hydra_ftp|login_guessing|T1110.001|$victim_address|hydra with 18 passwords against vsftpd
curl_web_attacks|sql_injection,path_traversal,command_injection,cross_site_scripting,web_shell,log4shell,shellshock|T1190|$victim_address|curl: injections, traversals, Log4Shell, Shellshock, missing pages
arpspoof|arp_spoofing|T1557.002|$client_address|arpspoof claims the server's address towards the client, and forwards
iodine_tunnel|dns_tunnel|T1071.004|$victim_address|iodine: pings, then an upload of 24 kB through DNS TXT answers"

need_tools
mkdir -p "$out"
trap 'kill $busy 2>/dev/null || true; remove_network; rm -rf "$work"' EXIT
remove_network
while IFS='|' read -r name kinds technique target description; do
  (($# == 0)) || [[ " $* " == *" $name "* ]] || continue
  record "$name" "$kinds" "$technique" "$target" "$description"
done <<<"$recordings"
