import { describe, expect, test } from 'vitest'
import type { Document, Method } from '../../flows/cards/document'
import { differences } from './differences'
import { contests, isContested, merged, ORDER } from './threeWay'

function card(uuid: string, text: string, pins: Method['pins'] = {}): Method {
  return {
    uuid,
    address: 'root:kernel:string:0.0.1:compose',
    pins,
    node: {
      data: { name: uuid.toUpperCase() },
      model: {
        inputs: { data: { [`${uuid}-in`]: { id: `${uuid}-in`, key: 'text', value: { type: 'string', data: text } } } },
        outputs: { data: { [`${uuid}-out`]: { id: `${uuid}-out`, key: 'output', value: { type: 'string' } } } },
      },
    },
  }
}

function flow(...methods: Method[]): Document {
  const orderings = Object.fromEntries(methods.slice(1).map((method, index) => [`o${index}`, [methods[index]!.uuid, method.uuid] as [string, string]]))
  return { id: 'f', name: 'Flow', data: { uuid: 'f', methods, orderings } }
}

const linked = (from: string, to: string) => ({ [`${from}-out`]: { [to]: [{ input: `${to}-in` }] } })

describe('differences', () => {
  test('name the card, the field and both values', () => {
    expect(differences(flow(card('a', 'x'), card('b', 'y')), flow(card('a', 'x'), card('b', 'z')))).toEqual([
      { card: 'b', title: 'B', kind: 'changed', fields: [{ field: 'text', before: 'y', after: 'z' }] },
    ])
  })

  test('show a new link at the card that takes the value', () => {
    const [change] = differences(flow(card('a', 'x'), card('b', '')), flow(card('a', 'x', linked('a', 'b')), card('b', '')))
    expect(change).toMatchObject({ card: 'b', fields: [{ field: 'text', after: '⟨A › output⟩' }] })
  })

  test('tell cards that came, went and moved', () => {
    const kinds = differences(flow(card('a', ''), card('b', ''), card('c', '')), flow(card('a', ''), card('c', ''), card('b', ''), card('d', ''))).map((one) => [one.title, one.kind])
    expect(kinds).toEqual([['The flow itself', 'changed'], ['D', 'added']])
  })
})

describe('two people on one flow', () => {
  const base = flow(card('a', '1'), card('b', '1'), card('c', '1'))
  // The inputs of a first card are not shown; what was done to them must not get lost all the same.
  const mine = flow(card('a', 'mine'), card('b', '1'), card('c', 'mine'))
  const theirs = flow(card('a', '1', linked('a', 'b')), card('b', '1'), card('c', 'theirs'))
  const texts = (document: Document) => Object.fromEntries(document.data.methods.map((method) => [method.uuid, method.node.model.inputs!.data![`${method.uuid}-in`]!.value!.data]))

  test('meet where both changed the same card', () => {
    expect(contests(base, mine, theirs).filter(isContested).map((one) => one.key)).toEqual(['c'])
  })

  test('keep what each changed alone, links too', () => {
    const both = merged(base, mine, theirs, new Map([['c', 'theirs']]))
    expect(texts(both)).toEqual({ a: 'mine', b: '1', c: 'theirs' })
    expect(both.data.methods[0]!.pins).toEqual(linked('a', 'b'))
    expect(texts(merged(base, mine, theirs, new Map([['c', 'mine']])))).toMatchObject({ c: 'mine' })
  })

  test('choose which cards there are as a whole, and leave no link to what is gone', () => {
    const without = flow(card('a', '1'), card('c', '1'))
    const both = merged(base, without, theirs, new Map([[ORDER, 'mine']]))
    expect(both.data.methods.map((method) => method.uuid)).toEqual(['a', 'c'])
    expect(both.data.methods[0]!.pins).toEqual({})
    expect(merged(base, without, theirs, new Map([[ORDER, 'theirs']])).data.methods).toHaveLength(3)
  })

  test('have nothing to choose where nobody changed anything', () => {
    expect(contests(base, base, base)).toEqual([])
    expect(merged(base, base, theirs, new Map())).toEqual(theirs)
  })
})
