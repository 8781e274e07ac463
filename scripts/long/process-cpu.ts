import { readdirSync, readFileSync } from 'node:fs'

/** CPU time that the threads of a process have used so far; Linux counts it in nanoseconds. */
export function cpuMs(pid: number): number {
  const tasks = `/proc/${pid}/task`
  let nanoseconds = 0
  for (const task of readdirSync(tasks)) {
    const [ran = '0'] = readFileSync(`${tasks}/${task}/schedstat`, 'utf8').split(' ')
    nanoseconds += Number(ran)
  }
  return nanoseconds / 1e6
}
