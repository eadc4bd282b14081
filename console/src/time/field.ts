import type { Zone } from './zone'

const two = (number: number) => String(number).padStart(2, '0')

/** A time as a field for dates and times has it, in the zone that times are shown in. */
export function toField(millis: number, zone: Zone): string {
  const at = new Date(millis)
  if (zone === 'utc') return at.toISOString().slice(0, 16)
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}T${two(at.getHours())}:${two(at.getMinutes())}`
}

/** What the field says, as the API takes it; nothing when it says nothing. */
export function fromField(text: string, zone: Zone): string | undefined {
  const at = new Date(zone === 'utc' ? `${text}Z` : text)
  return text === '' || Number.isNaN(at.getTime()) ? undefined : at.toISOString()
}
