import { createServer } from 'node:http'

/** The floor that everything is compared with: node:http answering a fixed buffer. Its size in bytes is the first argument. */
const padding = 'x'.repeat(Math.max(0, Number(process.argv[2] ?? 200) - 66))
const body = Buffer.from(JSON.stringify({ id: 42, name: 'Espresso machine', status: 'available', text: padding }))
const server = createServer((request, response) => {
  request.resume()
  response.writeHead(200, ['content-type', 'application/json', 'content-length', String(body.length)])
  response.end(body)
})
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as { port: number }
  process.stdout.write(`${JSON.stringify({ url: `http://127.0.0.1:${port}` })}\n`)
})
process.on('SIGTERM', () => process.exit(0))
