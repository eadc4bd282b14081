import { describe, expect, it } from 'vitest'
import { attention, silentSince, type Facts } from './attention'

const NOW = Date.parse('2026-03-01T12:00:00Z')
const ok = { status: 'ok' as const, reason: null, since: null }
const quiet: Facts = {
  hooks: [{ id: 'who1', name: 'Fine', status: 'ACTIVE', health: ok }],
  failing: [],
  sources: [{ id: 'src1', name: 'Okta', enabled: true, silentAfterMinutes: 60, lastReceived: '2026-03-01T11:30:00Z', updated: '2026-01-01T00:00:00Z' }],
  status: { disk: { freeBytes: 1, freeShare: 0.5, low: false, full: false }, executions: { running: 0, queued: 0, halted: false } },
  halt: { halted: false, lift: null },
}
const whats = (facts: Facts) => attention(facts, NOW).map(({ what, tone }) => `${tone}: ${what}`)

describe('what needs attention', () => {
  it('is nothing while all is well', () => expect(whats(quiet)).toEqual([]))
  it('is nothing while nothing is known', () => expect(whats({})).toEqual([]))

  it('begins with the worst, whatever kind it is', () => {
    expect(
      whats({
        ...quiet,
        hooks: [
          { id: 'who1', name: 'Tries', status: 'ACTIVE', health: { status: 'retrying', reason: 'It tries again.', since: null } },
          { id: 'who2', name: 'Down', status: 'ACTIVE', health: { status: 'receiver down', reason: 'It takes nothing.', since: null } },
        ],
        failing: [{ id: 'f1', name: 'Alert', executions: 10, failed: 2 }],
        halt: { halted: true, lift: 'x' },
        approvals: [{ id: 'a1', title: 'Suspend Ada', flow: { id: 'f1', name: 'Alert' }, execution: 'e1' }],
      }),
    ).toEqual(['bad: Everything is halted', 'bad: Down', 'attention: Tries', 'attention: Alert', 'busy: Suspend Ada'])
  })

  it('leads to where it is mended', () => {
    const [flow] = attention({ failing: [{ id: 'f1', name: 'Alert', executions: 2, failed: 2 }] }, NOW)
    expect(flow?.go).toEqual({ to: '/executions', search: { flow: 'f1', status: 'FAILURE' } })
    expect(flow?.tone).toBe('bad')
  })

  it('leaves hooks that rest on purpose alone', () => {
    expect(whats({ hooks: [{ id: 'who1', name: 'Off', status: 'INACTIVE', health: { status: 'inactive', reason: 'x', since: null } }] })).toEqual([])
  })

  it('has connections that fail, need leave, or whose leave ends', () => {
    const health = { status: 'working' as const, lastUsed: null, lastSuccess: null, lastFailure: null, reason: null }
    const leave = { at: null, by: null, reason: null }
    const one = (more: object) => ({ connections: [{ id: 'c', name: 'Slack', filled: true, linkedTo: null, authorization: null, health, ...more }] })
    expect(whats(one({}))).toEqual([])
    expect(whats(one({ health: { ...health, status: 'failing', reason: '401' } }))).toEqual(['bad: Slack'])
    expect(whats(one({ authorization: { ...leave, status: 'needed', refreshes: false } }))).toEqual(['bad: Slack'])
    expect(whats(one({ authorization: { ...leave, status: 'authorized', refreshes: false } }))).toEqual(['attention: Slack'])
    expect(whats(one({ authorization: { ...leave, status: 'authorized', refreshes: true } }))).toEqual([])
  })
})

describe('a source', () => {
  const source = { enabled: true, silentAfterMinutes: 60, lastReceived: '2026-03-01T10:00:00Z', updated: '2026-01-01T00:00:00Z' }
  it('is silent after its time', () => expect(silentSince(source, NOW)).toBe('2026-03-01T10:00:00Z'))
  it('is not while it has time left', () => expect(silentSince({ ...source, silentAfterMinutes: 121 }, NOW)).toBeUndefined())
  it('is never without a time, or when it is disabled', () => {
    expect(silentSince({ ...source, silentAfterMinutes: null }, NOW)).toBeUndefined()
    expect(silentSince({ ...source, enabled: false }, NOW)).toBeUndefined()
  })
  it('that was just changed has its time again', () => expect(silentSince({ ...source, updated: '2026-03-01T11:50:00Z' }, NOW)).toBeUndefined())
})
