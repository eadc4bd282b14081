import { describe, expect, it } from 'vitest'
import { draftOfRule, EMPTY_RULE, HISTORY, problemOf, ruleOf, whereTo, type AlertRule } from './rules'

const rule = (destination: AlertRule['destination']): AlertRule => ({
  id: 'r',
  name: 'On call',
  folder: null,
  enabled: true,
  types: ['hookline.disk.low'],
  digestMinutes: 30,
  destination,
  created: '',
  updated: '',
  lastSent: null,
  failures: 0,
  lastError: null,
  lastErrorAt: null,
  quietUntil: null,
})

describe('an alert rule', () => {
  it.each<AlertRule['destination']>([
    { type: 'slack', webhookUrl: '***' },
    { type: 'slack', connection: { id: 'c1' }, channel: '#ops' },
    { type: 'mail', connection: { id: 'c2' }, from: 'a@example.org', to: ['b@example.org', 'c@example.org'] },
    { type: 'webhook', url: 'https://alerts.example' },
  ])('comes back as it was read: %j', (destination) => {
    expect(ruleOf(draftOfRule(rule(destination)))).toEqual({ name: 'On call', enabled: true, types: ['hookline.disk.low'], digestMinutes: 30, destination })
  })
  it('sends a secret only when one was typed', () => {
    const draft = { ...EMPTY_RULE, kind: 'webhook' as const, url: 'https://a.example', secret: 'whsec_x' }
    expect(ruleOf(draft).destination).toEqual({ type: 'webhook', url: 'https://a.example', secret: 'whsec_x' })
  })
  it('says where it sends to', () => {
    expect(whereTo({ type: 'mail', to: ['a@example.org', 'b@example.org'] })).toBe('Mail to a@example.org, b@example.org')
    expect(whereTo({ type: 'webhook', url: 'https://a.example', signed: true })).toBe('https://a.example, signed')
  })
})

it('problems have words, and a filter that finds them', () => {
  expect([problemOf('hookline.disk.low'), problemOf('else')]).toEqual(['The disk is nearly full', 'else'])
  expect(HISTORY).toContain('eventType eq "hookline.disk.low" or ')
})
