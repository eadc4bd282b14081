import { describe, expect, it } from 'vitest'
import { bytes, share } from './bytes'

describe('a size', () => {
  it.each([
    [0, '0 bytes'],
    [999, '999 bytes'],
    [1000, '1.0 kB'],
    [123_456, '123 kB'],
    [4_200_000_000, '4.2 GB'],
  ])('of %d bytes is %s', (count, shown) => expect(bytes(count)).toBe(shown))
})

it('a share is never rounded up', () => expect(share(0.0999)).toBe('9.9 %'))
