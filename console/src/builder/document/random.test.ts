import { describe, expect, it } from 'vitest'
import { cardId } from '../../flows/cards/document'
import { EditRefused, History, newDocument, readDocument, seededIds, writeDocument, type Document } from '.'
import { faults } from './invariants'
import { cardIn, flowIn, methodIn, seededRandom } from './places'
import { flowsIn } from './containers'
import { pinsOf } from './plumbing'
import { published } from './published'
import { Chance, EDITS } from './random'
import { tracePin } from './sources'
import { EXPAND } from './special'

const SEED = Number(import.meta.env.VITE_SEED ?? Date.now() % 1_000_000)
const MANY = Number(import.meta.env.VITE_EDITS ?? 1000)
const made = Object.entries(EDITS)

/** Makes random edits, undoing and redoing each, and gives how often each kind was made. */
function edits(start: Document, count: number, seed: number, tried: Map<string, number>): Document {
  const chance = new Chance(seededRandom(seed), seededIds(seed))
  let history = History.of(start)
  const known = new Set(faults(start))
  let text = writeDocument(start)
  for (let number = 0; number < count; number++) {
    // Every other time one of those that were made least often.
    const least = Math.min(...made.map(([each]) => tried.get(each) ?? 0))
    const [name, edit] = chance.one(number % 2 ? made : made.filter(([each]) => (tried.get(each) ?? 0) === least))
    const where = `seed ${SEED}, edit ${number} (${name})`
    let changed: Document
    try {
      changed = edit(history.present, chance)
    } catch (refused) {
      if (refused instanceof EditRefused) continue
      throw new Error(`${where} failed: ${(refused as Error).stack}`, { cause: refused })
    }
    if (changed === history.present) continue
    tried.set(name, (tried.get(name) ?? 0) + 1)
    const after = writeDocument(changed)
    const found = faults(changed).filter((fault) => !known.has(fault))
    if (found.length > 0) throw new Error(`${where} made a document with faults:\n${found.join('\n')}`)
    history = history.change(name, changed)
    const undone = history.undo()
    if (writeDocument(undone.present) !== text) throw new Error(`${where} was not undone`)
    if (writeDocument(undone.redo().present) !== after) throw new Error(`${where} was not redone`)
    text = after
    // A flow that grows without end would only be slow.
    if (history.present.data.methods.length > 60) history = history.change('anew', start)
    if (history.present === start) text = writeDocument(start)
  }
  return history.present
}

describe(`random edits (seed ${SEED})`, () => {
  it('of made flows keep them sound, and are undone and redone to the byte', () => {
    const tried = new Map<string, number>()
    for (let flow = 0; flow < 5; flow++) edits(newDocument('Random', seededIds(-SEED - flow)), MANY / 5, SEED + flow, tried)
    const never = made.map(([name]) => name).filter((name) => !tried.has(name))
    expect(never.length, `of ${made.length} kinds of edits, these were never made: ${never.join(', ')}`).toBeLessThan(made.length / 4)
  }, 120_000)

  it('of published flows keep them as sound as they were', () => {
    const tried = new Map<string, number>()
    const files = published()
    const chance = new Chance(seededRandom(SEED), seededIds(SEED))
    for (const { file, flows } of files) {
      try {
        edits(chance.one(flows), Math.ceil(MANY / 40), SEED, tried)
      } catch (failed) {
        throw new Error(`${file}: ${(failed as Error).message}`, { cause: failed })
      }
    }
    expect([...tried.values()].reduce((sum, one) => sum + one, 0)).toBeGreaterThan(files.length)
  }, 120_000)
})

describe('published flows', () => {
  it('are shown with all their cards, and each link leads to a card that the author placed', () => {
    for (const { file, flows } of published())
      for (const flow of flows) {
        expect(faults(flow).filter((fault) => !fault.includes('nothing needs') && !fault.includes('no card inside needs')), `${file} ${flow.name}`).toEqual([])
        for (const at of flowsIn(flow)) {
          const data = flowIn(flow, at)
          for (const pin of pinsOf(data).filter((one) => cardId(cardIn(data, one.card)) !== EXPAND))
            for (const source of tracePin(flow, at, pin)) {
              const method = methodIn(flow, source.card)
              const output = method.node.model.outputs!.data![source.output]!
              expect(cardId(method) !== EXPAND && !output.metadata?.wormholeMethodId, `${file} ${flow.name}: ${pin.card} ${pin.input}`).toBe(true)
            }
        }
      }
  }, 120_000)

  it('are written as they were read', () => {
    for (const { flows } of published()) {
      const text = writeDocument(flows[0])
      expect(writeDocument(readDocument(text))).toBe(text)
    }
  }, 60_000)
})
