import { ActionIcon, Alert, Box, Button, Checkbox, Code, Fieldset, Group, NativeSelect, Stack, Switch, Text, Textarea, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useIsMutating, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { api, ask, type Schemas } from '../../api/client'
import { useMay } from '../../session/session'
import { Failed, Loading } from '../../shown/states'
import { Time } from '../../time/Time'
import type { EventHook } from '../hooks'
import { draftOf, hookOf } from './draft'
import { FIELDS, NEW_ROW, OPERATORS, pointed, type FilterRow } from './rows'

const ROWS = ['rows of a filter']

/** Which of the events pass: a condition for each type, or none. */
export function Filters({ hook, next }: { hook: EventHook; next: () => void }) {
  const queries = useQueryClient()
  const [conditions, setConditions] = useState<Record<string, string>>(() =>
    Object.fromEntries((hook.events.filter?.eventFilterMap ?? []).map(({ event, condition }) => [event, condition.expression])),
  )
  const [apply, setApply] = useState(Boolean(hook.events.filter))
  const set = (type: string, expression: string) => setConditions((before) => ({ ...before, [type]: expression }))

  const given = hook.events.items.filter((type) => conditions[type]?.trim())
  // Rows are turned into expressions by the server: what is saved must be what is shown.
  const writing = useIsMutating({ mutationKey: ROWS }) > 0
  const save = useMutation({
    mutationFn: () => {
      const whole = hookOf(draftOf(hook), hook)
      const eventFilterMap = given.map((event) => ({ event, condition: { expression: conditions[event] ?? '' } }))
      const filter = apply ? { type: 'EXPRESSION_LANGUAGE' as const, eventFilterMap } : null
      return ask(api.PUT('/api/v1/eventHooks/{eventHookId}', { params: { path: { eventHookId: hook.id } }, body: { ...whole, events: { ...whole.events, filter } } }))
    },
    onSuccess: (saved) => {
      queries.setQueryData(['hooks', saved.id], saved)
      next()
    },
  })

  return (
    <Stack gap="md" maw={860}>
      <Checkbox
        label="Apply filter"
        description="Without one, every event of the selected types is delivered."
        checked={apply}
        onChange={(event) => setApply(event.currentTarget.checked)}
      />
      {apply && hook.events.items.map((type) => <Condition key={type} type={type} expression={conditions[type] ?? ''} change={(expression) => set(type, expression)} />)}
      {save.error && <Failed error={save.error} />}
      <Group>
        <Button loading={save.isPending || writing} disabled={apply && given.length === 0} onClick={() => save.mutate()}>
          Save and Continue
        </Button>
        {apply && given.length === 0 && (
          <Text size="sm" role="status">
            Enter a condition for at least one event type, or take the tick off Apply filter.
          </Text>
        )}
      </Group>
    </Stack>
  )
}

/** The condition of one type: as rows while rows can say it, else as an expression. */
function Condition({ type, expression, change }: { type: string; expression: string; change: (expression: string) => void }) {
  const [advanced, setAdvanced] = useState<boolean>()
  const [rows, setRows] = useState<FilterRow[]>()
  // How the expression that was there can be written as rows.
  const simple = useQuery({
    queryKey: ['simple', expression],
    queryFn: () => ask(api.POST('/api/hookline/v1/filters/simple', { body: { expression } })),
    enabled: expression.trim() !== '' && rows === undefined,
    retry: false,
  })
  useEffect(() => {
    if (rows === undefined && expression.trim() === '') setRows([NEW_ROW])
    if (rows === undefined && simple.data?.simple && simple.data.rows) setRows(simple.data.rows)
  }, [simple.data, rows, expression])
  const asExpression = advanced ?? (rows === undefined && (simple.data?.simple === false || simple.isError))

  const toRows = async () => {
    if (expression.trim() === '') {
      setRows([NEW_ROW])
      setAdvanced(false)
      return
    }
    setRows(undefined)
    setAdvanced(undefined)
  }

  return (
    <Fieldset legend={type} className="condition">
      <Stack gap="sm">
        <Switch
          label="Use Okta Expression Language (advanced)"
          checked={asExpression}
          onChange={(event) => (event.currentTarget.checked ? setAdvanced(true) : void toRows())}
        />
        {asExpression ? (
          <>
            {simple.data?.simple === false && !advanced && (
              <Text size="sm" c="dimmed">
                {simple.data.reason ?? 'Simple rows cannot say this.'}
              </Text>
            )}
            <Expression type={type} expression={expression} change={change} />
          </>
        ) : rows ? (
          <Rows rows={rows} type={type} change={(more, text) => (setRows(more), change(text))} expression={expression} />
        ) : (
          <Loading what="the condition" rows={1} />
        )}
        {expression.trim() !== '' && <Try expression={expression} type={type} />}
      </Stack>
    </Fieldset>
  )
}

function Rows({ rows, type, expression, change }: { rows: FilterRow[]; type: string; expression: string; change: (rows: FilterRow[], expression: string) => void }) {
  const write = useMutation({
    mutationKey: ROWS,
    mutationFn: (wanted: FilterRow[]) => {
      const whole = wanted.filter((row) => row.value !== '')
      return whole.length === 0 ? Promise.resolve('') : ask(api.POST('/api/hookline/v1/filters/simple', { body: { rows: whole } })).then((written) => written.expression)
    },
    scope: { id: type },
  })
  const set = (wanted: FilterRow[]) => {
    change(wanted, expression)
    write.mutate(wanted, { onSuccess: (text) => change(wanted, text) })
  }
  return (
    <Stack gap="xs">
      {rows.map((row, index) => {
        const setRow = (more: Partial<FilterRow>) => set(rows.map((one, i) => (i === index ? { ...one, ...more } : one)))
        return (
          <Group key={index} gap="xs" align="flex-start" className="filter-row">
            <NativeSelect
              label="Field"
              aria-label={`Field ${index + 1} of ${type}`}
              value={row.field}
              data={FIELDS}
              onChange={(event) => setRow({ field: event.currentTarget.value as FilterRow['field'] })}
            />
            <NativeSelect
              label="Operator"
              aria-label={`Operator ${index + 1} of ${type}`}
              value={row.operator}
              data={OPERATORS}
              onChange={(event) => setRow({ operator: event.currentTarget.value as FilterRow['operator'] })}
            />
            <TextInput
              className="grows"
              label="Value"
              aria-label={`Value ${index + 1} of ${type}`}
              maxLength={1000}
              value={row.value}
              error={row.value === '' && rows.some((one) => one.value !== '') ? 'Without a value this row does not count.' : undefined}
              onChange={(event) => setRow({ value: event.currentTarget.value })}
            />
            <ActionIcon variant="default" size={36} mt={25} aria-label={`Remove row ${index + 1} of ${type}`} onClick={() => set(rows.filter((_, i) => i !== index))}>
              <IconTrash size={16} aria-hidden />
            </ActionIcon>
          </Group>
        )
      })}
      <Group>
        <Button size="xs" variant="default" leftSection={<IconPlus size={14} aria-hidden />} onClick={() => set([...rows, NEW_ROW])}>
          And
        </Button>
      </Group>
      {write.error && (
        <Text size="sm" c="red" role="alert">
          {write.error.message}
        </Text>
      )}
      {expression && <Code block>{expression}</Code>}
    </Stack>
  )
}

/** Checked while it is typed; a mistake is shown where it is. */
function Expression({ type, expression, change }: { type: string; expression: string; change: (expression: string) => void }) {
  const [settled] = useDebouncedValue(expression, 250)
  const check = useQuery({
    queryKey: ['check', settled],
    queryFn: () => ask(api.POST('/api/hookline/v1/filters/check', { body: { expression: settled } })),
    enabled: settled.trim() !== '',
    retry: false,
  })
  const error = settled === expression && check.data?.error
  return (
    <Stack gap="xs">
      <Textarea
        label={`Expression for ${type}`}
        placeholder={'event.outcome.result eq "FAILURE"'}
        autosize
        minRows={2}
        maxRows={14}
        spellCheck={false}
        classNames={{ input: 'mono' }}
        value={expression}
        error={error ? `Line ${error.line}, column ${error.column}: ${error.message}` : check.error?.message}
        onChange={(event) => change(event.currentTarget.value)}
      />
      {error && error.line && error.column && <Code block>{pointed(settled, error.line, error.column)}</Code>}
      {check.data?.valid && (
        <Text size="sm" c="dimmed" role="status">
          The expression is valid.
        </Text>
      )}
      {check.data?.notes.map((note) => (
        <Text size="sm" key={note} className="wrapped">
          {note}
        </Text>
      ))}
    </Stack>
  )
}

/** What the condition would have let through. */
function Try({ expression, type }: { expression: string; type: string }) {
  const mayRead = useMay('read_log')
  const run = useMutation({
    mutationFn: (tried: string): Promise<Schemas['FilterDryRunResult']> => ask(api.POST('/api/hookline/v1/filters/dry-run', { body: { expression: tried, eventTypes: [type], last: 1000 } })),
  })
  if (!mayRead) return null
  const result = run.variables === expression ? run.data : undefined
  return (
    <Box>
      <Button size="xs" variant="default" loading={run.isPending} onClick={() => run.mutate(expression)}>
        Try on recent events
      </Button>
      {run.error && run.variables === expression && <Failed error={run.error} />}
      {result && (
        <Alert mt="sm" variant="light" color="blue" role="status" title={`${result.matched.toLocaleString()} of ${result.seen.toLocaleString()} events pass`}>
          {result.seen === 0 && <Text size="sm">The log has no event of this type yet.</Text>}
          {result.failed > 0 && (
            <Text size="sm" className="wrapped">
              {result.failed.toLocaleString()} could not be evaluated: {result.errors[0]?.message}
            </Text>
          )}
          {!result.complete && <Text size="sm">Not all of them were examined: it took too long.</Text>}
          {result.examples.map((example) => (
            <Text size="sm" key={example.uuid} className="wrapped">
              <Time at={example.published} /> {example.displayMessage ?? example.eventType}
            </Text>
          ))}
        </Alert>
      )}
    </Box>
  )
}
