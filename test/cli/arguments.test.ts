import { execFile } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { stripTypeScriptTypes } from 'node:module'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { CommandError } from '../../proxy-core/cli/exits.ts'
import { log } from '../../proxy-core/cli/log.ts'
import { mock } from '../../proxy-core/cli/mock.ts'
import { hasDisplay } from '../../proxy-core/cli/open-page.ts'
import { readArguments } from '../../proxy-core/cli/read-arguments.ts'
import { commands } from '../../proxy-core/cli/run.ts'
import { makePlace, runToEnd } from './command-line.ts'

const read = (...argv: string[]) => readArguments(argv, mock).values

describe('arguments', () => {
  it('take booleans in every form', () => {
    expect(read('a', '--cors', '--dynamic')).toEqual({ cors: true, dynamic: true })
    expect(read('a', '--no-cors', '-d')).toEqual({ cors: false, dynamic: true })
    expect(read('a', '--cors=false', '--dynamic=true')).toEqual({ cors: false, dynamic: true })
  })

  it('take values with a space, an equals sign or right behind the letter', () => {
    expect(read('a', '-p', '1', '--seed', 'x')).toEqual({ port: 1, seed: 'x' })
    expect(read('a', '-p1', '--seed=x y')).toEqual({ port: 1, seed: 'x y' })
    expect(readArguments(['--', '--cors=maybe'], mock).plain).toEqual(['--cors=maybe'])
  })

  it('leave terms of a filter alone that are turned round', () => {
    const { plain, values } = readArguments(['-status:2xx', 'a', '-"b c"', '--json', '-duration>1s', '-n', '5'], log)
    expect([plain, values]).toEqual([['a', '-status:2xx', '-"b c"', '-duration>1s'], { json: true, limit: 5 }])
    expect(() => readArguments(['-status'], log)).toThrow('switchyard log has no option -s')
  })

  it.each([
    [['a', '--prot', '1'], 'switchyard mock has no option --prot; did you mean --port?'],
    [['a', '--xyzzy'], 'switchyard mock has no option --xyzzy; switchyard mock --help lists all'],
    [['a', '--cors=maybe'], '--cors is true or false, not "maybe"'],
    [['a', '-p', 'http'], '--port is a port from 0 to 65535, not "http"'],
    [['a', '-p', '65536'], '--port is a port from 0 to 65535, not "65536"'],
    [['a', '--seed'], '--seed needs a value'],
    [[], 'something is missing. Usage: switchyard mock SPEC'],
    [['a', 'b'], '"b" is too much. Usage: switchyard mock SPEC'],
  ])('%j is refused', (argv, message) => {
    try {
      readArguments(argv, mock)
      expect.unreachable()
    } catch (error) {
      expect(error).toBeInstanceOf(CommandError)
      expect((error as CommandError).exitCode).toBe(2)
      expect((error as CommandError).message).toContain(message)
    }
  })
})

describe('the command line', () => {
  it('explains itself on stdout', async () => {
    const place = await makePlace()
    const help = await runToEnd(place, ['--help'])
    expect(help.exitCode).toBe(0)
    for (const { name, usage } of commands) expect(help.stdout).toContain(`  ${name} ${usage}\n`)
    expect((await runToEnd(place, ['mock', '-h'])).stdout).toContain('--seed S')
    expect((await runToEnd(place, ['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
  })

  it('says which command was meant', async () => {
    const { exitCode, stdout, stderr } = await runToEnd(await makePlace(), ['strat'])
    expect({ exitCode, stdout, stderr }).toEqual({
      exitCode: 2,
      stdout: '',
      stderr: 'switchyard: there is no command strat; did you mean start?\n',
    })
  })

  it('tells an old Node in one sentence, before anything else is loaded', async () => {
    const place = await makePlace()
    const source = await readFile(new URL('../../proxy-core/cli/main.ts', import.meta.url), 'utf8')
    const file = join(place.root, 'main.mjs')
    await writeFile(file, stripTypeScriptTypes(source))
    const old = `data:text/javascript,Object.defineProperty(process, 'versions', { value: { node: '22.18.0' } })`
    const failed = await promisify(execFile)(process.execPath, ['--import', old, file]).catch((error: unknown) => error)
    expect(failed).toMatchObject({
      code: 3,
      stdout: '',
      stderr: expect.stringMatching(/^switchyard: Node 22\.19 or newer is needed, this is 22\.18\.0\..*\n$/),
    })
    expect(source).not.toMatch(/^import .* from|\?\?|\?\.|^await/m)
  })

  it('opens a browser only where there is a display', () => {
    expect(hasDisplay({}, 'linux')).toBe(false)
    expect(hasDisplay({ DISPLAY: ':0' }, 'linux')).toBe(true)
    expect(hasDisplay({ DISPLAY: ':0', CI: 'true' }, 'linux')).toBe(false)
    expect(hasDisplay({}, 'darwin')).toBe(true)
  })
})
