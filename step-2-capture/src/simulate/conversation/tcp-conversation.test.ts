import { expect, test } from 'vitest'
import { type Decoded, Lab } from '../../../test/lab.ts'
import { Layer, TcpFlag } from '../../decode/frame.ts'
import type { Process } from '../simulator.ts'
import { TcpConversation } from './tcp-conversation.ts'

const { syn, ack, fin, rst } = TcpFlag

test('shakes hands, carries every byte both ways, and says goodbye', () => {
  const lab = new Lab({ openPorts: [80] })
  const question = Buffer.from('how much is it? '.repeat(300))
  const answer = lab.network.ciphertext.take(300_000)
  const packets = tcp(lab.play(dialogue(lab, question, answer)))
  const flags = packets.map(({ frame }) => frame.tcpFlags)
  expect(flags.slice(0, 3)).toEqual([syn, syn | ack, ack])
  expect(flags.filter((each) => each & fin)).toHaveLength(2)
  expect(stream(packets, 'client').equals(question)).toBe(true)
  expect(stream(packets, 'server').equals(answer)).toBe(true)
})

test('never acknowledges what was not sent yet, nor goes back', () => {
  const lab = new Lab({ openPorts: [80] })
  const packets = tcp(lab.play(dialogue(lab, Buffer.alloc(9000, 1), Buffer.alloc(90_000, 2))))
  const sent = { client: 0, server: 0 }
  const acknowledged = { client: 0, server: 0 }
  for (const { frame, isFromClient } of packets) {
    const [from, to] = isFromClient
      ? (['client', 'server'] as const)
      : (['server', 'client'] as const)
    const counted = frame.payloadLength + (frame.tcpFlags & (syn | fin) ? 1 : 0)
    sent[from] = Math.max(sent[from], frame.tcpSequence + counted)
    if (!(frame.tcpFlags & ack)) continue
    expect(frame.tcpAcknowledgement).toBeLessThanOrEqual(sent[to])
    expect(frame.tcpAcknowledgement).toBeGreaterThanOrEqual(acknowledged[to])
    acknowledged[to] = frame.tcpAcknowledgement
  }
  expect(acknowledged).toEqual(sent)
})

test('keeps fewer bytes in flight than the receiver offered', () => {
  const lab = new Lab({ openPorts: [80] })
  const packets = tcp(lab.play(dialogue(lab, Buffer.alloc(1), Buffer.alloc(2_000_000))))
  let [sent, acknowledged] = [0, 0]
  for (const { frame, isFromClient } of packets.slice(2)) {
    if (isFromClient) acknowledged = frame.tcpAcknowledgement
    else sent = Math.max(sent, frame.tcpSequence + frame.payloadLength)
    if (acknowledged > 0 && sent > 0) expect(sent - acknowledged).toBeLessThan(262_144)
  }
})

test('a closed port answers with RST', () => {
  const lab = new Lab()
  const flags = tcp(lab.play(attempt(lab, 81))).map(({ frame }) => frame.tcpFlags)
  expect(flags).toEqual([syn, rst | ack])
})

test('a filtered port is tried again after 1 and 2 s, with the same sequence number', () => {
  const lab = new Lab({ closedPorts: 'drop' })
  const packets = tcp(lab.play(attempt(lab, 81)))
  const seconds = packets.map(({ timeUs }) => (timeUs - (packets[0]?.timeUs ?? 0)) / 1e6)
  expect(seconds.map(Math.floor)).toEqual([0, 1, 3])
  expect(new Set(packets.map(({ frame }) => frame.tcpSequence)).size).toBe(1)
})

test('asks for the MAC address first, once', () => {
  const lab = new Lab({ openPorts: [80] })
  const isArp = ({ frame }: Decoded) => (frame.layers & Layer.arp) !== 0
  expect(lab.play(attempt(lab, 80)).slice(0, 2).every(isArp)).toBe(true)
  expect(lab.play(attempt(lab, 80)).some(isArp)).toBe(false)
})

function* dialogue(lab: Lab, question: Uint8Array, answer: Uint8Array): Process {
  const conversation = new TcpConversation(lab.network, { ...ends(lab), port: 80 })
  yield* conversation.open()
  yield* conversation.send('client', question)
  yield conversation.reactionUs('server')
  yield* conversation.send('server', answer)
  yield* conversation.close('client')
}

function* attempt(lab: Lab, port: number): Process<boolean> {
  return yield* new TcpConversation(lab.network, { ...ends(lab), port }).open()
}

function ends({ client, server }: Lab) {
  return { client, server }
}

function tcp(packets: readonly Decoded[]): Decoded[] {
  return packets.filter(({ frame }) => frame.layers & Layer.tcp)
}

/** What one end sent, put together by sequence number; what came twice counts once. */
function stream(packets: readonly Decoded[], from: 'client' | 'server'): Buffer {
  const parts = new Map<number, Buffer>()
  for (const { frame, payload, isFromClient } of packets) {
    if (payload.length > 0 && isFromClient === (from === 'client'))
      parts.set(frame.tcpSequence, payload)
  }
  const inOrder = [...parts].sort(([a], [b]) => a - b).map(([, payload]) => payload)
  return Buffer.concat(inOrder)
}
