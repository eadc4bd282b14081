import { afterEach, describe, expect, it } from 'vitest'
import { answered, onReach, unreachableSince, whenReached } from './reach'

afterEach(() => answered(true))

describe('answered', () => {
  it('tells of a change once and keeps since when', () => {
    let told = 0
    const stop = onReach(() => told++)
    answered(true)
    expect(told).toBe(0)
    answered(false)
    const since = unreachableSince()
    expect(since).toMatch(/^\d{4}-/)
    answered(false)
    expect(unreachableSince()).toBe(since)
    answered(true)
    expect(told).toBe(2)
    expect(unreachableSince()).toBeUndefined()
    stop()
  })
})

describe('whenReached', () => {
  it('loads again what could not be loaded while the server was away', async () => {
    let tries = 0
    const load = () => (++tries === 1 ? Promise.reject(new TypeError('failed to fetch')) : Promise.resolve('page'))
    const page = whenReached(load, () => Promise.resolve(false))
    await new Promise((resolve) => setTimeout(resolve))
    expect(unreachableSince()).toBeDefined()
    answered(true)
    expect(await page).toBe('page')
    expect(tries).toBe(2)
  })

  it('passes on what a server that is there does not have', async () => {
    await expect(whenReached(() => Promise.reject(new TypeError('gone')), () => Promise.resolve(true))).rejects.toThrow('gone')
  })
})
