import { ActionIcon, Button, Group, NativeSelect, Paper, Stack, Text, TextInput } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import type { Column } from './tables'
import { typeOf } from './cells'
import { BUILT_IN, conditionsOf, OPERATORS, whereOf, type Condition } from './conditions'

interface Props {
  columns: Column[]
  where?: string
  utc: boolean
  apply: (where: string | undefined) => void
  close: () => void
}

/** Conditions on rows, combined from left to right as flows do it. */
export function Where({ columns, where, utc, apply, close }: Props) {
  const fresh = (): Condition => ({ column: columns[0]?.name ?? 'Created', operator: '=', value: '', join: 'AND' })
  const [conditions, setConditions] = useState<Condition[]>(() => {
    const given = conditionsOf(where)
    return given.length > 0 ? given : [fresh()]
  })
  const set = (at: number, more: Partial<Condition>) => setConditions(conditions.map((one, index) => (index === at ? { ...one, ...more } : one)))
  const all = [...columns, ...BUILT_IN.filter((one) => !columns.some((known) => known.name === one.name))]
  return (
    <Paper withBorder p="md" component="section" aria-label="Filter">
      <form
        onSubmit={(event) => {
          event.preventDefault()
          apply(whereOf(conditions, columns, utc))
        }}
      >
        <Stack gap="sm">
          {conditions.map((condition, index) => {
            const number = index + 1
            const type = typeOf(all.find((one) => one.name === condition.column) ?? {})
            return (
              <div className="conditions" key={index}>
                {index === 0 ? (
                  <Text size="sm" pb={8}>
                    Rows where
                  </Text>
                ) : (
                  <NativeSelect
                    aria-label={`How condition ${number} is combined`}
                    value={conditions[index - 1]!.join}
                    onChange={(event) => set(index - 1, { join: event.currentTarget.value as Condition['join'] })}
                    data={['AND', 'OR']}
                  />
                )}
                <NativeSelect
                  label={`Column ${number}`}
                  value={condition.column}
                  onChange={(event) => set(index, { column: event.currentTarget.value })}
                  data={all.map((one) => one.name)}
                />
                <NativeSelect label={`Comparison ${number}`} value={condition.operator} onChange={(event) => set(index, { operator: event.currentTarget.value })} data={OPERATORS} />
                {type === 'boolean' ? (
                  <NativeSelect
                    label={`Value ${number}`}
                    value={condition.value}
                    onChange={(event) => set(index, { value: event.currentTarget.value })}
                    data={[{ value: '', label: 'blank' }, 'true', 'false']}
                  />
                ) : (
                  <TextInput
                    label={`Value ${number}`}
                    placeholder={type === 'date' ? '2026-01-31 09:30' : 'blank'}
                    dir="auto"
                    value={condition.value}
                    onChange={(event) => set(index, { value: event.currentTarget.value })}
                  />
                )}
                <ActionIcon variant="default" size={36} aria-label={`Remove condition ${number}`} disabled={conditions.length === 1} onClick={() => setConditions(conditions.filter((_, at) => at !== index))}>
                  <IconTrash size={16} aria-hidden />
                </ActionIcon>
              </div>
            )
          })}
          <Text size="xs" c="dimmed">
            Combined from left to right: a AND b OR c is (a AND b) OR c. A value that is left empty finds blank cells.
          </Text>
          <Group gap="xs">
            <Button size="xs" type="submit">
              Apply filter
            </Button>
            <Button size="xs" variant="default" leftSection={<IconPlus size={14} aria-hidden />} onClick={() => setConditions([...conditions, fresh()])}>
              Add a condition
            </Button>
            <Button
              size="xs"
              variant="default"
              onClick={() => {
                close()
                apply(undefined)
              }}
            >
              Show all rows
            </Button>
          </Group>
        </Stack>
      </form>
    </Paper>
  )
}
