import { describe, expect, it } from 'vitest'
import catalog from '../../../../docs/reference/cards.json?raw'
import { addCard, newDocument, seededIds, setConstant, structureOf } from '../document'
import type { Card } from '../page/builder'
import { effectOf } from './effect'

const cards = JSON.parse(catalog) as Card[]

describe('the effect of a card', () => {
  it('is less than its kind can do where an input says so and nothing else decides', () => {
    const ids = seededIds(3)
    const card = cards.find((one) => one.lesserEffects?.some((lesser) => lesser.effect === 'READ'))!
    const lesser = card.lesserEffects!.find((one) => one.effect === 'READ')!
    const empty = newDocument('A flow', ids)
    const { document, at } = addCard(empty, { flow: '', after: structureOf(empty).start }, card, ids)
    const input = Object.values(structureOf(document).cards.at(-1)!.method.node.model.inputs!.data!).find((field) => (field.group ?? '') === lesser.group && field.key === lesser.key)!
    const set = (value: string) => structureOf(setConstant(document, { ...at, side: 'input', field: input.id }, value)).cards.at(-1)!.method
    expect(effectOf(card, set(lesser.is[0]!.toLowerCase()), () => false)).toBe('READ')
    expect(effectOf(card, set(lesser.is[0]!), (field) => field === input.id)).toBe(card.effect)
    expect(effectOf(card, set('something else'), () => false)).toBe(card.effect)
  })
})
