import { describe, expect, it } from 'vitest'
import { fitting, placesOf, shownValue, sourceOf, type Setting } from './settings'

const port: Setting = { name: 'port', inFile: true, variable: 'HOOKLINE_PORT', option: '--port', help: 'Port to listen on.', expected: 'a number', standard: '8080', value: '8080', isSet: false, from: null, secret: false }
const token: Setting = { ...port, name: 'apiToken', variable: 'HOOKLINE_API_TOKEN', option: null, help: 'An API token.', standard: null, value: null, isSet: true, from: 'HOOKLINE_API_TOKEN', secret: true }

describe('a setting', () => {
  it('shows its value and where it comes from', () => expect([shownValue(port), sourceOf(port)]).toEqual(['8080', 'Default']))
  it('says of a secret only whether it is set', () => expect([shownValue(token), shownValue({ ...token, isSet: false }), sourceOf(token)]).toEqual(['Set, and never shown', 'Not set', 'HOOKLINE_API_TOKEN']))
  it('says where it can be set', () => expect([placesOf(port), placesOf(token)]).toEqual([['port in hookline.yaml', 'HOOKLINE_PORT', '--port'], ['apiToken in hookline.yaml', 'HOOKLINE_API_TOKEN']]))
  it('is found by name, variable and help', () => expect([fitting([port, token], 'api_token'), fitting([port, token], 'listen port'), fitting([port, token], 'x')].map((found) => found.length)).toEqual([1, 1, 0]))
})
