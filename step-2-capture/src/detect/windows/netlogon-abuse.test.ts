import { expect, test } from 'vitest'
import { TrafficScript } from '../../../test/traffic-script.ts'
import {
  RpcInterface,
  rpcBind,
  rpcBindAck,
  rpcRequest,
  rpcResponse,
} from '../../simulate/packet-builder/dcerpc.ts'
import { netlogonAbuse } from './netlogon-abuse.ts'

const [client, controller] = ['10.0.0.5', '10.0.0.9:49670']
function authenticate(
  script: TrafficScript,
  challenge: Buffer,
  interfaceId: string = RpcInterface.netlogon,
): void {
  const says = [
    rpcBind(1, interfaceId),
    rpcBindAck(1, 49_670),
    rpcRequest(2, 4, Buffer.concat([Buffer.alloc(40, 7), challenge])),
    rpcResponse(2, Buffer.alloc(20)),
    rpcRequest(3, 26, Buffer.alloc(60, 7)),
    rpcResponse(3, Buffer.alloc(20)),
  ]
  script.connection(client, controller, { says }).wait(0.5)
}

const zeros = Buffer.alloc(8)
const random = Buffer.from('8899aabbccddeeff', 'hex')
const severitiesOf = (script: TrafficScript) => script.severities(netlogonAbuse)

function repeat(count: number, challenge: Buffer, interfaceId?: string): TrafficScript {
  const script = new TrafficScript()
  for (let i = 0; i < count; i++) authenticate(script, challenge, interfaceId)
  return script
}

test.each([
  [2, []],
  [3, ['critical']],
])('%i challenges of zeros are reported as %j', (count, severities) => {
  expect(severitiesOf(repeat(count, zeros))).toEqual(severities)
})

test.each([
  [19, []],
  [20, ['high']],
])('%i authentications within a minute are reported as %j', (count, severities) => {
  expect(severitiesOf(repeat(count, random))).toEqual(severities)
})

test('names both ends and how often', () => {
  const [found] = repeat(3, zeros).detect(netlogonAbuse)
  expect(found).toMatchObject({ source: client, target: '10.0.0.9', technique: { id: 'T1210' } })
  expect(found?.title).toContain('3 challenges of zeros (threshold: 3)')
})

test('computers that log on one after another are no attack', () => {
  const script = new TrafficScript()
  for (let i = 0; i < 30; i++) {
    authenticate(script, random)
    script.wait(60)
  }
  expect(severitiesOf(script)).toEqual([])
})

test('the same operations of another interface are none of its business', () => {
  expect(severitiesOf(repeat(50, zeros, RpcInterface.serviceControl))).toEqual([])
})
