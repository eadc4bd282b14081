import { expect, test } from 'vitest'
import reference from '../../../../docs/reference/cards.json?raw'
import type { Method } from '../../flows/cards/document'
import { formOf, type Card, type Dynamic } from './form'
import { itemWidget, widgetOf, type CardField } from './widget'

const cards = JSON.parse(reference) as Card[]
const card = (id: string) => cards.find((one) => one.id === id)!

const dynamic: Dynamic = {
  columns: [{ name: 'User', type: 'text' }, { name: 'Seen', type: 'date' }],
  helper: { inputs: [{ group: '', key: 'person', value: { type: 'string', collection: false } }], outputs: [{ group: '', key: 'done', value: { type: 'boolean', collection: false } }] },
}

interface Made {
  side: 'inputs' | 'outputs'
  group: string | null
  key: string
  type?: unknown
  list?: boolean
  data?: unknown
  metadata?: object
  proxy?: unknown
}

function method(of: Card, fields: Made[] = []): Method {
  const side = (name: Made['side']) => ({
    data: Object.fromEntries(
      fields
        .filter((one) => one.side === name)
        .map(({ group, key, type = 'string', list = false, data, metadata, proxy }, index) => {
          const id = `${name}${index}`
          return [id, { id, group, key, value: { type, collection: list, data, proxy }, metadata: { index, ...metadata } }]
        }),
    ),
  })
  return { uuid: 'one', address: of.address, node: { model: { inputs: side('inputs'), outputs: side('outputs') } } } as Method
}

test('the form of every card shows each field that it declares, once and with a widget', () => {
  for (const one of cards) {
    const form = formOf(one, method(one), dynamic)
    const shown = [...form.options, ...form.inputs.flatMap((group) => group.fields)].map((field) => `${field.group}/${field.key}`)
    const declared = [...one.options, ...one.inputs].filter((field) => field.key !== undefined && field.type !== 'block').map((field) => `${field.group}/${field.key}`)
    expect(shown, one.id).toEqual(expect.arrayContaining(declared))
    expect(new Set(shown).size, one.id).toBe(shown.length)
    const outputs = form.outputs.flatMap((group) => group.fields).map((field) => `${field.group}/${field.key}`)
    expect(outputs, one.id).toEqual(expect.arrayContaining(one.outputs.filter((field) => field.key !== undefined).map((field) => `${field.group}/${field.key}`)))
    for (const field of [...form.options, ...form.inputs.flatMap((group) => group.fields)]) {
      expect(field.label, `${one.id} ${field.key}`).not.toBe('')
      expect(field.widget, `${one.id} ${field.key}`).toBeTruthy()
    }
  }
})

test('each declared type has a widget, alone and in a list', () => {
  const types = new Set(cards.flatMap((one) => [...one.options, ...one.inputs, ...one.settings, ...one.inputs.flatMap((field) => field.row ?? [])].map((field) => field.type)))
  expect(types.size).toBeGreaterThan(12)
  for (const type of types) {
    expect(itemWidget({ type } as CardField, 'string'), type).toBeTruthy()
    expect(widgetOf({ type, list: true } as CardField, { type: 'string', collection: true }), type).toBe('list')
  }
})

test('where fields are made by whoever builds the flow, the form says in which group', () => {
  expect(formOf(card('string.compose'), method(card('string.compose'))).inputs[0]!.creates).toMatchObject({ group: '', ownGroup: false, type: 'string' })
  const endpoint = formOf(card('http.accept'), method(card('http.accept')))
  expect(endpoint.mirrored).toBe(true)
  expect(endpoint.outputs.filter((group) => group.creates).map((group) => group.name)).toEqual(['query', 'headers', 'body'])
  expect(formOf(card('string.replaceAny'), method(card('string.replaceAny'))).inputs[0]!.creates).toMatchObject({ ownGroup: true })
})

test('an author’s field can be renamed, a declared one cannot', () => {
  const of = card('object.construct')
  const [group] = formOf(of, method(of, [{ side: 'inputs', group: null, key: 'name', metadata: { custom: true } }])).inputs
  expect(group!.fields).toMatchObject([{ id: 'inputs0', key: 'name', custom: true, widget: 'text' }])
  expect(formOf(card('list.each'), method(card('list.each'))).inputs[0]!.fields.every((field) => !field.custom)).toBe(true)
})

test('an open type takes the widget of the type that the document has', () => {
  const of = card('control.if')
  const form = formOf(of, method(of, [{ side: 'inputs', group: null, key: 'left-operand', type: 'number', data: 3 }]))
  expect(form.inputs[0]!.fields.map((field) => field.widget)).toEqual(['number', 'choice', 'text'])
  expect(form.inputs[0]!.fields[1]!.choices).toContainEqual({ value: '>=', label: 'is at least' })
})

test('columns of the chosen table become inputs, and one that is gone says so', () => {
  const of = card('stash.createRow')
  const form = formOf(of, method(of, [{ side: 'inputs', group: 'Fields', key: 'Gone', data: 'x' }]), dynamic)
  expect(form.inputs[0]!.fields.map(({ key, widget, stale }) => ({ key, widget, stale }))).toEqual([
    { key: 'User', widget: 'text', stale: false },
    { key: 'Seen', widget: 'date', stale: false },
    { key: 'Gone', widget: 'text', stale: true },
  ])
  expect(formOf(of, method(of, [{ side: 'inputs', group: 'Fields', key: 'Gone' }])).inputs[0]!.fields[0]!.stale).toBe(false)
})

test('what a helper takes becomes inputs of its caller, in a loop with items', () => {
  const of = card('list.each')
  const form = formOf(of, method(of, [{ side: 'inputs', group: null, key: 'person', proxy: { dynamic: true, path: 'User ID' } }]), dynamic)
  expect(form.loops).toBe(true)
  expect(form.inputs[0]!.fields.at(-1)).toMatchObject({ key: 'person', id: 'inputs0', item: { dynamic: true, path: 'User ID' } })
  expect(formOf(card('control.spawn'), method(card('control.spawn')), dynamic)).toMatchObject({ loops: false, outputs: [{ fields: [{ key: 'done', value: { type: 'boolean' } }] }] })
  expect(formOf(card('control.times'), method(card('control.times')), dynamic).loops).toBe(true)
})

test('ways of an If/ElseIf are groups with a condition each; what carries values is hidden', () => {
  const of = card('control.branch')
  const form = formOf(
    of,
    method(of, [
      { side: 'inputs', group: 'x7', key: 'left-operand' },
      { side: 'inputs', group: 'x7', key: 'operator', data: '==' },
      { side: 'inputs', group: 'x7', key: 'right-operand' },
      { side: 'inputs', group: 'x7', key: 'flo', type: 'flo', data: { methods: [] } },
      { side: 'inputs', group: 'context', key: 'k', metadata: { forceHide: true } },
    ]),
  )
  expect(form.inputs.map(({ name, title, way, fields }) => ({ name, title, way, fields: fields.map((field) => field.key) }))).toEqual([
    { name: 'if', title: 'If', way: 'if', fields: ['left-operand', 'operator', 'right-operand'] },
    { name: 'x7', title: 'Else if', way: 'else if', fields: ['left-operand', 'operator', 'right-operand'] },
  ])
})

test('labels of choices come from the document where it has some', () => {
  const of = card('stash.searchRows2')
  const form = formOf(of, method(of, [{ side: 'inputs', group: 'parameters', key: 'resultSet', data: 'one', metadata: { choices: [{ label: 'First matching row', value: 'one' }] } }]))
  expect(form.options[1]!.choices![0]).toEqual({ value: 'one', label: 'First matching row' })
})

test('a card that is not installed is drawn from the document', () => {
  const of = { ...card('string.compose'), address: 'root:channels:http:nowhere:1.0.0:doIt' }
  const form = formOf(undefined, method(of, [{ side: 'inputs', group: 'parameters', key: 'mode', data: 'a' }, { side: 'inputs', group: 'Thing', key: 'id', type: 'number' }]))
  expect(form.options).toMatchObject([{ key: 'mode' }])
  expect(form.inputs).toMatchObject([{ name: 'Thing', fields: [{ key: 'id', widget: 'number' }] }])
})

test('fields of the connected system are offered, with others beside them', () => {
  const of = card('okta.updateUser')
  const known = { group: '', key: 'costCenter', title: 'Cost center', help: '', type: 'text', list: false, value: { type: 'string', collection: false } } as CardField
  const form = formOf(of, method(of, [{ side: 'inputs', group: 'Profile', key: 'shoeSize' }]), { service: { inputs: new Map([['Profile', [known]]]), outputs: new Map() } })
  const profile = form.inputs.find((group) => group.name === 'Profile')!
  expect(profile.fields.map(({ key, label, custom }) => ({ key, label, custom }))).toEqual(
    expect.arrayContaining([
      { key: 'costCenter', label: 'Cost center', custom: false },
      { key: 'shoeSize', label: 'shoeSize', custom: true },
    ]),
  )
  expect(profile.creates).toBeDefined()
})
