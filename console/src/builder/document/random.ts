// Random edits, over every function that edits a document.
import { cardId } from '../../flows/cards/document'
import * as model from '.'
import type { CardAt, CardNode, Document, FieldAt, Ids, Place } from '.'
import { fieldsIn, flowIn, methodIn, nestedFlow } from './places'
import { isCapture, pinsOf, type Pin } from './plumbing'
import { BRANCH, CALLABLE, EXPAND, IF, NOOP, TEXT } from './special'
import { isLoop } from './sources'
import { catalog } from './testing'

const ADDED = ['control.if', 'control.branch', 'control.tryCatch', 'control.let', 'control.spawn', 'list.each', 'list.map', 'string.compose', 'string.split', 'json.parse', 'object.get', 'boolean.compare', 'control.return', 'math.add', 'stash.createRow', 'date.now', 'control.continueIf']
const TRIGGERS = ['control.callable', 'http.accept', 'http.delegated', 'okta.accessCertificationDecisionSubmitted', 'control.noop']
const KEYS = ['name', 'user id', 'ä', 'a.b', '0', 'body']
const TYPES = [{ type: 'string', list: false }, { type: 'number', list: false }, { type: 'object', list: false }, { type: 'string', list: true }, { type: 'Date', list: false }, { type: { id: { type: 'string', collection: false }, who: { type: { name: { type: 'string', collection: false } }, collection: false } }, list: false }]

export class Chance {
  constructor(
    readonly number: () => number,
    readonly ids: Ids,
  ) {}

  one<T>(of: readonly T[]): T {
    if (of.length === 0) throw new model.EditRefused('Nothing to choose from')
    return of[Math.floor(this.number() * of.length)]!
  }

  some<T>(of: readonly T[]): T[] {
    return of.filter(() => this.number() < 0.3)
  }
}

/** Links that people see; the others belong to plumbing. */
function byHand(document: Document, flow: string, pin: Pin): boolean {
  const target = methodIn(document, { flow, card: pin.card })
  return cardId(target) !== EXPAND && !isCapture(target.node.model.inputs!.data![pin.input]!)
}

type Edit = (document: Document, chance: Chance) => Document

const nodes = (document: Document): CardNode[] => {
  const all: CardNode[] = []
  model.eachCard(model.structureOf(document), (node) => all.push(node))
  return all
}

const shown = (document: Document, chance: Chance) => chance.one(nodes(document).filter((node) => !node.hidden))

function place(document: Document, chance: Chance): Place {
  const places: Place[] = []
  const visit = (sequence: model.Sequence) => {
    places.push({ flow: sequence.flow, after: sequence.start })
    for (const node of sequence.cards) {
      if (!node.hidden) places.push({ flow: node.at.flow, after: node.end })
      node.lanes.forEach(visit)
    }
  }
  visit(model.structureOf(document))
  return chance.one(places)
}

function input(document: Document, chance: Chance): FieldAt {
  const node = shown(document, chance)
  const at = node.join && chance.number() < 0.4 ? node.join.at : node.at
  const fields = Object.values(fieldsIn(methodIn(document, at), 'input')).filter((one) => !isCapture(one) && !nestedFlow(methodIn(document, at), one.id))
  return { ...at, side: 'input', field: chance.one(fields).id }
}

function source(document: Document, at: CardAt, chance: Chance): model.SourceAt {
  const offer = chance.one(model.sourcesFor(document, at))
  const output = chance.one(offer.outputs)
  const path = chance.number() < 0.5 ? [] : output.parts.length > 0 ? chance.one(output.parts).path : [chance.one(KEYS)]
  return { card: offer.card, output: output.output, path }
}

function siblings(document: Document, chance: Chance): CardAt[] {
  const node = shown(document, chance)
  const all = nodes(document).filter((one) => !one.hidden && one.at.flow === node.at.flow)
  return [node.at, ...chance.some(all.slice(1)).map((one) => one.at)].filter((at, index, list) => list.findIndex((one) => one.card === at.card) === index)
}

const thing = (document: Document, chance: Chance, side: 'input' | 'output'): FieldAt => {
  const { at } = shown(document, chance)
  return { ...at, side, field: chance.one(Object.values(fieldsIn(methodIn(document, at), side)).filter((one) => one.metadata?.custom)).id }
}

const withId = (document: Document, id: string, chance: Chance) => chance.one(nodes(document).filter((node) => node.id === id)).at

export const EDITS: Record<string, Edit> = {
  addCard: (document, chance) => model.addCard(document, place(document, chance), catalog.get(chance.one(ADDED))!, chance.ids).document,
  addNote: (document, chance) => model.addNote(document, place(document, chance), chance.ids).document,
  setTrigger: (document, chance) => model.setTrigger(document, catalog.get(chance.one(TRIGGERS))!, chance.ids),
  removeCards: (document, chance) => model.removeCards(document, [shown(document, chance).at], chance.ids),
  moveCards: (document, chance) => model.moveCards(document, siblings(document, chance), place(document, chance), chance.ids),
  duplicateCards: (document, chance) => model.duplicateCards(document, siblings(document, chance).slice(0, 2), chance.ids).document,
  pasteCards: (document, chance) => model.pasteCards(document, place(document, chance), model.copyCards(document, siblings(document, chance).slice(0, 2)), chance.ids).document,
  renameCard: (document, chance) => model.renameCard(document, shown(document, chance).at, `Card ${chance.ids.next()}`),
  describeCard: (document, chance) => model.describeCard(document, shown(document, chance).at, 'Why'),
  setNote: (document, chance) => model.setNote(document, withId(document, 'control.comment', chance), { title: 'Note', markdown: '*x*' }),
  collapse: (document, chance) => model.collapse(document, siblings(document, chance), chance.number() < 0.5),
  setConnection: (document, chance) => model.setConnection(document, shown(document, chance).at, chance.number() < 0.5 ? 'connection' : undefined),
  setConstant: (document, chance) => model.setConstant(document, input(document, chance), chance.one<unknown>(['text', 1, true, { a: [1] }, ['x'], ''])),
  clearInput: (document, chance) => model.clearInput(document, input(document, chance)),
  unlink: (document, chance) => {
    const pin = chance.one(chance.one(model.flowsIn(document).map((flow) => pinsOf(flowIn(document, flow)).filter((one) => byHand(document, flow, one)).map((one) => ({ flow, card: one.card, side: 'input' as const, field: one.input }))).filter((pins) => pins.length > 0)))
    return model.unlink(document, pin)
  },
  link: (document, chance) => {
    const target = input(document, chance)
    return model.link(document, source(document, target, chance), target, chance.ids)
  },
  linkItem: (document, chance) => {
    const node = chance.one(nodes(document).filter((one) => isLoop(one.method)))
    const field = chance.one(Object.values(fieldsIn(node.method, 'input')).filter((one) => one.metadata?.custom))
    return model.linkItem(document, { ...node.at, side: 'input', field: field.id }, chance.one(['', 'Name', undefined]))
  },
  linkToNew: (document, chance) => {
    const { at } = chance.one(nodes(document).filter((node) => ['control.let', 'control.return', 'string.compose', 'control.spawn', 'list.each'].includes(node.id)))
    return model.linkToNew(document, source(document, at, chance), at, chance.ids).document
  },
  setText: (document, chance) => {
    const at = withId(document, 'string.compose', chance)
    const field = Object.values(fieldsIn(methodIn(document, at), 'input')).find((one) => one.key === TEXT)!
    return model.setText(document, { ...at, side: 'input', field: field.id }, ['Dear ', { source: source(document, at, chance) }, ...(chance.number() < 0.5 ? [', ', { source: source(document, at, chance) }] : [])], chance.ids)
  },
  addField: (document, chance) => {
    const node = shown(document, chance)
    const side = [IF, BRANCH, 'control.tryCatch'].includes(node.id) || node === nodes(document)[0] ? 'output' : 'input'
    if (![IF, BRANCH, 'control.tryCatch', 'control.let', 'control.return', CALLABLE, 'control.spawn', 'list.each', 'http.accept'].includes(node.id)) throw new model.EditRefused('It takes no fields')
    const trigger = node.id === 'http.accept' ? { group: 'body' } : {}
    return model.addField(document, node.at, side, { key: `${chance.one(KEYS)} ${chance.ids.next().slice(0, 3)}`, ...trigger, ...chance.one(TYPES) }, chance.ids).document
  },
  removeField: (document, chance) => model.removeField(document, thing(document, chance, chance.one(['input', 'output']))),
  renameField: (document, chance) => model.renameField(document, thing(document, chance, chance.one(['input', 'output'])), `${chance.one(KEYS)} ${chance.ids.next().slice(0, 3)}`),
  retypeField: (document, chance) => model.retypeField(document, thing(document, chance, chance.one(['input', 'output'])), chance.one(TYPES)),
  moveField: (document, chance) => {
    const at = thing(document, chance, 'input')
    return model.moveField(document, at, chance.one([undefined, ...Object.keys(fieldsIn(methodIn(document, at), 'input'))]))
  },
  setFields: (document, chance) => {
    const { at } = chance.one(nodes(document).filter((node) => ['control.spawn', 'list.each', 'list.map', 'stash.createRow'].includes(node.id)))
    return model.setFields(document, at, 'input', chance.some(KEYS).map((key) => ({ key, ...chance.one(TYPES) })), chance.ids)
  },
  setPolicy: (document, chance) => model.setPolicy(document, shown(document, chance).at, chance.one([{ type: 'finish' }, { type: 'finish', retry: 2, delay: 1000 }, { type: 'return' }])),
  setFlow: (document, chance) => model.setFlow(document, chance.one<model.FlowSettings>([{ name: 'Other' }, { log: false }, { description: 'x' }])),
  addWay: (document, chance) => model.addWay(document, withId(document, BRANCH, chance), chance.ids).document,
  removeWay: (document, chance) => {
    const at = withId(document, BRANCH, chance)
    return model.removeWay(document, at, chance.one(Object.values(fieldsIn(methodIn(document, at), 'input')).filter((one) => one.value?.type === 'flo')).id)
  },
  linkResult: (document, chance) => {
    const node = chance.one(nodes(document).filter((one) => one.lanes.length > 1))
    const way = chance.one(chance.one(model.resultsOf(document, node.at)).ways)
    const offers = model.sourcesFor(document, way.target).filter((offer) => model.linksOnWay(document, way.target, way.start).length === 0 || offer.card.flow === way.target.flow)
    const offer = chance.one(offers)
    return model.link(document, { card: offer.card, output: chance.one(offer.outputs).output, path: [] }, way.target, chance.ids)
  },
  unlinkWay: (document, chance) => {
    const node = chance.one(nodes(document).filter((one) => one.id === IF))
    const way = chance.one(chance.one(model.resultsOf(document, node.at)).ways)
    return model.unlinkWay(document, way.target, way.start)
  },
}

/** Which card a document's first one is, for messages. */
export function triggerOf(document: Document): string {
  return cardId(document.data.methods.find((method) => method.uuid === model.structureOf(document).start)!) || NOOP
}
