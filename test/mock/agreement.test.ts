import { beforeAll, describe, expect, it } from 'vitest'
import { type Ask, askerOf, jsonOf, openFixture } from './fixture.ts'

const ANSWERS = 60
let ask: Ask
beforeAll(async () => {
  ask = askerOf(await openFixture('market.yaml'))
})

const orders = () => Array.from({ length: ANSWERS }, (_, number) => jsonOf(ask('GET', `/orders/${number + 1}`)))
const people = () => Array.from({ length: ANSWERS }, (_, number) => jsonOf(ask('GET', `/people?n=${number}`))).flat()

describe('values of one answer', () => {
  it('tell the things they belong to by the same id', () => {
    for (const order of orders()) {
      expect(order.customerId).toBe(order.customer.id)
      expect(order.tagIds).toEqual(order.tags.map(({ id }: { id: number }) => id))
      expect(order.url).toBe(`https://www.example.com/orders/${order.id}`)
      for (const line of order.lines) {
        expect(line.orderId).toBe(order.id)
        expect(line.productId).toBe(line.product.id)
      }
    }
  })

  it('have ids of their own in a list, however few there are', () => {
    for (let n = 0; n < ANSWERS; n++) {
      const ids = jsonOf(ask('GET', `/events?limit=12&n=${n}`)).data.map(({ id }: { id: number }) => id)
      expect(new Set(ids).size).toBe(ids.length)
    }
  })

  it('follow each other in time', () => {
    for (const { createdAt, paidAt, shippedAt, deliveredAt, updatedAt } of orders()) {
      const times = [createdAt, paidAt, shippedAt, deliveredAt, updatedAt].map(Date.parse)
      expect(times).toEqual([...times].sort((one, other) => one - other))
    }
    for (const { birthDate, startDate, endDate, created, updated } of people()) {
      expect(birthDate < startDate && startDate < endDate).toBe(true)
      expect(created).toBeLessThan(updated)
    }
  })

  it('add up', () => {
    for (const { lines, lineCount, subtotal, tax, shippingCost, discount, total } of orders()) {
      for (const line of lines) expect(line.total).toBeCloseTo(line.unitPrice * line.quantity, 2)
      expect(lineCount).toBe(lines.length)
      expect(subtotal).toBeCloseTo(
        lines.reduce((sum: number, line: { total: number }) => sum + line.total, 0),
        2,
      )
      expect(total).toBeCloseTo(subtotal + tax + shippingCost - discount, 2)
      expect(total).toBeGreaterThan(0)
    }
    const cart = jsonOf(ask('GET', '/cart'))
    expect(cart.total).toBeCloseTo(
      cart.items.reduce((sum: number, line: { total: number }) => sum + line.total, 0),
      2,
    )
  })

  it('are about one person in one place, and paid in one currency', () => {
    for (const { firstName, lastName, fullName, contact, age, birthDate, address, minBudget, maxBudget } of people()) {
      expect(fullName).toBe(`${firstName} ${lastName}`)
      expect(contact.email).toContain(`@example.com`)
      expect(contact.email.slice(0, 2)).toBe(firstName.slice(0, 2).toLowerCase())
      expect(Math.abs(2026 - Number(birthDate.slice(0, 4)) - age)).toBeLessThanOrEqual(1)
      if (address.city === 'Denver')
        expect([address.country, address.countryCode, Math.round(address.location.lat)]).toEqual(['United States', 'US', 40])
      expect(minBudget).toBeLessThanOrEqual(maxBudget)
    }
    expect(people().some(({ address }) => address.city === 'Denver')).toBe(true)
    for (const { lines } of orders()) expect(new Set(lines.map(({ currency }: { currency: string }) => currency)).size).toBe(1)
  })
})

describe('descriptions', () => {
  it('say what a name does not', () => {
    for (let n = 0; n < ANSWERS; n++) {
      const { contact, made, place, share, level, batch, money } = jsonOf(ask('GET', `/hinted?n=${n}`))
      expect(contact).toMatch(/@example\.com$/)
      expect(made).toMatch(/^\d{4}-\d\d-\d\dT/)
      expect(place).toMatch(/^[A-Z]{2}$/)
      expect(share).toBeLessThanOrEqual(1)
      expect(['low', 'mid', 'high']).toContain(level)
      expect(batch).toBe('AB-1234')
      expect(money).toMatch(/^[A-Z]{3}$/)
    }
  })
})
