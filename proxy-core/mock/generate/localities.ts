import type { Habits } from './habits.ts'

/** A real city with what an address there says, so that city, country and coordinates agree. */
export interface Locality {
  city: string
  state: string
  country: string
  countryCode: string
  /** ISO 3166-1 alpha-3. */
  countryCode3: string
  /** A `#` for each digit. */
  postalCode: string
  currency: string
  timeZone: string
  latitude: number
  longitude: number
}

type Row = [city: string, state: string, postalCode: string, latitude: number, longitude: number, timeZone: string]

const countries: [country: string, code: string, code3: string, currency: string, cities: Row[]][] = [
  [
    'United States',
    'US',
    'USA',
    'USD',
    [
      ['Portland', 'Oregon', '972##', 45.5152, -122.6784, 'America/Los_Angeles'],
      ['Austin', 'Texas', '787##', 30.2672, -97.7431, 'America/Chicago'],
      ['Boston', 'Massachusetts', '021##', 42.3601, -71.0589, 'America/New_York'],
      ['Denver', 'Colorado', '802##', 39.7392, -104.9903, 'America/Denver'],
      ['Chicago', 'Illinois', '606##', 41.8781, -87.6298, 'America/Chicago'],
    ],
  ],
  [
    'Canada',
    'CA',
    'CAN',
    'CAD',
    [
      ['Toronto', 'Ontario', 'M5V #K#', 43.6532, -79.3832, 'America/Toronto'],
      ['Montréal', 'Québec', 'H2X #A#', 45.5019, -73.5674, 'America/Toronto'],
    ],
  ],
  [
    'United Kingdom',
    'GB',
    'GBR',
    'GBP',
    [
      ['Leeds', 'England', 'LS1 #AB', 53.8008, -1.5491, 'Europe/London'],
      ['Edinburgh', 'Scotland', 'EH1 #YZ', 55.9533, -3.1883, 'Europe/London'],
    ],
  ],
  [
    'Germany',
    'DE',
    'DEU',
    'EUR',
    [
      ['Hamburg', 'Hamburg', '203##', 53.5511, 9.9937, 'Europe/Berlin'],
      ['Leipzig', 'Sachsen', '041##', 51.3397, 12.3731, 'Europe/Berlin'],
      ['München', 'Bayern', '803##', 48.1351, 11.582, 'Europe/Berlin'],
    ],
  ],
  [
    'France',
    'FR',
    'FRA',
    'EUR',
    [
      ['Lyon', 'Auvergne-Rhône-Alpes', '6900#', 45.764, 4.8357, 'Europe/Paris'],
      ['Nantes', 'Pays de la Loire', '4400#', 47.2184, -1.5536, 'Europe/Paris'],
    ],
  ],
  ['Spain', 'ES', 'ESP', 'EUR', [['Valencia', 'Comunidad Valenciana', '4600#', 39.4699, -0.3763, 'Europe/Madrid']]],
  ['Portugal', 'PT', 'PRT', 'EUR', [['Porto', 'Porto', '4000-###', 41.1579, -8.6291, 'Europe/Lisbon']]],
  ['Italy', 'IT', 'ITA', 'EUR', [['Torino', 'Piemonte', '101##', 45.0703, 7.6869, 'Europe/Rome']]],
  ['Netherlands', 'NL', 'NLD', 'EUR', [['Utrecht', 'Utrecht', '35## AB', 52.0907, 5.1214, 'Europe/Amsterdam']]],
  ['Austria', 'AT', 'AUT', 'EUR', [['Graz', 'Steiermark', '801#', 47.0707, 15.4395, 'Europe/Vienna']]],
  ['Switzerland', 'CH', 'CHE', 'CHF', [['Basel', 'Basel-Stadt', '405#', 47.5596, 7.5886, 'Europe/Zurich']]],
  ['Poland', 'PL', 'POL', 'PLN', [['Kraków', 'Małopolskie', '31-###', 50.0647, 19.945, 'Europe/Warsaw']]],
  ['Sweden', 'SE', 'SWE', 'SEK', [['Göteborg', 'Västra Götaland', '411 ##', 57.7089, 11.9746, 'Europe/Stockholm']]],
  ['Brazil', 'BR', 'BRA', 'BRL', [['Curitiba', 'Paraná', '800##-000', -25.4284, -49.2733, 'America/Sao_Paulo']]],
  ['India', 'IN', 'IND', 'INR', [['Pune', 'Maharashtra', '4110##', 18.5204, 73.8567, 'Asia/Kolkata']]],
  ['Japan', 'JP', 'JPN', 'JPY', [['Kyoto', 'Kyoto', '604-80##', 35.0116, 135.7681, 'Asia/Tokyo']]],
  ['Australia', 'AU', 'AUS', 'AUD', [['Melbourne', 'Victoria', '30##', -37.8136, 144.9631, 'Australia/Melbourne']]],
]

const localities: Locality[] = countries.flatMap(([country, countryCode, countryCode3, currency, cities]) =>
  cities.map(([city, state, postalCode, latitude, longitude, timeZone]) => ({
    ...{ city, state, country, countryCode, countryCode3, postalCode, currency, timeZone, latitude, longitude },
  })),
)

const languages: Record<string, string[] | undefined> = {
  de: ['DE', 'AT', 'CH'],
  en: ['US', 'CA', 'GB', 'AU'],
  fr: ['FR', 'CA', 'CH'],
  es: ['ES'],
  pt: ['PT', 'BR'],
  it: ['IT', 'CH'],
  nl: ['NL'],
  pl: ['PL'],
  sv: ['SE'],
  ja: ['JP'],
}

/** Those of the region, or of the countries where the language is spoken; all when there are none. */
export function localitiesOf({ locale, region }: Pick<Habits, 'locale' | 'region'>): readonly Locality[] {
  const [language = ''] = locale.split('_')
  const of = (codes: readonly string[]) => localities.filter(({ countryCode }) => codes.includes(countryCode))
  const inRegion = region === null ? [] : of([region])
  const spoken = inRegion.length > 0 ? inRegion : of(languages[language] ?? [])
  return spoken.length > 0 ? spoken : localities
}
