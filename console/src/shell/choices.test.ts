import { describe, expect, it } from 'vitest'
import { choices } from './choices'
import { PLACES } from './pages'

const known = {
  hooks: [{ id: 'who1', name: 'Phishing attempts' }],
  flows: [
    { id: 'f1', name: 'Alert on phishing', folder: { id: 'd1', name: 'Alerts' } },
    { id: 'f2', name: 'دائمًا', folder: null },
  ],
  executions: [{ id: '0190-a', flow: { id: 'f1', name: 'Alert on phishing', version: 1 }, status: 'FAILURE' as const }],
  types: [],
  sources: [{ id: 'src1', name: 'Okta production' }],
}
const kinds = (typed: string) => choices(typed, known, 6, PLACES).map((choice) => `${choice.kind}: ${choice.label}`)

describe('the palette', () => {
  it('finds hooks, flows and executions by a part of their names', () => {
    expect(kinds('phish')).toEqual(['Event hook: Phishing attempts', 'Flow: Alert on phishing', 'Execution: Alert on phishing'])
  })

  it('wants every word, in any order', () => {
    expect(kinds('phishing failure')).toEqual(['Execution: Alert on phishing'])
  })

  it('finds pages first, and all of them before anything is typed', () => {
    expect(kinds('').slice(0, 2)).toEqual(['Page: Home', 'Page: Event Hooks'])
    expect(kinds('').filter((choice) => choice.startsWith('Page'))).toHaveLength(PLACES.length)
  })

  it('finds pages by other words for them, and only pages that there are', () => {
    expect(kinds('configuration')).toEqual(['Page: Settings'])
    expect(choices('connections', known, 6, PLACES.filter(({ path }) => path !== '/connections'))).toEqual([])
  })

  it('goes to an execution by its id, also to one that is not among the newest', () => {
    expect(kinds('019AAAAA-0000-7000-8000-000000000001')).toEqual(['Execution: 019aaaaa-0000-7000-8000-000000000001'])
  })

  it('finds sources', () => {
    expect(kinds('okta prod')).toEqual(['Source: Okta production'])
  })

  it('finds names in other scripts', () => {
    expect(kinds('دائ')).toEqual(['Flow: دائمًا'])
  })

  it('shows a few of each kind only', () => {
    const hooks = Array.from({ length: 50 }, (_, i) => ({ id: `who${i}`, name: `Hook ${i}` }))
    expect(choices('hook 1', { ...known, hooks }, 6, PLACES)).toHaveLength(6)
  })
})
