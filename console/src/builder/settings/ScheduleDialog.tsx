import { Alert, Autocomplete, Button, Group, Modal, NativeSelect, SimpleGrid, Stack, Text, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api, ask } from '../../api/client'
import { Time } from '../../time/Time'
import { setFlow } from '../document'
import { useBuilder } from '../page/builder'
import { useCloseToTrigger } from './useCloseToTrigger'
import { CRON_FIELDS, fieldOf, newCron, presetOf, PRESETS, timeZones, withPreset, type Cron } from './schedule'

/** When a scheduled flow runs, with its next times. */
export function ScheduleDialog({ close }: { close: () => void }) {
  const leave = useCloseToTrigger(close)
  return (
    <Modal opened onClose={leave} title="Schedule" size="lg" closeButtonProps={{ 'aria-label': 'Close' }}>
      <Schedule close={leave} />
    </Modal>
  )
}

function Schedule({ close }: { close: () => void }) {
  const { document, change, readOnly } = useBuilder()
  const stored = document.data.cron
  const [cron, setCron] = useState<Cron>(() => (stored && Object.keys(stored).length > 0 ? stored : newCron(Intl.DateTimeFormat().resolvedOptions().timeZone)))
  const [asked] = useDebouncedValue(cron, 300)
  const preview = useQuery({
    queryKey: ['schedules', 'preview', asked],
    queryFn: () => ask(api.POST('/api/hookline/v1/schedules/preview', { body: { cron: asked as Record<string, never> } })),
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  })
  const problems = preview.data?.problems ?? []
  const mistake = (key: string) => problems.find((one) => one.field === `cron.${key}`)?.message
  const text = (key: string) => String(cron[key] ?? '')
  const set = (key: string, value: string) => setCron({ ...cron, [key]: value })
  const general = problems.filter((one) => one.field === 'cron')
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        change('Set the schedule', (before) => setFlow(before, { cron }))
        close()
      }}
    >
      <Stack>
        <NativeSelect
          label="Runs"
          disabled={readOnly}
          value={presetOf(cron) ?? ''}
          onChange={(event) => setCron(withPreset(cron, event.currentTarget.value))}
          data={[...(presetOf(cron) ? [] : [{ value: '', label: 'As written below' }]), ...PRESETS.map(({ value, label }) => ({ value, label }))]}
          data-autofocus
        />
        <SimpleGrid cols={{ base: 2, xs: 3 }} spacing="sm">
          {CRON_FIELDS.map(({ key, label, hint }) => (
            <TextInput key={key} label={label} placeholder={hint} readOnly={readOnly} value={fieldOf(cron, key)} error={mistake(key)} onChange={(event) => set(key, event.currentTarget.value)} />
          ))}
        </SimpleGrid>
        <Autocomplete
          label="Time zone"
          readOnly={readOnly}
          limit={50}
          data={timeZones(text('timeZone'))}
          value={text('timeZone')}
          error={mistake('timeZone')}
          onChange={(value) => set('timeZone', value)}
        />
        <SimpleGrid cols={2} spacing="sm">
          <TextInput label="Start" description="A date, or blank" placeholder="2026-01-31" readOnly={readOnly} value={text('startDate')} error={mistake('startDate')} onChange={(event) => set('startDate', event.currentTarget.value)} />
          <TextInput label="End" description="A date, or blank" placeholder="2026-12-31" readOnly={readOnly} value={text('endDate')} error={mistake('endDate')} onChange={(event) => set('endDate', event.currentTarget.value)} />
        </SimpleGrid>
        <div aria-live="polite">
          {general.map((one) => (
            <Alert key={one.message} color="red" variant="light" title="This schedule never runs">
              {one.message}
            </Alert>
          ))}
          {preview.error && (
            <Text size="sm" c="red" role="alert" className="wrapped">
              {preview.error.message}
            </Text>
          )}
          {preview.data && problems.length === 0 && (
            <>
              <Text size="sm" fw={500}>
                {preview.data.next.length > 0 ? 'Next runs' : 'No further runs: the schedule ends before its next time.'}
              </Text>
              <ol className="next-runs">
                {preview.data.next.map((at) => (
                  <li key={at}>
                    <Time at={at} />
                  </li>
                ))}
              </ol>
            </>
          )}
        </div>
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            {readOnly ? 'Close' : 'Cancel'}
          </Button>
          {!readOnly && (
            <Button type="submit" disabled={problems.length > 0}>
              Set schedule
            </Button>
          )}
        </Group>
      </Stack>
    </form>
  )
}
