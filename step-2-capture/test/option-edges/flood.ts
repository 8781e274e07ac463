import { datagramFlood } from '../../src/detect/flood/datagram-flood.ts'
import { httpFlood } from '../../src/detect/flood/http-flood.ts'
import { landAttack } from '../../src/detect/flood/land-attack.ts'
import { slowHttp } from '../../src/detect/flood/slow-http.ts'
import { synFlood } from '../../src/detect/flood/syn-flood.ts'
import { tcpFlood } from '../../src/detect/flood/tcp-flood.ts'
import { edgesOf, type OptionEdge } from '../option-edge.ts'
import {
  allow,
  datagrams,
  handshakes,
  held,
  heldTwice,
  knocks,
  lateAnswers,
  ofLevels,
  ofOrigin,
  ofTen,
  oneInFivePages,
  pings,
  reflections,
  requests,
  scan,
  slowBodies,
  strays,
} from './flood-scripts.ts'

export const edges: readonly OptionEdge[] = [
  ...edgesOf(synFlood, [
    ...ofTen(handshakes, 'failedCountMin'),
    ...ofOrigin(handshakes, 'failedCountMin'),
    ...ofLevels(handshakes, ['medium', 'high', 'critical'], 'failedCountMin'),
    {
      // Ten fail after the first, and ten are completed between.
      option: 'failedShareMin',
      script: () => handshakes({ count: 20, everySecondCompletes: true, gapSeconds: 0.2 }),
      others: { failedCountMin: 10 },
      below: 0.6,
      at: 0.5,
    },
  ]),
  ...edgesOf(tcpFlood, [
    ...ofTen(strays, 'segmentCountMin'),
    ...ofOrigin(strays, 'segmentCountMin'),
    ...ofLevels(strays, ['medium', 'high'], 'segmentCountMin'),
    {
      option: 'answerTimeoutSeconds',
      script: () => lateAnswers(2),
      others: { segmentCountMin: 10, periodSeconds: 100 },
      below: 4,
      at: 1,
    },
    {
      option: 'flowSegmentCountMax',
      script: () => strays({ perFlow: 4 }),
      others: { segmentCountMin: 10 },
      below: 3,
      at: 4,
    },
  ]),
  ...edgesOf(datagramFlood, [
    ...ofTen(datagrams, 'flowCountMin'),
    ...ofOrigin(datagrams, 'flowCountMin'),
    { option: 'pingCountMin', script: () => pings(), below: 11, at: 10 },
    { option: 'reflectionCountMin', script: () => reflections(), below: 11, at: 10 },
    {
      // One flow to each port.
      option: 'scanFlowsPerPortMax',
      script: () => scan({ count: 10 }),
      others: { flowCountMin: 10 },
      below: 1.1,
      at: 1,
    },
    {
      option: 'scanFactor',
      script: () => scan({ count: 30 }),
      others: { flowCountMin: 10 },
      below: 3.1,
      at: 3,
    },
    {
      option: 'highFactor',
      script: () => datagrams({ count: 20 }),
      others: { flowCountMin: 10 },
      below: 2.1,
      at: 2,
    },
  ]),
  ...edgesOf(httpFlood, [
    { option: 'requestCountMin', script: () => requests(), below: 11, at: 10 },
    {
      option: 'variedCountMin',
      script: () => requests({}, (number) => `/?${number}`),
      below: 11,
      at: 10,
    },
    {
      // Four of five requests are for one page, which leads by three of five.
      option: 'pageLeadMin',
      script: () => requests({}, oneInFivePages),
      others: { variedCountMin: 10 },
      below: 0.61,
      at: 0.6,
    },
    {
      option: 'periodSeconds',
      script: () => requests({ gapSeconds: 1 }),
      others: { requestCountMin: 10 },
      below: 9,
      at: 10,
    },
    {
      option: 'highFactor',
      script: () => requests({ count: 20 }),
      others: { requestCountMin: 10 },
      below: 2.1,
      at: 2,
    },
    {
      option: 'forgetAfterSeconds',
      script: () => requests({ gapSeconds: 4 }),
      others: { requestCountMin: 10, periodSeconds: 100 },
      below: 4,
      at: 5,
    },
    { ...allow, script: () => requests(), others: { requestCountMin: 10 } },
  ]),
  ...edgesOf(landAttack, [
    { option: 'forgetAfterSeconds', script: () => knocks(20), below: 19, at: 20 },
  ]),
  ...edgesOf(slowHttp, [
    { option: 'heldCountMin', script: () => held(), below: 21, at: 20 },
    { option: 'heldSeconds', script: () => held({ seconds: 20 }), below: 21, at: 10 },
    { option: 'bodyRateMax', script: slowBodies, below: 4, at: 6 },
    {
      option: 'segmentBytesMax',
      script: () => held({ head: `GET / HTTP/1.1\r\nHost: ${'a'.repeat(500)}\r\n` }),
      below: 500,
      at: 600,
    },
    { option: 'lookSeconds', script: () => held({ seconds: 14 }), below: 15, at: 5 },
    {
      option: 'forgetAfterSeconds',
      script: () => heldTwice(20),
      others: { heldCountMin: 10 },
      below: 20,
      at: 60,
    },
    ...ofLevels(held, ['medium', 'high'], 'heldCountMin').map((row) => ({
      ...row,
      below: 21,
      at: 20,
    })),
    { ...allow, script: () => held() },
  ]),
]
