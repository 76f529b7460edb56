import type { ErrorCode } from '../model/errors.ts'
import { isObject, type JsonObject, memberText } from './json.ts'
import { lineColumns } from './line-column.ts'
import { findPlaces } from './places.ts'
import { escapeToken } from './pointer.ts'
import type { SourceFile } from './source-file.ts'
import { textOf } from './source-text.ts'
import { unservableAt } from './unservable.ts'

/**
 * The version that a root document is written in, as it says.
 * @throws Unservable when it is not a document that can be served, saying what to do
 */
export async function identify(root: SourceFile): Promise<string> {
  const { tree } = root
  if (!isObject(tree)) {
    return refuse(root, 'document-not-openapi', null, 'this is not an OpenAPI document; one starts with a line such as "openapi: 3.1.0"')
  }
  const version = versionOf(tree)
  if (version === null) return refuse(root, 'document-not-openapi', ...strangerFault(tree))
  const [key, text] = version
  if (/^1\./.test(text)) {
    const convert = `npx api-spec-converter --from=swagger_1 --to=openapi_3 ${root.place}`
    return refuse(
      root,
      'document-version',
      key,
      `this is Swagger ${text}; OpenAPI 2.0 to 3.2 are read. Convert it first, for example with: ${convert}`,
    )
  }
  if (!/^(?:2\.0|3\.[012])(?:\.|-|$)/.test(text)) {
    return refuse(root, 'document-version', key, `this is OpenAPI ${text}; versions 2.0, 3.0, 3.1 and 3.2 are read`)
  }
  if (!isObject(tree.paths) && tree.paths !== null && !hasOtherParts(tree, text)) {
    return refuse(
      root,
      'document-not-openapi',
      'paths' in tree ? 'paths' : key,
      'the document has no paths; add "paths:" with the operations of the API, or "paths: {}" while there are none',
    )
  }
  return text
}

function versionOf(tree: JsonObject): [key: string, text: string] | null {
  for (const key of ['openapi', 'swagger', 'swaggerVersion']) {
    const text = memberText(tree, key)?.trim()
    // unquoted, YAML reads 3.0 and 2.0 as the numbers 3 and 2
    if (text) return [key, /^\d$/.test(text) ? `${text}.0` : text]
  }
  return null
}

/** Since 3.1 a document may hold only components or webhooks. */
function hasOtherParts(tree: JsonObject, version: string): boolean {
  return /^3\.[12]/.test(version) && (isObject(tree.components) || isObject(tree.webhooks))
}

function strangerFault(tree: JsonObject): [string | null, string] {
  if (Object.hasOwn(tree, 'asyncapi')) return ['asyncapi', 'this is an AsyncAPI document; only OpenAPI is read']
  if (Object.hasOwn(tree, 'paths')) return ['paths', 'the document does not say its version; add a first line such as "openapi: 3.1.0"']
  return [null, 'there is neither an "openapi" nor a "swagger" key; if this is a part of a document, name the file that refers to it']
}

async function refuse(root: SourceFile, code: ErrorCode, key: string | null, message: string): Promise<never> {
  const text = textOf(root.bytes)
  const pointer = `/${escapeToken(key ?? '')}`
  const places = key === null ? null : await findPlaces(root, text, new Set([pointer]), new Set())
  throw unservableAt(code, message, root.place, lineColumns(text)(places?.pointers.get(pointer) ?? 0))
}
