import { expect, test } from 'vitest'
import { type ChunkSink, ChunkSinks } from './chunk-sink.ts'

/** A sink that notes what it is called with, and throws at one of the calls. */
function noting(throwAt?: 'write' | 'close') {
  const calls: string[] = []
  const note = (call: 'write' | 'close', text: string) => {
    calls.push(text)
    if (call === throwAt) throw new Error(`no ${call}`)
  }
  const sink: ChunkSink = {
    write: (chunk) => note('write', `write ${chunk}`),
    close: () => note('close', 'close'),
  }
  return { sink, calls }
}

async function offerTwo(...sinks: readonly ChunkSink[]): Promise<string[]> {
  const problems: string[] = []
  const all = new ChunkSinks(sinks, ({ message }) => problems.push(message))
  all.offer(Uint8Array.of(1))
  all.offer(Uint8Array.of(2))
  await all.close()
  await all.close()
  return problems
}

test('every sink gets every chunk, then is closed once', async () => {
  const [one, other] = [noting(), noting()]
  expect(await offerTwo(one.sink, other.sink)).toEqual([])
  for (const { calls } of [one, other]) expect(calls).toEqual(['write 1', 'write 2', 'close'])
})

test('a sink that throws is closed, reported once, and offered nothing more; others go on', async () => {
  const [bad, good] = [noting('write'), noting()]
  expect(await offerTwo(bad.sink, good.sink)).toEqual([expect.stringContaining('no write')])
  expect(bad.calls).toEqual(['write 1', 'close'])
  expect(good.calls).toEqual(['write 1', 'write 2', 'close'])
})

test('a sink that cannot be closed is reported', async () => {
  const bad = noting('close')
  expect(await offerTwo(bad.sink)).toEqual([expect.stringContaining('no close')])
  expect(bad.calls).toEqual(['write 1', 'write 2', 'close'])
})

test('a chunk is given as it is, not as a copy', () => {
  const given: Uint8Array[] = []
  const chunk = Uint8Array.of(1, 2)
  new ChunkSinks([{ write: (bytes) => given.push(bytes), close() {} }], () => {}).offer(chunk)
  expect(given[0]).toBe(chunk)
})
