import { ActionIcon } from '@mantine/core'
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react'
import { useState } from 'react'
import { typeName, type CardAt, type Type } from '../document'
import { useBuilder } from '../page/builder'
import { startDrag } from './drag'
import { present } from './edits'
import { FieldMenu } from './FieldMenu'
import type { FormField, FormGroup } from './form'
import { NewField } from './NewField'
import { parts, valueOf } from './offers'
import { summary } from './tree'

/** What a card gives, to be dragged onto inputs of later cards. */
export function Outputs({ at, groups }: { at: CardAt; groups: readonly FormGroup[] }) {
  if (groups.length === 0) return null
  return (
    <section className="card-section" aria-label="Outputs">
      <h4 className="card-heading">Outputs</h4>
      {groups.map((group) => (
        <div className="card-section" key={group.name} role="group" aria-label={group.title || 'Outputs'}>
          {group.title && <h5 className="card-heading">{group.title}</h5>}
          {group.fields.map((field) => (
            <Output key={field.id ?? `${field.group} ${field.key}`} at={at} field={field} />
          ))}
          {group.creates && <NewField at={at} side="output" creation={group.creates} title={group.title} />}
        </div>
      ))}
    </section>
  )
}

function Output({ at, field }: { at: CardAt; field: FormField }) {
  const { values } = useBuilder()
  const value = valueOf(values?.(at)?.outputs, field.group, field.key)
  return (
    <div>
      <Pill at={at} field={field} path={[]} label={field.label} type={field.value} value={value} />
      {field.stale && <div className="field-note">The table or helper has no such field any more.</div>}
    </div>
  )
}

interface PillProps {
  at: CardAt
  field: FormField
  path: string[]
  label: string
  type: Type
  value: unknown
}

function Pill({ at, field, path, label, type, value }: PillProps) {
  const { change, readOnly } = useBuilder()
  const [opened, setOpened] = useState(false)
  const inside = parts(type, value)
  return (
    <>
      <div className="output-row">
        {inside.length > 0 && (
          <ActionIcon size={24} variant="subtle" color="gray" aria-expanded={opened} aria-label={`Parts of ${[field.label, ...path].join(' › ')}`} onClick={() => setOpened(!opened)}>
            {opened ? <IconChevronDown size={12} aria-hidden /> : <IconChevronRight size={12} aria-hidden />}
          </ActionIcon>
        )}
        <div
          className="output-pill nodrag nopan"
          draggable={field.id !== undefined}
          title={`${[field.label, ...path].join(' › ')}: ${typeName(type)}`}
          onDragStart={(event) => {
            if (field.id !== undefined) startDrag(event, { source: { card: at, output: field.id, path, type: path.length > 0 ? type : undefined }, name: path.at(-1) ?? field.key })
          }}
          onMouseDown={() => {
            // An output that the card only could have is made when somebody takes hold of it.
            if (field.id === undefined && !readOnly) change(`Show ${field.label}`, (before, ids) => present(before, at, 'output', field, ids).document)
          }}
        >
          <span className="output-name" dir="auto">
            {label}
          </span>
          <span className="field-type">{typeName(type)}</span>
        </div>
        {path.length === 0 && <FieldMenu at={at} side="output" field={field} />}
      </div>
      {value !== undefined && <div className="run-value">{summary(value)}</div>}
      {opened && (
        <div className="output-parts">
          {inside.map((part) => (
            <Pill key={part.key} at={at} field={field} path={[...path, part.key]} label={part.label} type={part.type} value={part.value} />
          ))}
        </div>
      )}
    </>
  )
}
