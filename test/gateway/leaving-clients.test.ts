import { once } from 'node:events'
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { startRig, startUpstream } from './rig.ts'

it('clients that leave at any moment cost no process, and each request leaves one record', async () => {
  const upstream = await startUpstream((request, response) => {
    request.resume()
    response.writeHead(200, { 'content-length': 400_000 })
    response.write(Buffer.alloc(100_000))
    setTimeout(() => response.end(Buffer.alloc(300_000)), 5)
  })
  const rig = await startRig([{ routes: ['GET /a', 'POST /a'], upstream: upstream.url }])
  rig.switchboard.setMaster('live')
  const upload = `POST /a HTTP/1.1\r\nHost: localhost\r\nContent-Length: 300000\r\n\r\n${'x'.repeat(200_000)}`
  const left = Array.from({ length: 150 }, async (_, i) => {
    const socket = connect(rig.port, '127.0.0.1')
    socket.on('error', () => {})
    socket.on('data', () => {})
    socket.write(i % 3 === 0 ? upload : 'GET /a HTTP/1.1\r\nHost: localhost\r\n\r\n'.repeat(1 + (i % 2)))
    await once(socket, 'connect')
    await sleep(i % 30)
    if (i % 5 === 0) socket.resetAndDestroy()
    else socket.destroy()
  })
  await Promise.all(left)
  while (rig.gateway.pendingCount() > 0) await sleep(5)
  expect(new Set(rig.records.map(({ id }) => id)).size).toBe(rig.records.length)
  expect(rig.records.length).toBeGreaterThan(50)
  expect(rig.started).toHaveLength(rig.records.length)
  rig.switchboard.setMaster('mock')
  expect((await fetch(`${rig.url}/a`)).status).toBe(200)
  await rig.close()
  await upstream.close()
})
