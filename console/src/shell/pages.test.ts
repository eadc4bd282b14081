import { describe, expect, it } from 'vitest'
import { mayOpen, PLACES } from './pages'

describe('mayOpen', () => {
  it('hides from an approver all but what approvers use', () => {
    const open = PLACES.filter(({ path }) => mayOpen(path, ['approve'])).map(({ path }) => path)
    expect(open).toEqual(['/', '/approvals', '/account'])
  })

  it('shows a page that needs nothing to everybody', () => {
    expect(mayOpen('/', [])).toBe(true)
    expect(mayOpen('/account', [])).toBe(true)
  })
})
