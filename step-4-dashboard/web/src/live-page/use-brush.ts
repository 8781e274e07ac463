import type { Chart } from 'chart.js'
import { type PointerEvent, type RefObject, useRef, useState } from 'react'
import type { TimeRange } from '../time/use-time-range.ts'

/** A shorter drag is a click that slipped. */
const dragPixelsMin = 6

interface BrushOptions {
  readonly chart: RefObject<Chart<'line'> | null>
  readonly range: TimeRange
  readonly onChoose: (range: TimeRange) => void
}

/** A drag across a chart of time chooses that span; where the choice lies is shaded. */
export function useBrush({ chart, range, onChoose }: BrushOptions) {
  const frame = useRef<HTMLDivElement>(null)
  const [drag, setDrag] = useState<readonly [number, number] | null>(null)

  const pixelOf = (event: PointerEvent) =>
    event.clientX - (frame.current?.getBoundingClientRect().left ?? 0)
  const handlers = {
    onPointerDown: (event: PointerEvent) => {
      if (event.button !== 0 || event.pointerType === 'touch') return
      frame.current?.setPointerCapture(event.pointerId)
      setDrag([pixelOf(event), pixelOf(event)])
    },
    onPointerMove: (event: PointerEvent) => {
      if (drag) setDrag([drag[0], pixelOf(event)])
    },
    onPointerUp: () => {
      setDrag(null)
      const axis = chart.current?.scales.x
      if (!drag || !axis || Math.abs(drag[1] - drag[0]) < dragPixelsMin) return
      const [from = 0, to = 0] = drag
        .map((pixel) => axis.getValueForPixel(pixel) ?? axis.min)
        .map((seconds) => Math.min(axis.max, Math.max(axis.min, seconds)))
        .toSorted((a, b) => a - b)
      onChoose({ from: Math.floor(from * 10) / 10, to: Math.ceil(to * 10) / 10 })
    },
    onPointerCancel: () => setDrag(null),
  }
  return { frame, handlers, shade: drag ? spanOf(drag[0], drag[1]) : shadeOf(chart.current, range) }
}

function shadeOf(chart: Chart<'line'> | null, { from, to }: TimeRange) {
  const axis = chart?.scales.x
  if (!axis || (from === undefined && to === undefined)) return undefined
  const [begin, end] = [from ?? axis.min, to ?? axis.max]
  if (end < axis.min || begin > axis.max) return undefined
  return spanOf(
    axis.getPixelForValue(Math.max(axis.min, begin)),
    axis.getPixelForValue(Math.min(axis.max, end)),
  )
}

function spanOf(one: number, other: number) {
  return { left: Math.min(one, other), width: Math.max(2, Math.abs(other - one)) }
}
