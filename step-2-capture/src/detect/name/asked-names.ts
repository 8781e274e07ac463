import { DnsResponseCode, DnsType } from '../../decode/dns.ts'
import { type HostId, noHost } from '../../flow/host-rows.ts'
import type { Traffic } from '../../flow/traffic.ts'
import { readWord } from '../../memory/address-words.ts'
import { BoundedMap } from '../../memory/bounded-map.ts'
import { hashBytes } from '../../memory/hash-bytes.ts'

/** 4,096 names that a client waits for, at up to 500 B: 2 MB. */
export const askedNameCountMax = 4_096
/** Queries for one name that a client has open at once; the oldest is forgotten. */
const queryCountMax = 4

/** What an answer is: as it should be, a second one with other addresses, or to no query. */
export const AnswerVerdict = { ordinary: 0, other: 1, wrongId: 2 } as const

/** A query, known by its ID and port. */
interface Query {
  readonly key: number
  sentCount: number
  answerCount: number
  /** The sum of the hashes of its addresses: the same in any order. */
  content: number
  /** It was answered with addresses, or that there are none. */
  isClear: boolean
}

interface Asked {
  readonly client: HostId
  readonly server: HostId
  readonly queries: Query[]
  /** The last two thirds of the MAC address that the query was sent to; NaN without one. */
  readonly hop: number
  lastUs: number
  wrongCount: number
  /** A device that answered and is not the one that the query went to, and when. */
  odd: HostId
  oddPacket: AnswerPacket | undefined
}

/** A packet as evidence. */
export interface AnswerPacket {
  readonly index: number
  readonly recordOffset: number
  readonly timeUs: number
}

/** The names that clients wait for, and whether answers fit the queries. */
export class AskedNames {
  /** Of the latest name: the device that answered, if it is not the one that the query went to. */
  oddMac = noHost
  /** What it sent. */
  oddPacket: AnswerPacket | undefined
  /** How many answers with wrong IDs came for its name. */
  wrongCount = 0
  readonly #traffic: Traffic
  readonly #withinUs: number
  readonly #asked = new BoundedMap<number, Asked>({ countMax: askedNameCountMax })

  constructor(traffic: Traffic, withinUs: number) {
    this.#traffic = traffic
    this.#withinUs = withinUs
  }

  /** The current packet is a query of the client. */
  ask(client: HostId, server: HostId): void {
    const { packet, frame, timeUs } = this.#traffic
    const key = this.#keyOf(client, server)
    let asked = this.#asked.get(key)
    if (asked === undefined || !this.#isOf(asked, client, server)) {
      const at = frame.destinationMacOffset
      const hop = at === -1 ? Number.NaN : readWord(packet.bytes, at + 2)
      asked = {
        client,
        server,
        queries: [],
        hop,
        lastUs: timeUs,
        wrongCount: 0,
        odd: noHost,
        oddPacket: undefined,
      }
    }
    asked.lastUs = timeUs
    this.#asked.renew(key, asked)
    const queryKey = this.#queryKey()
    const query = queryOf(asked, queryKey)
    if (query) {
      query.sentCount++
      return
    }
    if (asked.queries.length === queryCountMax) asked.queries.shift()
    asked.queries.push({
      key: queryKey,
      sentCount: 1,
      answerCount: 0,
      content: 0,
      isClear: false,
    })
  }

  /** Takes in the current packet, an answer to the client; gives an AnswerVerdict. */
  answer(client: HostId, server: HostId): number {
    const asked = this.#asked.get(this.#keyOf(client, server))
    if (asked === undefined || !this.#isOf(asked, client, server)) return AnswerVerdict.ordinary
    const query = queryOf(asked, this.#queryKey())
    if (query === undefined) {
      asked.wrongCount++
      this.wrongCount = asked.wrongCount
      this.#noteSender(asked)
      return AnswerVerdict.wrongId
    }
    query.answerCount++
    const content = this.#contentOf()
    const isClear = content !== 0 || this.#traffic.dns.responseCode === DnsResponseCode.nxDomain
    const isOther = query.isClear && isClear && query.content !== content
    if (query.answerCount === 1) {
      query.content = content
      query.isClear = isClear
      this.#noteSender(asked)
    }
    if (!isOther || query.answerCount <= query.sentCount) return AnswerVerdict.ordinary
    // Of two answers the one is forged that came from another device than the query went to.
    this.#noteSender(asked)
    return AnswerVerdict.other
  }

  #isOf(asked: Asked, client: HostId, server: HostId): boolean {
    const isSame = asked.client === client && asked.server === server
    return isSame && this.#traffic.timeUs - asked.lastUs <= this.#withinUs
  }

  #noteSender(asked: Asked): void {
    const { packet, frame, hosts, timeUs } = this.#traffic
    const at = frame.sourceMacOffset
    const { hop } = asked
    if (at !== -1 && !Number.isNaN(hop) && readWord(packet.bytes, at + 2) !== hop) {
      asked.odd = hosts.intern(packet.bytes, at, 6, timeUs)
      const { index, recordOffset } = packet
      asked.oddPacket = { index, recordOffset, timeUs: packet.timeUs }
    }
    const { odd, oddPacket } = asked
    // An id that was given away since then is another host's.
    const isKnown = oddPacket !== undefined && hosts.firstUs(odd) <= oddPacket.timeUs
    this.oddMac = isKnown ? odd : noHost
    this.oddPacket = isKnown ? oddPacket : undefined
  }

  #queryKey(): number {
    const { dns, flow, flows } = this.#traffic
    return dns.id * 65_536 + flows.originatorPort(flow)
  }

  #keyOf(client: HostId, server: HostId): number {
    const { dns, byteSeed } = this.#traffic
    const name = hashBytes(dns.name.bytes, 0, dns.name.length, byteSeed)
    const low =
      (name ^ Math.imul(server, 0x9e3779b1) ^ Math.imul(dns.questionType, 0x85ebca6b)) >>> 0
    return client * 2 ** 32 + low
  }

  /** 0 for an answer without addresses. */
  #contentOf(): number {
    const { dns, packet, byteSeed } = this.#traffic
    let sum = 0
    for (let i = 0; i < dns.answerCount; i++) {
      const { type, dataOffset, dataLength } = dns.answers[i]!
      if (type !== DnsType.a && type !== DnsType.aaaa) continue
      sum += hashBytes(packet.bytes, dataOffset, dataOffset + dataLength, byteSeed) >>> 0
    }
    return sum
  }
}

function queryOf({ queries }: Asked, key: number): Query | undefined {
  return queries.find((one) => one.key === key)
}
