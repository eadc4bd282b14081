import { describe, expect, it } from 'vitest'
import { groupsOf, inGroup, ordered } from './types'

const type = (id: string) => ({ id, title: id, description: '', eligible: true, registered: false })
const types = [type('user.session.start'), type('policy.lifecycle.update'), type('user.account.lock')]

describe('event types', () => {
  it('are grouped by their first word', () => expect(groupsOf(types)).toEqual(['policy', 'user']))
  it('belong to one group, or to all', () => expect([inGroup({ id: 'user.a' }, 'user'), inGroup({ id: 'users.a' }, 'user'), inGroup({ id: 'a.b' }, undefined)]).toEqual([true, false, true]))
  it('that came most often are first, then the alphabet', () =>
    expect(ordered(types, [{ eventType: 'user.session.start', count: 7 }], false).map(({ id, count }) => [id, count])).toEqual([
      ['user.session.start', 7],
      ['policy.lifecycle.update', 0],
      ['user.account.lock', 0],
    ]))
  it('keep the order of a search', () => expect(ordered(types, [{ eventType: 'user.account.lock', count: 7 }], true)[0]?.id).toBe('user.session.start'))
})
