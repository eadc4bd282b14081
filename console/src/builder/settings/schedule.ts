/** The schedule of a flow as its document has it. */
export type Cron = Record<string, string | number>

export const CRON_FIELDS = [
  { key: 'seconds', label: 'Seconds', hint: '0 to 59', usual: '0' },
  { key: 'minutes', label: 'Minutes', hint: '0 to 59, */15', usual: '0' },
  { key: 'hours', label: 'Hours', hint: '0 to 23, *', usual: '*' },
  { key: 'dayOfTheMonth', label: 'Day of the month', hint: '1 to 31, *', usual: '*' },
  { key: 'month', label: 'Month', hint: '1 to 12, */3', usual: '*' },
  { key: 'dayOfTheWeek', label: 'Day of the week', hint: '0 (Sunday) to 6, 1-5', usual: '*' },
] as const

/** Schedules that people ask for, without the hour that a person fills in. */
export const PRESETS: { value: string; label: string; cron: Cron }[] = [
  { value: 'quarter', label: 'Every 15 minutes', cron: { minutes: '*/15', hours: '*', dayOfTheMonth: '*', month: '*', dayOfTheWeek: '*' } },
  { value: 'hourly', label: 'Every hour', cron: { minutes: '0', hours: '*', dayOfTheMonth: '*', month: '*', dayOfTheWeek: '*' } },
  { value: 'daily', label: 'Every day at 9:00', cron: { minutes: '0', hours: '9', dayOfTheMonth: '*', month: '*', dayOfTheWeek: '*' } },
  { value: 'workdays', label: 'On workdays at 9:00', cron: { minutes: '0', hours: '9', dayOfTheMonth: '*', month: '*', dayOfTheWeek: '1-5' } },
  { value: 'weekly', label: 'Every Monday at 9:00', cron: { minutes: '0', hours: '9', dayOfTheMonth: '*', month: '*', dayOfTheWeek: '1' } },
  { value: 'monthly', label: 'On the first of each month at 9:00', cron: { minutes: '0', hours: '9', dayOfTheMonth: '1', month: '*', dayOfTheWeek: '*' } },
]

/** What a schedule begins with. */
export function newCron(timeZone: string): Cron {
  return { seconds: '0', minutes: '0', hours: '9', dayOfTheMonth: '*', month: '*', dayOfTheWeek: '*', startDate: '', endDate: '', timeZone }
}

/** The preset that this is; nothing when somebody wrote it. */
export function presetOf(cron: Cron): string | undefined {
  return PRESETS.find((preset) => Object.entries(preset.cron).every(([key, value]) => fieldOf(cron, key) === value) && ['0', '00'].includes(fieldOf(cron, 'seconds')))?.value
}

export function fieldOf(cron: Cron, key: string): string {
  return String(cron[key] ?? '') || (CRON_FIELDS.find((field) => field.key === key)?.usual ?? '')
}

export function withPreset(cron: Cron, preset: string): Cron {
  return { ...cron, seconds: '0', ...PRESETS.find((one) => one.value === preset)?.cron }
}

/** Time zones for a list to choose from, with that of the schedule, which may have an old name. */
export function timeZones(current: string | undefined): string[] {
  const known = typeof Intl.supportedValuesOf === 'function' ? Intl.supportedValuesOf('timeZone') : []
  return [...new Set([...(current ? [current] : []), 'UTC', ...known])]
}
