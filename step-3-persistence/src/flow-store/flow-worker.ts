import { parentPort, workerData } from 'node:worker_threads'
import { FlowDatabase } from './flow-database.ts'
import type { FlowQuestion, FlowStoreFacts, FromFlowWorker } from './flow-messages.ts'

/*
 * The flow store's own thread: DuckDB and the files belong to it alone. `FlowStore` starts it and
 * asks; questions are answered one after the other.
 */
const port = parentPort
if (!port) throw new Error('flow-worker.ts is started by FlowStore, not by hand')
const post = (message: FromFlowWorker) => port.postMessage(message)
const reasonOf = (error: unknown) => (error instanceof Error ? error.message : String(error))

try {
  // Only FlowStore sends, and it sends the path of a folder.
  const database = await FlowDatabase.open(workerData as string)
  const facts = (): FlowStoreFacts => {
    const { files, pendingCount } = database
    return { files, pendingCount }
  }
  let turn: Promise<void> = Promise.resolve()
  port.on('message', (question: FlowQuestion) => {
    turn = turn
      .then(() => answer(question))
      .then((value) => post({ kind: 'answer', id: question.id, answer: value }))
      .catch((error) => post({ kind: 'failure', id: question.id, reason: reasonOf(error) }))
  })
  post({ kind: 'open', facts: facts() })

  async function answer(question: FlowQuestion): Promise<unknown> {
    try {
      return await ask(question)
    } catch (error) {
      // Only what reads meets a damaged file; memory that is used up is no sign of one.
      const isRead = !['append', 'write', 'close'].includes(question.name)
      if (!isRead || reasonOf(error).startsWith('Out of Memory')) throw error
      const damaged = await database.setDamagedAside()
      if (damaged.length === 0) throw error
      post({ kind: 'damaged', names: damaged, facts: facts() })
      return ask(question)
    }
  }

  async function ask(question: FlowQuestion): Promise<unknown> {
    switch (question.name) {
      case 'append': {
        const { batch, runId, nowMs } = question.asked
        await database.append(batch, { runId, now: new Date(nowMs) })
        return facts()
      }
      case 'write':
        await database.write(new Date(question.asked.nowMs))
        return facts()
      case 'close':
        await database.write(new Date(question.asked.nowMs))
        database.close()
        return facts()
      case 'maintain': {
        const { nowMs, beforeMs, bytesMax } = question.asked
        database.prune({ before: new Date(beforeMs), bytesMax })
        await database.merge(new Date(nowMs))
        return facts()
      }
      case 'page':
        return database.page(question.asked)
      case 'hosts':
        return database.hosts(question.asked)
      case 'host':
        return database.host(question.asked)
      case 'links':
        return database.links(question.asked)
      case 'traits':
        return database.traits(question.asked.file, question.asked.rows)
    }
  }
} catch (error) {
  post({ kind: 'closed', reason: reasonOf(error) })
}
