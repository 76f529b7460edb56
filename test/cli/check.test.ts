import { copyFile, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { makePlace, runToEnd, shopSpec } from './command-line.ts'

it('finds nothing wrong with the sample, and writes nothing', async () => {
  const place = await makePlace()
  await copyFile(shopSpec, join(place.work, 'shop.yaml'))
  expect(await runToEnd(place, ['check'])).toEqual({ exitCode: 0, stdout: '', stderr: '1 service, 12 routes: 0 errors, 0 warnings\n' })
  expect(await readdir(place.work)).toEqual(['shop.yaml'])
})

it('names errors and warnings of the workspace and its documents with file, line and column', async () => {
  const place = await makePlace()
  await copyFile(shopSpec, join(place.work, 'shop.yaml'))
  await writeFile(
    join(place.work, 'broken.yaml'),
    'openapi: 3.0.0\ninfo: {title: a, version: "1"}\npaths:\n  /a:\n    get:\n      responses:\n        "200": { $ref: "#/nope" }\n',
  )
  await writeFile(
    join(place.work, 'switchyard.yaml'),
    'version: 1\nservices:\n  shop:\n    spec: shop.yaml\n    policies: {}\n    routes: { getProdct: { mode: live } }\n  b: { spec: broken.yaml }\n  c: { spec: missing.yaml }\n',
  )
  const { exitCode, stdout, stderr } = await runToEnd(place, ['check', 'work'], { cwd: place.root })
  expect(exitCode).toBe(1)
  expect(stdout).toContain('work/switchyard.yaml:5:5: warning: services.shop.policies is not known to this version and has no effect\n')
  expect(stdout).toMatch(/work\/switchyard\.yaml: warning: services\.shop\.routes has "getProdct".*did you mean getProduct/)
  expect(stdout).toMatch(/work\/broken\.yaml:7:\d+: \w+: .*nope/)
  expect(stdout).toMatch(/work\/missing\.yaml: error: .*does not exist/)
  expect(stderr).toMatch(/^3 services, 13 routes: \d+ errors?, \d+ warnings?\n$/)
})

it('warns of examples that do not fit their schemas, with file, line and column', async () => {
  const place = await makePlace()
  await writeFile(
    join(place.work, 'api.yaml'),
    'openapi: 3.1.0\ninfo: { title: a, version: "1" }\npaths:\n  /a:\n    get:\n      parameters: [{ name: n, in: query, schema: { type: integer }, example: ten }]\n      responses: { "200": { description: ok } }\n',
  )
  expect(await runToEnd(place, ['check'])).toEqual({
    exitCode: 0,
    stdout: 'api.yaml:6:69: warning: the example does not fit its schema: must be integer\n',
    stderr: '1 service, 1 route: 0 errors, 1 warning\n',
  })
})

it('fails on a broken workspace file, and on a folder that is not there', async () => {
  const place = await makePlace()
  await writeFile(join(place.work, 'switchyard.yaml'), 'services:\n\tshop: {}\n')
  expect(await runToEnd(place, ['check'])).toMatchObject({
    exitCode: 1,
    stdout: 'switchyard.yaml:2:1: error: a tab may not indent in YAML; use spaces\n',
  })
  expect((await runToEnd(place, ['check', 'nope'])).exitCode).toBe(3)
})
