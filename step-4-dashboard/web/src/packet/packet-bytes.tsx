import { useState } from 'react'
import { visibleText } from '../format/visible-text.ts'
import { ScrollRegion } from '../ui/scroll-region.tsx'
import { dissect } from './dissect.ts'
import { type Field, printable } from './layer.ts'
import type { ShownPacket } from './read-pcap.ts'

const rowBytes = 16
/** A full Ethernet frame; a larger one is in the download. */
const shownBytesMax = 1_536

/** The bytes of a packet beside its layers; a field and its bytes are marked together. */
export function PacketBytes({ packet }: { packet: ShownPacket }) {
  const [marked, setMarked] = useState<Pick<Field, 'start' | 'end'>>()
  const layers = dissect(packet)
  const bytes = packet.bytes.subarray(0, shownBytesMax)
  const rows = Array.from(
    { length: Math.ceil(bytes.length / rowBytes) },
    (_, row) => row * rowBytes,
  )
  const fieldAt = (offset: number) =>
    layers.flatMap(({ fields }) => fields).find(({ start, end }) => start <= offset && offset < end)
  const look = (offset: number) =>
    marked && marked.start <= offset && offset < marked.end ? 'bg-accent text-on-accent' : ''
  return (
    <div className="grid grid-cols-1 gap-4 xl:grid-cols-[auto_minmax(0,1fr)]">
      <ScrollRegion label="Bytes" className="max-h-96 overflow-auto rounded-md bg-sunken p-2">
        {/* biome-ignore lint/a11y/noStaticElementInteractions: hovering marks a field; the list of fields does the same by focus. */}
        <div
          className="w-max font-mono text-xs leading-5"
          onMouseLeave={() => setMarked(undefined)}
        >
          {rows.map((start) => (
            <div key={start} className="flex gap-3 whitespace-pre">
              <span className="text-ink-soft">{start.toString(16).padStart(4, '0')}</span>
              <span>
                {Array.from(bytes.subarray(start, start + rowBytes), (byte, column) => (
                  // biome-ignore lint/a11y/noStaticElementInteractions: as above.
                  <span
                    key={column}
                    className={`px-0.5 ${look(start + column)}`}
                    onMouseEnter={() => setMarked(fieldAt(start + column))}
                  >
                    {byte.toString(16).padStart(2, '0')}
                  </span>
                ))}
              </span>
              <span className="text-ink-soft">
                {printable(bytes.subarray(start, start + rowBytes))}
              </span>
            </div>
          ))}
        </div>
      </ScrollRegion>
      <ScrollRegion label="Decoded layers" className="max-h-96 overflow-y-auto text-sm">
        {layers.map((layer) => (
          <section key={layer.start} className="mb-2">
            <h3 className="text-xs font-semibold text-ink-soft">{layer.name}</h3>
            <dl>
              {layer.fields.map((field) => (
                // biome-ignore lint/a11y/noStaticElementInteractions: hovering marks the bytes of the field.
                <div
                  key={field.start}
                  onMouseEnter={() => setMarked(field)}
                  onMouseLeave={() => setMarked(undefined)}
                  className={`grid grid-cols-[9rem_minmax(0,1fr)] gap-2 rounded px-1 ${marked?.start === field.start ? 'bg-accent-soft' : ''}`}
                >
                  <dt className="text-ink-soft">{field.name}</dt>
                  <dd className="line-clamp-4 font-mono text-xs leading-5 wrap-anywhere">
                    {visibleText(field.value)}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
        {packet.originalLength > packet.bytes.length && (
          <p className="text-xs text-ink-soft">
            {packet.originalLength - packet.bytes.length} more bytes were on the wire, and not kept.
          </p>
        )}
        {packet.bytes.length > shownBytesMax && (
          <p className="text-xs text-ink-soft">
            The first {shownBytesMax} of {packet.bytes.length} bytes are shown.
          </p>
        )}
      </ScrollRegion>
    </div>
  )
}
