import { useId } from 'react'
import { useQueryClient } from '@tanstack/react-query'
import { itemsFor, linkItem, methodIn, sourceOf, typeName, unlink, type CardAt, type Document, type FieldAt, type Ids, type Source, type SourceAt } from '../document'
import { TEXT } from '../document/special'
import { useBuilder, type Card } from '../page/builder'
import { Constant, type LoadChoices } from './Constant'
import { linkInput, present, setInput, settle } from './edits'
import { FieldMenu } from './FieldMenu'
import { isBlank, type FormField } from './form'
import { ItemOfLoop } from './ItemOfLoop'
import { valueOf } from './offers'
import { conversionOf, inside } from './preview'
import { ChooseValue } from './SourcePicker'
import { SourcePill } from './SourcePill'
import { TextWithValues } from './TextWithValues'
import { summary } from './tree'
import { useDrop } from './useDrop'
import { helperQuery } from './useDynamic'
import { WhereExpression } from './WhereExpression'

interface Props {
  at: CardAt
  field: FormField
  card: Card | undefined
  /** In a loop: each item can give the value. */
  loops: boolean
  columns?: readonly { name: string; type?: string }[]
  load?: LoadChoices
}

/** One input: its name, and where its value comes from. */
export function InputRow({ at, field, card, loops, columns, load }: Props) {
  const { document, change, jump, problems, readOnly, values } = useBuilder()
  const queries = useQueryClient()
  const id = useId()
  const fieldAt: FieldAt | undefined = field.id === undefined ? undefined : { ...at, side: 'input', field: field.id }
  const sources = fieldAt ? sourceOf(document, fieldAt) : []
  const isText = field.key === TEXT
  const isItem = Boolean(field.item?.dynamic)
  const linked = sources.length > 0
  const mine = problems.filter((one) => one.at.flow === at.flow && one.at.card === at.card && one.field !== undefined && one.field === field.id)
  const missing = field.required && field.fallback === undefined && !linked && !isItem && isBlank(field)
  const told = mine.map((one) => one.text)
  if (missing && told.length === 0) told.push(`${field.label} is required.`)
  const step = values?.(at)
  const seen = valueOf(step?.inputs, field.group, field.key)
  const take = (source: SourceAt) => change(`Link ${field.label}`, (before, ids) => linkInput(before, at, field, source, ids))
  const takes = !readOnly && field.widget !== 'where' && !isText && field.widget !== 'flow'
  const drop = useDrop(takes ? ({ source }) => take(source) : undefined)
  const giveItem = (path: string) => change(`Give a part of each item to ${field.label}`, (before, ids) => item(before, at, field, path, ids))
  const further = loops
    ? [
        { id: 'item', label: 'Each whole item of the list', pick: () => giveItem('') },
        ...itemsFor(document, at).map((part) => ({ id: `item ${part.name}`, label: `Of each item: ${part.name}`, pick: () => giveItem(part.path.join('.')) })),
        ...(itemsFor(document, at).length === 0 ? [{ id: 'key', label: 'Of each item: one key', pick: () => giveItem(field.key) }] : []),
      ]
    : []
  const set = async (value: unknown) => {
    const coalesce = `${at.flow}|${at.card}|${field.group}|${field.key}`
    if (field.widget !== 'flow' || typeof value !== 'string') {
      change(`Set ${field.label}`, (before, ids) => setInput(before, at, field, value, ids), coalesce)
      return
    }
    // The helper decides which fields the card has: both come in one step.
    const helper = await queries.fetchQuery(helperQuery(value)).catch(() => undefined)
    change(`Choose ${field.label}`, (before, ids) => settle(setInput(before, at, field, value, ids), at, card, { helper }, ids))
  }
  return (
    <div className="field-row" data-field={field.key} {...drop}>
      <div className="field-head">
        <span className="field-label" id={`${id}-label`} dir="auto">
          {field.label}
          {field.required && (
            <span className="field-problem" aria-hidden>
              {' '}
              *
            </span>
          )}
        </span>
        <span className="field-type">{typeName(field.value)}</span>
        {takes && <ChooseValue at={at} label={field.label} further={further} pick={(offer) => take(offer.source)} />}
        <FieldMenu at={at} side="input" field={field} />
      </div>
      {isText && fieldAt ? (
        <TextWithValues at={at} field={fieldAt} label={field.label} />
      ) : linked ? (
        sources.map((source) => {
          const converted = conversionOf(source, field.value, seenAt(source, values, document))
          return (
            <div key={`${source.card.flow} ${source.card.card} ${source.names.join(' ')}`}>
              <SourcePill
                input={field.label}
                title={source.title}
                names={source.names}
                converted={converted}
                jump={() => jump(source.card)}
                remove={readOnly ? undefined : () => change(`Remove the link of ${field.label}`, (before) => unlink(before, fieldAt!))}
              />
              {converted && <div className="field-note">{converted}</div>}
            </div>
          )
        })
      ) : isItem && fieldAt ? (
        <ItemOfLoop
          label={field.label}
          path={field.item!.path}
          readOnly={readOnly}
          set={(path) => change(`Give a part of each item to ${field.label}`, (before) => linkItem(before, fieldAt, path))}
          remove={() => change(`Do not give items to ${field.label}`, (before) => linkItem(before, fieldAt, undefined))}
        />
      ) : field.widget === 'where' ? (
        <WhereExpression at={at} field={field} columns={columns ?? []} />
      ) : (
        <Constant
          field={field}
          label={field.label}
          describedBy={told.length > 0 ? `${id}-told` : undefined}
          readOnly={readOnly}
          invalid={told.length > 0}
          columns={columns?.map((column) => column.name)}
          load={load}
          set={(value) => void set(value)}
        />
      )}
      {seen !== undefined && (
        <div className="run-value" title={summary(seen)}>
          {summary(seen)}
        </div>
      )}
      {field.stale && <div className="field-note">The table or helper has no such field any more.</div>}
      {told.length > 0 && (
        <div className="field-problem" id={`${id}-told`}>
          {told.join(' ')}
        </div>
      )}
    </div>
  )
}

function item(document: Document, at: CardAt, field: FormField, path: string, ids: Ids): Document {
  const made = present(document, at, 'input', field, ids)
  return linkItem(made.document, made.at, path)
}

/** What a source gave in the run that is shown. */
function seenAt(source: Source, values: ReturnType<typeof useBuilder>['values'], document: Document): unknown {
  const given = values?.(source.card)?.outputs
  const output = given && methodIn(document, source.card).node.model.outputs?.data?.[source.output]
  return output && inside(valueOf(given, output.group ?? '', output.key), source.path)
}
