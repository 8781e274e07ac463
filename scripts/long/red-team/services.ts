import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { outside, type Place, start } from './hub.ts'

const site = fileURLToPath(new URL('site.ts', import.meta.url))

/** Starts what runs in the network, with all its files in this folder, until it is disposed of. */
export function startServices(folder: string): Disposable {
  const at = (...names: readonly string[]) => join(folder, ...names)
  for (const name of ['ftp', 'share', 'samba', 'tftp', 'upload']) mkdirSync(at(name))
  execFileSync('chmod', ['555', at('ftp')])
  execFileSync('chmod', ['777', at('share'), at('samba')])
  for (const key of ['host', 'user']) {
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', at(key)])
  }
  writeFileSync(at('vsftpd'), `listen=YES\nlocal_enable=YES\nsecure_chroot_dir=${at('ftp')}\n`)
  writeFileSync(at('snmpd'), 'rocommunity public\nagentAddress udp:161\n')
  writeFileSync(at('smb'), sambaOptions(folder))
  writeFileSync(at('tftp', 'startup-config'), 'enable secret\n')
  for (let i = 0; i < 40; i++) writeFileSync(at('upload', `report${i}.txt`), 'x'.repeat(9_000 + i))

  const commands: readonly (readonly [Place, string])[] = [
    [
      'server',
      `/usr/sbin/sshd -D -h ${at('host')} -o MaxStartups=100 -o StrictModes=no \
      -o PermitRootLogin=yes -o AuthorizedKeysFile=${at('user.pub')} -f /dev/null`,
    ],
    ['server', `vsftpd ${at('vsftpd')}`],
    ['server', `${process.execPath} ${site}`],
    ['server', 'redis-server --bind 0.0.0.0 --protected-mode no --save ""'],
    ['server', `snmpd -f -C -c ${at('snmpd')} -Lo`],
    ['server', `smbd -F --no-process-group -s ${at('smb')}`],
    ['server', `in.tftpd -L -s ${at('tftp')}`],
    [
      'router',
      `dnsmasq -k --no-resolv --no-hosts --server=${outside.resolver} \
      --listen-address=10.20.0.1 --bind-interfaces --dhcp-range=10.20.0.100,10.20.0.150,1h`,
    ],
    [
      'outside',
      `dnsmasq -k --no-resolv --no-hosts --listen-address=${outside.resolver} \
      --bind-interfaces --address=/site.example.org/${outside.site} --address=/c2.example.org/${outside.intruder} \
      --local=/#/`,
    ],
    ['outside', `${process.execPath} ${site}`],
    ['server', 'iperf3 -s'],
  ]
  const running = commands.map(([place, command]) => start(place, command))
  return {
    [Symbol.dispose]: () => {
      for (const service of running) service[Symbol.dispose]()
    },
  }
}

function sambaOptions(folder: string): string {
  const own = ['private dir', 'lock directory', 'state directory', 'cache directory']
  return `[global]
server role = standalone server
map to guest = bad user
log file = /dev/null
server min protocol = NT1
pid directory = ${folder}/samba
ncalrpc dir = ${folder}/samba
${own.map((name) => `${name} = ${folder}/samba`).join('\n')}
[share]
path = ${folder}/share
guest ok = yes
writable = yes
`
}
