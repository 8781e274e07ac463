import { defineCommand } from 'citty'
import { type Answer, askServer, readable, readBody } from './ask-server.ts'
import { badUsage } from './command-line.ts'

const methods = ['POST', 'PUT', 'PATCH', 'DELETE']

/** `post`: sends a body to the server that runs here, and shows the answer as `get` does. */
export const postCommand = defineCommand({
  meta: { name: 'post', description: 'Send a body to the server that runs here' },
  args: {
    path: {
      type: 'positional',
      valueHint: 'PATH [BODY] [FIELD…]',
      description: "BODY: '{speed: 10}', @FILE.json, or @FILE as an upload",
    },
    method: { type: 'string', default: 'POST', description: 'POST, PUT, PATCH or DELETE' },
  },
  async run({ args }) {
    const [path = '', given, ...fields] = args._
    const { method } = args
    if (!methods.includes(method)) {
      throw badUsage(`--method ${method} is none of ${methods.join(', ')}`, 'See: post --help')
    }
    const body = given === undefined ? undefined : await readBody(given)
    showAnswer(await askServer({ method, path, body }, process.env), fields)
  },
})

/** A refusal is shown whole, and is a failure of the command. */
export function showAnswer({ isOk, value }: Answer, fields: readonly string[]): void {
  console.log(readable(value, isOk ? fields : []))
  if (!isOk) process.exitCode = 1
}
