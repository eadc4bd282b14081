import { fieldsOf, type Method } from '../../flows/cards/document'
import type { Card } from '../page/builder'

/** What a card can do to the world as it is set: less than its kind can, where an input says so and holds a constant. */
export function effectOf(card: Card, method: Method, isLinked: (field: string) => boolean): Card['effect'] {
  for (const lesser of card.lesserEffects ?? []) {
    const input = fieldsOf(method.node.model.inputs).find((field) => (field.group ?? '') === lesser.group && field.key === lesser.key)
    if (input && isLinked(input.id)) continue
    const declared = [...card.options, ...card.inputs].find((field) => field.group === lesser.group && field.key === lesser.key)
    const held = input?.value?.data
    const text = String(held === null || held === undefined || held === '' ? (declared?.default ?? '') : held).toLowerCase()
    if (lesser.is.some((one) => one.toLowerCase() === text)) return lesser.effect
  }
  return card.effect
}
