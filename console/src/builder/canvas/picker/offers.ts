import type { Card } from '../../page/builder'

/** What is added: what starts the flow, a card of another system, or one that only computes and steers. */
export type Kind = 'event' | 'action' | 'function'

export const KINDS: Record<Kind, string> = { event: 'Add event', action: 'Add app action', function: 'Add function' }

export interface Offer {
  key: string
  title: string
  help: string
  category: string
  card: Card
  /** The same card with a schedule. */
  scheduled?: boolean
}

/** Cards that a flow may have where somebody adds one. */
export function offersOf(cards: Iterable<Card>, kind: Kind): Offer[] {
  const offers: Offer[] = []
  for (const card of cards) {
    if (card.hidden || kindOf(card) !== kind) continue
    // A card without inputs and outputs stands where nothing starts the flow.
    if (kind === 'event' && card.inputs.length + card.outputs.length === 0) continue
    offers.push({ key: card.id, title: card.title, help: card.help, category: card.category, card })
    const schedule = kind === 'event' && card.settings.find((field) => field.type === 'cron')
    if (schedule) offers.push({ key: `${card.id} scheduled`, title: 'Scheduled Flow', help: schedule.help, category: card.category, card, scheduled: true })
  }
  // What belongs to no other system comes first: API Endpoint, schedule, helper.
  return offers.sort((a, b) => Number(Boolean(a.card.connector)) - Number(Boolean(b.card.connector)) || a.category.localeCompare(b.category, 'en') || a.title.localeCompare(b.title, 'en'))
}

export function kindOf(card: Card): Kind {
  return card.starts ? 'event' : card.connector ? 'action' : 'function'
}

/** Categories in order, each with how many offers it has. */
export function categoriesOf(offers: readonly Offer[]): { name: string; count: number }[] {
  const counts = new Map<string, number>()
  for (const { category } of offers) counts.set(category, (counts.get(category) ?? 0) + 1)
  return [...counts].map(([name, count]) => ({ name, count }))
}

/** Those that have all words; what is named so comes before what only says so in its help. Without words, what was used last comes first. */
export function found(offers: readonly Offer[], typed: string, recent: readonly string[] = []): Offer[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) {
    const last = recent.flatMap((key) => offers.filter((offer) => offer.key === key))
    return [...last, ...offers.filter((offer) => !last.includes(offer))]
  }
  const whole = words.join(' ')
  return offers
    .flatMap((offer) => {
      const rank = rankOf(offer, words, whole)
      return rank === undefined ? [] : [{ offer, rank }]
    })
    .sort((a, b) => a.rank - b.rank)
    .map(({ offer }) => offer)
}

function rankOf(offer: Offer, words: string[], whole: string): number | undefined {
  const title = offer.title.toLowerCase()
  const category = offer.category.toLowerCase()
  const text = `${title} ${category} ${offer.key.toLowerCase()} ${offer.help.toLowerCase()}`
  if (!words.every((word) => text.includes(word))) return undefined
  if (title === whole) return 0
  if (title.startsWith(whole)) return 1
  const named = `${category} ${title}`
  if (words.every((word) => startsAWord(title, word))) return 2
  if (words.every((word) => startsAWord(named, word))) return 3
  if (words.every((word) => named.includes(word))) return 4
  return 5
}

function startsAWord(text: string, word: string): boolean {
  return text.split(/[^\p{L}\p{N}]+/u).some((one) => one.startsWith(word))
}
