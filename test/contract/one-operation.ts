import { type CheckedRequest, compileRequestCheck, type RequestVerdict } from '../../proxy-core/contract/compile-request-check.ts'

export interface Sent {
  path?: string
  query?: string
  headers?: readonly string[]
  body?: string | Uint8Array | null
}

/** The check of one operation, as the gateway asks it. References are those of the document: `#/components/…`. */
export function checkOf(
  operation: object,
  { template = '/a', components = {} }: { template?: string; components?: object } = {},
): (sent: Sent) => RequestVerdict {
  const listed = { method: 'POST', template, operationId: null, summary: null, tags: [], deprecated: false, ref: '#/operation' }
  const root = { operation: { parameters: [], responses: {}, ...operation }, components }
  const node = (ref: string) =>
    ref
      .slice(2)
      .split('/')
      .reduce(
        (held: unknown, key) => (held as Record<string, unknown> | undefined)?.[key.replaceAll('~1', '/').replaceAll('~0', '~')],
        root,
      )
  const document = { title: 'One', version: '1', specVersion: '3.1.0', basePath: '', operations: [listed], secretNames: [], node }
  const check = compileRequestCheck(document, listed)
  const names = [...template.matchAll(/\{([^}]+)\}/g)].map(([, name]) => name as string)
  const pattern = new RegExp(`^${template.replace(/\{[^}]+\}/g, '([^/]+)')}$`)
  return ({ path = template, query = '', headers = [], body = null }) => {
    const values = pattern.exec(path) ?? []
    const pathParameters = Object.fromEntries(names.map((name, i) => [name, decodeURIComponent(values[i + 1] ?? '')]))
    return check({ path, pathParameters, query, headers, body: bytesOf(body) })
  }
}

function bytesOf(body: string | Uint8Array | null): CheckedRequest['body'] {
  return typeof body === 'string' ? Buffer.from(body) : body
}

/** `query.limit type: Request query parameter limit must be integer` */
export function told({ findings }: RequestVerdict): string[] {
  return findings.map(({ location, code, message }) => `${location.join('.')} ${code}: ${message}`)
}
