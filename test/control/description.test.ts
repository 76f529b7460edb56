import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { api } from '../../proxy-core/model/api.ts'
import { importLimits } from '../../proxy-core/model/limits.ts'
import { importDocument } from '../../proxy-core/openapi/import.ts'
import { startTestHost, type TestHost } from '../support/host.ts'

describe('the description of the control API', () => {
  let host: TestHost
  beforeAll(async () => {
    host = await startTestHost({ open: { kind: 'none' } })
  })
  afterAll(() => host.stop())

  it('is an OpenAPI document without faults that Switchyard itself can serve, with every operation', async () => {
    const text = JSON.stringify(await host.call('getDescription'))
    const imported = await importDocument({ kind: 'text', text, name: 'control' }, { limits: importLimits })
    expect(imported.document.operations.map((operation) => operation.operationId).sort()).toEqual(Object.keys(api).sort())
    expect([...imported.diagnostics, ...(await imported.diagnose())].filter((each) => each.severity === 'error')).toEqual([])
  })

  it('tells versions, ports and the health of the log', async () => {
    const status = await host.call('getStatus')
    expect(status.gateway.url).toBe(host.gateway)
    expect(status.control.url).toBe(host.control)
    expect(status.log).toMatchObject({ state: 'ok', shedBodies: 0, shedRecords: 0 })
  })

  it('keeps settings: what the page remembers, and what the workspace says', async () => {
    const changed = await host.call('changeSettings', {
      body: { theme: 'dark', page: { list: { width: 300 } }, capture: { mask: ['x-secret'] } },
    })
    expect(changed).toMatchObject({ theme: 'dark', page: { list: { width: 300 } }, capture: { mask: ['x-secret'] } })
    expect(await host.call('getSettings')).toEqual(changed)
    expect(await host.refused('changeSettings', { body: { capture: { bodyLimit: 'much' } } })).toMatchObject({ status: 422 })
  })
})
