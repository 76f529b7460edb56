import type { Run } from './run.ts'

/** Names of faker 6 that documents still carry, as they are called today. */
const renamed: Record<string, string | undefined> = Object.assign(Object.create(null), {
  'name.firstName': 'person.firstName',
  'name.lastName': 'person.lastName',
  'name.middleName': 'person.middleName',
  'name.fullName': 'person.fullName',
  'name.findName': 'person.fullName',
  'name.gender': 'person.gender',
  'name.prefix': 'person.prefix',
  'name.suffix': 'person.suffix',
  'name.title': 'person.jobTitle',
  'name.jobTitle': 'person.jobTitle',
  'name.jobType': 'person.jobType',
  'name.jobArea': 'person.jobArea',
  'name.jobDescriptor': 'person.jobDescriptor',
  'address.streetName': 'location.street',
  'address.cityName': 'location.city',
  'address.stateAbbr': 'location.state',
  'address.zipCodeByState': 'location.zipCode',
  'company.companyName': 'company.name',
  'company.bs': 'company.buzzPhrase',
  'phone.phoneNumber': 'phone.number',
  'internet.userName': 'internet.username',
  'internet.avatar': 'image.avatar',
  'internet.color': 'color.rgb',
  'image.imageUrl': 'image.url',
  'image.image': 'image.url',
  'commerce.color': 'color.human',
  'commerce.product': 'commerce.product',
  'finance.account': 'finance.accountNumber',
  'datatype.uuid': 'string.uuid',
  'datatype.number': 'number.int',
  'datatype.float': 'number.float',
  'datatype.string': 'string.sample',
  'datatype.hexadecimal': 'string.hexadecimal',
  'datatype.datetime': 'date.anytime',
  'datatype.bigInt': 'number.int',
  'random.number': 'number.int',
  'random.float': 'number.float',
  'random.boolean': 'datatype.boolean',
  'random.uuid': 'string.uuid',
  'random.word': 'word.sample',
  'random.words': 'word.words',
  'random.alpha': 'string.alpha',
  'random.alphaNumeric': 'string.alphanumeric',
  'random.numeric': 'string.numeric',
  'random.locale': 'location.countryCode',
  'random.arrayElement': 'helpers.arrayElement',
  'vehicle.vehicle': 'vehicle.vehicle',
})

/** Methods that run templates or patterns of the document, or grow with them. */
const refusedModules = new Set(['rawDefinitions', 'definitions', 'helpers', 'constructor'])
const allowedHelpers = new Set(['arrayElement', 'arrayElements', 'shuffle'])
/** Largest number in the arguments of what makes text: `lorem.paragraphs: 1e9` would never end. */
const MAX_TEXT_ARGUMENT = 1_000
const textModules = new Set(['lorem', 'string', 'word', 'internet', 'helpers', 'git', 'science', 'hacker', 'system', 'person', 'airline'])

/** The value that a schema's `x-faker` asks for: `ns.method`, or `{ns.method: options or [arguments]}`; null when it can't be had. */
export function makeByXFaker(extension: unknown): ((run: Run) => unknown) | null {
  const call = callOf(extension)
  if (call === null) return null
  const [module = '', method = ''] = call.name.split('.')
  if (refusedModules.has(module) && !(module === 'helpers' && allowedHelpers.has(method))) return null
  if (textModules.has(module) && largestNumber(call.args) > MAX_TEXT_ARGUMENT) return null
  return (run) => {
    const owner = (run.faker as unknown as Record<string, Record<string, unknown> | undefined>)[module]
    const found = owner?.[method]
    if (typeof found !== 'function' || method === 'constructor' || method.startsWith('_')) return undefined
    try {
      return plain(found.apply(owner, call.args))
    } catch {
      return undefined
    }
  }
}

function callOf(extension: unknown): { name: string; args: unknown[] } | null {
  if (typeof extension === 'string') return { name: currentName(extension), args: [] }
  if (typeof extension !== 'object' || extension === null) return null
  const [first] = Object.entries(extension)
  if (first === undefined) return null
  return { name: currentName(first[0]), args: Array.isArray(first[1]) ? first[1] : [first[1]] }
}

function currentName(written: string): string {
  const name = written.replace(/^faker\./, '')
  return renamed[name] ?? name.replace(/^name\./, 'person.').replace(/^address\./, 'location.')
}

function plain(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString()
  return typeof value === 'bigint' ? Number(value) : value
}

function largestNumber(value: unknown): number {
  if (typeof value === 'number') return Math.abs(value)
  if (typeof value !== 'object' || value === null) return 0
  return Object.values(value).reduce<number>((largest, one) => Math.max(largest, largestNumber(one)), 0)
}
