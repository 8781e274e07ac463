import { hosts } from './hub.ts'
import type { Trial } from './trial.ts'

const { server, router } = hosts
const web = `http://${server}`

const byClient = (name: string, about: string, command: string, secondsMax = 25): Trial => {
  return { name, about, from: 'client', command, secondsMax }
}

/** What people do: nothing of it may be alarmed. */
export const ordinary: readonly Trial[] = [
  byClient('crawl', 'wget `-r` of a site', `wget -q -r -l 2 -P /run/site ${web}/`),
  byClient(
    'share',
    'forty files to a share and back',
    `smbclient -N //${server}/share -c 'lcd /run/services/upload; prompt; mput *; lcd /run; mget *'`,
  ),
  byClient(
    'ssh',
    '15 logins by key, each with commands',
    `for i in $(seq 15); do ssh -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -i /run/services/user root@${server} 'uname -a; id; df -h; wc -l /etc/passwd'; done`,
    45,
  ),
  byClient(
    'iperf',
    'iperf3, TCP and UDP',
    `iperf3 -c ${server} -t 4 -b 20M; iperf3 -c ${server} -u -b 5M -t 4`,
  ),
  byClient(
    'monitor',
    'ping, port, page and SNMP of seven hosts',
    `for i in $(seq 8); do for h in 10 11 12 13 14 15 16; do ping -c 1 -W 1 10.20.0.$h; ncat -z -w 1 10.20.0.$h 22; curl -s -m 2 -o /dev/null http://10.20.0.$h/page1.html; snmpwalk -v2c -c public -t 1 -r 0 10.20.0.$h system; done; done`,
    60,
  ),
  byClient(
    'names',
    '400 names in a minute',
    `for i in $(seq 200); do dig +time=1 +tries=1 @${router} cdn$i.static$((i % 13)).site.example.org; dig +time=1 +tries=1 AAAA @${router} img$i.site.example.org; done`,
    40,
  ),
  byClient('load', 'ab, 400 requests', `ab -q -n 400 -c 4 ${web}/page3.html`),
  byClient(
    'mistyped',
    'two mistyped passwords',
    `for p in one two; do sshpass -p $p ssh -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null root@${server} true; sleep 2; done`,
  ),
]
