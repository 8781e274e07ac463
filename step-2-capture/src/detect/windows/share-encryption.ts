import { SmbFileAct, SmbPath } from '../../decode/smb-path.ts'
import { Application } from '../../flow/application.ts'
import { hashBytes } from '../../memory/hash-bytes.ts'
import { defineDetector } from '../seam/detector.ts'
import { allowSources, forgetAfter, levels, limit, seconds } from '../seam/option.ts'
import { techniques } from '../seam/techniques.ts'
import { about, countReason } from '../track/about-tracker.ts'
import { counted } from '../track/counted.ts'
import { plainText } from '../track/plain-text.ts'
import { durationText, growthScore, severityOf } from '../track/severity-scale.ts'
import type { TrackerKey } from '../track/tracker.ts'
import { TrackerTable } from '../track/tracker-table.ts'
import { noteFolderCountMax, noteIn, ShareNotes } from './share-notes.ts'
import { ShareWork } from './share-work.ts'

/** 512 clients and servers at 15 kB, and as many names of notes at up to 26 kB: 21 MB at most. */
export const shareClientCountMax = 512

export const shareEncryption = defineDetector({
  name: 'share_encryption',
  family: 'behaviour',
  about:
    'A client that gives the files of a share one new ending, by renaming them or by a copy beside ' +
    'which the file is deleted, or leaves the same note in many folders: ransomware. SMB 1 and ' +
    'encrypted SMB are not read.',
  kinds: [
    {
      id: 'share_encryption',
      title:
        '{source} gave {files} on {target} the new ending “{ending}” in {span} (threshold: {limit})',
      technique: techniques.T1486,
      recommend:
        'Unless someone renames files on purpose, ransomware encrypts the share: take the source off ' +
        'the network now, keep it switched on for its keys, and restore the files from a backup.',
    },
    {
      id: 'ransom_note',
      title:
        '{source} left the file {note} in {folders} on {target} in {span} (threshold: {limit})',
      technique: techniques.T1486,
      recommend:
        'Read the file. If it is a ransom note, take the source off the network now, and look which ' +
        'files of the share can still be opened.',
    },
  ],
  options: {
    fileCountMin: limit(20, { about: 'Files that get one new ending', unit: 'files' }),
    folderCountMin: limit(5, {
      about: 'Folders with the same note',
      unit: 'folders',
      max: noteFolderCountMax,
    }),
    periodSeconds: seconds(300, { about: 'Traffic time over which they are counted', min: 1 }),
    forgetAfterSeconds: forgetAfter('a client and server are', 3_600),
    levels: levels({ high: 20, critical: 200 }, { unit: 'files' }),
    allow: allowSources('Clients that rename files in bulk, such as a server for archives'),
  },
  watch(traffic, settings, reporter) {
    const { flows, frame } = traffic
    const { fileCountMin, folderCountMin, periodSeconds, forgetAfterSeconds } = settings
    const request = new SmbPath()
    const bounds = { traffic, countMax: shareClientCountMax, forgetAfterSeconds }
    const clients = new TrackerTable({ ...bounds, tracker: ShareWork })
    const left = new TrackerTable({ ...bounds, tracker: ShareNotes })

    function reportFiles(work: ShareWork, targetPort: number): void {
      const { renamedCount } = work
      reporter.emit({
        restate: () => reportFiles(work, targetPort),
        ...about(work),
        kind: 'share_encryption',
        severity: severityOf(renamedCount, settings.levels),
        score: Math.max(0.85, growthScore(renamedCount, fileCountMin)),
        confidence: 0.8,
        targetPort,
        values: {
          files: counted(renamedCount, 'file'),
          ending: plainText(work.ending, 40),
          span: durationText(work.seconds),
          limit: fileCountMin,
        },
        reasons: [countReason('renamed_files', renamedCount, { typical: 0, unit: 'files' })],
      })
    }

    function reportNotes(notes: ShareNotes, targetPort: number): void {
      const { size } = notes.folders
      reporter.emit({
        restate: () => reportNotes(notes, targetPort),
        ...about(notes),
        kind: 'ransom_note',
        severity: 'high',
        score: 0.85,
        confidence: 0.7,
        targetPort,
        values: {
          note: plainText(notes.name, 60),
          folders: counted(size, 'folder'),
          span: durationText(notes.seconds),
          limit: folderCountMin,
        },
        reasons: [countReason('folders', size, { typical: 1, unit: 'folders' })],
      })
    }

    function seeNote(key: TrackerKey, path: string, port: number): void {
      const name = noteIn(path)
      if (name === null) return
      const bytes = Buffer.from(name)
      const part = hashBytes(bytes, 0, bytes.length, traffic.byteSeed)
      const notes = left.open({ ...key, part })
      notes.advance(traffic.timeUs, periodSeconds)
      notes.name = name
      if (!notes.add(path)) return
      notes.evidence.addPacket(traffic)
      if (notes.hasDoubled(notes.folders.size, folderCountMin)) reportNotes(notes, port)
    }

    function seeRequest(key: TrackerKey, port: number): void {
      const { act, path } = request
      if (act === SmbFileAct.open) seeNote(key, path, port)
      const work = clients.open(key)
      work.advance(traffic.timeUs, periodSeconds)
      if (!work.see(act, path)) return
      work.evidence.addPacket(traffic)
      if (work.hasDoubled(work.renamedCount, fileCountMin)) reportFiles(work, port)
    }

    return {
      applications: [Application.smb],
      onPayload() {
        if (!flows.fromOriginator) return
        const { flow, packet } = traffic
        const { payloadOffset: start, payloadLength } = frame
        request.start(packet.bytes, start, start + payloadLength)
        while (request.next()) {
          const key = { host: flows.originator(flow), peer: flows.responder(flow) }
          seeRequest(key, flows.responderPort(flow))
        }
      },
    }
  },
})
