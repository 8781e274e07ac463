import { useState } from 'react'
import { Card } from '../ui/card.tsx'
import type { Packet } from './use-learn.ts'

type Field = Packet['fields'][number]

/** A SYN byte by byte: a field is chosen, and its bytes are marked. */
export function PacketCard({ packet }: { packet: Packet }) {
  const { bytes, fields } = packet
  const [chosen, setChosen] = useState(fields[0]?.name)
  const field = fields.find(({ name }) => name === chosen)
  return (
    <Card title="A packet, opened">
      <p className="text-sm text-ink-soft">
        The {bytes.length} bytes of a SYN, in hexadecimal. Choose a field to see where it lies.
      </p>
      <div
        role="img"
        aria-label={describe(packet, field)}
        className="mt-3 grid grid-cols-8 gap-0.5 font-mono text-xs sm:grid-cols-[repeat(16,minmax(0,1fr))]"
      >
        {bytes.map((byte, offset) => (
          <span
            key={offset}
            className={`rounded-sm py-1 text-center ${
              holds(field, offset)
                ? 'bg-accent font-bold text-on-accent'
                : fields.some((one) => holds(one, offset))
                  ? 'bg-accent-soft text-ink'
                  : 'bg-sunken text-ink-soft'
            }`}
          >
            {byte.toString(16).padStart(2, '0')}
          </span>
        ))}
      </div>
      <ul aria-label="Fields" className="mt-3 flex flex-wrap gap-1.5">
        {fields.map(({ name }) => (
          <li key={name}>
            <button
              type="button"
              aria-pressed={name === chosen}
              onClick={() => setChosen(name)}
              className={`min-h-7 rounded-md border px-2 text-sm ${
                name === chosen
                  ? 'border-accent bg-accent-soft font-medium text-accent'
                  : 'border-line-strong hover:bg-sunken'
              }`}
            >
              {name}
            </button>
          </li>
        ))}
      </ul>
      {field && (
        <p role="status" className="mt-3 text-sm">
          <strong>{field.name}</strong> {field.value}, {placeOf(field)}: {asNumber(packet, field)}
        </p>
      )}
    </Card>
  )
}

function holds(field: Field | undefined, offset: number): boolean {
  return field !== undefined && offset >= field.offset && offset < field.offset + field.length
}

function placeOf({ offset, length }: Field): string {
  return length === 1 ? `byte ${offset}` : `bytes ${offset} to ${offset + length - 1}`
}

/** The bytes, and how they become the value: big-endian, as RFC 1700 asks. */
function asNumber({ bytes }: Packet, { offset, length }: Field): string {
  const own = bytes.slice(offset, offset + length)
  const hex = own.map((byte) => byte.toString(16).padStart(2, '0')).join(' ')
  const sum = own.map((byte, index) => {
    const power = 256 ** (length - 1 - index)
    return power === 1 ? `${byte}` : `${byte} × ${power.toLocaleString('en')}`
  })
  return length === 2 ? `${hex} is ${sum.join(' + ')}` : hex
}

function describe({ bytes }: Packet, field: Field | undefined): string {
  return `${bytes.length} bytes${field ? `; ${field.name} is at ${placeOf(field)}` : ''}`
}
