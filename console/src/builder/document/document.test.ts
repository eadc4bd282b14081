import { describe, expect, it } from 'vitest'
import cards from '../../../../docs/reference/cards.json'
import { addCard, clearInput, fieldIn, History, link, newDocument, removeCards, renameCard, seededIds, setConstant, structureOf, unlink, type Card, type CardAt, type Document, type FieldAt } from '.'
import { flowIn, methodIn } from './places'
import { ordered } from '../../flows/cards/order'

const catalog = new Map((cards as unknown as Card[]).map((card) => [card.id, card]))
const ids = seededIds(1)
const card = (id: string) => catalog.get(id)!
const input = (document: Document, at: CardAt, key: string, group = ''): FieldAt => ({
  ...at,
  side: 'input',
  field: Object.values(methodIn(document, at).node.model.inputs!.data!).find((one) => one.key === key && (one.group ?? '') === group)!.id,
})
const output = (document: Document, at: CardAt, key: string, group = '') => Object.values(methodIn(document, at).node.model.outputs!.data!).find((one) => one.key === key && (one.group ?? '') === group)!.id
const titles = (document: Document) => structureOf(document).cards.map((node) => node.method.node.data!.name)

function start() {
  const document = newDocument('Try', ids)
  return { document, root: structureOf(document).start }
}

describe('a flow that is built', () => {
  it('has its cards in the order in which they were placed', () => {
    const { document, root } = start()
    const first = addCard(document, { flow: '', after: root }, card('string.split'), ids)
    const second = addCard(first.document, { flow: '', after: first.at.card }, card('list.at'), ids)
    const between = addCard(second.document, { flow: '', after: first.at.card }, card('list.reverse'), ids)
    expect(titles(between.document)).toEqual(['When this happens', 'Split', 'Reverse', 'At'])
    expect(ordered(between.document.data).order).toHaveLength(4)
    expect(titles(removeCards(between.document, [between.at], ids))).toEqual(['When this happens', 'Split', 'At'])
  })

  it('has an If/Else with two ways and a join, and an If/ElseIf with nested flows', () => {
    const { document, root } = start()
    const choice = addCard(document, { flow: '', after: root }, card('control.if'), ids)
    const node = structureOf(choice.document).cards[1]!
    expect(node.lanes.map((lane) => lane.title)).toEqual(['If true', 'Else'])
    const inside = addCard(choice.document, { flow: '', after: node.lanes[1]!.start }, card('string.split'), ids)
    const behind = addCard(inside.document, { flow: '', after: node.end }, card('control.branch'), ids)
    const cardsNow = structureOf(behind.document).cards
    expect(cardsNow[1]!.lanes[1]!.cards.map((one) => one.id)).toEqual(['string.split'])
    expect(cardsNow[2]!.lanes.map((lane) => lane.title)).toEqual(['If', 'Else'])
    const deep = addCard(behind.document, { flow: cardsNow[2]!.lanes[0]!.flow, after: cardsNow[2]!.lanes[0]!.start }, card('string.split'), ids)
    expect(structureOf(deep.document).cards[2]!.lanes[0]!.cards.map((one) => [one.id, one.hidden])).toEqual([
      ['control.callable', true],
      ['string.split', false],
      ['control.return', true],
    ])
  })

  it('takes a part of an output two nested flows deep, and nothing of that stays when the link goes', () => {
    const { document, root } = start()
    const parse = addCard(document, { flow: '', after: root }, card('json.parse'), ids)
    const outer = addCard(parse.document, { flow: '', after: parse.at.card }, card('control.branch'), ids)
    const lane = structureOf(outer.document).cards[2]!.lanes[0]!
    const inner = addCard(outer.document, { flow: lane.flow, after: lane.start }, card('control.tryCatch'), ids)
    const body = structureOf(inner.document).cards[2]!.lanes[0]!.cards[1]!.lanes[0]!
    const split = addCard(inner.document, { flow: body.flow, after: body.start }, card('string.split'), ids)
    const target = input(split.document, split.at, 'string')
    const linked = link(split.document, { card: parse.at, output: output(split.document, parse.at, 'output'), path: ['user', 'name'] }, target, ids)
    expect(flowIn(linked, '').methods).toHaveLength(4)
    expect(structureOf(linked).cards.map((one) => one.id)).toEqual(['control.noop', 'json.parse', 'object.expand', 'control.branch'])
    const free = unlink(linked, target)
    const shape = (one: Document) => JSON.stringify({ ...one, data: { ...one.data, orderings: Object.values(one.data.orderings!).map((pair) => pair.join()).sort() } })
    expect(shape(clearInput(free, target))).toBe(shape(split.document))
    const without = removeCards(linked, [parse.at], ids)
    expect(JSON.stringify(without)).not.toContain('wormholeMethodId')
    expect(without.data.methods).toHaveLength(2)
  })

  it('keeps what an edit does not touch, and gives it back when the edit is undone', () => {
    const { document, root } = start()
    const first = addCard(document, { flow: '', after: root }, card('string.split'), ids)
    const at = input(first.document, first.at, 'delimiter')
    const typed = setConstant(first.document, at, ';')
    expect(typed.data.methods[0]).toBe(first.document.data.methods[0])
    expect(fieldIn(typed, at).value!.data).toBe(';')
    let history = History.of(document).change('Add Split', first.document).change('Type', typed, 'x').change('Type', setConstant(typed, at, ';;'), 'x').change('Rename', renameCard(typed, first.at, 'Parts'))
    history = history.undo().undo()
    expect(history.present).toBe(first.document)
    expect([history.undoLabel, history.redoLabel]).toEqual(['Add Split', 'Type'])
    expect(fieldIn(history.redo().present, at).value!.data).toBe(';;')
  })
})
