import { describe, expect, it } from 'vitest'
import catalog from '../../../../../docs/reference/cards.json?raw'
import type { Card } from '../../page/builder'
import { categoriesOf, found, kindOf, offersOf } from './offers'

const cards = JSON.parse(catalog) as Card[]
const titles = (kind: 'event' | 'action' | 'function', typed: string) => found(offersOf(cards, kind), typed).map((offer) => `${offer.category}: ${offer.title}`)

describe('the cards that are offered', () => {
  it('are each card that people may choose, once, under one of three buttons', () => {
    const all = (['event', 'action', 'function'] as const).flatMap((kind) => offersOf(cards, kind))
    const chosen = cards.filter((card) => !card.hidden)
    const missing = chosen.filter((card) => !all.some((offer) => offer.card === card)).map((card) => card.id)
    expect(missing).toEqual(['control.noop'])
    expect(new Set(all.map((offer) => offer.key)).size).toBe(all.length)
  })

  it('are, as events, the own triggers, a schedule, and event cards of connectors', () => {
    const offered = titles('event', '')
    expect(offered).toContain('Triggers: API Endpoint')
    expect(offered).toContain('Triggers: Scheduled Flow')
    expect(offered).toContain('Triggers: Helper Flow')
    expect(offered).toContain('Triggers: Delegated Flow')
    expect(offered).toContain('Okta: User Added to Group')
    expect(offersOf(cards, 'event').every((offer) => kindOf(offer.card) === 'event')).toBe(true)
  })
})

describe('a search', () => {
  it('finds what is named so before what only mentions it', () => {
    expect(titles('function', 'compose')[0]).toBe('Text: Compose')
    expect(titles('function', 'if/else')[0]).toBe('Branching: If/Else')
    expect(titles('action', 'slack send')[0]).toMatch(/^Slack: Send/)
  })

  it('finds cards by what they do', () => {
    expect(titles('function', 'runs a block comparison')).toEqual(['Branching: If/ElseIf'])
    expect(titles('function', 'no such card at all')).toEqual([])
  })

  it('without words shows first what was used last', () => {
    const offers = offersOf(cards, 'function')
    const keys = found(offers, '', ['string.compose', 'gone.card', 'json.parse']).map((offer) => offer.key)
    expect(keys.slice(0, 2)).toEqual(['string.compose', 'json.parse'])
    expect(keys.length).toBe(offers.length)
  })
})

describe('categories', () => {
  it('say how much is in each', () => {
    const offers = offersOf(cards, 'function')
    const categories = categoriesOf(offers)
    expect(categories.reduce((sum, one) => sum + one.count, 0)).toBe(offers.length)
    expect(categories.map((one) => one.name)).toContain('Date & Time')
  })
})
