import { type Frame, Layer } from '../../decode/frame.ts'
import { writeAddressWords } from '../../memory/address-words.ts'
import { KeyIndex } from '../../memory/key-index.ts'

/** A million at 56 B are 59 MB, of which only what is used is touched. Beyond it, counts stand. */
export const conversationCountMax = 1_048_576

/** What most captures need; doubled as it fills, so that a small capture costs little. */
const countAtStart = 4096

const Kind = { tcp: 1, udp: 2 } as const
const keyWordCount = 10

/** Counts distinct pairs of address and port, whichever end sends, apart for TCP and UDP. */
export class Conversations {
  tcpCount = 0
  udpCount = 0
  #index: KeyIndex
  readonly #countMax: number

  constructor(countMax: number = conversationCountMax) {
    this.#countMax = countMax
    this.#index = emptyIndex(Math.min(countAtStart, countMax))
  }

  /** Whether there were more conversations than are kept, so that the counts are too low. */
  get isFull(): boolean {
    return this.#index.count === this.#countMax
  }

  /** Inside a tunnel, the conversation of its ends counts as well as the one that it carries. */
  see(bytes: Uint8Array, frame: Frame): void {
    const { layers } = frame
    if (layers & (Layer.tcp | Layer.udp)) {
      this.#writeInner(bytes, frame)
      this.#add(layers & Layer.tcp ? Kind.tcp : Kind.udp)
    }
    if (layers & Layer.tunnel && frame.outerLayers & (Layer.tcp | Layer.udp)) {
      this.#writeOuter(bytes, frame)
      this.#add(frame.outerLayers & Layer.tcp ? Kind.tcp : Kind.udp)
    }
  }

  /** Adds the conversation whose ends are in the key already. */
  #add(kind: number): void {
    const { key } = this.#index
    key[0] = kind
    if (this.#index.find() !== -1 || this.isFull) return
    if (this.#index.isFull) this.#grow()
    this.#index.add()
    if (kind === Kind.tcp) this.tcpCount++
    else this.udpCount++
  }

  #grow(): void {
    const { key: wanted, count } = this.#index
    const roomier = emptyIndex(Math.min(2 * count, this.#countMax))
    for (let slot = 0; slot < count; slot++) {
      for (let i = 0; i < keyWordCount; i++) roomier.key[i] = this.#index.word(slot, i)
      roomier.add()
    }
    roomier.key.set(wanted)
    this.#index = roomier
  }

  #writeInner(bytes: Uint8Array, frame: Frame): void {
    const { key } = this.#index
    writeAddressWords(key, 1, bytes, frame.sourceAddressOffset, frame.addressLength)
    writeAddressWords(key, 5, bytes, frame.destinationAddressOffset, frame.addressLength)
    this.#orderEnds(frame.sourcePort, frame.destinationPort)
  }

  #writeOuter(bytes: Uint8Array, frame: Frame): void {
    const { key } = this.#index
    writeAddressWords(key, 1, bytes, frame.outerSourceAddressOffset, frame.outerAddressLength)
    writeAddressWords(key, 5, bytes, frame.outerDestinationAddressOffset, frame.outerAddressLength)
    this.#orderEnds(frame.outerSourcePort, frame.outerDestinationPort)
  }

  /** Both directions get one key: the smaller address comes first, then the smaller port. */
  #orderEnds(sourcePort: number, destinationPort: number): void {
    const { key } = this.#index
    let isSwapped = sourcePort > destinationPort
    for (let i = 1; i <= 4; i++) {
      const difference = (key[i] as number) - (key[i + 4] as number)
      if (difference === 0) continue
      isSwapped = difference > 0
      break
    }
    key[9] = isSwapped ? (destinationPort << 16) | sourcePort : (sourcePort << 16) | destinationPort
    if (!isSwapped) return
    for (let i = 1; i <= 4; i++) {
      const word = key[i] as number
      key[i] = key[i + 4] as number
      key[i + 4] = word
    }
  }
}

/** The seed only guards against crafted addresses: no count depends on it. */
function emptyIndex(keyCountMax: number): KeyIndex {
  const seed = Math.floor(Math.random() * 2 ** 32)
  return new KeyIndex({ wordCount: keyWordCount, keyCountMax, seed })
}
