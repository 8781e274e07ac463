import { describe, expect, it } from 'vitest'
import { slidesOf } from './lesson-slides.ts'
import { inlineHtml } from './markdown-parts.ts'
import { slides } from './slides.ts'

const fence = '```'
const lesson = `# Step 9: a title

**10 minutes.** You will.

## Predict first

1. How many \`SYN\`s?

## Run it

${fence}console
$ echo <b>
<b>
${fence}

| a | b |
| --- | --- |
| 1 | 2 |

![A tree](tree.svg)

## Stuck?

| you see | do |
| --- | --- |
| x | y |

## Before you go on

Answer: _why?_
`

describe('the slides of a lesson', () => {
  const made = slidesOf(lesson, (path) => `<svg>${path}</svg>`)

  it('are its title, predictions, commands, tables, pictures and closing question', () => {
    expect(made).toEqual([
      '<section><h1>Step 9: a title</h1></section>',
      expect.stringContaining('How many <code>SYN</code>s?'),
      expect.stringContaining('<b>$ echo &lt;b&gt;</b>\n&lt;b&gt;'),
      expect.stringContaining('<tr><td>1</td><td>2</td></tr>'),
      expect.stringContaining('<figure role="img" aria-label="A tree"><svg>tree.svg</svg>'),
      expect.stringContaining('Answer: <em>why?</em>'),
    ])
  })

  it('show what is marked, and lead nowhere', () => {
    expect(inlineHtml('**a** [b](c.md) `<d>` _e_ f_g')).toBe(
      '<strong>a</strong> b <code>&lt;d&gt;</code> <em>e</em> f_g',
    )
  })
})

describe('the file of all slides', () => {
  it('needs no other file and no network', async () => {
    const html = await slides.make()
    expect(html.match(/<section>/g)?.length).toBeGreaterThan(40)
    expect(html).not.toMatch(/(?:src|href)="(?!#)/)
    expect(html).not.toMatch(/@import|url\(http/)
  })
})
