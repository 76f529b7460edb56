import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { call } from '../api/call.ts'
import { onEvent } from '../api/events.ts'
import { keys } from '../api/queries.ts'
import { createExchangeStore } from './exchange-store.ts'
import { createTrafficFeed } from './feed.ts'

/** Pages in the background draw no frames; they take changes over in this rhythm instead. */
const HIDDEN_FRAME_MS = 1_000

/** The exchanges that match a filter, kept current while the component is mounted. */
export function useTraffic(filter: string) {
  const [{ store, feed }] = useState(createTraffic)
  const client = useQueryClient()
  useEffect(() => feed.show(filter), [feed, filter])
  useEffect(() => {
    const ends = [
      onEvent('exchange', feed.receive),
      onEvent('reset', feed.catchUp),
      onEvent('workspace', ({ changed }) => {
        if (changed === 'log') {
          feed.logChanged()
          void client.invalidateQueries({ queryKey: keys.status })
        }
        if (changed === 'folder') feed.show(feed.filter())
      }),
    ]
    return () => {
      for (const end of ends) end()
    }
  }, [feed, client])
  const window = useSyncExternalStore(store.subscribe, store.window)
  const state = useSyncExternalStore(feed.subscribe, feed.state)
  return { store, feed, window, state }
}

function createTraffic() {
  const store = createExchangeStore()
  const feed = createTrafficFeed({
    store,
    list: (query) => call('listExchanges', { query }),
    beforeFrame: (run) => {
      if (document.hidden) setTimeout(run, HIDDEN_FRAME_MS)
      else requestAnimationFrame(run)
    },
    later: (run, ms) => setTimeout(run, ms),
  })
  return { store, feed }
}
