import { membersOf, sourcesFor, typeName, type CardAt, type Document, type SourceAt, type Type } from '../document'
import { CONTEXT } from '../document/special'
import type { CardValues } from '../page/builder'

/** A value that can be chosen for an input. */
export interface Offer {
  id: string
  source: SourceAt
  /** The card that gives it. */
  card: string
  /** Output and parts of it. */
  names: string[]
  type: string
  /** What it was in the run that is shown. */
  value?: unknown
}

/** Parts are offered so deep, and so many of one object. */
const DEEPEST = 5
const MOST_PARTS = 100

type Values = ((at: CardAt) => CardValues | undefined) | undefined

/** Everything that a card can take values from, the nearest cards first. */
export function offersFor(document: Document, at: CardAt, values: Values): Offer[] {
  return sourcesFor(document, at).reverse().flatMap((given) =>
    given.outputs.flatMap((output) => {
      const value = valueOf(values?.(given.card)?.outputs, output.group, output.key)
      return offers({ card: given.card, output: output.output, path: [] }, given.title, [output.group && output.group !== CONTEXT ? `${output.group} › ${output.label}` : output.label], output.type, value)
    }),
  )
}

function offers(source: SourceAt, card: string, names: string[], type: Type, value: unknown): Offer[] {
  const own = { id: [source.card.flow, source.card.card, source.output, ...source.path].join('|'), source, card, names, type: typeName(type), value }
  if (source.path.length >= DEEPEST || type.collection) return [own]
  return [own, ...parts(type, value).flatMap((part) => offers({ ...source, path: [...source.path, part.key], type: part.type }, card, [...names, part.label], part.type, part.value))]
}

export interface Part {
  key: string
  label: string
  type: Type
  value?: unknown
}

/** What an object has inside: as its type declares it, and what it had in the run that is shown. */
export function parts(type: Type, value: unknown): Part[] {
  if (type.collection) return []
  const declared = membersOf(type) ?? {}
  const real = isObject(value) ? value : {}
  const keys = [...new Set([...Object.keys(declared), ...Object.keys(real)])].slice(0, MOST_PARTS)
  return keys.map((key) => {
    const member = declared[key]
    return { key, label: member?.displayname ?? key, type: member ? { type: member.type, collection: member.collection ?? false } : typeOfValue(real[key]), value: real[key] }
  })
}

/** The type of a value that was seen. */
export function typeOfValue(value: unknown): Type {
  if (Array.isArray(value)) return { type: typeOfValue(value[0]).type, collection: true }
  if (isObject(value)) return { type: 'object', collection: false }
  if (typeof value === 'number' || typeof value === 'boolean') return { type: typeof value, collection: false }
  return { type: 'string', collection: false }
}

/** What a field held, in the values of a step: those of a group lie in an object of its name. */
export function valueOf(values: Record<string, unknown> | undefined, group: string, key: string): unknown {
  if (!values) return undefined
  if (!group) return values[key]
  const inside = values[group]
  return isObject(inside) ? inside[key] : undefined
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Those whose names hold all the words. */
export function matching(offers: readonly Offer[], words: string): Offer[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean)
  return wanted.length === 0 ? [...offers] : offers.filter((offer) => wanted.every((word) => `${offer.card} ${offer.names.join(' ')}`.toLowerCase().includes(word)))
}
