import { describe, expect, it } from 'vitest'
import { addField, addWay, daily, EditRefused, find, itemsFor, link, linkItem, linkToNew, moveCards, moveField, nodeAt, orderProblems, problems, removeField, removeWay, renameField, resultsOf, retypeField, setConstant, setFields, setText, setTrigger, sourceOf, sourcesFor, structureOf, textParts, type CardAt } from '.'
import { fieldIn, fieldsIn, methodIn } from './places'
import { Building, card, catalog } from './testing'

const keys = (building: Building, at: CardAt, side: 'input' | 'output') => Object.values(fieldsIn(methodIn(building.document, at), side)).map((one) => one.key)

describe('a trigger', () => {
  it('keeps the fields of the author and what they feed when another one is chosen', () => {
    const building = new Building('Helper')
    building.do((document, ids) => setTrigger(document, card('control.callable'), ids))
    building.do((document, ids) => addField(document, building.root, 'output', { key: 'user', type: 'object', list: false }, ids).document)
    const split = building.add('string.split', building.behind(building.root))
    building.do((document, ids) => link(document, building.source(building.root, 'user', ['name']), building.input(split, 'string'), ids))
    building.do((document, ids) => setTrigger(document, card('http.accept'), ids))
    const from = sourceOf(building.document, building.input(split, 'string'))[0]!
    expect(from).toMatchObject({ card: building.root, names: ['body', 'user', 'name'], path: ['name'] })
    expect(building.document.data.security_level).toBe('medium')
    building.do((document, ids) => setTrigger(document, card('control.callable'), ids, daily('UTC')))
    expect(building.document.data).toMatchObject({ scheduled: true, security_level: null })
    expect(keys(building, building.root, 'output')).toEqual(['execution_id', 'execution_time', 'user'])
    expect(sourceOf(building.document, building.input(split, 'string'))[0]).toMatchObject({ names: ['user', 'name'] })
  })

  it('that is an event of another system takes the links to the fields of the former one away', () => {
    const building = new Building('Event')
    building.do((document, ids) => setTrigger(document, card('control.callable'), ids))
    building.do((document, ids) => addField(document, building.root, 'output', { key: 'user', type: 'string', list: false }, ids).document)
    const split = building.add('string.split', building.behind(building.root))
    building.do((document, ids) => link(document, building.source(building.root, 'user'), building.input(split, 'string'), ids))
    building.do((document, ids) => setTrigger(document, card('okta.accessCertificationDecisionSubmitted'), ids))
    expect(sourceOf(building.document, building.input(split, 'string'))).toEqual([])
    expect(sourcesFor(building.document, split)[0]!.outputs.map((one) => one.label)).toContain('Event Type')
  })
})

describe('fields', () => {
  it('of a card that passes its inputs on are added, renamed, moved, retyped and removed on both sides', () => {
    const building = new Building('Fields')
    const let_ = building.add('control.let', building.behind(building.root))
    for (const key of ['a', 'b']) building.do((document, ids) => addField(document, let_, 'input', { key, type: 'string', list: false }, ids).document)
    building.do((document) => renameField(document, building.input(let_, 'a'), 'first'))
    building.do((document) => moveField(document, building.input(let_, 'first'), undefined))
    building.do((document) => retypeField(document, building.input(let_, 'first'), { type: 'number', list: false }))
    const outputs = Object.values(fieldsIn(methodIn(building.document, let_), 'output'))
    expect(outputs.map((one) => [one.key, one.value!.type, one.metadata!.index])).toEqual([
      ['first', 'number', 1],
      ['b', 'string', 0],
    ])
    expect(() => addField(building.document, let_, 'input', { key: 'b', type: 'string', list: false }, building.ids)).toThrow(EditRefused)
    building.do((document) => removeField(document, building.input(let_, 'b')))
    expect([keys(building, let_, 'input'), keys(building, let_, 'output')]).toEqual([['first'], ['first']])
  })

  it('of a helper keep links and constants when the helper changes, and are items of a loop when asked', () => {
    const building = new Building('Loop')
    const parse = building.add('json.parse', building.behind(building.root))
    const each = building.add('list.each', building.behind(parse))
    const text = { type: 'string', list: false }
    building.do((document, ids) => setFields(document, each, 'input', [{ key: 'name', ...text }, { key: 'kind', ...text }], ids))
    building.do((document) => linkItem(document, building.input(each, 'name'), 'Name'))
    building.do((document) => setConstant(document, building.input(each, 'kind'), 'person'))
    building.do((document, ids) => setFields(document, each, 'input', [{ key: 'kind', ...text }, { key: 'name', ...text }, { key: 'more', ...text }], ids))
    expect(fieldIn(building.document, building.input(each, 'name')).value!.proxy).toEqual({ dynamic: true, path: 'Name', dest: { key: 'name', group: null } })
    expect(fieldIn(building.document, building.input(each, 'kind')).value!.data).toBe('person')
    building.do((document, ids) => setFields(document, each, 'input', [{ key: 'more', ...text }], ids))
    expect(keys(building, each, 'input')).toEqual(['list', 'flo', 'concurrency', 'more'])
    building.do((document) => retypeField(document, { ...parse, side: 'output', field: building.source(parse, 'output').output }, { type: { id: { type: 'string', collection: false } }, list: true }))
    building.do((document, ids) => link(document, building.source(parse, 'output'), building.input(each, 'list'), ids))
    expect(itemsFor(building.document, each).map((one) => one.path)).toEqual([['id']])
  })

  it('of a Compose card are the values in its text, and go when the text names them no more', () => {
    const building = new Building('Text')
    building.do((document, ids) => setTrigger(document, card('http.accept'), ids))
    const compose = building.add('string.compose', building.behind(building.root))
    const text = building.input(compose, '_text_')
    const headers = building.source(building.root, 'headers', ['Host'], 'raw')
    building.do((document, ids) => setText(document, text, ['From ', { source: headers }, '!'], ids))
    const parts = textParts(String(fieldIn(building.document, text).value!.data))
    expect([parts[0], parts[2]]).toEqual(['From ', '!'])
    expect(sourceOf(building.document, building.input(compose, (parts[1] as { key: string }).key))[0]!.names).toEqual(['raw', 'headers', 'Host'])
    building.do((document, ids) => setText(document, text, ['Nobody'], ids))
    expect(keys(building, compose, 'input')).toEqual(['_text_'])
    expect(structureOf(building.document).cards.map((node) => node.id)).toEqual(['http.accept', 'string.compose'])
  })

  it('are made of what is dropped on a card', () => {
    const building = new Building('Drop')
    building.do((document, ids) => setTrigger(document, card('http.accept'), ids))
    const let_ = building.add('control.let', building.behind(building.root))
    building.do((document, ids) => linkToNew(document, building.source(building.root, 'query', [], 'raw'), let_, ids).document)
    building.do((document, ids) => linkToNew(document, building.source(building.root, 'query', [], 'raw'), let_, ids).document)
    expect(keys(building, let_, 'output')).toEqual(['query', 'query 2'])
  })
})

describe('outputs of cards with ways', () => {
  it('of an If/Else are set on each way, and taken behind it', () => {
    const building = new Building('If')
    building.do((document, ids) => setTrigger(document, card('http.accept'), ids))
    const choice = building.add('control.if', building.behind(building.root))
    const node = nodeAt(building.document, choice)!
    const yes = building.add('string.trim', { flow: '', after: node.lanes[0]!.start })
    const no = building.add('string.toLowerCase', { flow: '', after: node.lanes[1]!.start })
    building.do((document, ids) => addField(document, choice, 'output', { key: 'Name', type: 'string', list: false }, ids).document)
    const result = resultsOf(building.document, choice)[0]!
    for (const at of [yes, no]) building.do((document, ids) => link(document, building.source(at, 'output'), result.ways[0]!.target, ids))
    building.do((document, ids) => link(document, building.source(no, 'output'), result.ways[1]!.target, ids))
    expect(sourceOf(building.document, result.ways[0]!.target).map((one) => one.title)).toEqual(['Trim', 'To Lower Case'])
    const behind = building.add('string.split', { flow: '', after: node.end })
    building.do((document, ids) => link(document, { card: result.output, output: result.output.field, path: [] }, building.input(behind, 'string'), ids))
    expect(sourcesFor(building.document, behind).map((one) => one.title)).toEqual(['API Endpoint', 'If/Else', 'If/Else'])
    expect(() => link(building.document, building.source(yes, 'output'), building.input(behind, 'delimiter'), building.ids)).toThrow('Create an output of that If/Else')
  })

  it('of an If/ElseIf are results of all of its ways, old and new', () => {
    const building = new Building('Ways')
    const choice = building.add('control.branch', building.behind(building.root))
    building.do((document, ids) => addField(document, choice, 'output', { key: 'Kind', type: 'string', list: false }, ids).document)
    let flow = ''
    building.do((document, ids) => {
      const made = addWay(document, choice, ids)
      flow = made.flow
      return made.document
    })
    expect(structureOf(building.document).cards[1]!.lanes.map((lane) => lane.title)).toEqual(['If', 'Else if', 'Else'])
    expect(resultsOf(building.document, choice)[0]!.ways.map((way) => way.title)).toEqual(['If', 'Else if', 'Else'])
    building.do((document) => renameField(document, resultsOf(document, choice)[0]!.output, 'Sort'))
    expect(resultsOf(building.document, choice)[0]!.ways).toHaveLength(3)
    const field = decodeURIComponent(flow.split(':')[1]!)
    expect(structureOf(removeWay(building.document, choice, field)).cards[1]!.lanes).toHaveLength(2)
  })
})

describe('what is asked of a document', () => {
  it('names what is missing at each card', () => {
    const building = new Building('Problems')
    const each = building.add('list.each', building.behind(building.root))
    building.add('string.split', building.behind(each))
    expect(problems(building.document, catalog).map((one) => one.text)).toEqual([
      'Nothing starts this flow yet. Choose an event, or run it by hand.',
      '“list” is required: type a value or link one.',
      'Choose a flow for “Helper Flow”.',
      '“text” is required: type a value or link one.',
    ])
  })

  it('finds words in titles and constants', () => {
    const building = new Building('Find')
    const split = building.add('string.split', building.behind(building.root))
    building.do((document) => setConstant(document, building.input(split, 'delimiter'), 'semicolon'))
    expect(find(building.document, 'split').map((hit) => hit.text)).toContain('Split')
    expect(find(building.document, 'SEMI colon').map((hit) => hit.text)).toEqual(['separator: semicolon'])
  })
})

describe('cards that are moved', () => {
  it('keep their links, and lose those that would run backwards, which are named beforehand', () => {
    const building = new Building('Move')
    building.do((document, ids) => setTrigger(document, card('http.accept'), ids))
    const first = building.add('string.trim', building.behind(building.root))
    const second = building.add('string.split', building.behind(first))
    building.do((document, ids) => link(document, building.source(building.root, 'body', [], 'raw'), building.input(first, 'string'), ids))
    building.do((document, ids) => link(document, building.source(first, 'output'), building.input(second, 'string'), ids))
    const place = building.behind(second)
    expect(orderProblems(building.document, [first], place)).toEqual(['“Split” takes a value of “Trim”, which has to run before it.'])
    building.do((document, ids) => moveCards(document, [first], place, ids))
    expect(structureOf(building.document).cards.map((node) => node.id)).toEqual(['http.accept', 'string.split', 'string.trim'])
    expect(sourceOf(building.document, building.input(second, 'string'))).toEqual([])
    expect(sourceOf(building.document, building.input(first, 'string'))).toHaveLength(1)
  })
})
