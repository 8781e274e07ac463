import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { bounded, figure } from './figure.ts'
import { isInLonelyNetwork } from './lonely-network.ts'
import { attacks } from './red-team/attacks.ts'
import { addHub, attempt, hosts, record, start } from './red-team/hub.ts'
import { ordinary } from './red-team/ordinary.ts'
import { startServices } from './red-team/services.ts'
import type { Trial } from './red-team/trial.ts'

/*
 * Real tools attack real services in a network of namespaces; what `analyze` says of each recording
 * goes into docs/red-team.md of step 2. NAMES="nmap-syn smurf" plays only these, and writes nothing.
 * Needs root, and Debian's packages of the tools: one that is missing is named.
 */
const programs =
  'tcpdump nmap masscan arp-scan hping3 slowhttptest ab hydra onesixtyone sqlmap gobuster wapiti ' +
  'arpspoof macof atk6-parasite6 dnsmasq tftp in.tftpd iodine iodined ptunnel ncat smbclient smbd ' +
  'vsftpd sshd redis-server redis-cli snmpd snmpwalk iperf3 wget dig curl ping sshpass'
const packages =
  'tcpdump nmap masscan arp-scan hping3 slowhttptest apache2-utils hydra onesixtyone sqlmap gobuster ' +
  'dirb wapiti dsniff thc-ipv6 dnsmasq tftp-hpa tftpd-hpa iodine ptunnel ncat smbclient samba vsftpd ' +
  'openssh-server redis-server redis-tools snmpd snmp iperf3 wget bind9-dnsutils curl iputils-ping ' +
  'sshpass iproute2'
const folder = '/run/services'
const capture = '/run/trial.pcap'
const cli = fileURLToPath(new URL('../../step-2-capture/src/cli/net-anomaly.ts', import.meta.url))
const document = fileURLToPath(new URL('../../step-2-capture/docs/red-team.md', import.meta.url))
/** What the client does while an attack goes on. */
const everyday =
  'while true; do curl -s -m 2 -o /dev/null http://10.20.0.10/page$((RANDOM % 40)).html; ' +
  'dig +time=1 +tries=1 @10.20.0.1 www$((RANDOM % 9)).site.example.org; sleep 0.$((RANDOM % 9 + 1)); done'

interface Detection {
  readonly kind: string
  readonly severity: 'critical' | 'high' | 'medium' | 'low' | 'info'
  readonly source: string
  readonly first_seen_epoch: number
}

const missing = programs.split(' ').filter((name) => spawnSync('which', [name]).status !== 0)
if (missing.length > 0) {
  console.error(`missing: ${missing.join(' ')}\nInstall them: apt-get install ${packages}`)
  process.exitCode = 1
} else if (isInLonelyNetwork()) {
  // What the services and `ip netns` leave under /run is gone with this process.
  execFileSync('mount', ['-t', 'tmpfs', 'tmpfs', '/run'])
  for (const name of ['netns', 'sshd', 'services']) mkdirSync(`/run/${name}`)
  addHub()
  using _services = startServices(folder)
  await setTimeout(4_000)
  await playAll(process.env.NAMES?.split(' '))
}

async function playAll(names: readonly string[] | undefined): Promise<void> {
  const chosen = (trial: Trial) => names?.includes(trial.name) ?? true
  const found: string[] = []
  const rows: string[] = []
  for (const trial of attacks.filter(chosen)) {
    const detections = await play(trial, everyday)
    const row = rowOf(trial, detections)
    if (row.isFound) found.push(trial.name)
    rows.push(row.text)
    console.log(row.text)
  }
  const alarmed: string[] = []
  for (const trial of ordinary.filter(chosen)) {
    const alarms = (await play(trial)).filter(isAlarm)
    if (alarms.length > 0) alarmed.push(trial.name)
    const text = alarms.length === 0 ? 'none' : kindsOf(alarms)
    rows.push(`| ordinary: ${trial.about} | ${text} | |`)
    console.log(rows.at(-1))
  }
  const { length } = attacks.filter(chosen)
  figure('attacks found, with the right host', `${found.length} of ${length}`)
  bounded('ordinary recordings with an alarm', alarmed.length, { max: 0, unit: 'recordings' })
  if (!names) writeTable(rows)
}

async function play(trial: Trial, meanwhile?: string): Promise<readonly Detection[]> {
  const { from, command, secondsMax, beside = [] } = trial
  const running = beside.map(([place, further]) => start(place, further))
  if (meanwhile) running.push(start('client', meanwhile))
  await record(capture, () => attempt(from, command, secondsMax))
  for (const one of running) one[Symbol.dispose]()
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [cli, 'analyze', '--format', 'json', capture],
    {
      encoding: 'utf8',
      maxBuffer: 256 * 1_048_576,
    },
  )
  if (stdout === '') throw new Error(`analyze of ${trial.name}: ${stderr}`)
  return (JSON.parse(stdout) as { detections: Detection[] }).detections
}

/** Found is what is at least of medium severity and names the attacker, or the attacker's device. */
function rowOf(trial: Trial, detections: readonly Detection[]) {
  const { about, source = hosts.intruder } = trial
  const alarms = detections.filter(isAlarm)
  const names = [source, source.replace(/^10\.20\.0\./, 'fd20::'), deviceOf(source)]
  const right = alarms.filter((one) => names.includes(one.source))
  const isFound = right.length > 0
  const others = [...new Set(alarms.filter((one) => !right.includes(one)).map((one) => one.source))]
  const low = detections.filter((one) => one.severity === 'low' && one.source === source)
  const missed = low.length > 0 ? `low only: ${kindsOf(low)}` : '**missed**'
  const also = isFound && others.length > 0 ? `; also ${others.slice(0, 2).join(', ')}` : ''
  const named = isFound ? `yes${also}` : others.length > 0 ? 'no' : '-'
  const foundBy = alarms.length > 0 ? kindsOf(isFound ? right : alarms) : missed
  return { isFound, text: `| ${about} | ${foundBy} | ${named} |` }
}

function isAlarm({ severity }: Detection): boolean {
  return severity === 'critical' || severity === 'high' || severity === 'medium'
}

function kindsOf(detections: readonly Detection[]): string {
  return [...new Set(detections.map(({ kind }) => `\`${kind}\``))].join(', ')
}

function deviceOf(address: string): string | undefined {
  const place = Object.entries(hosts).find(([, own]) => own === address)?.[0]
  const [link] = place
    ? (JSON.parse(
        execFileSync('ip', ['-n', place, '-j', 'link', 'show', 'eth0'], { encoding: 'utf8' }),
      ) as [{ address: string }])
    : []
  return link?.address
}

/** Writes the table between its two marks; the text around it is written by hand. */
function writeTable(rows: readonly string[]): void {
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim()
  const [begin, end] = ['<!-- recorded -->', '<!-- end of recorded -->']
  const [before = '', rest = ''] = readFileSync(document, 'utf8').split(begin)
  const after = rest.split(end)[1] ?? ''
  const table = ['| played | found by | right host |', '| --- | --- | --- |', ...rows].join('\n')
  const text = `${begin}\n\nRecorded at ${commit}:\n\n${table}\n\n${end}`
  writeFileSync(document, `${before}${text}${after}`)
}
