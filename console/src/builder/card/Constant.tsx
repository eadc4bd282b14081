import { Button, NativeSelect, Text, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { Json } from '../../shown/json'
import { dateField, dateOf } from '../../tables/cells'
import { useZone } from '../../time/zone'
import { ChooseFlow } from './ChooseFlow'
import type { Choice, FormField } from './form'
import { FolderChoice, ServiceChoice, TableChoice } from './Choices'
import type { Widget } from './widget'
import { numberOf, summary } from './tree'
import { useTyped } from './typed'
import { ValueDialog } from './ValueDialog'

interface Props {
  field: FormField
  /** Names the field for those who do not see it. */
  label: string
  describedBy?: string
  readOnly: boolean
  invalid: boolean
  /** Nothing clears it. */
  set: (value: unknown) => void
  /** Names of the chosen table's columns. */
  columns?: readonly string[]
  /** Loads choices of the connected system. */
  load?: LoadChoices
}

export type LoadChoices = (search: string, after: string | undefined) => Promise<{ choices: Choice[]; next?: string }>

/** What an input holds when it takes its value from nowhere, with the widget of its type. */
export function Constant(props: Props) {
  return <OfWidget widget={props.field.widget} {...props} />
}

function OfWidget({ widget, ...props }: Props & { widget: Widget }) {
  switch (widget) {
    case 'text':
      return <TextConstant {...props} />
    case 'multiline':
      return <TextConstant {...props} lines />
    case 'secret':
      return <SecretConstant {...props} />
    case 'choice':
      return props.field.loads === 'service' && props.load ? <ServiceChoice {...props} load={props.load} /> : <ChoiceConstant {...props} />
    case 'number':
      return <NumberConstant {...props} whole={false} />
    case 'integer':
      return <NumberConstant {...props} whole />
    case 'boolean':
      return <BooleanConstant {...props} />
    case 'date':
      return <DateConstant {...props} />
    case 'object':
      return <PartsConstant {...props} shape="object" />
    case 'list':
      return <PartsConstant {...props} shape="list" />
    case 'flow':
      return <ChooseFlow field={props.field} label={props.label} readOnly={props.readOnly} set={props.set} />
    case 'folder':
      return <FolderChoice {...props} />
    case 'table':
      return <TableChoice {...props} />
    case 'file':
      return <Nowhere>A file comes from another card: choose a value, or drop one here.</Nowhere>
    // These are drawn where the whole card is known: conditions beside their values, the schedule and blocks outside of the card.
    case 'where':
    case 'conditions':
    case 'cron':
    case 'block':
      return null
    default:
      return unknownWidget(widget)
  }
}

function unknownWidget(widget: never): never {
  throw new Error(`No widget is called ${String(widget)}`)
}

function Nowhere({ children }: { children: string }) {
  return <div className="field-note">{children}</div>
}

function fallbackOf(field: FormField): string | undefined {
  return field.fallback === undefined ? undefined : String(field.fallback)
}

function TextConstant({ field, label, describedBy, readOnly, invalid, set, lines = false }: Props & { lines?: boolean }) {
  const stored = typeof field.constant === 'string' ? field.constant : field.constant === null || field.constant === undefined ? '' : JSON.stringify(field.constant)
  const typed = useTyped(stored, set)
  const shared = {
    size: 'xs' as const,
    dir: 'auto' as const,
    'aria-label': label,
    'aria-describedby': describedBy,
    placeholder: fallbackOf(field),
    readOnly,
    error: invalid,
    value: typed.value,
    onBlur: typed.leave,
  }
  if (lines) return <Textarea {...shared} autosize minRows={2} maxRows={10} onChange={(event) => typed.set(event.currentTarget.value)} />
  return (
    <TextInput
      {...shared}
      onChange={(event) => typed.set(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') typed.leave()
      }}
    />
  )
}

/** Once written it is not shown again; only its replacement can be typed. */
function SecretConstant({ field, label, describedBy, readOnly, invalid, set }: Props) {
  const isSet = typeof field.constant === 'string' && field.constant !== ''
  const [typed, setTyped] = useState<string>()
  return (
    <TextInput
      type="password"
      size="xs"
      autoComplete="off"
      aria-label={label}
      aria-describedby={describedBy}
      placeholder={isSet ? '••••••••' : undefined}
      description={isSet ? 'It is set. What you type replaces it.' : undefined}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      readOnly={readOnly}
      error={invalid}
      value={typed ?? ''}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={() => {
        if (typed) set(typed)
        setTyped(undefined)
      }}
    />
  )
}

function NumberConstant({ field, label, describedBy, readOnly, invalid, set, whole }: Props & { whole: boolean }) {
  const stored = field.constant === null || field.constant === undefined ? '' : String(field.constant)
  const [mistake, setMistake] = useState<string>()
  const typed = useTyped(stored, (text) => {
    if (text.trim() === '') {
      setMistake(undefined)
      set(undefined)
      return
    }
    const read = numberOf(text, whole)
    setMistake('mistake' in read ? read.mistake : undefined)
    if ('value' in read) set(read.value)
  })
  return (
    <TextInput
      size="xs"
      inputMode={whole ? 'numeric' : 'decimal'}
      aria-label={label}
      aria-describedby={describedBy}
      placeholder={fallbackOf(field)}
      readOnly={readOnly}
      error={mistake ?? invalid}
      value={typed.value}
      onChange={(event) => typed.set(event.currentTarget.value)}
      onBlur={typed.leave}
      onKeyDown={(event) => {
        if (event.key === 'Enter') typed.leave()
      }}
    />
  )
}

function BooleanConstant({ field, label, describedBy, readOnly, invalid, set }: Props) {
  const value = field.constant === true || field.constant === 'true' ? 'true' : field.constant === false || field.constant === 'false' ? 'false' : ''
  const blank = field.fallback === undefined ? 'Blank' : `${field.fallback === true || field.fallback === 'true' ? 'True' : 'False'} (usual)`
  return (
    <NativeSelect
      size="xs"
      aria-label={label}
      aria-describedby={describedBy}
      disabled={readOnly}
      error={invalid}
      value={value}
      onChange={(event) => set(event.currentTarget.value === '' ? undefined : event.currentTarget.value === 'true')}
      data={[
        { value: '', label: blank },
        { value: 'true', label: 'True' },
        { value: 'false', label: 'False' },
      ]}
    />
  )
}

function ChoiceConstant({ field, label, describedBy, readOnly, invalid, set, columns }: Props) {
  const choices = field.loads === 'columns' ? (columns ?? []).map((name) => ({ value: name, label: name })) : (field.choices ?? [])
  const value = field.constant === null || field.constant === undefined ? '' : String(field.constant)
  const known = choices.some((choice) => choice.value === value)
  const usual = choices.find((choice) => choice.value === String(field.fallback))
  const asIs = field.value.type === 'boolean' ? (text: string) => text === 'true' : field.value.type === 'number' ? Number : (text: string) => text
  return (
    <NativeSelect
      size="xs"
      aria-label={label}
      aria-describedby={describedBy}
      disabled={readOnly}
      error={invalid}
      value={value}
      onChange={(event) => set(event.currentTarget.value === '' ? undefined : asIs(event.currentTarget.value))}
      data={[{ value: '', label: usual ? `${usual.label} (usual)` : '' }, ...(value !== '' && !known ? [{ value, label: `${value} (not offered here)` }] : []), ...choices]}
    />
  )
}

function DateConstant({ field, label, describedBy, readOnly, invalid, set }: Props) {
  const { zone } = useZone()
  const stored = typeof field.constant === 'string' ? field.constant : ''
  const odd = stored !== '' && Number.isNaN(new Date(stored).getTime())
  // A text that is no date is kept as it is, so that nothing is lost by looking at it.
  if (odd) return <TextConstant field={field} label={label} describedBy={describedBy} readOnly={readOnly} invalid={invalid} set={set} />
  return (
    <TextInput
      type="datetime-local"
      step={1}
      size="xs"
      aria-label={label}
      aria-describedby={describedBy}
      readOnly={readOnly}
      error={invalid}
      value={stored === '' ? '' : dateField(stored, zone).slice(0, 19)}
      onChange={(event) => {
        // A date that is only half written is blank to the browser.
        const date = event.currentTarget.value
        if (date !== '') set(dateOf(date, zone))
        else if (stored !== '') set(undefined)
      }}
    />
  )
}

function PartsConstant({ field, label, readOnly, set, shape }: Props & { shape: 'object' | 'list' }) {
  const [opened, setOpened] = useState(false)
  const blank = field.constant === null || field.constant === undefined || field.constant === ''
  return (
    <>
      <Button
        size="compact-sm"
        variant="default"
        fullWidth
        justify="flex-start"
        fw={400}
        aria-label={`${readOnly ? 'Look at' : 'Edit'} ${label}: ${blank ? 'blank' : summary(field.constant)}`}
        onClick={() => setOpened(true)}
      >
        <Text span size="xs" truncate c={blank ? 'dimmed' : undefined}>
          {blank ? (shape === 'list' ? 'Add items' : 'Add keys') : summary(field.constant)}
        </Text>
      </Button>
      {opened && (
        <ValueDialog
          title={label}
          shape={shape}
          value={(field.constant ?? null) as Json}
          readOnly={readOnly}
          close={() => setOpened(false)}
          save={(value) => {
            set(value)
            setOpened(false)
          }}
        />
      )}
    </>
  )
}

