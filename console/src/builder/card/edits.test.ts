import { expect, test } from 'vitest'
import { addCard, methodIn, newDocument, nodeAt, seededIds, setOption, setTrigger, sourceOf, structureOf, type CardAt, type Document } from '../document'
import { card, input, output } from '../document/testing'
import { conditionsOf, expressionInput, linkInput, present, setConditions, setInput, settle, type Wanted } from './edits'
import { formOf, type Dynamic, type FormField } from './form'

const ids = seededIds(3)
const columns = [
  { name: 'User', type: 'text' },
  { name: 'Seen', type: 'date' },
]

/** An endpoint with one card behind it. */
function flowWith(id: string): { document: Document; start: CardAt; at: CardAt } {
  const begun = setTrigger(newDocument('Flow', ids), card('http.accept'), ids)
  const start = { flow: '', card: structureOf(begun).start }
  const { document, at } = addCard(begun, { flow: '', after: start.card }, card(id), ids)
  return { document, start, at }
}

function field(document: Document, at: CardAt, key: string, dynamic: Dynamic = {}): FormField {
  const node = nodeAt(document, at)!
  const form = formOf(card(node.id), node.method, dynamic)
  return [...form.options, ...form.inputs.flatMap((group) => group.fields)].find((one) => one.key === key)!
}

test('a declared field that the card lacks is made when it is set, and is not the author’s', () => {
  const { document, at } = flowWith('stash.createRow')
  const wanted = field(document, at, 'User', { columns })
  expect(wanted.id).toBeUndefined()
  const changed = setInput(document, at, wanted, 'ada', ids)
  const made = field(changed, at, 'User', { columns })
  expect(made).toMatchObject({ constant: 'ada', group: 'Fields', custom: false, stale: false })
  expect(present(changed, at, 'input', made, ids).document).toBe(changed)
})

test('choosing another table takes the columns of the one before away', () => {
  const { document, at } = flowWith('stash.createRow')
  const first = settle(document, at, card('stash.createRow'), { columns }, ids)
  expect(Object.values(methodIn(first, at).node.model.inputs!.data!).map((one) => one.key)).toEqual(['stash', 'User', 'Seen'])
  const second = settle(first, at, card('stash.createRow'), { columns: [columns[0]!, { name: 'Count', type: 'number' }] }, ids)
  expect(Object.values(methodIn(second, at).node.model.inputs!.data!).map((one) => one.key)).toEqual(['stash', 'User', 'Count'])
})

test('a helper’s fields become those of its caller, which keeps its own', () => {
  const { document, at } = flowWith('list.each')
  const helper = { inputs: [{ group: '', key: 'person', value: { type: 'string', collection: false } }], outputs: [] }
  const changed = settle(document, at, card('list.each'), { helper }, ids)
  expect(Object.values(methodIn(changed, at).node.model.inputs!.data!).map((one) => one.key)).toEqual(['list', 'flo', 'concurrency', 'person'])
  expect(field(changed, at, 'person', { helper })).toMatchObject({ item: { dynamic: false } })
})

test('a condition takes its value from another card through a hidden input, which goes with the condition', () => {
  const { document: begun, start, at } = flowWith('stash.searchRows2')
  const document = setOption(begun, input(begun, at, 'stash', 'parameters'), 'table')
  const where = field(document, at, 'Where Expression')
  const wanted: Wanted[] = [
    { lhs: 'User', op: '=', join: 'AND', from: { card: start, output: output(document, start, 'body', 'raw'), path: [] } },
    { lhs: 'Done', op: '=', join: 'AND', rhs: false },
  ]
  const changed = setConditions(document, at, where, wanted, () => 'string', ids)
  const written = conditionsOf(field(changed, at, 'Where Expression').constant)
  expect(written).toMatchObject([{ lhs: 'User', op: '=', rhd: { methodId: start.card } }, { lhs: 'Done', rhs: false }])
  const bringing = expressionInput(changed, at, written[0]!.rhd!.outputId)!
  expect(sourceOf(changed, bringing)).toMatchObject([{ card: start }])
  expect(field(changed, at, written[0]!.rhd!.outputId)).toBeUndefined()

  const fewer = setConditions(changed, at, field(changed, at, 'Where Expression'), written.slice(1), () => 'string', ids)
  expect(expressionInput(fewer, at, written[0]!.rhd!.outputId)).toBeUndefined()
  expect(conditionsOf(field(fewer, at, 'Where Expression').constant)).toHaveLength(1)
})

test('a link to an input that the card lacks makes the input', () => {
  const { document, start, at } = flowWith('stash.createRow')
  const changed = linkInput(document, at, field(document, at, 'User', { columns }), { card: start, output: output(document, start, 'body', 'raw'), path: [] }, ids)
  const made = field(changed, at, 'User', { columns })
  expect(sourceOf(changed, { ...at, side: 'input', field: made.id! })).toMatchObject([{ card: start }])
})
