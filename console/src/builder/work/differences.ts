import { eachCard, lanesOf, type Lane, type Shown, type ShownCard, type ShownField } from '../../flows/cards/lanes'
import type { Document } from '../../flows/cards/document'
import type { CardChanges } from '../../flows/changes'

type Field = CardChanges['fields'][number]

/** What one document has other than another, card by card, the flow's own settings first. */
export function differences(before: Document, after: Document): CardChanges[] {
  const [old, now] = [cardsOf(before), cardsOf(after)]
  const changes: CardChanges[] = []
  const settings = [...compared(settingsOf(before), settingsOf(after)), ...orderChange(old, now)]
  if (settings.length > 0) changes.push({ title: 'The flow itself', kind: 'changed', fields: settings })
  for (const [key, card] of old) if (!now.has(key)) changes.push({ card: key, title: card.title, kind: 'removed', fields: [] })
  for (const [key, card] of now) {
    const earlier = old.get(key)
    if (!earlier) {
      changes.push({ card: key, title: card.title, kind: 'added', fields: [] })
      continue
    }
    const fields = compared(factsOf(earlier), factsOf(card))
    if (fields.length > 0) changes.push({ card: key, title: card.title, kind: 'changed', fields })
  }
  return changes
}

/** The cards that people see, by their ids and those of the cards around them. */
function cardsOf(document: Document): Map<string, ShownCard> {
  const found = new Map<string, ShownCard>()
  const walk = (lane: Lane, around: string) => {
    for (const card of lane.cards) {
      const key = around ? `${around}/${card.uuid}` : card.uuid
      if (!card.hidden) found.set(key, card)
      card.lanes.forEach((inner) => walk(inner, key))
    }
  }
  walk(lanesOf(document), '')
  return found
}

/** How many cards a document shows. */
export function cardCount(document: Document): number {
  let count = 0
  eachCard(lanesOf(document), (card) => void (count += card.hidden ? 0 : 1))
  return count
}

function settingsOf(document: Document): Map<string, string> {
  const { data } = document
  return new Map([
    ['Name', document.name ?? ''],
    ['Description', document.description ?? ''],
    ['Save all data that passes through the flow', data.log === false ? 'No' : 'Yes'],
    ['Security level', data.security_level ?? ''],
    ['Schedule', data.cron && Object.keys(data.cron).length > 0 ? Object.entries(data.cron).map(([name, value]) => `${name} ${value}`).join(', ') : ''],
  ])
}

function factsOf(card: ShownCard): Map<string, string> {
  const facts = new Map([
    ['Title', card.title],
    ['Card', card.card],
    ['Connection', card.connection ?? ''],
    ['If it fails', card.onError ?? ''],
  ])
  if (card.note) facts.set('Note', `${card.note.title}\n${card.note.markdown}`.trim())
  const named = names([...card.inputs, ...card.outputs])
  for (const field of card.inputs) facts.set(named.get(field)!, `${textOf(field.value)}`)
  for (const field of card.outputs) facts.set(`Output ${named.get(field)!}`, field.type)
  return facts
}

/** Fields of one label in several groups are told apart by their group. */
function names(fields: ShownField[]): Map<ShownField, string> {
  const taken = new Map<string, number>()
  for (const field of fields) taken.set(field.label, (taken.get(field.label) ?? 0) + 1)
  return new Map(fields.map((field) => [field, field.group && taken.get(field.label)! > 1 ? `${field.group} / ${field.label}` : field.label]))
}

export function textOf(value: Shown): string {
  if (value.kind === 'nothing') return ''
  if (value.kind === 'flow') return `flow ${value.id}`
  if (value.kind === 'from') return value.sources.map((source) => `⟨${[source.title, ...source.output].join(' › ')}⟩`).join(' or ')
  return typeof value.value === 'string' ? value.value : JSON.stringify(value.value)
}

function compared(before: Map<string, string>, after: Map<string, string>): Field[] {
  return [...new Set([...before.keys(), ...after.keys()])]
    .filter((field) => (before.get(field) ?? '') !== (after.get(field) ?? ''))
    .map((field) => ({ field, before: before.get(field), after: after.get(field) }))
}

function orderChange(before: Map<string, ShownCard>, after: Map<string, ShownCard>): Field[] {
  const common = (all: Map<string, ShownCard>, other: Map<string, ShownCard>) => [...all].filter(([key]) => other.has(key))
  const [old, now] = [common(before, after), common(after, before)]
  if (old.every(([key], index) => key === now[index]![0])) return []
  const titles = (cards: [string, ShownCard][]) => cards.map(([, card]) => card.title).join(', ')
  return [{ field: 'Order of the cards', before: titles(old), after: titles(now) }]
}
