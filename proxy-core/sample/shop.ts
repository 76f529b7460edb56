import { type Answer, answer, type FieldError, invalid, noProduct, problem, unauthorized } from './answers.ts'
import { type Fields, readFields } from './checks.ts'
import { categories, type Product, reviews, seedProducts } from './stock.ts'

export const DEMO_TOKEN = 'shop-demo-token'
export const SHOP_KEY = 'shop-admin-key'
const DEMO_USER = { id: 7, name: 'Ada Lovelace', email: 'ada@example.com' }
const DEMO_PASSWORD = 'lovelace'

const MAX_CARTS = 1_000
const MAX_ORDERS = 1_000
const MAX_PRODUCTS = 1_000
const MAX_QUANTITY = 99
const orderStatuses = ['placed', 'paid', 'shipped', 'delivered', 'cancelled'] as const

/** A request as the shop sees it. */
export interface ShopRequest {
  /** Values of the names in the path template, decoded. */
  path: Readonly<Record<string, string>>
  query: URLSearchParams
  header(name: string): string | undefined
  body: unknown
}

interface Order {
  id: string
  status: (typeof orderStatuses)[number]
  placedAt: string
  [field: string]: unknown
}

type Operation = (request: ShopRequest) => Answer

/** The shop: its state, and an operation for each of the document's, by method and path template. */
export function createShop(now: () => Date, random: () => number): Record<string, Operation> {
  const products = seedProducts()
  const carts = new Map<string, Map<number, number>>()
  const orders = new Map<string, Order>()

  return {
    'POST /login': ({ body }) => {
      const fields = readFields(body)
      const email = fields.text('email', { max: 200, pattern: /^[^@\s]+@[^@\s]+$/ })
      const password = fields.text('password', { max: 200 })
      if (fields.errors.length > 0) return invalid(fields.errors)
      if (email !== DEMO_USER.email || password !== DEMO_PASSWORD) {
        return problem(401, 'login-failed', 'Login failed', 'E-mail or password is wrong.')
      }
      return answer(200, { token: DEMO_TOKEN, expiresAt: '2031-01-01T00:00:00Z', user: DEMO_USER })
    },

    'GET /products': ({ query }) => {
      const { errors, ...wanted } = readSearch(query)
      if (errors.length > 0) return invalid(errors)
      const found = [...products.values()].filter((product) => matches(product, wanted))
      const { limit, offset } = wanted
      return answer(200, { items: found.slice(offset, offset + limit), total: found.length, limit, offset })
    },

    'POST /products': ({ body, header }) => {
      if (header('x-api-key') !== SHOP_KEY) return unauthorized('Send the key of the shop in X-Api-Key.', 'ApiKey')
      const fields = readFields(body)
      const product = readProduct(fields)
      if (fields.errors.length > 0) return invalid(fields.errors)
      const same = [...products.values()].find(({ name }) => name === product.name)
      if (same) return problem(409, 'name-taken', 'Name taken', `Product ${same.id} is called "${same.name}" already.`)
      if (products.size >= MAX_PRODUCTS) return problem(409, 'full', 'The shop is full', `The shop has room for ${MAX_PRODUCTS} products.`)
      const id = Math.max(...products.keys()) + 1
      products.set(id, { id, ...product, currency: 'EUR', rating: null, image: null, addedAt: now().toISOString() })
      return answer(201, products.get(id), { Location: `/products/${id}` })
    },

    'GET /products/{productId}': ({ path }) => {
      const product = products.get(Number(path.productId))
      return product ? answer(200, product) : noProduct(path.productId ?? '')
    },

    'GET /products/{productId}/reviews': ({ path }) => {
      const id = Number(path.productId)
      if (!products.has(id)) return noProduct(path.productId ?? '')
      return answer(
        200,
        reviews.filter(({ productId }) => productId === id),
      )
    },

    'GET /cart': (request) => answer(200, viewCart(cartOf(request))),

    'POST /cart/items': (request) => {
      const fields = readFields(request.body)
      const id = fields.integer('productId', { min: 1, max: 999_999 })
      const quantity = fields.integer('quantity', { min: 1, max: MAX_QUANTITY, otherwise: 1 })
      if (fields.errors.length > 0) return invalid(fields.errors)
      const product = products.get(id)
      if (!product) return noProduct(id)
      const cart = cartOf(request)
      const wanted = (cart.get(id) ?? 0) + quantity
      if (wanted > MAX_QUANTITY) return invalid([{ field: 'quantity', message: `must leave at most ${MAX_QUANTITY} in the cart` }])
      if (wanted > product.stock) return notEnough(product)
      cart.set(id, wanted)
      return answer(201, viewCart(cart))
    },

    'PATCH /cart/items/{productId}': (request) => {
      const id = Number(request.path.productId)
      const cart = cartOf(request)
      const product = products.get(id)
      if (!cart.has(id) || !product) return notInCart(request)
      const fields = readFields(request.body)
      const quantity = fields.integer('quantity', { min: 1, max: MAX_QUANTITY })
      if (fields.errors.length > 0) return invalid(fields.errors)
      if (quantity > product.stock) return notEnough(product)
      cart.set(id, quantity)
      return answer(200, viewCart(cart))
    },

    'DELETE /cart/items/{productId}': (request) => {
      return cartOf(request).delete(Number(request.path.productId)) ? answer(204) : notInCart(request)
    },

    'GET /orders': (request) => {
      const refused = refuseStranger(request)
      if (refused) return refused
      const status = request.query.get('status')
      if (status !== null && !orderStatuses.some((one) => one === status)) {
        return invalid([{ field: 'status', message: `must be one of ${orderStatuses.join(', ')}` }])
      }
      const items = [...orders.values()].reverse().filter((order) => status === null || order.status === status)
      return answer(200, { items })
    },

    'POST /orders': (request) => {
      const refused = refuseStranger(request)
      if (refused) return refused
      const fields = readFields(request.body)
      const { shipTo, note } = readOrder(fields)
      if (fields.errors.length > 0) return invalid(fields.errors)
      const cart = cartOf(request)
      if (cart.size === 0) return problem(409, 'cart-empty', 'The cart is empty', 'Put something into the cart first.')
      for (const [id, quantity] of cart) {
        const product = products.get(id)
        if (product && product.stock < quantity) return notEnough(product)
      }
      const order: Order = { id: freshOrderId(), status: 'placed', ...viewCart(cart), shipTo, ...note, placedAt: now().toISOString() }
      for (const [id, quantity] of cart) {
        const product = products.get(id)
        if (product) product.stock -= quantity
      }
      cart.clear()
      orders.set(order.id, order)
      dropOldest(orders, MAX_ORDERS)
      return answer(201, order, { Location: `/orders/${order.id}` })
    },

    'GET /orders/{orderId}': (request) => {
      const refused = refuseStranger(request)
      if (refused) return refused
      const id = request.path.orderId ?? ''
      const order = orders.get(id)
      return order ? answer(200, order) : problem(404, 'not-found', 'Not found', `There is no order ${id}.`)
    },
  }

  function cartOf({ header }: ShopRequest): Map<number, number> {
    const session = header('x-session') ?? ''
    const cart = carts.get(session) ?? new Map<number, number>()
    carts.set(session, cart)
    dropOldest(carts, MAX_CARTS)
    return cart
  }

  function viewCart(cart: ReadonlyMap<number, number>) {
    const items = [...cart].flatMap(([productId, quantity]) => {
      const product = products.get(productId)
      if (!product) return []
      const { name, priceCents } = product
      return [{ productId, name, quantity, priceCents, sumCents: quantity * priceCents }]
    })
    return { items, totalCents: items.reduce((sum, { sumCents }) => sum + sumCents, 0), currency: 'EUR' as const }
  }

  function freshOrderId(): string {
    const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
    const id = `ord_${Array.from({ length: 6 }, () => letters[Math.floor(random() * letters.length)]).join('')}`
    return orders.has(id) ? freshOrderId() : id
  }
}

interface Search {
  q: string
  category: string | null
  inStock: boolean
  limit: number
  offset: number
}

function readSearch(query: URLSearchParams): Search & { errors: FieldError[] } {
  const errors: FieldError[] = []
  const category = query.get('category')
  if (category !== null && !categories.some((one) => one === category)) {
    errors.push({ field: 'category', message: `must be one of ${categories.join(', ')}` })
  }
  const inStock = query.get('inStock') ?? 'false'
  if (inStock !== 'true' && inStock !== 'false') errors.push({ field: 'inStock', message: 'must be true or false' })
  const fields = readFields({ limit: Number(query.get('limit') ?? 20), offset: Number(query.get('offset') ?? 0) }, errors)
  const limit = fields.integer('limit', { min: 1, max: 100 })
  const offset = fields.integer('offset', { min: 0, max: 1_000_000 })
  return { q: (query.get('q') ?? '').toLowerCase(), category, inStock: inStock === 'true', limit, offset, errors }
}

function matches(product: Product, { q, category, inStock }: Search): boolean {
  if (category !== null && product.category !== category) return false
  if (inStock && product.stock === 0) return false
  return `${product.name} ${product.description}`.toLowerCase().includes(q)
}

function readProduct(fields: Fields) {
  return {
    name: fields.text('name', { max: 80 }),
    description: fields.text('description', { min: 0, max: 500, otherwise: '' }),
    category: fields.oneOf('category', categories),
    priceCents: fields.integer('priceCents', { min: 0, max: 1_000_000 }),
    stock: fields.integer('stock', { min: 0, max: 100_000, otherwise: 0 }),
    tags: fields.tags('tags'),
  }
}

function readOrder(fields: Fields) {
  const address = fields.inside('shipTo')
  const shipTo = {
    name: address.text('name', { max: 100 }),
    street: address.text('street', { max: 200 }),
    city: address.text('city', { max: 100 }),
    postalCode: address.text('postalCode', { min: 2, max: 12 }),
    country: address.text('country', { max: 2, pattern: /^[A-Z]{2}$/ }),
  }
  return { shipTo, note: fields.has('note') ? { note: fields.text('note', { min: 0, max: 500 }) } : {} }
}

function refuseStranger({ header }: ShopRequest): Answer | null {
  return header('authorization') === `Bearer ${DEMO_TOKEN}` ? null : unauthorized('Send a token: log in first.', 'Bearer')
}

function notEnough({ name, stock }: Product): Answer {
  return problem(409, 'not-enough', 'Not enough in stock', `Of "${name}" ${stock} ${stock === 1 ? 'is' : 'are'} left.`)
}

function notInCart({ path }: ShopRequest): Answer {
  return problem(404, 'not-in-cart', 'Not in the cart', `Product ${path.productId} is not in the cart.`)
}

function dropOldest(map: Map<unknown, unknown>, most: number): void {
  for (const key of map.keys()) {
    if (map.size <= most) return
    map.delete(key)
  }
}
