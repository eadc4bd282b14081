import type { ErrorPolicy } from '../document'

/** What happens when a card fails, as a form has it. */
export interface Handling {
  then: 'finish' | 'return' | 'flo'
  flow: string
  retry: number
  /** Seconds between attempts. */
  wait: number
  /** The longest wait, when it varies. */
  longest?: number
  /** Which failures are tried again. */
  when: 'ratelimits' | 'all' | 'codes'
  codes: string
}

/** Minutes between attempts that are usual; the engine waits as long when a document says nothing. */
const USUAL_WAIT = 300
export const MOST_RETRIES = 5
export const LONGEST_WAIT = 86_400

export function handlingOf(policy: ErrorPolicy | undefined): Handling {
  const delay = policy?.delay
  const [shortest, longest] = Array.isArray(delay) ? delay : [delay, undefined]
  const condition = policy?.retryCondition ?? ''
  const when = condition === '' || condition === 'ratelimits' ? 'ratelimits' : condition.startsWith('all') ? 'all' : 'codes'
  return {
    then: policy?.type === 'return' || policy?.type === 'flo' ? policy.type : 'finish',
    flow: policy?.type === 'flo' && typeof policy.flo === 'string' ? policy.flo : '',
    retry: policy?.retry ?? 0,
    wait: shortest === undefined ? USUAL_WAIT : shortest / 1000,
    longest: longest === undefined ? undefined : longest / 1000,
    when,
    codes: when === 'codes' ? condition : '',
  }
}

/** As the document has it; what the form does not know stays. */
export function policyOf(handling: Handling, before: ErrorPolicy | undefined): ErrorPolicy {
  const { flo: _flo, retry: _retry, delay: _delay, retryCondition: _condition, ...rest } = before ?? {}
  return {
    ...rest,
    type: handling.then,
    ...(handling.then === 'flo' ? { flo: handling.flow } : {}),
    ...(handling.retry > 0
      ? {
          retry: handling.retry,
          delay: handling.longest === undefined ? Math.round(handling.wait * 1000) : [Math.round(handling.wait * 1000), Math.round(handling.longest * 1000)],
          retryCondition: handling.when === 'codes' ? handling.codes.trim() : handling.when,
        }
      : {}),
  }
}

/** Why it cannot be so. */
export function mistakeIn(handling: Handling): { field: keyof Handling; text: string } | undefined {
  if (handling.then === 'flo' && handling.flow === '') return { field: 'flow', text: 'Choose the flow that runs instead.' }
  if (!Number.isInteger(handling.retry) || handling.retry < 0 || handling.retry > MOST_RETRIES) return { field: 'retry', text: `Expected 0 to ${MOST_RETRIES} attempts.` }
  if (handling.retry === 0) return undefined
  if (!(handling.wait >= 0 && handling.wait <= LONGEST_WAIT)) return { field: 'wait', text: 'Expected seconds, a day (86400) at most.' }
  if (handling.longest !== undefined && !(handling.longest >= handling.wait && handling.longest <= LONGEST_WAIT)) return { field: 'longest', text: 'Expected at least the shortest wait, and a day (86400) at most.' }
  if (handling.when === 'codes' && !/^\s*\d{3}(\s*[, ]\s*\d{3})*\s*$/.test(handling.codes)) return { field: 'codes', text: 'Expected status codes such as 429, 503.' }
  return undefined
}

/** In a few words, for the button that leads there. */
export function saidOf(policy: ErrorPolicy | undefined): string | undefined {
  const handling = handlingOf(policy)
  const again = handling.retry > 0 ? `tries ${handling.retry} more ${handling.retry === 1 ? 'time' : 'times'}` : undefined
  const then = handling.then === 'flo' ? 'runs another flow' : handling.then === 'return' ? 'ends quietly' : undefined
  return [again, then].filter(Boolean).join(', then ') || undefined
}
