import { fileURLToPath } from 'node:url'
import { createMock } from '../../proxy-core/mock/create-mock.ts'
import type { MockAnswer, MockOptions, MockRequest } from '../../proxy-core/mock/mock.ts'
import { importLimits } from '../../proxy-core/model/limits.ts'
import type { ApiDocument } from '../../proxy-core/openapi/document.ts'
import { importDocument } from '../../proxy-core/openapi/import.ts'

export async function openFile(path: string): Promise<ApiDocument> {
  const { document, close } = await importDocument({ kind: 'file', path }, { limits: importLimits })
  close()
  return document
}

export function openFixture(name: string): Promise<ApiDocument> {
  return openFile(fileURLToPath(new URL(`../fixtures/mock/${name}`, import.meta.url)))
}

export async function openText(text: string): Promise<ApiDocument> {
  const { document, close } = await importDocument({ kind: 'text', text, name: 'api.yaml' }, { limits: importLimits })
  close()
  return document
}

/** Asks for nothing but a value. */
export const plainWish = { seed: 'x', echo: null, pathParameters: {}, examples: false }

export type Ask = (method: string, url: string, more?: Partial<MockRequest>) => MockAnswer

/** Asks a mock as the gateway does; the path finds its operation by the template's segments. */
export function askerOf(document: ApiDocument, options: Partial<MockOptions> = {}): Ask {
  const mock = createMock(document, { seed: '', dynamic: false, generate: 'realistic', ...options })
  return (method, url, more = {}) => {
    const [path = '', query = ''] = url.split('?')
    for (const operation of document.operations) {
      const names = [...operation.template.matchAll(/\{([^}]+)\}/g)].map(([, name]) => name as string)
      const pattern = operation.template
        .split(/\{[^}]+\}/)
        .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
        .join('([^/]+)')
      const match = new RegExp(`^${pattern}$`).exec(path)
      if (match === null || (operation.method !== method && method !== 'HEAD')) continue
      const pathParameters = Object.fromEntries(names.map((name, number) => [name, decodeURIComponent(match[number + 1] as string)]))
      return mock.operation(operation)({ method, path, query, headers: [], pathParameters, response: null, ...more })
    }
    throw new Error(`no operation for ${method} ${url}`)
  }
}

export function textOf(answer: MockAnswer): string {
  return Buffer.from(answer.body).toString()
}

// biome-ignore lint/suspicious/noExplicitAny: a test looks at a body as its author wrote the schema
export function jsonOf(answer: MockAnswer): any {
  return JSON.parse(textOf(answer))
}

export function headerOf({ headers }: MockAnswer, name: string): string | undefined {
  const index = headers.findIndex((one, n) => n % 2 === 0 && one.toLowerCase() === name)
  return index < 0 ? undefined : headers[index + 1]
}

export function reasonsOf({ trace }: MockAnswer): string[] {
  return trace.map((step) => step.text)
}
