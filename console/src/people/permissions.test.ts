import { describe, expect, it } from 'vitest'
import { covers, GROUPS, inWords, PERMISSIONS } from './permissions'

describe('permissions in words', () => {
  it('has each permission in exactly one group', () => {
    expect(GROUPS.flatMap((group) => group.permissions).sort()).toEqual(Object.keys(PERMISSIONS).sort())
  })
  it('names them in the order of the groups, and all of them as everything', () => {
    expect(inWords(['approve', 'read_log'])).toBe('Read the system log, Decide approvals')
    expect(inWords([])).toBe('Nothing')
    expect(inWords(GROUPS.flatMap((group) => group.permissions))).toBe('Everything')
  })
  it('covers what has no more', () => {
    expect(covers(['read_log', 'halt'], ['halt'])).toBe(true)
    expect(covers(['read_log'], ['read_log', 'halt'])).toBe(false)
    expect(covers([], [])).toBe(true)
  })
})
