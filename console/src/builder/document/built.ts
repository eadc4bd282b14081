// Flows that are built with every kind of construct. The engine runs what is written of them; see built.test.ts.
import { addField, addWay, copyCards, duplicateCards, extractHelper, inlineHelper, link, linkItem, moveCards, nodeAt, pasteCards, resultsOf, setConstant, setFields, setPolicy, setText, setTrigger, structureOf, type CardAt, type Document, type Sequence } from '.'
import { seededIds } from './places'
import { Building, card } from './testing'

const TEXT = { type: 'string', list: false }
const NUMBER = { type: 'number', list: false }
const OBJECT = { type: 'object', list: false }

let seed = 0

/** A helper flow that takes fields. */
function helper(name: string, given: Record<string, { type: unknown; list: boolean }>): Building {
  const building = new Building(name, seededIds(++seed))
  building.do((document, ids) => setTrigger(document, card('control.callable'), ids))
  for (const [key, type] of Object.entries(given)) building.do((document, ids) => addField(document, building.root, 'output', { key, ...type }, ids).document)
  return building
}

/** A Return card at the end that gives outputs of cards. */
function give(building: Building, results: Record<string, { from: CardAt; key: string; path?: string[] } & { type: unknown; list: boolean }>, after?: CardAt): CardAt {
  const last = structureOf(building.document).cards.at(-1)!
  const end = building.add('control.return', after ? building.behind(after) : { flow: '', after: last.end })
  for (const [key, result] of Object.entries(results)) {
    building.do((document, ids) => addField(document, end, 'input', { key, type: result.type, list: result.list }, ids).document)
    building.do((document, ids) => link(document, building.source(result.from, result.key, result.path), building.input(end, key), ids))
  }
  return end
}

const lane = (building: Building, at: CardAt, index: number): Sequence => nodeAt(building.document, at)!.lanes[index]!
const startOf = (sequence: Sequence) => ({ flow: sequence.flow, after: sequence.start })

function choice(): Building {
  const building = helper('Size', { n: NUMBER })
  const ask = building.add('control.if', building.behind(building.root))
  building.do((document, ids) => link(document, building.source(building.root, 'n'), building.input(ask, 'left-operand'), ids))
  building.do((document) => setConstant(document, building.input(ask, 'operator'), '>'))
  building.do((document) => setConstant(document, building.input(ask, 'right-operand'), '10'))
  building.do((document, ids) => addField(document, ask, 'output', { key: 'Size', ...TEXT }, ids).document)
  const big = building.add('string.compose', startOf(lane(building, ask, 0)))
  building.do((document, ids) => setText(document, building.input(big, '_text_'), ['big: ', { source: building.source(building.root, 'n') }], ids))
  const small = building.add('string.toLowerCase', startOf(lane(building, ask, 1)))
  building.do((document) => setConstant(document, building.input(small, 'string'), 'SMALL'))
  const result = resultsOf(building.document, ask)[0]!
  for (const from of [big, small]) building.do((document, ids) => link(document, building.source(from, 'output'), result.ways[0]!.target, ids))
  const { output } = resultsOf(building.document, ask)[0]!
  give(building, { size: { from: output, key: 'Size', ...TEXT }, n: { from: building.root, key: 'n', ...TEXT } })
  return building
}

function ways(): Building {
  const building = helper('Kind', { o: OBJECT })
  const ask = building.add('control.branch', building.behind(building.root))
  building.do((document, ids) => addWay(document, ask, ids).document)
  building.do((document, ids) => addField(document, ask, 'output', { key: 'kind', ...TEXT }, ids).document)
  const groups = nodeAt(building.document, ask)!.lanes.map((one) => decodeURIComponent(one.flow.split(':')[1]!))
  const second = nodeAt(building.document, ask)!.method.node.model.inputs!.data![groups[1]!]!.group!
  for (const [group, value] of [
    ['if', 'deep'],
    [second, 'other'],
  ] as const) {
    building.do((document, ids) => link(document, building.source(building.root, 'o', ['kind']), building.input(ask, 'left-operand', group), ids))
    building.do((document) => setConstant(document, building.input(ask, 'right-operand', group), value))
  }
  const inner = building.add('control.branch', startOf(lane(building, ask, 0)))
  building.do((document, ids) => addField(document, inner, 'output', { key: 'text', ...TEXT }, ids).document)
  building.do((document, ids) => link(document, building.source(building.root, 'o', ['a', 'x']), building.input(inner, 'left-operand', 'if'), ids))
  building.do((document) => setConstant(document, building.input(inner, 'operator', 'if'), 'is not empty'))
  const text = building.add('string.compose', startOf(lane(building, inner, 0)))
  building.do((document, ids) => setText(document, building.input(text, '_text_'), [{ source: building.source(building.root, 'o', ['a', 'x']) }, '-', { source: building.source(building.root, 'o', ['kind']) }], ids))
  building.do((document, ids) => link(document, building.source(text, 'output'), resultsOf(document, inner)[0]!.ways[0]!.target, ids))
  building.do((document) => setConstant(document, resultsOf(document, inner)[0]!.ways[1]!.target, 'nothing'))
  building.do((document, ids) => link(document, building.source(inner, 'text'), resultsOf(document, ask)[0]!.ways[0]!.target, ids))
  building.do((document) => setConstant(document, resultsOf(document, ask)[0]!.ways[1]!.target, 'second'))
  building.do((document) => setConstant(document, resultsOf(document, ask)[0]!.ways[2]!.target, 'else'))
  give(building, { kind: { from: ask, key: 'kind', ...TEXT } })
  return building
}

function failing(): Building {
  const building = helper('Name', { json: TEXT })
  const attempt = building.add('control.tryCatch', building.behind(building.root))
  building.do((document, ids) => addField(document, attempt, 'output', { key: 'name', ...TEXT }, ids).document)
  const parse = building.add('json.parse', startOf(lane(building, attempt, 0)))
  building.do((document, ids) => link(document, building.source(building.root, 'json'), building.input(parse, 'string'), ids))
  const result = () => resultsOf(building.document, attempt)[0]!
  building.do((document, ids) => link(document, { ...building.source(parse, 'output', ['user', 'name']), type: { type: 'string', collection: false } }, result().ways[0]!.target, ids))
  const handler = lane(building, attempt, 1)
  const cut = building.add('string.compose', startOf(handler))
  building.do((document, ids) => setText(document, building.input(cut, '_text_'), ['failed: ', { source: building.source(building.root, 'json') }, ' ', { source: building.source({ flow: handler.flow, card: handler.start }, 'error', ['method'], 'context') }], ids))
  building.do((document, ids) => setText(document, building.input(cut, '_text_'), ['failed: ', { source: building.source(building.root, 'json') }], ids))
  building.do((document, ids) => link(document, building.source(cut, 'output'), result().ways[1]!.target, ids))
  give(building, { name: { from: attempt, key: 'name', ...TEXT } })
  return building
}

function greet(): Building {
  const building = helper('Greet', { name: TEXT, greeting: TEXT })
  const compose = building.add('string.compose', building.behind(building.root))
  building.do((document, ids) => setText(document, building.input(compose, '_text_'), [{ source: building.source(building.root, 'greeting') }, ' ', { source: building.source(building.root, 'name') }, '!'], ids))
  give(building, { text: { from: compose, key: 'output', ...TEXT } })
  return building
}

function calls(greeting: Document): Building {
  const building = helper('Call', { who: OBJECT })
  const call = building.add('control.spawn', building.behind(building.root))
  building.do((document) => setConstant(document, building.input(call, 'flo'), greeting.id))
  building.do((document, ids) => setFields(document, call, 'input', [{ key: 'name', ...TEXT }, { key: 'greeting', ...TEXT }], ids))
  building.do((document, ids) => setFields(document, call, 'output', [{ key: 'text', ...TEXT }], ids))
  building.do((document, ids) => link(document, building.source(building.root, 'who', ['first']), building.input(call, 'name'), ids))
  building.do((document) => setConstant(document, building.input(call, 'greeting'), 'Hello'))
  give(building, { said: { from: call, key: 'text', ...TEXT } })
  return building
}

function loop(greeting: Document): Building {
  const building = helper('Loop', { people: { type: 'object', list: true } })
  const map = building.add('list.map', building.behind(building.root))
  building.do((document) => setConstant(document, building.input(map, 'flo'), greeting.id))
  building.do((document, ids) => setFields(document, map, 'input', [{ key: 'name', ...TEXT }, { key: 'greeting', ...TEXT }], ids))
  building.do((document, ids) => link(document, building.source(building.root, 'people'), building.input(map, 'list'), ids))
  building.do((document) => linkItem(document, building.input(map, 'name'), 'Full Name'))
  building.do((document) => setConstant(document, building.input(map, 'greeting'), 'Hi'))
  give(building, { all: { from: map, key: 'new list', type: 'object', list: true } })
  return building
}

function conversions(): Building {
  const building = helper('Convert', { t: TEXT, n: NUMBER, o: OBJECT, b: { type: 'boolean', list: false } })
  const assign = building.add('control.let', building.behind(building.root))
  for (const [key, type] of Object.entries({ number: NUMBER, text: TEXT, list: { type: 'string', list: true }, json: TEXT, numbers: { type: 'number', list: true }, yes: TEXT })) building.do((document, ids) => addField(document, assign, 'input', { key, ...type }, ids).document)
  for (const [key, from] of Object.entries({ number: 't', text: 'n', list: 't', json: 'o', numbers: 't', yes: 'b' })) building.do((document, ids) => link(document, building.source(building.root, from), building.input(assign, key), ids))
  const any = { type: 'string', list: false }
  give(building, { number: { from: assign, key: 'number', ...NUMBER }, text: { from: assign, key: 'text', ...any }, list: { from: assign, key: 'list', type: 'string', list: true }, json: { from: assign, key: 'json', ...any }, numbers: { from: assign, key: 'numbers', type: 'number', list: true }, yes: { from: assign, key: 'yes', ...any } })
  return building
}

function quiet(): Building {
  const building = helper('Quiet', { json: TEXT })
  const parse = building.add('json.parse', building.behind(building.root))
  building.do((document, ids) => link(document, building.source(building.root, 'json'), building.input(parse, 'string'), ids))
  building.do((document) => setPolicy(document, parse, { type: 'return' }))
  give(building, { read: { from: parse, key: 'output', path: ['a'], ...TEXT } })
  return building
}

/** The choice after its If/Else was copied, moved and pasted about. */
function rearranged(): Building {
  const building = choice()
  const ask = structureOf(building.document).cards[1]!
  building.do((document, ids) => duplicateCards(document, [ask.at], ids).document)
  building.do((document, ids) => pasteCards(document, { flow: '', after: building.root.card }, copyCards(document, [ask.at]), ids).document)
  const holder = building.add('control.tryCatch', { flow: '', after: structureOf(building.document).cards.at(-2)!.end })
  const copy = structureOf(building.document).cards[1]!
  building.do((document, ids) => moveCards(document, [copy.at], startOf(lane(building, holder, 0)), ids))
  return building
}

export interface Built {
  name: string
  flow: Document
  helpers: Document[]
}

/** The same ids each time. */
export function builtFlows(): Built[] {
  seed = 0
  const greeting = greet().document
  const plain = (building: Building, ...helpers: Document[]): Built => ({ name: building.document.name!, flow: building.document, helpers })
  const cut = choice()
  const extracted = extractHelper(cut.document, [structureOf(cut.document).cards[1]!.at], 'Sizes', cut.ids)
  const called = calls(greeting)
  const inlined = inlineHelper(called.document, structureOf(called.document).cards.find((node) => node.id === 'control.spawn')!.at, greeting, called.ids)
  return [
    plain(choice()),
    plain(ways()),
    plain(failing()),
    plain(calls(greeting), greeting),
    plain(loop(greeting), greeting),
    plain(conversions()),
    plain(quiet()),
    { ...plain(rearranged()), name: 'Rearranged' },
    { name: 'Extracted', flow: extracted.document, helpers: [extracted.helper] },
    { name: 'Inlined', flow: inlined, helpers: [] },
  ]
}
