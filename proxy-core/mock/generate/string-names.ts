import { momentFor } from './moments.ts'
import { digits, integerBetween, ipv4, lettersAndDigits, oneOf, personOf, type Run, uuid } from './run.ts'
import { plural } from './scope.ts'
import { currencyOf, localityOf, postalCodeOf } from './whereabouts.ts'

/** What a property is called and what it belongs to; both in lower case without separators. */
export interface Naming {
  /** null where nothing names the value: the body itself. */
  name: string | null
  /** The type or property that the name is a part of, empty when unknown. */
  owner: string
}

export type MakeString = (run: Run) => string

/** `first_name`, `firstName` and `First-Name` are one name. */
export function normalName(name: string): string {
  return name.replace(/[^\p{L}\p{N}]/gu, '').toLowerCase()
}

/** Lower case letters and dashes. */
export function slug(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
}

const fullName: MakeString = (run) => `${personOf(run).first} ${personOf(run).last}`
/** Without accents; of a name in another script, words take the place. */
const userName: MakeString = (run) => {
  const { first, last } = personOf(run)
  const [one, other] = [plainName(first), plainName(last)]
  return one === '' || other === '' ? `${run.adjective()}.${run.noun()}` : `${one}.${other}`
}
function plainName(name: string): string {
  if (/^[A-Za-z]+$/.test(name)) return name.toLowerCase()
  const plain = name
    .replaceAll('ß', 'ss')
    .replace(/['’]/g, '')
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
  return slug(plain)
}
export const email: MakeString = (run) => `${userName(run)}@example.com`
/** Of numbers that nobody has in English; elsewhere as they are written there. */
export const phone: MakeString = (run) =>
  run.habits.locale === 'en' ? `+1555${digits(run, 7)}` : run.faker.phone.number({ style: 'international' })
const words: MakeString = (run) => `${run.adjective()} ${run.noun()}`
const slugged: MakeString = (run) => `${run.adjective()}-${run.noun()}`
const withArticle = (text: string) => `${/^[aeiou]/.test(text) ? 'an' : 'a'} ${text}`
const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)
const title: MakeString = (run) => capital(words(run))
export const sentence: MakeString = (run) => `${capital(words(run))} with ${withArticle(words(run))}.`
const paragraph: MakeString = (run) => `${sentence(run)} ${sentence(run)}`
/** Where the object at hand is found, if it is known by something. */
export const ownUrl: MakeString = (run) => {
  const { type, id } = run.scope
  const known = typeof id === 'number' || (typeof id === 'string' && /^[\w.-]{1,64}$/.test(id))
  return type === '' || !known ? url(run) : `https://www.example.com/${plural(type)}/${id}`
}
export const ownUrlNames = /^(url|uri|self|selflink|href|link|permalink|(html|api|web|resource|canonical|public)(url|uri|link))$/
export const url: MakeString = (run) => `https://www.example.com/${slugged(run)}`
const code: MakeString = (run) => lettersAndDigits(run, 8).toUpperCase()
const product: MakeString = (run) => run.productName()
const company: MakeString = (run) => run.faker.company.name()

const of =
  (...choices: string[]): MakeString =>
  (run) =>
    oneOf(run, choices)

const people =
  /(user|person|people|member|customer|author|owner|employee|contact|client|assignee|creator|student|teacher|patient|player|profile|account|actor|recipient|sender|manager|agent|driver|guest|host)$/
const goods = /(product|item|article|goods|variant|lineitem|sku)s?$/
const firms = /(company|organi[sz]ation|org|vendor|supplier|brand|manufacturer|employer|merchant|store|shop|tenant)$/
const pets = /(pet|animal|dog|cat)s?$/
const files = /(file|document|attachment|asset|upload|image|photo)s?$/
const places = /(city|town|place|location|venue|region|area)$/

/** Names of what has a name. */
const nameOf: [owner: RegExp, make: MakeString][] = [
  [people, fullName],
  [goods, product],
  [firms, company],
  [pets, (run) => run.faker.animal.petName()],
  [files, (run) => run.faker.system.commonFileName()],
  [places, (run) => localityOf(run).city],
  [/countr(y|ies)$/, (run) => localityOf(run).country],
  [/(categor(y|ies)|department)$/, (run) => run.faker.commerce.department()],
  [/(tag|label|topic|keyword)s?$/, (run) => run.noun()],
  [/(repo|repository|project|package|module|branch|workspace|team|group|channel|cluster|instance|server|bucket)$/, slugged],
  [/(book|publication)s?$/, (run) => run.faker.book.title()],
  [/(artist|band|album|song|track)s?$/, (run) => run.faker.music.songName()],
  [/(dish|meal|recipe|food)s?$/, (run) => run.faker.food.dish()],
  [/(car|vehicle)s?$/, (run) => run.faker.vehicle.vehicle()],
  [/(role|job|position)s?$/, (run) => run.faker.person.jobTitle()],
  [/(event|meeting)s?$/, title],
]

/** By the name in lower case without separators; the first that fits. */
const makers: [name: RegExp, make: MakeString][] = [
  [/^(first|given|fore)name$|^firstname|givenname$/, (run) => personOf(run).first],
  [/(last|family|sur)name$/, (run) => personOf(run).last],
  [/middlename$/, (run) => run.faker.person.middleName()],
  [/(full|display|real|contact|customer|author|owner|recipient|sender|employee)name$/, fullName],
  [/e?mail(address)?$|^email/, email],
  [/(user|nick|screen)name$|^(login|handle|user|nick)$/, userName],
  [/password|passwd|passphrase/, (run) => run.faker.internet.password({ length: 16 })],
  [/(avatar|picture|photo|image|thumbnail|logo|icon|cover)(url|uri|src|link)?$/, (run) => `https://images.example.com/${slugged(run)}.png`],
  [/(phone|mobile|tel|fax|telephone)(number)?$/, phone],
  [/jobtitle$|^(job|occupation|profession)$/, (run) => run.faker.person.jobTitle()],
  [/^(gender|sex)$/, of('female', 'male', 'other')],
  [/^(salutation|prefix|honorific)$/, (run) => run.faker.person.prefix()],
  [/(bio|about|biography)$/, (run) => run.faker.person.bio()],
  [/(company|organi[sz]ation|employer|vendor|supplier|brand|manufacturer|merchant)(name)?$/, company],
  [/productname$|^product$/, product],
  [/(street|addressline1?|address1|streetaddress|line1)$/, (run) => run.streetAddress()],
  [/(addressline2|address2|line2|apartment|suite|unit)$/, (run) => run.faker.location.secondaryAddress()],
  [/(zip|postal|post)(code)?$/, postalCodeOf],
  [/(^|[a-z])ip(v4)?(address)?$|^ip/, (run) => ipv4(run)],
  [/^mac(address)?$/, (run) => run.faker.internet.mac()],
  [/address$/, (run) => `${run.streetAddress()}, ${localityOf(run).city}`],
  [/(city|town|municipality|locality)(name)?$/, (run) => localityOf(run).city],
  [/country(iso)?(code|iso)?(3|alpha3)$|^iso3$/, (run) => localityOf(run).countryCode3],
  [/countrycode|^countryiso|^iso2$/, (run) => localityOf(run).countryCode],
  [/country(name)?$/, (run) => localityOf(run).country],
  [/county$/, (run) => run.faker.location.county()],
  [/(province|statename|region)(name)?$/, (run) => localityOf(run).state],
  [/timezone(id)?$|^tz$/, (run) => localityOf(run).timeZone],
  [/(locale|lang|language)(code)?$/, of('en-US', 'en-GB', 'de-DE', 'fr-FR', 'es-ES')],
  [/currency(code|iso)?$/, currencyOf],
  [/iban$/, (run) => run.faker.finance.iban()],
  [/(bic|swift)$/, (run) => run.faker.finance.bic()],
  [/(cardnumber|creditcard)$/, () => '4242424242424242'],
  [/(price|amount|cost|total|balance|fee|tax|salary)$/, (run) => run.faker.commerce.price({ min: 5, max: 500 })],
  [/(colou?r)$/, (run) => run.faker.color.human()],
  [/(hex|rgb)$/, (run) => run.faker.color.rgb()],
  [/(sha|commit|hash|checksum|digest|etag)(sha|id)?$/, (run) => run.faker.git.commitSha()],
  [/(token|secret|apikey|accesskey|signature|nonce|session|cursor)(id|key)?$/, (run) => lettersAndDigits(run, 32)],
  [/(uuid|guid|correlationid|requestid|traceid)$/, (run) => uuid(run)],
  [/(branch|ref)(name)?$/, (run) => run.faker.git.branch()],
  [/filename$|^file$/, (run) => run.faker.system.commonFileName()],
  [/(filepath|path|directory|folder)$/, (run) => `/${slugged(run)}/${run.noun()}`],
  [/(mimetype|contenttype|mediatype)$/, of('application/json', 'image/png', 'text/plain', 'application/pdf')],
  [/(fileextension|extension)$/, of('png', 'pdf', 'txt', 'csv')],
  [/useragent$/, (run) => run.faker.internet.userAgent()],
  [/(domain|host|hostname|server)(name)?$/, (run) => `${slugged(run)}.example.com`],
  [ownUrlNames, ownUrl],
  [/(url|uri|href|link|website|homepage|webhook|callback|endpoint)s?$/, url],
  [/(date|day)$|^date/, (run) => momentFor(run, null).toISOString().slice(0, 10)],
  [/(createdat|updatedat|deletedat|timestamp|datetime|time|[a-z]at)$/, (run) => momentFor(run, null).toISOString().replace('.000', '')],
  [/version$/, (run) => run.faker.system.semver()],
  [/(status|state)$/, of('active', 'pending', 'completed', 'inactive')],
  [/(severity|priority)$/, of('low', 'medium', 'high')],
  [/(role|permission)s?$/, of('admin', 'editor', 'viewer', 'member')],
  [/(category|department)$/, (run) => run.faker.commerce.department()],
  [/(tag|label|topic|keyword)s?$/, (run) => run.noun()],
  [/(type|kind)$/, of('standard', 'basic', 'premium')],
  [/slug$/, slugged],
  [/sku$/, (run) => `${run.faker.string.alpha({ length: 3, casing: 'upper' })}-${digits(run, 5)}`],
  [/(isbn)$/, (run) => run.faker.commerce.isbn()],
  [/(ean|upc|barcode|gtin)$/, (run) => digits(run, 13)],
  [/breed$/, (run) => run.faker.animal.dog()],
  [/(species)$/, (run) => run.faker.animal.type()],
  [/(genre)$/, (run) => run.faker.music.genre()],
  [/(make|manufacturer)$/, (run) => run.faker.vehicle.manufacturer()],
  [/(vin)$/, (run) => run.faker.vehicle.vin()],
  [/(license|licence)plate$/, (run) => run.faker.vehicle.vrm()],
  [/(material)$/, (run) => run.faker.commerce.productMaterial()],
  [/(code|reference|refno|number|ticket)$/, code],
  [/(unit|unitofmeasure|uom)$/, of('pcs', 'kg', 'm', 'l')],
  [/(size)$/, of('S', 'M', 'L', 'XL')],
  [/(title|headline|subject|caption|heading)$/, title],
  [/(message|error|detail|details|reason|note|notes|comment|hint|feedback)$/, sentence],
  [/(description|summary|body|content|text|abstract|excerpt|overview)$/, paragraph],
  [/(id|key)$/, (run) => lettersAndDigits(run, 12)],
  [/(count|quantity|number|index|age|year)$/, (run) => String(integerBetween(run, 1, 99))],
]

/** How strings of this name are usually made; null when it says nothing. */
export function stringsNamed({ name, owner }: Naming): MakeString | null {
  if (name === null) return null
  if (name === 'name' || name === 'title' || name === 'label') {
    for (const [pattern, make] of nameOf) if (pattern.test(owner)) return make
    if (name === 'name') return title
  }
  if (/^currency(code|iso)?$/.test(name) && /countr(y|ies)$/.test(owner)) return (run) => localityOf(run).currency
  if (name === 'state' && /(address|location|place|city|town|branch|store|venue|shipping|billing)$/.test(owner))
    return (run) => localityOf(run).state
  if (/^(description|summary|about)$/.test(name) && goods.test(owner)) return (run) => run.faker.commerce.productDescription()
  for (const [pattern, make] of makers) if (pattern.test(name)) return make
  const bare = name.replace(/name$/, '')
  if (bare !== name) {
    for (const [pattern, make] of nameOf) if (pattern.test(bare)) return make
    return title
  }
  return null
}
