import { pcapHeader } from '../src/pcap/pcap-writer.ts'
import { UploadStore } from '../src/upload/upload-store.ts'

/** Keeps one upload after another in the folder given, and removes it, until it is killed or left alone. */
// Its input ends with the process that started it, however that ends.
process.stdin.resume().once('end', () => process.exit())
const store = new UploadStore({ folder: process.argv[2] ?? '', now: () => new Date(0) })
async function* capture(): AsyncGenerator<Uint8Array> {
  yield pcapHeader()
}
await store.save('a', capture())
console.log('uploading')
for (;;) {
  const { file_id } = await store.save('a', capture())
  await store.remove(file_id)
}
