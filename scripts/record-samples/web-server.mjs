// A page or two for the recordings to ask for; everything else is missing.
import { createServer } from 'node:http'

/** @type {Record<string, string>} */
const pages = {
  '/': '<!DOCTYPE html><title>Lab</title><h1>Lab</h1><p><a href="/news.html">News</a></p>\n',
  '/news.html': `<!DOCTYPE html><title>News</title>${'<p>Nothing happened today either.</p>\n'.repeat(40)}`,
  '/product.php': '<!DOCTYPE html><title>Product</title><h1>Product 1</h1>\n',
  '/login.php': '<!DOCTYPE html><title>Login</title><p>Login failed</p>\n',
}

createServer((request, response) => {
  const path = new URL(request.url ?? '/', 'http://lab').pathname
  const page = pages[path]
  request.resume().on('end', () => {
    response.writeHead(page ? 200 : 404, { 'Content-Type': 'text/html', Server: 'lab' })
    response.end(page ?? '<h1>404 Not Found</h1>\n')
  })
}).listen(80, '0.0.0.0')
