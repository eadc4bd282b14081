const UNITS = ['bytes', 'kB', 'MB', 'GB', 'TB']

/** A size in the unit that suits it. */
export function bytes(count: number): string {
  let unit = 0
  let size = count
  while (size >= 1000 && unit < UNITS.length - 1) {
    size /= 1000
    unit++
  }
  return `${unit === 0 || size >= 100 ? Math.round(size) : size.toFixed(1)} ${UNITS[unit] ?? ''}`
}

/** A share of a whole. */
export const share = (part: number): string => `${Math.floor(part * 1000) / 10} %`
