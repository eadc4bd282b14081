import { Textarea } from '@mantine/core'
import { useRef, useState } from 'react'
import { fieldIn, methodIn, setText, sourceOf, type CardAt, type Document, type FieldAt, type Source, type SourceAt } from '../document'
import { useBuilder } from '../page/builder'
import { freeName, named, partsOf, shownText } from './compose'
import { droppedOutput, isOutput } from './drag'
import { ChooseValue } from './SourcePicker'
import { SourcePill } from './SourcePill'

/** A text in which values of other cards stand: each under its name in brackets, at the place where it was put. */
export function TextWithValues({ at, field, label }: { at: CardAt; field: FieldAt; label: string }) {
  const { document, change, jump, readOnly } = useBuilder()
  const area = useRef<HTMLTextAreaElement>(null)
  const [written, setWritten] = useState<string>()
  const stored = String(fieldIn(document, field).value?.data ?? '')
  const filled = filledBy(document, at, stored)
  const placeholders = named(filled.map(({ key, source }) => ({ key, label: source.names.at(-1) ?? source.title })))
  const shown = shownText(stored, placeholders)
  const text = written ?? shown

  const commit = (next: string, inserted: ReadonlyMap<string, SourceAt> = new Map()) => {
    setWritten(undefined)
    if (next !== shown) change(`Write ${label}`, (before, ids) => setText(before, field, partsOf(next, placeholders, inserted), ids))
  }
  const insert = (source: SourceAt, name: string) => {
    const place = area.current?.selectionStart ?? text.length
    const free = freeName(name, new Set(placeholders.map((one) => one.name)))
    commit(`${text.slice(0, place)}⟨${free}⟩${text.slice(place)}`, new Map([[free, source]]))
  }
  return (
    <div>
      <Textarea
        ref={area}
        size="xs"
        autosize
        minRows={3}
        maxRows={14}
        dir="auto"
        aria-label={label}
        description={readOnly ? undefined : 'A value stands in ⟨brackets⟩. Drop one here, or insert it where the cursor is.'}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        readOnly={readOnly}
        value={text}
        onChange={(event) => setWritten(event.currentTarget.value)}
        onBlur={() => {
          if (written !== undefined) commit(written)
        }}
        onDragOver={(event) => {
          if (isOutput(event) && !readOnly) event.preventDefault()
        }}
        onDrop={(event) => {
          const dragged = droppedOutput(event)
          if (!dragged || readOnly) return
          event.preventDefault()
          event.stopPropagation()
          insert(dragged.source, dragged.name)
        }}
      />
      {!readOnly && (
        <div className="field-head">
          <span className="field-note field-label">Insert a value</span>
          <ChooseValue at={at} label={`a place in ${label}`} pick={(offer) => insert(offer.source, offer.names.at(-1)!)} />
        </div>
      )}
      {filled.map(({ key, source }, index) => (
        <SourcePill key={key} input={`⟨${placeholders[index]!.name}⟩`} title={source.title} names={source.names} jump={() => jump(source.card)} />
      ))}
    </div>
  )
}

/** The placeholders of a text that a link fills, each once, in their order. */
function filledBy(document: Document, at: CardAt, text: string): { key: string; source: Source }[] {
  const inputs = Object.values(methodIn(document, at).node.model.inputs?.data ?? {})
  const keys = [...new Set([...text.matchAll(/\{\{\{([^{}]+)\}\}\}/g)].map((match) => match[1]!))]
  return keys.flatMap((key) => {
    const input = inputs.find((one) => one.key === key)
    const source = input && sourceOf(document, { ...at, side: 'input', field: input.id })[0]
    return source ? [{ key, source }] : []
  })
}
