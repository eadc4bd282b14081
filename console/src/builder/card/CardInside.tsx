import { Button } from '@mantine/core'
import { memo, useCallback, useMemo } from 'react'
import { api, ask } from '../../api/client'
import { addWay, placeholders, removeWay, type CardNode, type Method } from '../document'
import { TEXT } from '../document/special'
import { useBuilder, type Card } from '../page/builder'
import './card.css'
import type { LoadChoices } from './Constant'
import { formOf, isCondition, valuesOf, type Form, type FormField, type FormGroup } from './form'
import { InputRow } from './InputRow'
import { Results } from './Results'
import { NewField } from './NewField'
import { comparesNothing } from './operators'
import { Options } from './Options'
import { Outputs } from './Outputs'
import { ToolRow } from './ToolRow'
import { useDynamic } from './useDynamic'

/** All that is inside of a card: options, inputs, outputs, tools. The frame around it is the canvas's. */
export const CardInside = memo(
  function CardInside({ node }: { node: CardNode }) {
    const { catalog } = useBuilder()
    const card = catalog.get(node.id)
    const { dynamic, error } = useDynamic(card, node.method)
    const form = useMemo(() => formOf(card, node.method, dynamic), [card, node.method, dynamic])
    const load = useChoices(card, node.method)
    const starts = Boolean(card?.starts)
    const columns = dynamic.columns
    return (
      <div className="card-inside">
        {!card && <div className="field-problem">This card is not installed here. The flow cannot run it.</div>}
        {error && (
          <div className="field-problem" role="alert">
            {error.message}
          </div>
        )}
        <Options at={node.at} card={card} method={node.method} options={form.options} load={load} />
        {!(starts && form.mirrored) && <Inputs node={node} card={card} form={form} columns={columns} load={load} />}
        {node.join || card?.outputs.some((field) => field.dynamic === 'block-outputs') ? (
          <Results node={node} groups={form.outputs} />
        ) : (
          (!form.mirrored || starts) && <Outputs at={node.at} groups={form.outputs} />
        )}
        <ToolRow node={node} card={card} />
      </div>
    )
  },
  (before, now) => before.node === now.node || (now.node.lanes.length === 0 && before.node.method === now.node.method && before.node.at.card === now.node.at.card && before.node.at.flow === now.node.at.flow),
)

interface InputsProps {
  node: CardNode
  card: Card | undefined
  form: Form
  columns: readonly { name: string; type?: string }[] | undefined
  load: (field: FormField) => LoadChoices | undefined
}

function Inputs({ node, card, form, columns, load }: InputsProps) {
  const { change, readOnly } = useBuilder()
  if (form.inputs.length === 0) return null
  const ways = form.inputs.filter((group) => group.way)
  const text = form.inputs.flatMap((group) => group.fields).find((field) => field.key === TEXT)
  const hasText = text !== undefined
  // What a text names is shown with the text.
  const inText = new Set(placeholders(text?.constant))
  return (
    <section className="card-section" aria-label="Inputs">
      {form.inputs.map((group) => (
        <div className="card-section" key={group.name} role="group" aria-label={group.title || 'Inputs'}>
          {group.title && <h4 className="card-heading">{group.title}</h4>}
          {shownOf(group, inText).map((field) => (
            <InputRow key={field.id ?? `${field.group} ${field.key}`} at={node.at} field={field} card={card} loops={form.loops && isForItems(field, card)} columns={columns} load={load(field)} />
          ))}
          {group.creates && !(hasText && group.name === '') && <NewField at={node.at} side="input" creation={group.creates} title={group.title} />}
          {group.way === 'else if' && !readOnly && (
            <Button size="compact-xs" variant="subtle" color="gray" onClick={() => change('Remove a way', (before) => removeWay(before, node.at, blockOf(node.method, group.name)))}>
              Remove this way
            </Button>
          )}
        </div>
      ))}
      {ways.length > 0 && !readOnly && (
        <Button size="compact-xs" variant="default" onClick={() => change('Add a way', (before, ids) => addWay(before, node.at, ids).document)}>
          Add Else If
        </Button>
      )}
    </section>
  )
}

/** A comparison that looks at one value only does not ask for the other. */
function shownOf(group: FormGroup, inText: ReadonlySet<string>): FormField[] {
  if (!isCondition(group)) return group.fields.filter((field) => !inText.has(field.key))
  const operator = group.fields.find((field) => field.key === 'operator')?.constant
  return comparesNothing(operator) ? group.fields.filter((field) => field.key !== 'right-operand') : group.fields
}

/** In a loop: inputs of the helper, which each item can give; those of the card itself cannot. */
function isForItems(field: FormField, card: Card | undefined): boolean {
  return !card?.inputs.some((declared) => declared.key === field.key && declared.group === field.group)
}

/** How choices of the connected system are asked for, with what the form has so far. */
function useChoices(card: Card | undefined, method: Method): (field: FormField) => LoadChoices | undefined {
  const connection = method.node.model.config
  const inputs = useMemo(() => valuesOf(method), [method])
  return useCallback(
    (field: FormField) =>
      field.loads === 'service' && card && connection
        ? async (search: string, after: string | undefined) => {
            const page = await ask(
              api.POST('/api/hookline/v1/cards/{card}/choices', {
                params: { path: { card: card.id } },
                body: { connection: { id: connection }, input: { group: field.group || undefined, key: field.key }, inputs, search: search || undefined, after },
              }),
            )
            return { choices: (page.choices ?? []).map((choice) => ({ value: choice.value ?? '', label: choice.label ?? choice.value ?? '' })), next: page.next ?? undefined }
          }
        : undefined,
    [card, connection, inputs],
  )
}

/** The field in which the cards of a way lie. */
function blockOf(method: Method, group: string): string {
  return Object.values(method.node.model.inputs?.data ?? {}).find((field) => field.group === group && field.value?.type === 'flo')?.id ?? ''
}
