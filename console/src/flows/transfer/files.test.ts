import { describe, expect, it } from 'vitest'
import { folderNameOf, handOver, size, taken } from './files'

describe('the folder of an import', () => {
  it('is called like the one folder of the file', () => expect(folderNameOf('a.flopack', [{ name: 'Alerts', parent: null }, { name: 'In', parent: '1' }])).toBe('Alerts'))
  it('is called like the file when that has none or several', () => {
    expect(folderNameOf('suspend users.flopack', [])).toBe('suspend users')
    expect(folderNameOf('x.JSON', [{ name: 'a', parent: null }, { name: 'b', parent: null }])).toBe('x')
    expect(folderNameOf('.flow', [])).toBe('Imported flows')
  })
})

describe('dropped files', () => {
  it('are taken once', () => {
    handOver([new File(['{}'], 'a.flow')])
    expect(taken()).toHaveLength(1)
    expect(taken()).toHaveLength(0)
  })
  it('have a size in words', () => expect([size(12), size(51_400), size(2_340_000)]).toEqual(['12 bytes', '51 kB', '2.3 MB']))
})
