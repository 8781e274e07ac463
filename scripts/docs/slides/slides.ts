import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { GeneratedDocument } from '../document.ts'
import { slidesOf } from './lesson-slides.ts'

const root = fileURLToPath(new URL('../../../', import.meta.url))
const lessons = ['step-1-skeleton', 'step-2-capture', 'step-3-persistence', 'step-4-dashboard']

/** The four lessons for a projector: one file, without a network, a page a slide when printed. */
export const slides: GeneratedDocument = {
  path: 'docs/instructors/slides.html',
  make: () => {
    const sections = lessons.flatMap((lesson) => {
      const path = join(root, lesson, 'README.md')
      return slidesOf(readFileSync(path, 'utf8'), (picture) =>
        readFileSync(join(dirname(path), picture), 'utf8')
          .replace(/<\?xml[^>]*\?>\s*/, '')
          .trim(),
      )
    })
    return pageOf(sections)
  },
}

function pageOf(sections: readonly string[]): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Net Anomaly: the lessons as slides</title>
<style>${style}</style>
<main>
${sections.join('\n')}
</main>
<script>${script}</script>
</html>
`
}

const style = `
:root { color-scheme: light dark; --ink: light-dark(#141b27, #e8edf4); --soft: light-dark(#515d70, #a3b0c2);
  --canvas: light-dark(#fff, #0c1118); --sunken: light-dark(#eef1f6, #1b2431); --accent: light-dark(#3050cf, #90a8ff); }
* { box-sizing: border-box }
body { margin: 0; background: var(--canvas); color: var(--ink); font: clamp(14px, 2vw, 28px)/1.45 system-ui, sans-serif }
main { counter-reset: slide; scroll-snap-type: y mandatory; height: 100vh; overflow-y: auto }
section { counter-increment: slide; position: relative; min-height: 100vh; padding: 6vh 7vw; scroll-snap-align: start;
  display: flex; flex-direction: column; justify-content: center; gap: 3vh }
section::after { content: counter(slide); position: absolute; right: 2vw; bottom: 2vh; color: var(--soft); font-size: 60% }
h1 { font-size: 220%; line-height: 1.15; margin: 0 } h2 { font-size: 85%; color: var(--accent); margin: 0 }
p { margin: 0; max-width: 34em } .large { font-size: 135% }
pre { margin: 0; padding: 1em; background: var(--sunken); border-radius: .4em; font: 70%/1.5 ui-monospace, monospace; white-space: pre-wrap; overflow-wrap: anywhere }
code { font: 90% ui-monospace, monospace } pre b { color: var(--accent) }
table { border-collapse: collapse; font-size: 85% } th, td { text-align: left; padding: .4em 1em .4em 0; border-bottom: 1px solid var(--sunken); vertical-align: top }
figure { margin: 0 } figure svg { max-width: 100%; max-height: 74vh; width: 100%; height: auto }
@media print { main { height: auto; overflow: visible } section { break-after: page; min-height: 0; height: 100vh } @page { size: A4 landscape; margin: 0 } }
`

const script = `
const slides = [...document.querySelectorAll('section')]
addEventListener('keydown', (event) => {
  const by = { ArrowRight: 1, PageDown: 1, ' ': 1, ArrowLeft: -1, PageUp: -1 }[event.key]
  if (!by) return
  event.preventDefault()
  const here = slides.findIndex((slide) => slide.getBoundingClientRect().bottom > innerHeight / 2)
  slides[Math.max(0, Math.min(slides.length - 1, here + by))].scrollIntoView()
})
`
