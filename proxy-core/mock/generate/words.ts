import type { Faker } from '@faker-js/faker'

/** What is asked for most, picked from faker's lists: its own way to a word takes 2 µs, to an address 5. */
export interface Words {
  /** Plain English words in lower case. */
  adjective(): string
  noun(): string
  /** In the document's language, as those below. */
  firstName(): string
  lastName(): string
  productName(): string
  streetAddress(): string
}

type Pick = () => string

/** @param english for plain words, whatever language the document asks for */
export function createWords(faker: Faker, english: Faker, isEnglish: boolean, random: () => number): Words {
  const from = (list: readonly string[]): Pick => {
    return () => list[Math.floor(random() * list.length)] as string
  }
  const { word } = english.definitions
  const isPlain = (text: string) => /^[a-z]{3,10}$/.test(text)
  const plain = { adjective: from(word.adjective.filter(isPlain)), noun: from(word.noun.filter(isPlain)) }
  // other languages have names that depend on each other, and streets of another form
  return { ...plain, ...(isEnglish ? englishNames(english, from, random) : namesOf(faker)) }
}

function namesOf({ person, commerce, location }: Faker): Omit<Words, 'adjective' | 'noun'> {
  return {
    firstName: () => person.firstName(),
    lastName: () => person.lastName(),
    productName: () => commerce.productName(),
    streetAddress: () => location.streetAddress(),
  }
}

function englishNames(
  { definitions: { person, commerce, location } }: Faker,
  from: (list: readonly string[]) => Pick,
  random: () => number,
): Omit<Words, 'adjective' | 'noun'> {
  const { female = [], male = [] } = person.first_name
  const firstName = from([...new Set([...female, ...male])].filter((name) => /^[A-Za-z]+$/.test(name)))
  const lastName = from(person.last_name.generic ?? [])
  const { adjective, material, product } = commerce.product_name
  const [manner, stuff, thing] = [from(adjective), from(material), from(product)]
  const suffix = from(location.street_suffix)
  // of three to five digits
  const number = () => Math.floor(10 ** (2 + Math.floor(random() * 3)) * (1 + 9 * random()))
  return {
    firstName,
    lastName,
    productName: () => `${manner()} ${stuff()} ${thing()}`,
    streetAddress: () => `${number()} ${random() < 0.5 ? firstName() : lastName()} ${suffix()}`,
  }
}
