import { Anchor, NativeSelect } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useId } from 'react'
import { useMay } from '../../session/session'
import { setConnection, type CardAt, type Method } from '../document'
import { useBuilder, type Card } from '../page/builder'
import { Constant, type LoadChoices } from './Constant'
import { setInput, settle } from './edits'
import { isBlank, type FormField } from './form'
import { tableQuery } from './useDynamic'

interface Props {
  at: CardAt
  card: Card | undefined
  method: Method
  options: readonly FormField[]
  load: (field: FormField) => LoadChoices | undefined
}

/** What is chosen before the inputs: the connection, the table, and what else decides which inputs there are. */
export function Options({ at, card, method, options, load }: Props) {
  const { change, readOnly, problems } = useBuilder()
  const queries = useQueryClient()
  if (!card?.connects && options.length === 0) return null
  const set = async (field: FormField, value: unknown) => {
    if (field.widget === 'table' && typeof value === 'string') {
      // The columns decide which fields there are: both come in one step.
      const table = await queries.fetchQuery(tableQuery(value)).catch(() => undefined)
      change(`Choose ${field.label}`, (before, ids) => settle(setInput(before, at, field, value, ids), at, card, { columns: table?.columns }, ids))
    } else change(`Choose ${field.label}`, (before, ids) => setInput(before, at, field, value, ids))
  }
  return (
    <section className="card-section" aria-label="Options">
      {card?.connects && <Connection at={at} card={card} method={method} />}
      {options.map((field) => {
        const missing = field.required && field.fallback === undefined && isBlank(field)
        const told = problems.some((one) => one.at.flow === at.flow && one.at.card === at.card && one.field !== undefined && one.field === field.id)
        return (
          <div key={field.key}>
            <div className="field-head">
              <span className="field-label" dir="auto">
                {field.label}
                {field.required && (
                  <span className="field-problem" aria-hidden>
                    {' '}
                    *
                  </span>
                )}
              </span>
            </div>
            <Constant field={field} label={field.label} readOnly={readOnly} invalid={missing || told} load={load(field)} set={(value) => void set(field, value)} />
            {missing && <div className="field-problem">{field.label} is required.</div>}
          </div>
        )
      })}
    </section>
  )
}

function Connection({ at, card, method }: { at: CardAt; card: Card; method: Method }) {
  const { change, names, readOnly } = useBuilder()
  const mayManage = useMay('manage_connections')
  const id = useId()
  const chosen = method.node.model.config ?? ''
  const fitting = [...names.connections.values()].filter((one) => one.connector === card.connector)
  const known = fitting.some((one) => one.id === chosen)
  return (
    <div>
      <div className="field-head">
        <label className="field-label" htmlFor={id}>
          Connection
        </label>
        {!readOnly && mayManage && (
          <Anchor size="xs" href={`/console/connections/new?connector=${encodeURIComponent(card.connector ?? '')}`} target="_blank" rel="noopener">
            New connection
          </Anchor>
        )}
      </div>
      <NativeSelect
        id={id}
        size="xs"
        disabled={readOnly}
        error={chosen === '' ? 'Choose a connection.' : undefined}
        value={chosen}
        onChange={(event) => {
          const next = event.currentTarget.value || undefined
          change('Choose the connection', (before) => setConnection(before, at, next))
        }}
        data={[{ value: '', label: '' }, ...(chosen !== '' && !known ? [{ value: chosen, label: 'a connection that you do not see' }] : []), ...fitting.map((one) => ({ value: one.id, label: one.name }))]}
      />
    </div>
  )
}
