/** What stands over each time: one number for each series, from the bottom up; null where there is none to show. */
export interface Bar {
  at: string
  values: (number | null)[]
}

/** A part of a bar: where it begins and how high it is, both from 0 to 1. */
export interface Part {
  from: number
  height: number
}

/** The sum over a bar. */
export const sumOf = (bar: Bar): number => bar.values.reduce<number>((sum, value) => sum + (value ?? 0), 0)

/** The highest bar; at least 1, so that nothing is divided by zero. */
export const highest = (bars: Bar[]): number => Math.max(1, ...bars.map(sumOf))

/** The parts of a bar, the smallest that is not zero still to be seen. */
export function parts(bar: Bar, top: number): Part[] {
  let from = 0
  return bar.values.map((value) => {
    const height = value ? Math.max(0.02, value / top) : 0
    const part = { from, height }
    from += height
    return part
  })
}

/** The chart in a sentence, for those who do not see it. */
export function summary(title: string, labels: string[], bars: Bar[], written: (value: number) => string, mean = false): string {
  const whole = labels.map((label, index) => {
    const values = bars.map((bar) => bar.values[index] ?? null).filter((value) => value !== null)
    const sum = values.reduce((all, value) => all + value, 0)
    return mean ? `${label}: ${values.length === 0 ? 'none' : written(Math.round(sum / values.length))} on average` : `${label}: ${written(sum)}`
  })
  return `${title}, hour by hour over ${bars.length} hours. ${whole.join('; ')}.`
}
