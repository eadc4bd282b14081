import { expect, test } from 'vitest'
import { handlingOf, mistakeIn, policyOf, saidOf } from './policy'

test('a policy is read and written again as it was', () => {
  for (const policy of [
    { type: 'finish' },
    { type: 'finish', retry: 3, delay: 120000, retryCondition: 'ratelimits' },
    { type: 'flo', flo: 'f1', retry: 2, delay: [60000, 180000], retryCondition: '429,503' },
    { type: 'return', retry: 1, delay: 1000, retryCondition: 'all' },
  ])
    expect(policyOf(handlingOf(policy), policy)).toEqual(policy)
})

test('what the form does not know stays', () => {
  expect(policyOf(handlingOf({ type: 'finish', merge: 'x' }), { type: 'finish', merge: 'x' })).toEqual({ type: 'finish', merge: 'x' })
})

test('leftovers of retries that are off go away', () => {
  expect(policyOf(handlingOf({ type: 'finish', retry: 0, delay: 5 }), { type: 'finish', retry: 0, delay: 5 })).toEqual({ type: 'finish' })
})

test('what cannot be is said at its field', () => {
  const handling = handlingOf({ type: 'finish' })
  expect(mistakeIn({ ...handling, then: 'flo' })).toMatchObject({ field: 'flow' })
  expect(mistakeIn({ ...handling, retry: 6 })).toMatchObject({ field: 'retry' })
  expect(mistakeIn({ ...handling, retry: 1, wait: 90_000 })).toMatchObject({ field: 'wait' })
  expect(mistakeIn({ ...handling, retry: 1, wait: 10, longest: 5 })).toMatchObject({ field: 'longest' })
  expect(mistakeIn({ ...handling, retry: 1, when: 'codes', codes: 'never' })).toMatchObject({ field: 'codes' })
  expect(mistakeIn({ ...handling, retry: 1, when: 'codes', codes: '429, 503' })).toBeUndefined()
})

test('the usual way is not worth a word', () => {
  expect(saidOf({ type: 'finish' })).toBeUndefined()
  expect(saidOf({ type: 'flo', flo: 'x', retry: 1 })).toBe('tries 1 more time, then runs another flow')
})
