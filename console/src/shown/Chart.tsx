import { Group, Text } from '@mantine/core'
import { shownTime, useZone } from '../time/zone'
import { highest, parts, summary, sumOf, type Bar } from './chart'
import type { Tone } from './Tone'
import './chart.css'

export interface Series {
  label: string
  tone: Tone
}

const WIDE = 10
const HIGH = 60

/** Small bars, hour by hour; pointing at one says its numbers, and screen readers hear the whole in a sentence. */
export function Chart({ title, series, bars, written = (value) => value.toLocaleString(), mean = false }: { title: string; series: Series[]; bars: Bar[]; written?: (value: number) => string; mean?: boolean }) {
  const { zone } = useZone()
  const top = highest(bars)
  const labels = series.map(({ label }) => label)
  const whole = series.map((_, index) => bars.reduce((sum, bar) => sum + (bar.values[index] ?? 0), 0))
  const most = Math.max(0, ...bars.map(sumOf))
  return (
    <figure className="chart">
      <Group justify="space-between" gap="xs" wrap="nowrap" align="baseline">
        <Text component="figcaption" size="sm" fw={600}>
          {title}
        </Text>
        <Text size="xs" c="dimmed">
          {most === 0 ? 'None' : mean ? `at most ${written(most)}` : `at most ${written(most)} an hour`}
        </Text>
      </Group>
      <svg role="img" aria-label={summary(title, labels, bars, written, mean)} viewBox={`0 0 ${Math.max(1, bars.length) * WIDE} ${HIGH}`} preserveAspectRatio="none" className="chart-bars">
        <line x1="0" x2={bars.length * WIDE} y1={HIGH - 0.5} y2={HIGH - 0.5} className="chart-ground" />
        {bars.map((bar, at) => (
          <g key={bar.at}>
            <title>{`${shownTime(bar.at, zone)}: ${series.map(({ label }, index) => `${label} ${written(bar.values[index] ?? 0)}`).join(', ')}`}</title>
            <rect x={at * WIDE} y={0} width={WIDE} height={HIGH} className="chart-hour" />
            {parts(bar, top).map(
              (part, index) =>
                part.height > 0 && (
                  <rect key={labels[index]} x={at * WIDE + 1} width={WIDE - 2} y={HIGH * (1 - part.from - part.height)} height={HIGH * part.height} className={`chart-${series[index]?.tone ?? 'still'}`} />
                ),
            )}
          </g>
        ))}
      </svg>
      <Group gap="md" mt={2}>
        {series.map(({ label, tone }, index) => (
          <Text key={label} size="xs" c="dimmed" component="span">
            <span className={`chart-key chart-${tone}`} aria-hidden /> {label}
            {!mean && ` ${written(whole[index] ?? 0)}`}
          </Text>
        ))}
      </Group>
    </figure>
  )
}
