/// <reference types="node" />
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { builtFlows } from './built'
import { faults } from './invariants'
import { catalog } from './testing'
import { problems } from './problems'

const KEPT = join(import.meta.dirname, '../../../../flow/src/test/resources/io/hookline/flow/engine/built-flows.json')

describe('flows that are built by hand', () => {
  it('are sound, and nothing in them is missing', () => {
    for (const { name, flow, helpers } of builtFlows())
      for (const one of [flow, ...helpers]) {
        expect(faults(one), name).toEqual([])
        expect(problems(one, catalog).map((problem) => problem.text), name).toEqual([])
      }
  })

  // BuiltFlowsTest of the module flow runs them. VITE_UPDATE=true writes them anew.
  it('are those that the engine is tested with', () => {
    const text = `[\n${builtFlows()
      .map((built) => JSON.stringify(built))
      .join(',\n')}\n]\n`
    if (import.meta.env.VITE_UPDATE) writeFileSync(KEPT, text)
    expect(readFileSync(KEPT, 'utf8') === text, 'Run vitest with VITE_UPDATE=true, then BuiltFlowsTest').toBe(true)
  })
})
