import { latin1Text } from '../../decode/latin1.ts'
import { Application } from '../../flow/application.ts'
import type { FlowId } from '../../flow/flow-rows.ts'
import type { Traffic } from '../../flow/traffic.ts'
import { type BufferName, sessionBuffers } from './buffer-name.ts'
import type { Direction } from './direction.ts'
import type { Message, PacketPlace } from './message.ts'
import type { RuleIndex, Side } from './rule-index.ts'
import type { RuleJudge } from './rule-judge.ts'
import { clientBuffers, type SessionBuffers, serverBuffers } from './tls-buffers.ts'
import type { RuleNumber } from './user-rule.ts'

/** What one side of a session says of itself. */
class SessionMessage implements Message {
  readonly flow: FlowId
  readonly isFromOriginator: boolean
  readonly packet: PacketPlace
  readonly isOver = true
  readonly #buffers: SessionBuffers
  readonly #payload: Uint8Array | null

  constructor(
    about: Pick<Message, 'flow' | 'isFromOriginator' | 'packet'>,
    buffers: SessionBuffers,
    payload: Uint8Array | null,
  ) {
    this.flow = about.flow
    this.isFromOriginator = about.isFromOriginator
    this.packet = about.packet
    this.#buffers = buffers
    this.#payload = payload
  }

  buffer(name: BufferName): Uint8Array | null {
    return name === 'payload' ? this.#payload : (this.#buffers.get(name) ?? null)
  }
}

/** A banner of SSH (RFC 4253, section 4.2). */
const banner = /^SSH-([0-9.]{1,8})-([^\r\n]{1,253})\r?\n/

/** Rules about names: of DNS, of TLS with its fingerprints and certificates, of SSH. */
export class SessionRules {
  readonly #traffic: Traffic
  readonly #index: RuleIndex
  readonly #judge: RuleJudge
  readonly #readsTls: boolean
  readonly #readsSsh: boolean
  /** Whether a rule reads a name that is asked for in DNS. */
  readonly readsDns: boolean

  constructor(traffic: Traffic, index: RuleIndex, judge: RuleJudge) {
    this.#traffic = traffic
    this.#index = index
    this.#judge = judge
    const reads = (start: string) => index.readBuffers.some((name) => name.startsWith(start))
    this.#readsTls = reads('tls.') || reads('ja3')
    this.#readsSsh = reads('ssh.')
    this.readsDns = reads('dns.')
  }

  /** A DNS message; its question is in the answer as well, and counts once. */
  seeDns(): void {
    const { dns, packet, flow, flows } = this.#traffic
    if (dns.isResponse || dns.name.length === 0) return
    const name = Buffer.from(dns.name.toString(), 'latin1')
    const about = { flow, isFromOriginator: flows.fromOriginator, packet }
    const payload = packet.bytes.subarray(this.#traffic.frame.payloadOffset)
    this.#judgeAll(new SessionMessage(about, new Map([['dns.query', name]]), payload))
  }

  /** New bytes of a stream: what it says of itself is read once. */
  see(direction: Direction): void {
    if (direction.isSessionRead) return
    const buffers = this.#read(direction)
    if (buffers === undefined) return
    direction.isSessionRead = true
    this.#judgeAll(new SessionMessage(direction, buffers, direction.buffer('payload')))
  }

  #read({ flow, head, isFromOriginator }: Direction): SessionBuffers | undefined {
    const application = this.#traffic.applications.of(flow)
    if (application === Application.tls && this.#readsTls) {
      const { bytes, length } = head
      return isFromOriginator ? clientBuffers(bytes, length) : serverBuffers(bytes, length)
    }
    if (application !== Application.ssh || !this.#readsSsh) return undefined
    const found = banner.exec(latin1Text(head.bytes, 0, Math.min(head.length, 255)))
    return found
      ? new Map<BufferName, Uint8Array>([
          ['ssh.proto', Buffer.from(found[1] as string)],
          ['ssh.software', Buffer.from(found[2] as string, 'latin1')],
        ])
      : undefined
  }

  #judgeAll(message: SessionMessage): void {
    const { frame, packet } = this.#traffic
    const view = { frame, bytes: packet.bytes }
    for (const rule of this.#candidates(message)) this.#judge.judge(rule, message, view)
  }

  #candidates(message: SessionMessage): RuleNumber[] {
    const side: Side = message.isFromOriginator ? 0 : 1
    const found: RuleNumber[] = []
    for (const name of sessionBuffers) {
      const indexed = this.#index.buffer(name, side)
      const bytes = message.buffer(name)
      if (!indexed || bytes === null || bytes.length === 0) continue
      indexed.search(bytes, { start: 0, offset: 0, end: bytes.length })
      this.#judge.note(found, indexed.found, message, indexed.foundCount)
      this.#judge.note(found, indexed.always, message)
    }
    return found.sort((a, b) => a - b)
  }
}
