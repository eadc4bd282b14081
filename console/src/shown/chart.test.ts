import { describe, expect, it } from 'vitest'
import { highest, parts, summary, sumOf } from './chart'

const bars = [
  { at: '2026-03-01T00:00:00.000Z', values: [3, 1] },
  { at: '2026-03-01T01:00:00.000Z', values: [0, null] },
]

describe('a chart', () => {
  it('is as high as its highest bar', () => expect(highest(bars)).toBe(4))
  it('of nothing has a height, too', () => expect(highest([])).toBe(1))
  it('stacks the parts of a bar', () =>
    expect(parts({ at: '', values: [3, 1] }, 4)).toEqual([
      { from: 0, height: 0.75 },
      { from: 0.75, height: 0.25 },
    ]))
  it('shows the smallest number as something', () => expect(parts({ at: '', values: [1] }, 1_000_000)[0]?.height).toBe(0.02))
  it('shows nothing for nothing', () => expect(parts({ at: '', values: [0, null] }, 4).every(({ height }) => height === 0)).toBe(true))
  it('sums what is there', () => expect(sumOf({ at: '', values: [2, null] })).toBe(2))
  it('is said in a sentence', () =>
    expect(summary('Deliveries', ['Accepted', 'Failed'], bars, String)).toBe('Deliveries, hour by hour over 2 hours. Accepted: 3; Failed: 1.'))
  it('of means says the mean, and none where there are none', () => {
    expect(summary('Time', ['To answer'], [{ at: '', values: [10] }, { at: '', values: [20] }], (v) => `${v} ms`, true)).toContain('To answer: 15 ms on average')
    expect(summary('Time', ['To answer'], [{ at: '', values: [null] }], String, true)).toContain('none on average')
  })
})
