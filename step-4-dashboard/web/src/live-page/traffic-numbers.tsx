import { AsTable } from '../ui/as-table.tsx'
import { ScrollRegion } from '../ui/scroll-region.tsx'
import type { TrafficLine } from './traffic-line.ts'

/** At most this many rows are shown. */
const rowCountMax = 12

/** The line as a table, thinned to a dozen rows, newest first. */
export function TrafficNumbers(props: { line: TrafficLine; format: (rate: number) => string }) {
  const { points } = props.line
  const step = Math.max(1, Math.ceil(points.length / rowCountMax))
  const rows = points.toReversed().filter((_, index) => index % step === 0)
  return (
    <AsTable>
      <ScrollRegion label="Traffic as a table" className="mt-2 max-h-48 overflow-y-auto">
        <table className="w-full max-w-sm">
          <thead className="text-left text-xs text-ink-soft">
            <tr>
              <th className="font-medium">Seconds ago</th>
              <th className="text-right font-medium">Rate</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ x, y }) => (
              <tr key={x} className="border-t border-line">
                <td>{Math.abs(Math.round(x))}</td>
                <td className="text-right">{props.format(y)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
    </AsTable>
  )
}
