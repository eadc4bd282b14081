import { expect, test } from 'vitest'
import { foundTemplates, usable, type Template } from './templates'

const phishing: Template = { id: 'p', title: 'Phishing attempt stopped', summary: 'Somebody was asked.', kind: 'detection', connectors: ['slack'], techniques: ['T1566'], events: ['user.authentication.auth_via_mfa'] }
const tell: Template = { ...phishing, id: 't', title: 'Tell the team', kind: 'flows', connectors: ['office365_mail'], techniques: [], events: [] }

test('a template is found by its name, its systems, its events, and several words at once', () => {
  expect(foundTemplates([phishing, tell], '')).toHaveLength(2)
  expect(foundTemplates([phishing, tell], 'SLACK phishing').map((one) => one.id)).toEqual(['p'])
  expect(foundTemplates([phishing, tell], 'auth_via').map((one) => one.id)).toEqual(['p'])
  expect(foundTemplates([phishing, tell], 'slack team')).toEqual([])
})

test('only connections that are set up can be chosen, each for its own system', () => {
  const one = (connector: string, filled: boolean) => ({ id: connector, name: connector, connector, filled }) as Parameters<typeof usable>[0][number]
  expect(usable([one('slack', true), one('slack', false), one('okta', true)], 'slack')).toHaveLength(1)
})
