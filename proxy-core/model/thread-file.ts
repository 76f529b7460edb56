/** The files that run in threads of their own, by their place in the source. */
export type ThreadName =
  | 'openapi/importer-thread'
  | 'contract/checker-thread'
  | 'contract/examples-thread'
  | 'mock/off-loop/mock-thread'
  | 'traffic/writer-thread'
  | 'traffic/reader-thread'

/**
 * Where a thread's file lies, as a `file:` URL: beside the source when run from source (Node strips the types),
 * else in `dist/threads/`, inside an asar archive too.
 * @param from `import.meta.url` of the caller
 */
export function threadFile(name: ThreadName, from: string): string {
  return from.endsWith('.ts') ? `${sourceRoot(from)}${name}.ts` : `${distRoot(from)}threads/${name.split('/').at(-1)}.js`
}

/** Where a bundled file that is read at run time lies, as a `file:` URL: `sample/shop.yaml` and the like. */
export function bundledFile(path: string, from: string): string {
  return from.endsWith('.ts') ? `${sourceRoot(from)}${path}` : `${distRoot(from)}${path}`
}

function sourceRoot(from: string): string {
  return from.slice(0, from.lastIndexOf('/proxy-core/') + '/proxy-core/'.length)
}

function distRoot(from: string): string {
  return from.slice(0, from.lastIndexOf('/dist/') + '/dist/'.length)
}
