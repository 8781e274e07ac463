import { type Severity, severities } from 'step-2-capture'
import { scoreSeverity } from 'step-3-persistence/severity-score'
import type { GeneratedDocument } from '../document.ts'
import { box, svgOf, type Tint, text } from './svg.ts'

const plot = { x: 190, width: 600 }
const rowHeight = 44
const tints: Readonly<Record<Severity, Tint>> = {
  info: 'grey',
  low: 'blue',
  medium: 'yellow',
  high: 'red',
  critical: 'purple',
}

/** Alerts that differ in one thing each: more of the same, and a second detector. */
const examples = [
  {
    name: 'one detection',
    detected: 'medium',
    score: 0.9,
    confidence: 0.9,
    count: 1,
    detectorCount: 1,
  },
  {
    name: '1,000 of the same',
    detected: 'medium',
    score: 0.9,
    confidence: 0.9,
    count: 1000,
    detectorCount: 1,
  },
  {
    name: 'and a second detector',
    detected: 'medium',
    score: 0.9,
    confidence: 0.9,
    count: 1000,
    detectorCount: 2,
  },
] as const

/** The five bands of severity, and how the parts of an alert add up. */
export const severityBandsPicture: GeneratedDocument = {
  path: 'docs/pictures/severity-bands.svg',
  make: drawBands,
}

export function drawBands(): string {
  const scored = examples.map(({ name, ...input }) => ({ name, ...scoreSeverity(input) }))
  return svgOf({
    title: 'Severity: five bands of 20 points, and the parts of three alerts',
    description: scored
      .map(
        ({ name, severity, points, parts }) =>
          `${name}: ${parts.map(({ part, points }) => `${part} ${points}`).join(', ')}, ${points} in all: ${severity}.`,
      )
      .join(' '),
    width: plot.x + plot.width + 24,
    height: 100 + scored.length * (rowHeight + 14) + 8,
    elements: [
      text(16, 28, 'Severity is a sum of points', { look: 'strong' }),
      text(plot.x - 10, 69, 'band', { anchor: 'end', look: 'soft' }),
      ...severities.flatMap((severity, index) => {
        const width = plot.width / severities.length
        const x = plot.x + index * width
        return [
          box({ x: x + 1, y: 52, width: width - 2, height: 26 }, tints[severity]),
          text(x + width / 2, 69, severity, { anchor: 'middle', look: 'strong' }),
          text(x, 94, String((index * 100) / severities.length), { look: 'soft' }),
        ]
      }),
      text(plot.x + plot.width, 94, '100', { anchor: 'end', look: 'soft' }),
      ...scored.flatMap((example, row) => drawExample(example, 110 + row * (rowHeight + 14))),
    ],
  })
}

function drawExample(
  { name, points, severity, parts }: ReturnType<typeof scoreSeverity> & { name: string },
  y: number,
): string[] {
  const xOf = (count: number): number => plot.x + (count / 100) * plot.width
  let sum = 0
  const bars = parts
    .filter((part) => part.points > 0)
    .map((part, index) => {
      const from = sum
      sum += part.points
      const look = (['grey', 'blue', 'green', 'yellow', 'purple'] as const)[index] ?? 'grey'
      return box({ x: xOf(from) + 1, y, width: xOf(sum) - xOf(from) - 2, height: 22 }, look)
    })
  const sumText = parts
    .filter((part) => part.points > 0)
    .map((part) => `${part.part} ${part.points}`)
    .join(' + ')
  return [
    text(plot.x - 10, y + 16, name, { anchor: 'end' }),
    ...bars,
    text(xOf(sum) + 8, y + 16, `${points}: ${severity}`, { look: 'strong' }),
    text(plot.x + 2, y + 39, sumText, { look: 'soft' }),
  ]
}
