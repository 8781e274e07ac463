import { severities } from '../detect/seam/detection.ts'
import { medianSeconds } from './capture-figures.ts'
import { type CaseVerdict, isRight } from './evaluate-cases.ts'
import type { Evaluation } from './evaluation.ts'
import type { AttackVerdict } from './judge-run.ts'
import { type PacketVerdicts, precision, recall, totalOf } from './packet-verdicts.ts'

type Cells = readonly string[]

/** The evaluation as tables, for the terminal or as markdown. */
export function evaluationText(evaluation: Evaluation, format: 'text' | 'markdown'): string {
  const layout = format === 'markdown' ? markdownTable : alignedTable
  const { attacks, benign, tables } = evaluation
  const blocks = [totals(evaluation)]
  if (attacks.length > 0) blocks.push(layout(attackHeader, attacks.map(attackCells)))
  const byAttack = groupRows(attacks, ({ attack }) => [attack])
  if (attacks.length > 0 && byAttack.length < attacks.length) {
    blocks.push(layout(['attack', ...groupHeader], byAttack))
  }
  const byKind = groupRows(attacks, ({ found, detected_by }) =>
    found ? detected_by : ['NOT FOUND'],
  )
  if (attacks.length > 0) blocks.push(layout(['found by', ...groupHeader], byKind))
  const listed = benign.length > benignListedMax ? benign.filter(criedWolf) : benign
  if (listed.length > 0) blocks.push(layout(benignHeader, listed.map(benignCells)))
  if (tables.length > 0) blocks.push(layout(tableHeader, tables.map(tableCells)))
  return blocks.join('\n\n')
}

function totals({ name, detectors, figures, benign, half }: Evaluation): string {
  const { attacks, attacks_found, attackers_named, attackers_accused } = figures
  const { benign_hours, false_alarms, false_alarms_per_hour } = figures
  const { median_seconds_to_detection: seconds } = figures
  return [
    `${name}. Detectors: ${detectors}${half === 'both' ? '' : `, ${half} half`}.`,
    `Attacks found: ${attacks_found} of ${attacks}, after ${secondsText(seconds)} s (median);`,
    `attacker named: ${attackers_accused} of ${attackers_named}; false alarms: ${false_alarms} in`,
    `${benign_hours} h of benign traffic, ${false_alarms_per_hour} an hour;`,
    `captures with one: ${benign.filter(criedWolf).length} of ${benign.length}${severityText(benign)}.`,
  ].join(' ')
}

const attackHeader = ['capture', 'attack', 'found by', 'after s', 'attacker named']

function attackCells(verdict: AttackVerdict): Cells {
  const { file, attack, found, detected_by, seconds_to_detection, right_host } = verdict
  return [
    file,
    attack,
    found ? shortList(detected_by) : 'NOT FOUND',
    secondsText(seconds_to_detection),
    right_host === null ? '-' : right_host ? 'yes' : 'NO',
  ]
}

const groupHeader = ['captures', 'found', 'attacker named', 'median s']

/** What is found of each kind of attack, and what each detector contributes. */
function groupRows(
  attacks: readonly AttackVerdict[],
  groupsOf: (verdict: AttackVerdict) => readonly string[],
): Cells[] {
  const rows = new Map<string, AttackVerdict[]>()
  for (const verdict of attacks) {
    for (const name of groupsOf(verdict)) rows.set(name, [...(rows.get(name) ?? []), verdict])
  }
  return [...rows]
    .sort(([a, one], [b, other]) => other.length - one.length || (a < b ? -1 : 1))
    .map(([name, verdicts]) => {
      const named = verdicts.filter(({ right_host }) => right_host !== null)
      const right = named.filter(({ right_host }) => right_host)
      const found = verdicts.filter((verdict) => verdict.found)
      const seconds = secondsText(medianSeconds(verdicts))
      const counts = [verdicts.length, found.length].map(String)
      return [name, ...counts, `${right.length} of ${named.length}`, seconds]
    })
}

function secondsText(seconds: number | null): string {
  return seconds === null ? '-' : seconds.toFixed(1)
}

/** How many of the written cases are right, and what is wrong about the others. */
export function casesText(verdicts: readonly CaseVerdict[]): string {
  const wrong = verdicts.filter((verdict) => !isRight(verdict))
  const lines = wrong.map(({ files, wrong: what }) => `${files[0]}: ${what.join('; ')}`)
  return [
    `Written cases right: ${verdicts.length - wrong.length} of ${verdicts.length}.`,
    ...lines,
  ].join('\n')
}

/** Precision and recall of the verdicts on packets, of each scenario and capture and of all. */
export function packetText(
  verdicts: readonly PacketVerdicts[],
  format: 'text' | 'markdown',
): string {
  const layout = format === 'markdown' ? markdownTable : alignedTable
  return layout(packetHeader, [...verdicts, totalOf('all', verdicts)].map(packetCells))
}

const packetHeader = ['packets of', 'found', 'false alarms', 'missed', 'precision', 'recall']

function packetCells(verdicts: PacketVerdicts): Cells {
  const { name, found, falseAlarms, missed } = verdicts
  const shares = [precision(verdicts), recall(verdicts)].map((share) => share.toFixed(3))
  return [name, ...[found, falseAlarms, missed].map(String), ...shares]
}

/** Of more benign captures only those with a false alarm are listed. */
const benignListedMax = 40
const criedWolf = ({ false_alarms }: Evaluation['benign'][number]) => false_alarms > 0

/** `: 2 medium, 1 high` */
function severityText(benign: Evaluation['benign']): string {
  const counts = severities
    .map(
      (one) =>
        [one, benign.reduce((sum, verdict) => sum + (verdict.severities[one] ?? 0), 0)] as const,
    )
    .filter(([, count]) => count > 0)
  return counts.length === 0
    ? ''
    : `: ${counts.map(([one, count]) => `${count} ${one}`).join(', ')}`
}

const benignHeader = ['benign capture', 'hours', 'false alarms', 'raised by']

function benignCells(verdict: Evaluation['benign'][number]): Cells {
  const { file, hours, false_alarms, raised_by } = verdict
  return [file, hours.toFixed(2), String(false_alarms), shortList(raised_by)]
}

const tableHeader = ['table', 'algorithm', 'ROC-AUC', 'average precision', 'seconds']

function tableCells(verdict: Evaluation['tables'][number]): Cells {
  const { table, algorithm, roc_auc, average_precision, seconds } = verdict
  return [table, algorithm, roc_auc.toFixed(4), average_precision.toFixed(4), seconds.toFixed(1)]
}

/** Three names tell enough. */
function shortList(names: readonly string[]): string {
  if (names.length === 0) return '-'
  const rest = names.length > 3 ? `, ${names.length - 3} more` : ''
  return names.slice(0, 3).join(', ') + rest
}

function markdownTable(header: Cells, rows: readonly Cells[]): string {
  const line = (cells: Cells) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n')
}

function alignedTable(header: Cells, rows: readonly Cells[]): string {
  const widths = header.map((_, column) =>
    Math.max(...[header, ...rows].map((cells) => (cells[column] ?? '').length)),
  )
  return [header, ...rows]
    .map((cells) =>
      cells
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
