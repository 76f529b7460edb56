import { copyFileSync, mkdirSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { defineConfig, type Plugin, type UserConfig } from 'vite'

const root = import.meta.dirname
const from = (path: string) => resolve(root, path)

/** Stays outside: `better-sqlite3` finds its binary and `open` its script beside their own files, Electron is no file at all. */
const outside = ['better-sqlite3', 'open', 'electron', 'electron/main']

/** Everything that runs in Node. `proxy-core/model/thread-file.ts` says where files are looked for. */
const node: UserConfig = {
  publicDir: false,
  plugins: [copyToDist({ 'proxy-core/sample/shop.yaml': 'sample/shop.yaml' })],
  ssr: { noExternal: true, external: outside },
  build: {
    ssr: true,
    target: 'node22',
    outDir: from('dist'),
    emptyOutDir: false,
    minify: false,
    chunkSizeWarningLimit: 5_000,
    rolldownOptions: {
      input: {
        cli: from('proxy-core/cli/main.ts'),
        'threads/checker-thread': from('proxy-core/contract/checker-thread.ts'),
        'threads/examples-thread': from('proxy-core/contract/examples-thread.ts'),
        'threads/importer-thread': from('proxy-core/openapi/importer-thread.ts'),
        'threads/mock-thread': from('proxy-core/mock/off-loop/mock-thread.ts'),
        'threads/writer-thread': from('proxy-core/traffic/writer-thread.ts'),
        'threads/reader-thread': from('proxy-core/traffic/reader-thread.ts'),
        'electron/main': from('electron/main.ts'),
        'electron/host-process': from('electron/host-process.ts'),
      },
      output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
    },
  },
}

/** A sandboxed preload can neither be an ES module nor require a second file. */
const preload: UserConfig = {
  publicDir: false,
  ssr: { noExternal: true, external: outside },
  build: {
    ssr: true,
    target: 'node22',
    outDir: from('dist/electron'),
    emptyOutDir: false,
    minify: false,
    rolldownOptions: {
      input: { preload: from('electron/preload.ts') },
      output: { format: 'cjs', entryFileNames: '[name].cjs' },
    },
  },
}

export default defineConfig(({ mode }) => (mode === 'preload' ? preload : node))

function copyToDist(files: Record<string, string>): Plugin {
  return {
    name: 'copy-to-dist',
    writeBundle({ dir = from('dist') }) {
      for (const [source, target] of Object.entries(files)) {
        mkdirSync(dirname(resolve(dir, target)), { recursive: true })
        copyFileSync(from(source), resolve(dir, target))
      }
    },
  }
}
