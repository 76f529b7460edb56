/** What a request line names, or why it can not be served. */
export type Target =
  | {
      kind: 'path'
      /** Percent-encoded, dot segments resolved: the one string that is matched and forwarded. */
      path: string
      /** Without the question mark. */
      query: string
      /** Of the absolute form (`GET http://host/path`), else null. */
      authority: string | null
    }
  /** `OPTIONS *` */
  | { kind: 'asterisk' }
  | { kind: 'malformed'; reason: string }

const ABSOLUTE = /^https?:\/\/([^/?#]*)(.*)$/is

export function parseTarget(url: string): Target {
  if (url.charCodeAt(0) === 0x2f) return split(url, null)
  if (url === '*') return { kind: 'asterisk' }
  const absolute = ABSOLUTE.exec(url)
  if (!absolute) return malformed('the target is neither a path nor a URL')
  const rest = absolute[2] as string
  return split(rest.startsWith('/') ? rest : `/${rest}`, absolute[1] as string)
}

function split(target: string, authority: string | null): Target {
  if (target.includes('#')) return malformed('the target has a fragment')
  const mark = target.indexOf('?')
  const path = mark < 0 ? target : target.slice(0, mark)
  const query = mark < 0 ? '' : target.slice(mark + 1)
  if (path.includes('%') && /%00/.test(path)) return malformed('the path has a null character')
  // Dot segments begin with a dot or its encoding after a slash; anything else is as it is.
  if (!path.includes('/.') && !path.includes('/%2')) return { kind: 'path', path, query, authority }
  const resolved = withoutDotSegments(path)
  return resolved === null ? malformed('the path leaves the root') : { kind: 'path', path: resolved, query, authority }
}

/** RFC 3986 5.2.4, with encoded dots read as dots, once; null when it would go above the root. */
function withoutDotSegments(path: string): string | null {
  const kept: string[] = []
  const segments = path.slice(1).split('/')
  for (const [i, segment] of segments.entries()) {
    const dots = segment.replace(/%2e/gi, '.')
    const last = i === segments.length - 1
    if (dots === '..') {
      if (kept.length === 0) return null
      kept.pop()
    } else if (dots !== '.') {
      kept.push(segment)
      continue
    }
    if (last) kept.push('')
  }
  return `/${kept.join('/')}`
}

function malformed(reason: string): Target {
  return { kind: 'malformed', reason }
}
