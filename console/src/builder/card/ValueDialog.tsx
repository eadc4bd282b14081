import { Alert, Button, Group, Modal, SegmentedControl, Stack, Text, Textarea } from '@mantine/core'
import { useState } from 'react'
import type { Json } from '../../shown/json'
import { ValueTree } from './ValueTree'

interface Props {
  title: string
  /** What is asked for: the outermost value stays one. */
  shape: 'object' | 'list'
  value: Json
  readOnly: boolean
  close: () => void
  save: (value: Json) => void
}

/** An object or a list, as a tree or as JSON. */
export function ValueDialog({ title, shape, value, readOnly, close, save }: Props) {
  const [draft, setDraft] = useState<Json>(() => fitting(value, shape))
  const [text, setText] = useState<string>()
  const [mistake, setMistake] = useState<string>()
  const asText = text !== undefined
  const read = (): Json | undefined => {
    if (text === undefined) return draft
    try {
      const parsed = JSON.parse(text) as Json
      if (shape === 'list' ? !Array.isArray(parsed) : typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
        setMistake(shape === 'list' ? 'Expected a list, as in ["a", "b"].' : 'Expected an object, as in {"name": "value"}.')
        return undefined
      }
      if (losesDigits(text)) {
        setMistake('It has a number with more digits than numbers keep here. Write that one as a text, in quotes.')
        return undefined
      }
      return parsed
    } catch (error) {
      setMistake(`This is no JSON: ${error instanceof Error ? error.message : String(error)}`)
      return undefined
    }
  }
  const show = (next: string) => {
    setMistake(undefined)
    if (next === 'json') setText(JSON.stringify(draft, null, 2))
    else {
      const parsed = read()
      if (parsed === undefined) return
      setDraft(parsed)
      setText(undefined)
    }
  }
  return (
    <Modal opened onClose={close} title={title} size="lg" closeButtonProps={{ 'aria-label': 'Close' }}>
      <Stack>
        <SegmentedControl
          aria-label="How it is shown"
          value={asText ? 'json' : 'tree'}
          onChange={show}
          data={[
            { value: 'tree', label: shape === 'list' ? 'Items' : 'Tree' },
            { value: 'json', label: 'JSON' },
          ]}
        />
        {asText ? (
          <Textarea
            aria-label={`${title} as JSON`}
            autosize
            minRows={8}
            maxRows={20}
            readOnly={readOnly}
            styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
        ) : readOnly ? (
          <Text size="sm" component="pre" className="wrapped">
            {JSON.stringify(draft, null, 2)}
          </Text>
        ) : (
          <ValueTree value={draft} label={title} change={setDraft} />
        )}
        {mistake && (
          <Alert color="red" variant="light" role="alert">
            {mistake}
          </Alert>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            {readOnly ? 'Close' : 'Cancel'}
          </Button>
          {!readOnly && (
            <Button
              onClick={() => {
                const next = read()
                if (next !== undefined) save(next)
              }}
            >
              Done
            </Button>
          )}
        </Group>
      </Stack>
    </Modal>
  )
}

/** Values of published flows are sometimes blank in another type. */
function fitting(value: Json, shape: Props['shape']): Json {
  if (shape === 'list') return Array.isArray(value) ? value : value === null || value === '' || value === undefined ? [] : [value]
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {}
}

/** Whether a number of the text would be another one once it is read. */
export function losesDigits(json: string): boolean {
  const numbers = json.replaceAll(/"(?:[^"\\]|\\.)*"/g, '""').match(/-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g) ?? []
  return numbers.some((text) => {
    const number = Number(text)
    return !Number.isFinite(number) || (/^-?\d+$/.test(text) && !Number.isSafeInteger(number))
  })
}
