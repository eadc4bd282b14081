import { shownTime, utc, useZone } from './zone'

/** A time in the viewer's zone, with UTC on hover; or the other way round. */
export function Time({ at, precise = false }: { at: string; precise?: boolean }) {
  const { zone } = useZone()
  return (
    <time dateTime={at} title={zone === 'utc' ? `${shownTime(at, 'local', precise)} here` : utc(at)}>
      {shownTime(at, zone, precise)}
    </time>
  )
}
