/** A product as the document has it. */
export interface Product {
  id: number
  name: string
  description: string
  category: (typeof categories)[number]
  priceCents: number
  currency: 'EUR'
  stock: number
  rating: number | null
  tags: string[]
  image: string | null
  addedAt: string
}

export interface Review {
  id: number
  productId: number
  stars: number
  author: string
  text: string
  writtenAt: string
}

export const categories = ['beans', 'grinders', 'kettles', 'brewers', 'accessories'] as const

const FIRST_ID = 41

/** What the shop sells when it opens, by id. Made anew at each call: those who buy change it. */
export function seedProducts(): Map<number, Product> {
  const products = new Map<number, Product>()
  for (const [i, [name, description, category, priceCents, stock, rating, tags, addedAt]] of shelf.entries()) {
    const id = FIRST_ID + i
    const image = i % 4 === 2 ? null : `https://shop.example.com/images/${id}.jpg`
    products.set(id, { id, name, description, category, priceCents, currency: 'EUR', stock, rating, tags: [...tags], image, addedAt })
  }
  return products
}

export const reviews: readonly Review[] = [
  review(9001, 42, 5, 'Grace H.', 'Steady stream, no drips. My pour-overs stopped tasting of luck.', '2026-10-04T17:21:00Z'),
  review(9000, 42, 4, 'Alan T.', 'Good kettle. The base could be smaller.', '2026-09-18T07:02:00Z'),
  review(8999, 41, 5, 'Katherine J.', 'Ground for four people on a mountain. Still sharp.', '2026-09-01T19:40:00Z'),
  review(8998, 45, 3, 'Edsger D.', 'Considered useful.', '2026-08-22T12:00:00Z'),
  review(8997, 57, 5, 'Margaret H.', 'They are paper, they filter.', '2026-08-15T05:55:00Z'),
]

type Shelf = [string, string, Product['category'], number, number, number | null, string[], string]

const shelf: Shelf[] = [
  ['Hand grinder', 'Steel burrs, 30 g, folds into a rucksack.', 'grinders', 8900, 12, 4.7, ['travel', 'steel'], '2026-02-11T08:30:00Z'],
  [
    'Gooseneck kettle',
    'Pours where you look. 0.9 l, holds its temperature for half an hour.',
    'kettles',
    6450,
    31,
    4.8,
    ['electric', 'bestseller'],
    '2026-03-02T10:00:00Z',
  ],
  ['Stovetop kettle', 'Enamel, 1.2 l, whistles politely.', 'kettles', 3900, 0, 4.1, ['enamel'], '2026-03-02T10:05:00Z'],
  ['Travel kettle', 'Half a litre, folds flat, two voltages.', 'kettles', 4990, 18, 3.9, ['electric', 'travel'], '2026-03-09T11:20:00Z'],
  ['Glass dripper', 'One to four cups, a wooden collar.', 'brewers', 4250, 22, 4.5, ['glass'], '2026-03-12T09:00:00Z'],
  ['Ceramic dripper', 'Two cups, white, keeps warm.', 'brewers', 2390, 64, 4.6, ['ceramic', 'bestseller'], '2026-03-12T09:01:00Z'],
  ['French press', 'One litre, double mesh.', 'brewers', 3490, 27, 4.3, ['glass', 'steel'], '2026-03-15T14:45:00Z'],
  ['Moka pot', 'Three cups, aluminium, a classic shape.', 'brewers', 2990, 41, 4.4, ['stovetop'], '2026-03-15T14:50:00Z'],
  ['Cold brew jug', 'One litre, fits into the door of a fridge.', 'brewers', 2790, 9, null, ['glass', 'summer'], '2026-05-30T16:00:00Z'],
  ['Electric grinder', 'Forty settings, quiet enough for mornings.', 'grinders', 18900, 7, 4.6, ['electric'], '2026-04-01T08:00:00Z'],
  [
    'Flat burr grinder',
    'Fifty-eight millimetres, no retention to speak of.',
    'grinders',
    32900,
    3,
    4.9,
    ['electric', 'steel'],
    '2026-04-01T08:10:00Z',
  ],
  ['Yirgacheffe', 'Washed, bergamot and peach, 250 g.', 'beans', 1390, 120, 4.8, ['light-roast', 'ethiopia'], '2026-09-20T06:00:00Z'],
  ['Huila', 'Washed, red apple and caramel, 250 g.', 'beans', 1250, 96, 4.5, ['medium-roast', 'colombia'], '2026-09-20T06:01:00Z'],
  ['Sidamo natural', 'Natural, blueberry jam, 250 g.', 'beans', 1490, 44, 4.7, ['light-roast', 'ethiopia'], '2026-09-27T06:00:00Z'],
  ['House espresso', 'Chocolate, hazelnut, forgiving, 1 kg.', 'beans', 2490, 80, 4.4, ['dark-roast', 'bestseller'], '2026-09-27T06:02:00Z'],
  ['Decaf', 'Sugar cane process, 250 g.', 'beans', 1350, 38, 4, ['decaf', 'colombia'], '2026-10-04T06:00:00Z'],
  ['Paper filters, 100', 'White, for drippers of one to four cups.', 'accessories', 690, 400, 4.7, ['paper'], '2026-02-01T12:00:00Z'],
  ['Metal filter', 'Fine mesh, for people who dislike paper.', 'accessories', 1990, 33, 3.8, ['steel'], '2026-02-01T12:05:00Z'],
  ['Scale with timer', 'To 0.1 g, charges by cable.', 'accessories', 4490, 25, 4.6, ['electric'], '2026-02-20T10:30:00Z'],
  ['Server, 600 ml', 'Glass, with a lid and marks.', 'accessories', 2190, 19, 4.2, ['glass'], '2026-02-20T10:35:00Z'],
  ['Tasting spoons', 'Two, deep, polished.', 'accessories', 1590, 52, null, ['steel'], '2026-06-10T13:00:00Z'],
  ['Enamel mug', 'Holds 350 ml and falls of one metre.', 'accessories', 1290, 140, 4.5, ['enamel', 'travel'], '2026-06-12T09:00:00Z'],
  ['Storage tin', 'Pushes the air out, 500 g.', 'accessories', 2690, 16, 4.3, ['steel'], '2026-06-12T09:10:00Z'],
  ['Cleaning tablets', 'Sixty, for grinders and machines.', 'accessories', 990, 75, 4.1, ['cleaning'], '2026-07-01T08:00:00Z'],
]

function review(id: number, productId: number, stars: number, author: string, text: string, writtenAt: string): Review {
  return { id, productId, stars, author, text, writtenAt }
}
