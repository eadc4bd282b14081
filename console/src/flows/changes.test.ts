import { describe, expect, it } from 'vitest'
import { byCard } from './changes'

describe('differences of two versions', () => {
  it('stand card by card, those of the flow itself first', () => {
    const shown = byCard([
      { card: 'a', title: 'Tell', field: 'channel', before: 'C1', after: 'C2' },
      { card: 'b', title: 'Wait', field: null, before: null, after: 'Wait' },
      { card: 'a', title: 'Tell', field: 'text', before: null, after: 'Hi' },
      { card: null, title: null, field: 'name', before: 'Old', after: 'New' },
      { card: 'c', title: 'Stop', field: null, before: 'Stop', after: null },
    ])
    expect(shown.map((one) => [one.title, one.kind, one.fields.length])).toEqual([
      ['The flow itself', 'changed', 1],
      ['Tell', 'changed', 2],
      ['Wait', 'added', 0],
      ['Stop', 'removed', 0],
    ])
    expect(shown[1]!.fields[1]).toEqual({ field: 'text', before: undefined, after: 'Hi' })
  })

  it('are none where nothing differs', () => expect(byCard([])).toEqual([]))
})
