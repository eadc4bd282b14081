import { createContext, useContext } from 'react'

/** Where times are shown: in the viewer's zone, or in UTC. */
export type Zone = 'local' | 'utc'

export const ZoneContext = createContext<{ zone: Zone; switchZone: () => void }>({ zone: 'local', switchZone: () => {} })

export const useZone = () => useContext(ZoneContext)

/** A time to the second, or to the millisecond where order matters. */
export function shownTime(at: string, zone: Zone, precise = false): string {
  const date = new Date(at)
  if (Number.isNaN(date.getTime())) return at
  return new Intl.DateTimeFormat(undefined, {
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    ...(precise ? { fractionalSecondDigits: 3 as const } : {}),
    ...(zone === 'utc' ? { timeZone: 'UTC', timeZoneName: 'short' as const } : {}),
  }).format(date)
}

/** As the API writes it, in UTC. */
export function utc(at: string): string {
  const date = new Date(at)
  return Number.isNaN(date.getTime()) ? at : date.toISOString().replace('T', ' ').replace('Z', ' UTC')
}

/** A span in the two largest units that matter. */
export function span(millis: number): string {
  if (millis < 1) return millis <= 0 ? '0 ms' : `${millis.toFixed(2)} ms`
  if (millis < 1000) return `${millis < 10 ? millis.toFixed(1).replace(/\.0$/, '') : Math.round(millis)} ms`
  const seconds = millis / 1000
  if (seconds < 60) return `${seconds < 10 ? seconds.toFixed(1).replace(/\.0$/, '') : Math.round(seconds)} s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return `${minutes} min ${Math.round(seconds % 60)} s`
  const hours = Math.floor(minutes / 60)
  if (hours < 48) return `${hours} h ${minutes % 60} min`
  return `${Math.floor(hours / 24)} d ${hours % 24} h`
}
