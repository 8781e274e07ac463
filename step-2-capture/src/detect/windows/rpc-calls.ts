import { DceRpcKind, DceRpcMessage } from '../../decode/dce-rpc.ts'
import { SmbMessage } from '../../decode/smb.ts'
import { Application } from '../../flow/application.ts'
import { FlowMarks } from '../../flow/flow-marks.ts'
import type { Traffic } from '../../flow/traffic.ts'
import { BoundedMap } from '../../memory/bounded-map.ts'

/** 8,192 bindings at 150 B are 1.2 MB; one is needed for as long as its pipe or connection is used. */
export const bindingCountMax = 8_192
/** A binding is known by the first packet of its flow and a number below this of pipe and context. */
const pipeCountMax = 65_536

/** Messages of SMB are counted up to here: a mark has room for no more. */
export const smbMessageCountMax = 255

/** The calls over DCE/RPC, alone or in pipes of SMB, of some interfaces. */
export class RpcCalls {
  readonly #traffic: Traffic
  readonly #isWatched: (uuid: string) => boolean
  readonly #onCall: (uuid: string, operation: number) => void
  readonly #rpc = new DceRpcMessage()
  readonly #smb: SmbMessage
  /** The interface that a connection or pipe is bound to in a context. */
  readonly #bound = new BoundedMap<number, string>({ countMax: bindingCountMax })
  readonly #smbMessages: FlowMarks
  #pipe = 0

  constructor(
    traffic: Traffic,
    isWatched: (uuid: string) => boolean,
    onCall: (uuid: string, operation: number) => void,
  ) {
    this.#traffic = traffic
    this.#smb = new SmbMessage(traffic.seed)
    this.#smbMessages = new FlowMarks(traffic.flows)
    this.#isWatched = isWatched
    this.#onCall = onCall
  }

  /** Reads what the originator of a flow that speaks `rpc` or `smb` sent. */
  see(): void {
    const { applications, flow, packet, frame } = this.#traffic
    const start = frame.payloadOffset
    const end = start + frame.payloadLength
    this.#pipe = 0
    if (applications.of(flow) === Application.rpc) {
      this.#seeMessages(packet.bytes, start, end)
    } else if (this.#smb.parse(packet.bytes, start, end)) {
      this.#pipe = this.#smb.file
      this.#smbMessages.set(flow, Math.min(this.smbMessageCount + 1, smbMessageCountMax))
      this.#seeMessages(packet.bytes, this.#smb.dataStart, this.#smb.dataEnd)
    }
  }

  /** Messages of SMB that the originator of the current flow has sent, at most 255. */
  get smbMessageCount(): number {
    return this.#smbMessages.get(this.#traffic.flow)
  }

  #seeMessages(bytes: Uint8Array, start: number, end: number): void {
    const rpc = this.#rpc
    for (let at = start; rpc.parse(bytes, at, end); at = rpc.end) {
      if (rpc.kind === DceRpcKind.request) this.#seeRequest()
      else rpc.eachInterface((context, uuid) => this.#bind(context, uuid))
    }
  }

  #bind(context: number, uuid: string): void {
    const key = this.#keyOf(context)
    if (this.#isWatched(uuid)) this.#bound.renew(key, uuid)
    else this.#bound.delete(key)
  }

  /** A call in several fragments counts once. */
  #seeRequest(): void {
    if (!this.#rpc.isFirst) return
    const uuid = this.#bound.get(this.#keyOf(this.#rpc.context))
    if (uuid !== undefined) this.#onCall(uuid, this.#rpc.operation)
  }

  #keyOf(context: number): number {
    const { flow, flows } = this.#traffic
    const pipe = (this.#pipe ^ (this.#pipe >>> 16) ^ (context * 257)) & (pipeCountMax - 1)
    return flows.firstPacketIndex(flow) * pipeCountMax + pipe
  }
}
