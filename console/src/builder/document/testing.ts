// What tests of the document share.
import cards from '../../../../docs/reference/cards.json'
import { addCard, seededIds, structureOf, newDocument, type Card, type CardAt, type Document, type FieldAt, type Ids, type SourceAt } from '.'
import { fieldsIn, methodIn } from './places'

export const catalog: ReadonlyMap<string, Card> = new Map((cards as unknown as Card[]).map((card) => [card.id, card]))

export function card(id: string): Card {
  const found = catalog.get(id)
  if (!found) throw new Error(`The catalog has no card ${id}`)
  return found
}

export function input(document: Document, at: CardAt, key: string, group = ''): FieldAt {
  return { ...at, side: 'input', field: named(document, at, 'input', key, group) }
}

export function output(document: Document, at: CardAt, key: string, group = ''): string {
  return named(document, at, 'output', key, group)
}

export function source(document: Document, at: CardAt, key: string, path: string[] = [], group = ''): SourceAt {
  return { card: at, output: output(document, at, key, group), path }
}

function named(document: Document, at: CardAt, side: 'input' | 'output', key: string, group: string): string {
  const found = Object.values(fieldsIn(methodIn(document, at), side)).find((one) => one.key === key && (one.group ?? '') === group)
  if (!found) throw new Error(`The card has no ${side} ${group} ${key}`)
  return found.id
}

/** A flow that is built step by step. */
export class Building {
  document: Document
  constructor(
    name: string,
    readonly ids: Ids = seededIds(1),
  ) {
    this.document = newDocument(name, ids)
  }

  get root(): CardAt {
    return { flow: '', card: structureOf(this.document).start }
  }

  do(edit: (document: Document, ids: Ids) => Document): this {
    this.document = edit(this.document, this.ids)
    return this
  }

  /** Behind a card, at the beginning of a sequence, or behind the last card that was placed in it. */
  add(id: string, after: { flow: string; after: string }): CardAt {
    const { document, at } = addCard(this.document, after, card(id), this.ids)
    this.document = document
    return at
  }

  behind(at: CardAt): { flow: string; after: string } {
    return { flow: at.flow, after: at.card }
  }

  input(at: CardAt, key: string, group = ''): FieldAt {
    return input(this.document, at, key, group)
  }

  source(at: CardAt, key: string, path: string[] = [], group = ''): SourceAt {
    return source(this.document, at, key, path, group)
  }
}
