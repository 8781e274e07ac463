import { expect, test } from 'vitest'
import { decode } from '../../../test/decode-bytes.ts'
import { ethernet, ipv4, tcp } from '../../../test/packet-bytes.ts'
import { Conversations } from './conversations.ts'

test('stops counting at its cap, and says so', () => {
  const conversations = new Conversations(3)
  for (let port = 1; port <= 5; port++) {
    const { packet, frame } = decode(ethernet(0x0800, ipv4(6, tcp([], { source: port }))))
    expect(conversations.isFull).toBe(port > 3)
    conversations.see(packet.bytes, frame)
    conversations.see(packet.bytes, frame)
  }
  expect(conversations.tcpCount).toBe(3)
})
