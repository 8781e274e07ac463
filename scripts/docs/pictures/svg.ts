/** What a picture is, for those who see it and for those who hear it. */
export interface Picture {
  readonly title: string
  /** The picture in sentences, for screen readers. */
  readonly description: string
  readonly width: number
  readonly height: number
  /** The elements, drawn in this order. */
  readonly elements: readonly string[]
}

/** Fills that stay apart for people who do not see colours: each stands beside its name. */
export type Tint = 'blue' | 'green' | 'yellow' | 'red' | 'purple' | 'grey'

const style = `
  text { font: 13px ui-sans-serif, system-ui, "Segoe UI", Helvetica, Arial, sans-serif; fill: #1f2328 }
  .mono { font-family: ui-monospace, Menlo, Consolas, monospace }
  .strong { font-weight: 600 }
  .soft { fill: #59636e }
  .page { fill: #ffffff }
  .stroke { stroke: #59636e; fill: none }
  .strange { stroke: #cf222e; fill: none; stroke-width: 2.5 }
  .head { fill: #59636e }
  .blue { fill: #cfe4ff } .green { fill: #cdeed3 } .yellow { fill: #fff0b3 }
  .red { fill: #ffd6d2 } .purple { fill: #e7dbff } .grey { fill: #e8ebee }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3 }
    .soft, .head { fill: #9198a1 }
    .page { fill: #0d1117 }
    .stroke { stroke: #9198a1 }
    .strange { stroke: #ff7b72 }
    .blue { fill: #17345c } .green { fill: #17401f } .yellow { fill: #4a3b00 }
    .red { fill: #5c1f1b } .purple { fill: #3a2a63 } .grey { fill: #2d333b }
  }
`

/** The picture as a file that is readable on a light and on a dark page. */
export function svgOf({ title, description, width, height, elements }: Picture): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title description">`,
    `<title id="title">${escaped(title)}</title>`,
    `<desc id="description">${escaped(description)}</desc>`,
    `<style>${style}</style>`,
    `<rect class="page" width="${width}" height="${height}" rx="8"/>`,
    ...elements,
    '</svg>',
    '',
  ].join('\n')
}

interface TextOptions {
  readonly anchor?: 'start' | 'middle' | 'end'
  /** Class names of the style above. */
  readonly look?: string
}

export function text(x: number, y: number, content: string, options: TextOptions = {}): string {
  const { anchor = 'start', look = '' } = options
  return `<text x="${round(x)}" y="${round(y)}" text-anchor="${anchor}" class="${look}">${escaped(content)}</text>`
}

export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export function box({ x, y, width, height }: Box, look: string): string {
  return `<rect x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}" rx="3" class="${look}"/>`
}

/** A line through points. */
export function path(points: readonly (readonly [x: number, y: number])[], look: string): string {
  const steps = points.map(([x, y], index) => `${index === 0 ? 'M' : 'L'}${round(x)} ${round(y)}`)
  return `<path d="${steps.join(' ')}" class="${look}"/>`
}

/** A line that ends in an arrow head at its second point. */
export function arrow(
  [x1, y1]: readonly [x: number, y: number],
  [x2, y2]: readonly [x: number, y: number],
): string {
  const angle = Math.atan2(y2 - y1, x2 - x1)
  const corner = (turn: number): string =>
    `${round(x2 - 9 * Math.cos(angle + turn))} ${round(y2 - 9 * Math.sin(angle + turn))}`
  const head = `<path d="M${round(x2)} ${round(y2)} L${corner(0.45)} L${corner(-0.45)} Z" class="head"/>`
  const line = path(
    [
      [x1, y1],
      [x2, y2],
    ],
    'stroke',
  )
  return `${line}${head}`
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}

function escaped(content: string): string {
  return content.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
