import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { ExchangeDetail } from '../../proxy-core/model/exchange.ts'
import { call } from '../api/call.ts'
import { attempt } from '../ui/attempt.ts'
import { copy } from '../ui/copy.ts'
import { countOf } from '../ui/quantities.ts'
import { toastDone } from '../ui/toast.tsx'
import { bodyQuery } from './body/use-body.ts'
import { curlCommand, exchangeUrl } from './copy-as.ts'
import type { ExchangeStore } from './exchange-store.ts'
import type { TrafficFeed } from './feed.ts'
import { isMasked } from './masked.ts'

export type ExchangeActs = ReturnType<typeof createActs>

/** What can be done with exchanges: by button, menu and key alike. */
export function useActs(store: ExchangeStore, feed: TrafficFeed): ExchangeActs {
  const client = useQueryClient()
  return useMemo(() => createActs(store, feed, client), [store, feed, client])
}

function createActs(store: ExchangeStore, feed: TrafficFeed, client: QueryClient) {
  const detailOf = (id: string) =>
    client.fetchQuery({
      queryKey: ['exchange', id],
      queryFn: () => call('getExchange', { params: { id } }),
      staleTime: Number.POSITIVE_INFINITY,
    })
  const show = (detail: ExchangeDetail) => {
    client.setQueryData(['exchange', detail.id], detail)
    store.upsert([detail], () => true)
  }

  return {
    async copyUrl(id: string) {
      const exchange = store.find(id) ?? (await attempt(() => detailOf(id)))
      if (exchange) await copy(exchangeUrl(exchange), 'Copied the URL')
    },
    async copyCurl(id: string) {
      const made = await attempt(async () => {
        const exchange = await detailOf(id)
        return curlCommand({
          ...exchange,
          headers: exchange.request.headers,
          ...(await sentBody(exchange, client)),
          isMasked: (_, value) => isMasked(value),
        })
      })
      if (!made) return
      await copy(made.text, made.leftOut.length === 0 ? 'Copied as cURL' : `Copied as cURL, without ${made.leftOut.join(', ')}`)
    },
    async pin(id: string) {
      const pinned = !(store.find(id) ?? client.getQueryData<ExchangeDetail>(['exchange', id]))?.pinned
      const changed = await attempt(() => call('changeExchange', { params: { id }, body: { pinned } }))
      if (changed) show(changed)
    },
    async remove(id: string): Promise<boolean> {
      const notOurs = feed.expectOwnChange()
      const removed = await attempt(() => call('deleteExchange', { params: { id } }))
      if (!removed) {
        notOurs()
        return false
      }
      store.remove((row) => row.id === id)
      client.removeQueries({ queryKey: ['exchange', id] })
      toastDone('Deleted 1 exchange', () => void attempt(() => call('undoDelete', { params: { undo: removed.undo } })))
      return true
    },
    async clear() {
      const filter = feed.filter()
      const removed = await attempt(() => call('deleteExchanges', filter === '' ? {} : { query: { filter } }))
      if (!removed) return
      const words = removed.deleted === 0 ? 'Nothing to clear: pinned exchanges stay' : `Cleared ${countOf(removed.deleted, 'exchange')}`
      toastDone(words, removed.deleted === 0 ? undefined : () => void attempt(() => call('undoDelete', { params: { undo: removed.undo } })))
    },
  }
}

async function sentBody(
  exchange: ExchangeDetail,
  client: QueryClient,
): Promise<{ body: string | null; bodyLeftOut: 'cut' | 'binary' | null }> {
  const { bytes, truncated } = exchange.request.body
  if (bytes === 0) return { body: null, bodyLeftOut: null }
  if (truncated) return { body: null, bodyLeftOut: 'cut' }
  const { decoded, kind } = await client.fetchQuery(bodyQuery(exchange, 'request'))
  // A coded body would have to be sent coded; what was decoded here is not what its headers say.
  const { text } = kind
  const same = text !== null && decoded.kind === 'plain' && !text.includes('\0') && new TextEncoder().encode(text).byteLength === bytes
  return same ? { body: text, bodyLeftOut: null } : { body: null, bodyLeftOut: 'binary' }
}
