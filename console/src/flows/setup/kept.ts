import type { Schemas } from '../../api/client'

type Place = Pick<Schemas['FindingPlace'], 'flowId' | 'card' | 'field' | 'value'>

const KEY = 'hookline.kept'
const MOST = 500

function all(): string[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]')
    return Array.isArray(stored) ? stored.filter((one) => typeof one === 'string') : []
  } catch {
    return []
  }
}

const name = (place: Place) => [place.flowId, place.card, place.field, place.value].join(' ')

/** Whether somebody in this browser said that the author's value is right here, too. */
export const kept = (place: Place) => all().includes(name(place))

export function keep(place: Place) {
  localStorage.setItem(KEY, JSON.stringify([...all(), name(place)].slice(-MOST)))
}
