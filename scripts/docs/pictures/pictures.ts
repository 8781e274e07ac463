import type { GeneratedDocument } from '../document.ts'
import { flowsAndWindowsPicture } from './flows-and-windows.ts'
import { handshakePicture } from './handshake.ts'
import { isolationTreePicture } from './isolation-tree.ts'
import { packetBytesPicture } from './packet-bytes.ts'
import { severityBandsPicture } from './severity-bands.ts'

/** The pictures of the lessons: drawn from the code and the data that they explain. */
export const pictures: readonly GeneratedDocument[] = [
  isolationTreePicture,
  packetBytesPicture,
  handshakePicture,
  flowsAndWindowsPicture,
  severityBandsPicture,
]
