import { ipv4Bytes } from '../network/addresses.ts'

export const DnsType = {
  a: 1,
  ns: 2,
  cname: 5,
  soa: 6,
  null: 10,
  ptr: 12,
  mx: 15,
  txt: 16,
  aaaa: 28,
  srv: 33,
  https: 65,
  axfr: 252,
} as const

export const DnsCode = { noError: 0, serverFailure: 2, noSuchName: 3, refused: 5 } as const

export interface DnsQuestion {
  readonly name: string
  readonly type: number
  /** 1 is Internet; multicast DNS sets the top bit for a unicast answer. */
  readonly class?: number
}

export interface DnsRecord extends DnsQuestion {
  readonly timeToLiveS: number
  /** The record's data: bytes as they are, or a name, which is compressed. */
  readonly data: Uint8Array | string | MailExchange
}

export interface MailExchange {
  readonly preference: number
  readonly exchange: string
}

export interface DnsMessage {
  readonly id: number
  readonly flags: number
  readonly questions?: readonly DnsQuestion[]
  readonly answers?: readonly DnsRecord[]
  readonly authorities?: readonly DnsRecord[]
  readonly additionals?: readonly DnsRecord[]
}

/** Flags of a recursive query, and of a resolver's answer with the code in its low bits. */
export const queryFlags = 0x0100
export const answerFlags = (code: number): number => 0x8180 | code

/** A DNS message with compressed names (RFC 1035 section 4). */
export function dnsMessage(message: DnsMessage): Buffer {
  const { questions = [], answers = [], authorities = [], additionals = [] } = message
  const writer = new DnsWriter()
  const counts = [questions, answers, authorities, additionals].map((part) => part.length)
  for (const value of [message.id, message.flags, ...counts]) writer.number(value, 2)
  for (const question of questions) writer.question(question)
  for (const record of [...answers, ...authorities, ...additionals]) writer.record(record)
  return writer.toBuffer()
}

/** The character strings of a TXT record, 255 bytes each at most. */
export function txtData(text: Uint8Array): Buffer {
  const strings: Buffer[] = []
  for (let start = 0; start < text.length; start += 255) {
    const part = text.subarray(start, start + 255)
    strings.push(Buffer.from([part.length]), Buffer.from(part))
  }
  return Buffer.concat(strings)
}

export const addressData = (address: string): Buffer => ipv4Bytes(address)

class DnsWriter {
  readonly #parts: number[] = []
  /** Where each name that was written stands, for the pointers of section 4.1.4. */
  readonly #offsets = new Map<string, number>()

  number(value: number, byteCount: 1 | 2 | 4): void {
    for (let shift = (byteCount - 1) * 8; shift >= 0; shift -= 8) {
      this.#parts.push((value >>> shift) & 0xff)
    }
  }

  question({ name, type, class: dnsClass = 1 }: DnsQuestion): void {
    this.#name(name)
    this.number(type, 2)
    this.number(dnsClass, 2)
  }

  record(record: DnsRecord): void {
    this.question(record)
    this.number(record.timeToLiveS, 4)
    const lengthOffset = this.#parts.length
    this.number(0, 2)
    this.#data(record.data)
    const length = this.#parts.length - lengthOffset - 2
    this.#parts[lengthOffset] = length >> 8
    this.#parts[lengthOffset + 1] = length & 0xff
  }

  toBuffer(): Buffer {
    return Buffer.from(this.#parts)
  }

  #data(data: DnsRecord['data']): void {
    if (data instanceof Uint8Array) for (const byte of data) this.#parts.push(byte)
    else if (typeof data === 'string') this.#name(data)
    else {
      this.number(data.preference, 2)
      this.#name(data.exchange)
    }
  }

  #name(name: string): void {
    const labels = name === '' ? [] : name.split('.')
    for (let index = 0; index < labels.length; index++) {
      const suffix = labels.slice(index).join('.')
      const known = this.#offsets.get(suffix)
      if (known !== undefined) {
        this.number(0xc000 | known, 2)
        return
      }
      if (this.#parts.length < 0x3fff) this.#offsets.set(suffix, this.#parts.length)
      const label = Buffer.from(labels[index] as string, 'latin1')
      this.number(label.length, 1)
      this.#parts.push(...label)
    }
    this.number(0, 1)
  }
}
