/** Puts the stand-in in the place of `electron`. Preloaded with `--import`. */
import { registerHooks } from 'node:module'

const standIn = new URL('electron-module.ts', import.meta.url).href

registerHooks({
  resolve: (specifier, context, next) => (specifier === 'electron' ? { url: standIn, shortCircuit: true } : next(specifier, context)),
})
