import { ActionIcon, Alert, Button, Group, Modal, NativeSelect, Stack, Text, TextInput } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { BUILT_IN, OPERATORS } from '../../tables/conditions'
import { sourceOf, type CardAt, type SourceAt } from '../document'
import { useBuilder } from '../page/builder'
import { conditionsOf, expressionInput, setConditions, type Wanted } from './edits'
import type { FormField } from './form'
import { ChooseValue } from './SourcePicker'
import { SourcePill } from './SourcePill'

interface Props {
  at: CardAt
  field: FormField
  columns: readonly { name: string; type?: string }[]
}

/** Which rows of a table: conditions on columns, each with a constant or a value of another card. */
export function WhereExpression({ at, field, columns }: Props) {
  const { document } = useBuilder()
  const [opened, setOpened] = useState(false)
  const conditions = conditionsOf(field.constant)
  const said = conditions.map((condition, index) => {
    const input = condition.rhd && expressionInput(document, at, condition.rhd.outputId)
    const source = input && sourceOf(document, input)[0]
    const value = condition.rhd ? (source ? `⟨${source.names.at(-1)}⟩` : 'a value that is lost') : condition.rhs === '' || condition.rhs === null || condition.rhs === undefined ? 'blank' : `“${String(condition.rhs)}”`
    return `${index > 0 ? `${conditions[index - 1]!.join === 'OR' ? 'or' : 'and'} ` : ''}${condition.lhs} ${OPERATORS.find((one) => one.value === condition.op)?.label ?? condition.op} ${value}`
  })
  return (
    <>
      <Button size="compact-sm" variant="default" fullWidth justify="flex-start" fw={400} aria-label={`Where Expression: ${said.join(' ') || 'every row'}`} onClick={() => setOpened(true)}>
        <Text span size="xs" truncate c={said.length === 0 ? 'dimmed' : undefined}>
          {said.join(' ') || 'Every row'}
        </Text>
      </Button>
      {opened && <Conditions at={at} field={field} columns={columns} close={() => setOpened(false)} />}
    </>
  )
}

/** A condition while it is written: its value may come from a card that is chosen just now. */
interface Draft extends Wanted {
  shown?: { title: string; names: string[] }
}

function Conditions({ at, field, columns, close }: Props & { close: () => void }) {
  const { document, change, readOnly } = useBuilder()
  const all = [...columns.map((column) => ({ name: column.name, type: column.type ?? 'text' })), ...BUILT_IN.filter((one) => !columns.some((column) => column.name === one.name)).map((one) => ({ name: one.name, type: one.type ?? 'text' }))]
  const [drafts, setDrafts] = useState<Draft[]>(() =>
    conditionsOf(field.constant).map((condition) => {
      const input = condition.rhd && expressionInput(document, at, condition.rhd.outputId)
      const source = input && sourceOf(document, input)[0]
      return { ...condition, shown: source && { title: source.title, names: source.names } }
    }),
  )
  const set = (index: number, more: Partial<Draft>) => setDrafts(drafts.map((one, place) => (place === index ? { ...one, ...more } : one)))
  const typeOf = (column: string) => all.find((one) => one.name === column)?.type ?? 'text'
  const documentType = (column: string) => ({ text: 'string', number: 'number', boolean: 'boolean', date: 'Date' })[typeOf(column)] ?? 'string'
  return (
    <Modal opened onClose={close} title="Where Expression" size="xl" closeButtonProps={{ 'aria-label': 'Close' }}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          change('Set the Where Expression', (before, ids) =>
            setConditions(
              before,
              at,
              field,
              drafts.map(({ shown: _, ...draft }) => draft),
              documentType,
              ids,
            ),
          )
          close()
        }}
      >
        <Stack>
          {columns.length === 0 && <Alert color="orange" variant="light" title="Choose the table of this card first: its columns are not known yet." />}
          {drafts.length === 0 && <Text size="sm">Every row is found. Add a condition to find fewer.</Text>}
          {drafts.map((draft, index) => (
            <div key={index} className="where-row" role="group" aria-label={`Condition ${index + 1}`}>
              {index > 0 && (
                <NativeSelect
                  size="xs"
                  w={80}
                  aria-label={`How condition ${index + 1} is combined`}
                  disabled={readOnly}
                  value={drafts[index - 1]!.join}
                  onChange={(event) => set(index - 1, { join: event.currentTarget.value as 'AND' | 'OR' })}
                  data={['AND', 'OR']}
                />
              )}
              <NativeSelect
                size="xs"
                aria-label={`Column of condition ${index + 1}`}
                disabled={readOnly}
                value={draft.lhs}
                onChange={(event) => set(index, { lhs: event.currentTarget.value })}
                data={[...(all.some((one) => one.name === draft.lhs) ? [] : [draft.lhs]), ...all.map((one) => one.name)]}
              />
              <NativeSelect size="xs" aria-label={`Comparison of condition ${index + 1}`} disabled={readOnly} value={draft.op} onChange={(event) => set(index, { op: event.currentTarget.value })} data={OPERATORS} />
              <div className="grows">
                {draft.from || draft.rhd ? (
                  <SourcePill
                    input={`Condition ${index + 1}`}
                    title={draft.shown?.title ?? 'A card that is gone'}
                    names={draft.shown?.names ?? ['a value that is lost']}
                    remove={readOnly ? undefined : () => set(index, { from: undefined, rhd: undefined, shown: undefined, rhs: '' })}
                  />
                ) : typeOf(draft.lhs) === 'boolean' ? (
                  <NativeSelect
                    size="xs"
                    aria-label={`Value of condition ${index + 1}`}
                    disabled={readOnly}
                    value={String(draft.rhs ?? '')}
                    onChange={(event) => set(index, { rhs: event.currentTarget.value === '' ? '' : event.currentTarget.value === 'true' })}
                    data={[{ value: '', label: 'blank' }, { value: 'true', label: 'True' }, { value: 'false', label: 'False' }]}
                  />
                ) : (
                  <TextInput size="xs" aria-label={`Value of condition ${index + 1}`} placeholder="blank" readOnly={readOnly} value={draft.rhs === null || draft.rhs === undefined ? '' : String(draft.rhs)} onChange={(event) => set(index, { rhs: event.currentTarget.value })} />
                )}
              </div>
              {!readOnly && (
                <>
                  <ChooseValue at={at} label={`condition ${index + 1}`} pick={(offer) => set(index, { rhs: undefined, rhd: undefined, from: offer.source as SourceAt, shown: { title: offer.card, names: offer.names } })} />
                  <ActionIcon variant="subtle" color="gray" aria-label={`Remove condition ${index + 1}`} onClick={() => setDrafts(drafts.filter((_, place) => place !== index))}>
                    <IconTrash size={14} aria-hidden />
                  </ActionIcon>
                </>
              )}
            </div>
          ))}
          {drafts.length > 1 && (
            <Text size="xs" c="dimmed">
              Combined from left to right: a AND b OR c is (a AND b) OR c.
            </Text>
          )}
          <Group justify="space-between">
            {readOnly ? (
              <span />
            ) : (
              <Button size="xs" variant="default" leftSection={<IconPlus size={14} aria-hidden />} onClick={() => setDrafts([...drafts, { lhs: all[0]?.name ?? 'Row ID', op: '=', join: 'AND', rhs: '' }])}>
                Add a condition
              </Button>
            )}
            <Group gap="xs">
              <Button variant="default" onClick={close}>
                {readOnly ? 'Close' : 'Cancel'}
              </Button>
              {!readOnly && <Button type="submit">Done</Button>}
            </Group>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
