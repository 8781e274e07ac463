import { defineCommand } from 'citty'
import { askServer, askUntil, readable } from './ask-server.ts'
import { badUsage } from './command-line.ts'
import { showAnswer } from './post.ts'

/** `get`: what curl does, with JSON that can be read, the server's own port, and in every shell. */
export const getCommand = defineCommand({
  meta: { name: 'get', description: 'Ask the server that runs here' },
  args: {
    path: { type: 'positional', valueHint: 'PATH [FIELD…]', description: '/api/status, and state' },
    until: { type: 'string', description: 'Ask again, a minute at most, until FIELD is this' },
  },
  async run({ args }) {
    const [path = '', ...fields] = args._
    const ask = () => askServer({ method: 'GET', path }, process.env)
    const [field, ...more] = fields
    if (args.until === undefined) return showAnswer(await ask(), fields)
    if (field === undefined || more.length > 0) {
      throw badUsage('--until needs one field', 'Like this: get /api/status state --until done')
    }
    const { value } = await askUntil(ask, { field, wanted: args.until })
    console.log(readable(value, fields))
  },
})
