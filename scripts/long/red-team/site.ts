import { createServer } from 'node:http'
import { DatabaseSync } from 'node:sqlite'

/*
 * The red team's target: some pages, and an application that puts what it is given into a query. Only
 * for a network of its own.
 */
const database = new DatabaseSync(':memory:')
database.exec('create table items (id integer, name text)')
const insert = database.prepare('insert into items values (?, ?)')
for (let id = 0; id < 50; id++) insert.run(id, `item ${id}`)

const pages = Array.from({ length: 40 }, (_, page) => `${page} `.repeat(400 * (page + 1)))

createServer((request, response) => {
  const url = new URL(request.url ?? '/', 'http://site')
  const page = /^\/page(\d+)\.html$/.exec(url.pathname)?.[1]
  response.setHeader('Content-Type', 'text/html')
  request.resume()
  if (page !== undefined) response.end(pages[Number(page) % pages.length])
  else if (url.pathname.startsWith('/app')) response.end(answer(url.searchParams))
  else {
    response.statusCode = url.pathname === '/' ? 200 : 404
    response.end(pages.map((_, number) => `<a href="/page${number}.html">${number}</a>`).join('\n'))
  }
}).listen(80)

function answer(asked: URLSearchParams): string {
  try {
    const rows = database.prepare(`select name from items where id = ${asked.get('id') ?? 1}`).all()
    return `<html>${JSON.stringify(rows)}${asked.get('q') ?? ''} login failed</html>`
  } catch (error) {
    return String(error)
  }
}
