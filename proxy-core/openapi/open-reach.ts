import type { DocumentSource } from './document.ts'
import { folderReach } from './folder-reach.ts'
import type { Reach } from './reach.ts'
import type { ImportTask } from './thread-messages.ts'
import { Unservable } from './unservable.ts'

export async function openReach({ source, limits, allowOutside }: ImportTask): Promise<Reach> {
  if (source.kind === 'file') return folderReach(source.path, limits, allowOutside)
  // fetch and DNS are loaded only where they are needed
  if (source.kind === 'url') return (await import('./web-reach.ts')).webReach(source.url, limits)
  return textReach(source)
}

function textReach({ name, text }: Extract<DocumentSource, { kind: 'text' }>): Reach {
  return {
    root: { place: name, bytes: Buffer.from(text) },
    locate: () => ({ kind: 'refused', reason: 'a pasted document has no folder; save it as a file beside what it refers to' }),
    read: (place) => Promise.reject(new Unservable('document-unreadable', `${place} is not read.`)),
  }
}
