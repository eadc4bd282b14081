import { expect, test } from 'vitest'
import { newCron, PRESETS, presetOf, timeZones, withPreset } from './schedule'

test('a schedule that is a preset is known as it, whatever its time zone', () => {
  for (const preset of PRESETS) expect(presetOf(withPreset(newCron('Europe/Berlin'), preset.value))).toBe(preset.value)
  expect(presetOf({ seconds: '00', minutes: '*/15' })).toBe('quarter')
  expect(presetOf({ ...newCron('UTC'), minutes: '7' })).toBeUndefined()
})

test('a preset leaves the time zone, the dates and what it does not know', () => {
  const cron = { ...newCron('Asia/Tokyo'), startDate: '2026-01-01', recurrence: '0' }
  expect(withPreset(cron, 'hourly')).toMatchObject({ timeZone: 'Asia/Tokyo', startDate: '2026-01-01', recurrence: '0', hours: '*' })
})

test('an old name of a time zone can stay', () => {
  expect(timeZones('US/Pacific')[0]).toBe('US/Pacific')
  expect(timeZones(undefined)).toContain('UTC')
})
