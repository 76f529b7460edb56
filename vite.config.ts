import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** The page. `npm run dev` serves it beside a running host, whose control URL is in SWITCHYARD_CONTROL; its own files lie under `/api/` too. */
const control = process.env.SWITCHYARD_CONTROL

export default defineConfig({
  root: 'renderer',
  plugins: [react(), tailwindcss()],
  build: {
    outDir: '../dist/page',
    emptyOutDir: true,
    target: 'es2023',
    // An inlined asset would be a data: URL in CSS or script, which the page's content security policy has no room for.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      // zod looks at its settings while schemas are made: the one that sets them must run before any chunk with a schema.
      output: { codeSplitting: { groups: [{ name: 'zod', test: /node_modules[\\/]zod[\\/]|renderer[\\/]api[\\/]jitless/ }] } },
    },
  },
  server: {
    host: '127.0.0.1',
    proxy: control ? { '/api/v1/': { target: control, changeOrigin: true, configure: sameOrigin } } : {},
  },
})

/** The host makes no exception for a dev server: what would tell a foreign origin is taken off here. */
function sameOrigin(proxy: {
  on(event: 'proxyReq', listener: (request: { getHeaderNames(): string[]; removeHeader(name: string): void }) => void): unknown
}) {
  proxy.on('proxyReq', (request) => {
    for (const name of request.getHeaderNames()) {
      if (name.toLowerCase() === 'origin' || name.toLowerCase().startsWith('sec-fetch-')) request.removeHeader(name)
    }
  })
}
