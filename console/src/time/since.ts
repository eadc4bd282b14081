/** The spans that lists are narrowed to. */
export const SINCE = [
  { value: '', label: 'Any time' },
  { value: '15m', label: 'Last 15 minutes' },
  { value: '1h', label: 'Last hour' },
  { value: '24h', label: 'Last 24 hours' },
  { value: '7d', label: 'Last 7 days' },
  { value: '30d', label: 'Last 30 days' },
]

const UNITS: Record<string, number> = { m: 60_000, h: 3_600_000, d: 86_400_000 }

/** The time that a span before now, or a time, stands for; to the minute, so that lists are not fetched anew each second. */
export function sinceOf(text: string | undefined, now = Date.now()): string | undefined {
  if (!text) return undefined
  const parts = /^(\d{1,4})([mhd])$/.exec(text)
  if (!parts) return Number.isNaN(Date.parse(text)) ? undefined : new Date(text).toISOString()
  const at = now - Number(parts[1]) * (UNITS[parts[2] ?? 'm'] ?? 0)
  return new Date(Math.floor(at / 60_000) * 60_000).toISOString()
}
