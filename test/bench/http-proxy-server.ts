import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createRequire } from 'node:module'
import { join } from 'node:path'

/** http-proxy as people use it, with connections kept alive. Arguments: the folder it is installed in, the upstream. */
interface HttpProxy {
  createProxyServer(options: { target: string; agent: unknown }): { web(request: IncomingMessage, response: ServerResponse): void }
}

const [folder = '', target = ''] = process.argv.slice(2)
const { Agent } = await import('node:http')
const { createProxyServer } = createRequire(join(folder, 'package.json'))('http-proxy-3') as HttpProxy
const proxy = createProxyServer({ target, agent: new Agent({ keepAlive: true }) })
const server = createServer((request, response) => proxy.web(request, response))
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as { port: number }
  process.stdout.write(`${JSON.stringify({ url: `http://127.0.0.1:${port}` })}\n`)
})
process.on('SIGTERM', () => process.exit(0))
