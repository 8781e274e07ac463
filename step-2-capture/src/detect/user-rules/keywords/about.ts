import { numberOf } from '../draft.ts'
import { quotedOf, unescaped } from '../rule-text.ts'
import { givenValue, type Keyword, type Keywords, listOf } from './keyword.ts'

/** A longer message is cut: it stands in a sentence. */
const messageLengthMax = 200
const referenceCountMax = 16

const ignored: Keyword = () => {}

/** What says what a rule is, and nothing of the traffic. */
export const aboutKeywords: Keywords = {
  msg: (draft, value, keyword) => {
    const text = unescaped(quotedOf(givenValue(value, keyword)).text)
    draft.message = text.replace(/[^\x20-\x7e\xa0-\uffff]/g, ' ').slice(0, messageLengthMax)
  },
  sid: (draft, value, keyword) => {
    draft.sid = numberOf(givenValue(value, keyword), keyword)
  },
  rev: (draft, value, keyword) => {
    draft.revision = numberOf(givenValue(value, keyword), keyword)
  },
  priority: (draft, value, keyword) => {
    draft.priority = numberOf(givenValue(value, keyword), keyword)
  },
  classtype: (draft, value, keyword) => {
    draft.classtype = givenValue(value, keyword)
  },
  reference: (draft, value, keyword) => {
    if (draft.references.length < referenceCountMax)
      draft.references.push(givenValue(value, keyword))
  },
  metadata: (draft, value, keyword) => {
    const text = givenValue(value ?? ' ', keyword)
    // Of the many parts that every rule has, one in a thousand is read.
    for (const part of text.includes('mitre_technique_id') ? listOf(text, keyword) : []) {
      const [name, id] = part.split(/\s+/)
      if (name === 'mitre_technique_id' && id) draft.techniqueId = id
    }
  },
  gid: ignored,
  target: ignored,
  /** How packets are written for a person; nothing of a match. */
  rawbytes: ignored,
  tag: ignored,
  requires: ignored,
}
