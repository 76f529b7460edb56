import type { HeaderOffer } from './choose/offers.ts'
import type { Generators } from './generate/generate.ts'
import { headersOfPage, type Page } from './generate/pages.ts'

/** The document's headers of a response as raw pairs: the example of each, else what the page of a list says, else a made value. */
export function responseHeaders(
  offers: readonly HeaderOffer[],
  generators: () => Generators,
  seed: string,
  page: Page | null = null,
): string[] {
  const pairs: string[] = []
  for (const { name, example, schema } of offers) {
    const value =
      example !== null
        ? example.value
        : schema === null
          ? undefined
          : generators().header(schema.schema, schema.at, name, `${seed}\n${name}`, page === null ? [] : headersOfPage(name, page))
    if (value !== undefined && value !== null) pairs.push(name, headerText(value))
  }
  return pairs
}

/** Style `simple`, the only one of headers; what may not stand in a field value is left out. */
function headerText(value: unknown): string {
  const text = Array.isArray(value)
    ? value.map(scalarText).join(',')
    : isRecord(value)
      ? Object.entries(value).flat().map(scalarText).join(',')
      : scalarText(value)
  return safeFieldValue(text)
}

function scalarText(value: unknown): string {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value)
}

/** RFC 9110, 5.5: no line breaks and controls; other characters than ASCII are percent-encoded. */
export function safeFieldValue(text: string): string {
  if (/^[!-~]+(?: [!-~]+)*$/.test(text)) return text
  return text
    .replace(/\p{Cc}+/gu, ' ')
    .trim()
    .replace(/[^ -~]+/g, (run) => encodeURIComponent(run.toWellFormed()))
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
