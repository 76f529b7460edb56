import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { Services } from '../gateway/services.ts'
import type { ServicePlan } from '../model/workspace.ts'
import { freeName, slug } from '../model/workspace.ts'
import { SAMPLE_SPEC, sourceName, specPath, specSource } from '../workspace/plan-services.ts'
import type { NewService } from './context.ts'
import type { Opened } from './opened.ts'
import { choiceOf, type Serving } from './serving.ts'

type Source = NonNullable<ServicePlan['source']>

/**
 * Adds a service to the open workspace: read first, so that a document that can't be served is refused before
 * anything is written. Pasted text becomes a file of the workspace, or stays in memory with it.
 * @returns the service's name
 */
export async function addService(serving: Serving, services: Services, input: NewService): Promise<string> {
  const source = sourceOf(input.spec, serving.opened().folder)
  if (source.kind === 'file' && input.spec !== SAMPLE_SPEC && serving.opened().view().kind === 'none') {
    // the first document brings its folder with it, as `switchyard start SPEC` does
    await services.read(source)
    await serving.open(await choiceOf(source.path))
    const name = services.entries().find(({ plan }) => plan.source?.kind === 'file' && plan.source.path === source.path)?.plan.name
    if (name !== undefined) return set(serving.opened(), name, input)
  }
  const opened = serving.opened()
  const { document } = await services.read(source)
  const name = freeName(slug(input.name ?? (document.title || sourceName(source))), (taken) => services.entry(taken) !== null)
  const settings = { mount: input.mount, mode: input.mode, upstream: input.upstream }
  if (source.kind === 'text' && opened.folder === null) {
    opened.adHoc.set(name, { source, settings })
    serving.apply()
    return name
  }
  const spec =
    source.kind === 'text' ? await keepText(source.text, name, opened.folder as string) : specOf(source, input.spec, opened.folder)
  const entries = Object.entries({ spec, ...settings }).filter(([, value]) => value !== undefined)
  await opened.workspace.edit('shared', [{ path: ['services', name], value: Object.fromEntries(entries) }])
  return name
}

/** What is asked for beside the document itself, put on a service that is there already. */
async function set({ workspace }: Opened, name: string, { mount, mode, upstream }: NewService): Promise<string> {
  const edits = Object.entries({ mount, mode, upstream }).filter(([, value]) => value !== undefined)
  if (edits.length > 0)
    await workspace.edit(
      'shared',
      edits.map(([key, value]) => ({ path: ['services', name, key], value })),
    )
  return name
}

/** What the input's `spec` is: the document itself when it reads like one, else a URL, the sample or a path. */
export function sourceOf(spec: string, folder: string | null): Source {
  if (/^\s*[{[]|[\r\n]/.test(spec) || /^\s*(openapi|swagger)\s*:/.test(spec)) return { kind: 'text', text: spec, name: 'pasted' }
  return specSource(spec, folder ?? process.env.INIT_CWD ?? process.cwd())
}

function specOf(source: Source, spec: string, folder: string | null): string {
  if (spec === SAMPLE_SPEC || source.kind !== 'file') return spec
  return folder === null ? source.path : specPath(source.path, folder)
}

/** A file of a service that was removed stays where it is, and is taken again when it says the same. */
async function keepText(text: string, name: string, folder: string): Promise<string> {
  await mkdir(join(folder, 'openapi'), { recursive: true })
  const ending = /^\s*\{/.test(text) ? 'json' : 'yaml'
  for (let n = 1; ; n++) {
    const file = `openapi/${name}${n === 1 ? '' : `-${n}`}.${ending}`
    const path = resolve(folder, file)
    const made = await writeFile(path, text, { flag: 'wx' }).then(
      () => true,
      (error: NodeJS.ErrnoException) => {
        if (error.code !== 'EEXIST') throw error
        return false
      },
    )
    if (made || (await readFile(path, 'utf8').catch(() => null)) === text) return `./${file}`
  }
}
