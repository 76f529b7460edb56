import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { Refusal } from '../../proxy-core/model/errors.ts'
import { openWorkspace, type Workspace } from '../../proxy-core/workspace/open-workspace.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'switchyard-test-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const write = (name: string, text: string) => writeFile(join(folder, name), text)
const read = (name: string) => readFile(join(folder, name), 'utf8')

async function open(): Promise<Workspace> {
  const workspace = await openWorkspace({ kind: 'folder', folder })
  onTestFinished(() => workspace.close())
  return workspace
}

/** Resolves at the next change that a file brought. */
function changed(workspace: Workspace): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const end = workspace.onChange((by) => {
    if (by === 'file') resolve()
  })
  return promise.finally(end)
}

async function refusalOf(act: Promise<unknown>): Promise<Refusal> {
  const error = await act.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  expect(error).toBeInstanceOf(Refusal)
  return error as Refusal
}

describe('opening a folder', () => {
  it('writes nothing and gives empty settings when there are no files', async () => {
    const workspace = await open()
    expect(workspace.settings()).toEqual({ version: 1 })
    expect(workspace.error()).toBeNull()
    expect(workspace.warnings()).toEqual([])
    expect(await readdir(folder)).toEqual([])
  })

  it('lays the overlay over the shared file key by key, null taking away', async () => {
    await write(
      'switchyard.yaml',
      'mode: mock\nservices:\n  shop: { spec: a.yaml, mode: mock, upstream: http://localhost:1 }\n  pay: { spec: b.yaml }\n',
    )
    await write('switchyard.local.yaml', 'services:\n  shop: { mode: live, upstream: null }\n')
    const workspace = await open()
    expect(workspace.settings().services).toEqual({ shop: { spec: 'a.yaml', mode: 'live' }, pay: { spec: 'b.yaml' } })
    expect(workspace.own('shared').services?.shop?.mode).toBe('mock')
    expect(workspace.own('local').services).toEqual({ shop: { mode: 'live' } })
  })

  it('takes empty keys for none', async () => {
    await write('switchyard.yaml', 'version: 1\nservices:\nenvironments:\n')
    expect((await open()).settings()).toEqual({ version: 1 })
  })

  it('names keys it does not know with line and column, and says which was meant', async () => {
    await write(
      'switchyard.yaml',
      'version: 1\nscenarios: { sale: {} }\nservices:\n  shop:\n    spec: a.yaml\n    policies: { cors: {} }\n    upstraem: http://localhost:1\n',
    )
    expect((await open()).warnings()).toEqual([
      'switchyard.yaml:2:1: scenarios is not known to this version and has no effect',
      'switchyard.yaml:6:5: services.shop.policies is not known to this version and has no effect',
      'switchyard.yaml:7:5: services.shop.upstraem is not known to this version and has no effect; did you mean upstream?',
    ])
  })

  it('warns of an active environment that is not there', async () => {
    await write('switchyard.yaml', 'environments: { dev: {} }\nenvironment: staging\n')
    expect((await open()).warnings()).toEqual(['switchyard.yaml: environment: staging is not among the environments (dev)'])
  })

  it.each([
    ['services:\n  shop:\n    mode: liv\n', '3:11: services.shop.mode is "liv"; it must be mock, live, auto or recorded'],
    ['services:\n  shop: { mount: api }\n', '2:18: services.shop.mount is "api"; it must be a path that starts with a slash, such as /api'],
    ['gateway:\n  port: 70000\n', '2:9: gateway.port is 70000; it must be at most 65535'],
    ['gateway: { hosts: [1] }\n', '1:20: gateway.hosts.0 is 1; it must be a text'],
    ['services: [a]\n', '1:11: services is a list; it must be a mapping of names'],
    ['services:\n  "a b": { spec: x }\n', '2:3: services["a b"] is no name for it: a name of letters, digits, dots and dashes'],
    [
      'services:\n  a:\n    routes:\n      "GET /x": { delay: soon }\n',
      '4:26: services.a.routes["GET /x"].delay is "soon"; it must be a time, such as 300ms or 2s',
    ],
    ['capture: { bodyLimit: yes }\n', '1:23: capture.bodyLimit is "yes"; it must be a size, such as 1MiB or 10kB'],
    ['version: 2\n', '1:10: version is 2; it must be 1'],
    ['- a\n', '1:1: the file must hold keys such as `services:`'],
    ['services:\n\tshop: {}\n', '2:1: a tab may not indent in YAML; use spaces'],
    ['mode: mock\nmode: live\n', '2:1: the key is there twice'],
    ['mode: *x\n', '1:7: the anchor of *x is missing'],
  ])('refuses %j', async (text, message) => {
    await write('switchyard.yaml', text)
    const { problem } = await refusalOf(openWorkspace({ kind: 'folder', folder }))
    expect(problem.code).toBe('workspace-invalid')
    expect(problem.detail).toBe(`${join(folder, 'switchyard.yaml')}:${message}`)
    expect(problem.diagnostics).toHaveLength(1)
  })

  it('refuses aliases that grow without bound, and nesting without end, within a second', async () => {
    const bomb = [
      'a0: &a0 [x]',
      ...Array.from({ length: 12 }, (_, i) => `a${i + 1}: &a${i + 1} [${Array(9).fill(`*a${i}`).join(', ')}]`),
    ].join('\n')
    const started = performance.now()
    for (const text of [bomb, `a: ${'['.repeat(20_000)}`]) {
      await write('switchyard.yaml', text)
      expect((await refusalOf(openWorkspace({ kind: 'folder', folder }))).problem.code).toBe('workspace-invalid')
    }
    expect(performance.now() - started).toBeLessThan(2_000)
  })

  it('says so when the folder is missing or is a file', async () => {
    await write('a.txt', '')
    expect((await refusalOf(openWorkspace({ kind: 'folder', folder: join(folder, 'nope') }))).message).toMatch(/there is no such folder$/)
    expect((await refusalOf(openWorkspace({ kind: 'folder', folder: join(folder, 'a.txt') }))).message).toMatch(/is not a folder$/)
  })
})

describe('editing', () => {
  const shared = `# Shared by the team.
version: 1   # the only one

services:
  # Ours.
  shop: { spec: ./a.yaml, mode: mock }

  pay:
    spec: "b.yaml" # quoted
    policies: { key-auth: {} }
`

  it('keeps comments, order, quotes and unknown keys', async () => {
    await write('switchyard.yaml', shared)
    const workspace = await open()
    await workspace.edit('shared', [{ path: ['services', 'mail'], value: { spec: './mail.yaml', mode: 'live' } }])
    const text = await read('switchyard.yaml')
    expect(text).toBe(`${shared.replace('1   #', '1 #')}  mail:\n    spec: ./mail.yaml\n    mode: live\n`)
    expect(workspace.settings().services?.mail).toEqual({ spec: './mail.yaml', mode: 'live' })
  })

  it('writes a switch into the overlay in one line and leaves the shared file alone', async () => {
    await write('switchyard.yaml', shared)
    const workspace = await open()
    await workspace.edit('local', [{ path: ['services', 'shop', 'routes', 'GET /a/{b}', 'mode'], value: 'live' }])
    expect(await read('switchyard.local.yaml')).toMatch(
      /^# Personal.*\n\nservices:\n {2}shop:\n {4}routes:\n {6}GET \/a\/\{b\}: \{ mode: live \}\n$/,
    )
    expect(await read('switchyard.yaml')).toBe(shared)
    expect((await stat(join(folder, 'switchyard.local.yaml'))).mode & 0o777).toBe(0o600)
  })

  it('takes a setting away with the parents that are left empty', async () => {
    const workspace = await open()
    const path = ['services', 'shop', 'routes', 'getProduct', 'mode']
    await workspace.edit('local', [{ path, value: 'live' }])
    await workspace.edit('local', [{ path, value: undefined }])
    expect(workspace.settings()).toEqual({ version: 1 })
    expect(await read('switchyard.local.yaml')).toMatch(/^# Personal.*\n$/)
    await workspace.edit('local', [{ path, value: 'mock' }])
    expect(workspace.settings().services?.shop?.routes).toEqual({ getProduct: { mode: 'mock' } })
  })

  it('takes away in the overlay what the shared file says', async () => {
    await write('switchyard.yaml', shared)
    const workspace = await open()
    await workspace.edit('local', [{ path: ['services', 'shop', 'mode'], value: undefined }])
    expect(workspace.settings().services?.shop).toEqual({ spec: './a.yaml' })
    expect(await read('switchyard.local.yaml')).toContain('mode: null')
  })

  it('writes nothing when nothing changes', async () => {
    const workspace = await open()
    await workspace.edit('local', [])
    await workspace.edit('shared', [{ path: ['services', 'shop'], value: undefined }])
    expect(await readdir(folder)).toEqual([])
  })

  it('keeps one backup in the folder that git ignores', async () => {
    await write('switchyard.yaml', shared)
    const workspace = await open()
    await workspace.edit('shared', [{ path: ['mode'], value: 'live' }])
    expect(await read('.switchyard/switchyard.yaml.backup')).toBe(shared)
    expect(await read('.switchyard/.gitignore')).toBe('*\n')
    expect((await stat(join(folder, '.switchyard'))).mode & 0o777).toBe(0o700)
    expect((await readdir(folder)).toSorted()).toEqual(['.switchyard', 'switchyard.yaml'])
  })

  it('makes edits one after the other, each on what the one before left', async () => {
    const workspace = await open()
    const numbers = Array.from({ length: 20 }, (_, i) => i)
    await Promise.all(
      numbers.map(() =>
        workspace.edit('shared', (settings) => [
          { path: ['services', `s${Object.keys(settings.services ?? {}).length}`], value: { spec: 'a.yaml' } },
        ]),
      ),
    )
    expect(Object.keys(workspace.settings().services ?? {})).toEqual(numbers.map((n) => `s${n}`))
  })

  it('writes edits that wait together at once, and refuses alone the one that can not be made', async () => {
    const workspace = await open()
    let changes = 0
    workspace.onChange(() => changes++)
    const edits = ['live', 'sideways', 'mock'].map((mode, i) =>
      workspace.edit('local', [{ path: ['services', `s${i}`, 'mode'], value: mode }]),
    )
    const outcomes = Promise.allSettled(edits)
    await edits[0]
    expect(await read('switchyard.local.yaml')).toMatch(/s0:\n {4}mode: live\n {2}s2:\n {4}mode: mock\n$/)
    expect((await outcomes).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(changes).toBe(1)
  })

  it('keeps the order of edits of both files', async () => {
    const workspace = await open()
    const seen: unknown[] = []
    const set = (file: 'shared' | 'local', mode: string) =>
      workspace.edit(file, (settings) => {
        seen.push(settings.mode)
        return [{ path: ['mode'], value: mode }]
      })
    await Promise.all([set('shared', 'auto'), set('local', 'live'), set('local', 'mock'), set('shared', 'live'), set('local', 'auto')])
    expect(seen).toEqual([undefined, 'auto', 'live', 'mock', 'mock'])
    expect(workspace.settings().mode).toBe('auto')
    expect(workspace.own('shared').mode).toBe('live')
  })

  it('leaves the text as it was when an edit is taken back', async () => {
    await write('switchyard.yaml', shared.replace('1   #', '1 #'))
    const workspace = await open()
    const path = ['services', 'shop', 'routes', 'GET /a/{b}', 'mode']
    await workspace.edit('shared', [{ path, value: 'live' }])
    await workspace.edit('shared', [{ path: ['services', 'pay', 'mode'], value: 'live' }])
    await workspace.edit('shared', [{ path, value: undefined }])
    await workspace.edit('shared', [{ path: ['services', 'pay', 'mode'], value: undefined }])
    expect(await read('switchyard.yaml')).toBe(shared.replace('1   #', '1 #'))
    expect(workspace.warnings()).toEqual(['switchyard.yaml:10:5: services.pay.policies is not known to this version and has no effect'])
  })

  it('says where a key is that it does not know, also after edits before it', async () => {
    await write('switchyard.yaml', 'services:\n  a: { spec: a.yaml }\nscenarios: {}\n')
    const workspace = await open()
    await workspace.edit('shared', [{ path: ['services', 'b', 'spec'], value: 'b.yaml' }])
    expect(workspace.warnings()).toEqual(['switchyard.yaml:5:1: scenarios is not known to this version and has no effect'])
    await workspace.edit('shared', [{ path: ['scenarios'], value: undefined }])
    expect(workspace.warnings()).toEqual([])
    await workspace.edit('shared', [{ path: ['services', 'b'], value: { spec: 'b.yaml', policies: {} } }])
    expect(workspace.warnings()).toEqual(['switchyard.yaml:5:5: services.b.policies is not known to this version and has no effect'])
  })

  it('refuses to take away what other settings refer to', async () => {
    const text = 'services:\n  a: &base { spec: a.yaml }\n  b: *base\n'
    await write('switchyard.yaml', text)
    const workspace = await open()
    const { problem } = await refusalOf(workspace.edit('shared', [{ path: ['services', 'a'], value: undefined }]))
    expect(problem).toMatchObject({ code: 'setting-invalid', detail: 'the anchor of *base is missing' })
    expect(await read('switchyard.yaml')).toBe(text)
  })

  it('forgets an edit that could not be written', async () => {
    const workspace = await open()
    await workspace.edit('local', [{ path: ['mode'], value: 'live' }])
    const inTheWay = join(folder, `.switchyard.local.yaml.${process.pid}.tmp`)
    await mkdir(join(inTheWay, 'full'), { recursive: true })
    const { problem } = await refusalOf(workspace.edit('local', [{ path: ['services', 'shop', 'mode'], value: 'live' }]))
    expect(problem.code).toBe('workspace-read-only')
    expect(workspace.settings()).toEqual({ version: 1, mode: 'live' })
    await rm(inTheWay, { recursive: true })
    await workspace.edit('local', [{ path: ['services', 'pay', 'mode'], value: 'live' }])
    expect(await read('switchyard.local.yaml')).not.toContain('shop')
    expect(workspace.settings()).toEqual({ version: 1, mode: 'live', services: { pay: { mode: 'live' } } })
  })

  it('refuses a value that the file may not have, and writes nothing', async () => {
    const workspace = await open()
    const { problem } = await refusalOf(workspace.edit('shared', [{ path: ['services', 'shop'], value: { mount: 'api' } }]))
    expect(problem.code).toBe('setting-invalid')
    expect(problem.detail).toBe('services.shop.mount is "api"; it must be a path that starts with a slash, such as /api')
    expect(await readdir(folder)).toEqual([])
  })

  it('does not lose what an editor wrote a moment before', async () => {
    await write('switchyard.yaml', shared)
    const workspace = await open()
    await write('switchyard.yaml', `mode: live\n${shared}`)
    await workspace.edit('shared', [{ path: ['services', 'shop', 'mode'], value: 'live' }])
    expect(await read('switchyard.yaml')).toMatch(/^mode: live\n# Shared/)
  })

  it('does not lose what an editor writes between two edits', async () => {
    const workspace = await open()
    const path = ['services', 'shop', 'routes']
    await workspace.edit('local', [{ path: [...path, 'a', 'mode'], value: 'live' }])
    await write('switchyard.local.yaml', `${await read('switchyard.local.yaml')}  # mine\n  pay: { mode: live }\n`)
    await workspace.edit('local', [{ path: [...path, 'b', 'mode'], value: 'live' }])
    expect(await read('switchyard.local.yaml')).toMatch(
      /a: \{ mode: live \}\n {6}b: \{ mode: live \}\n +# mine\n {2}pay: \{ mode: live \}\n$/,
    )
    await write('switchyard.local.yaml', 'mode: mock\n')
    await workspace.edit('local', [{ path: [...path, 'c', 'mode'], value: 'live' }])
    expect(workspace.own('local')).toEqual({ version: 1, mode: 'mock', services: { shop: { routes: { c: { mode: 'live' } } } } })
  })

  it('copies what an alias brings in before it changes it', async () => {
    await write('switchyard.yaml', 'services:\n  a: &base { spec: a.yaml }\n  b: *base\n')
    const workspace = await open()
    await workspace.edit('shared', [{ path: ['services', 'b', 'mode'], value: 'live' }])
    expect(workspace.settings().services).toEqual({ a: { spec: 'a.yaml' }, b: { spec: 'a.yaml', mode: 'live' } })
  })

  it('keeps line ends and the file behind a link', async () => {
    await write('real.yaml', '# top\r\nmode: mock # end\r\n')
    await symlink('real.yaml', join(folder, 'switchyard.yaml'))
    const workspace = await open()
    await workspace.edit('shared', [{ path: ['mode'], value: 'live' }])
    expect(await read('real.yaml')).toBe('# top\r\nmode: live # end\r\n')
  })

  it('works in memory without a file', async () => {
    const workspace = await openWorkspace({ kind: 'memory', settings: { version: 1, services: { shop: { spec: 'a.yaml' } } } })
    await workspace.edit('local', [{ path: ['services', 'shop', 'mode'], value: 'live' }])
    expect(workspace.settings().services).toEqual({ shop: { spec: 'a.yaml', mode: 'live' } })
    expect(workspace.writable()).toBe(true)
  })
})

describe('files changed by others', () => {
  it('takes an edit over at once, also one that replaces the file', async () => {
    await write('switchyard.yaml', 'mode: mock\n')
    const workspace = await open()
    const first = changed(workspace)
    await write('switchyard.yaml', 'mode: live\n')
    await first
    expect(workspace.settings().mode).toBe('live')
    const second = changed(workspace)
    await write('other', 'mode: mock\n')
    await rename(join(folder, 'other'), join(folder, 'switchyard.yaml'))
    await second
    expect(workspace.settings().mode).toBe('mock')
    const third = changed(workspace)
    await write('switchyard.local.yaml', 'mode: live\n')
    await third
    expect(workspace.settings().mode).toBe('live')
  })

  it('keeps the last good one while a file is broken, refuses edits of it, and goes on when it is mended', async () => {
    await write('switchyard.yaml', 'mode: live\n')
    const workspace = await open()
    const broken = changed(workspace)
    await write('switchyard.yaml', 'mode: live\nservices: {\n')
    await broken
    expect(workspace.error()).toMatch(/^switchyard\.yaml:3:1: .*\}/)
    expect(workspace.settings().mode).toBe('live')
    expect((await refusalOf(workspace.edit('shared', [{ path: ['mode'], value: 'mock' }]))).problem.code).toBe('workspace-invalid')
    expect(await read('switchyard.yaml')).toContain('{')
    await workspace.edit('local', [{ path: ['mode'], value: 'mock' }])
    const mended = changed(workspace)
    await write('switchyard.yaml', 'mode: live\nservices: {}\n')
    await mended
    expect(workspace.error()).toBeNull()
    expect(workspace.settings().mode).toBe('mock')
  })

  it('does not take its own writes for changes of others', async () => {
    const workspace = await open()
    const heard: string[] = []
    workspace.onChange((by) => heard.push(by))
    for (const mode of ['live', 'mock', 'live']) await workspace.edit('local', [{ path: ['mode'], value: mode }])
    const foreign = changed(workspace)
    await write('switchyard.yaml', 'gateway: { port: 1 }\n')
    await foreign
    expect(heard).toEqual(['edit', 'edit', 'edit', 'file'])
  })
})
