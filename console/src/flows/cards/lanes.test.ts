import { describe, expect, it } from 'vitest'
import phishing from '../../../../docs/examples/phishing.flopack?raw'
import type { Document, Field, Method } from './document'
import { eachCard, lanesOf, type Lane, type ShownCard } from './lanes'
import { ordered } from './order'

const flow = Object.values((JSON.parse(phishing) as { data: { flos: Record<string, Document> } }).data.flos)[0]!

function method(uuid: string, card: string, more: { inputs?: Partial<Field>[]; outputs?: Partial<Field>[]; model?: object } & Partial<Method> = {}): Method {
  const fields = (list: Partial<Field>[] = []) => ({ data: Object.fromEntries(list.map((field, index) => [field.id, { group: null, key: field.id, metadata: { index }, ...field }])) })
  const [module, name] = card.split('.')
  const { inputs, outputs, model, ...rest } = more
  return {
    uuid,
    address: `root:kernel:${module}:0.0.1:${name}`,
    node: { data: { name: uuid }, model: { inputs: fields(inputs), outputs: fields(outputs), ...model } as Method['node']['model'] },
    ...rest,
  }
}

function document(methods: Method[], pairs: [string, string][]): Document {
  return { data: { methods, orderings: Object.fromEntries(pairs.map((pair, index) => [String(index), pair])) } }
}

const card = (lane: Lane, uuid: string): ShownCard => {
  let found: ShownCard | undefined
  eachCard(lane, (one) => {
    if (one.uuid === uuid) found = one
  })
  return found!
}

describe('the cards of a flow', () => {
  it('stand in the order in which they run, counted as the engine counts them', () => {
    const lane = lanesOf(flow)
    const shown = lane.cards.filter((one) => !one.hidden)
    expect(shown.map((one) => one.title)).toEqual([
      'API Endpoint',
      'Comment',
      'Read the delivery',
      'First event',
      'Client and target',
      'First target',
      'Write the message',
      'Alert the security channel',
    ])
    expect(shown.map((one) => one.path)).toEqual(['0', '1', '2', '4', '5', '7', '9', '10'])
    expect(shown.map((one) => one.kind).slice(0, 3)).toEqual(['trigger', 'note', 'card'])
  })

  it('say where their values come from, through the cards that the editor generated', () => {
    const lane = lanesOf(flow)
    const text = card(lane, 'tellSlack').inputs.find((field) => field.key === 'Text')!
    expect(text.value).toMatchObject({ kind: 'from', sources: [{ title: 'Write the message' }] })
    const first = card(lane, 'firstEvnt').inputs.find((field) => field.key === 'list')!
    expect(first.value).toMatchObject({ kind: 'from', sources: [{ title: 'Read the delivery' }] })
    expect(first.value.kind === 'from' && first.value.sources[0]!.output.slice(1)).toEqual(['data', 'events'])
    const channel = card(lane, 'tellSlack').inputs.find((field) => field.key === 'channel')!
    expect(channel).toMatchObject({ label: 'Channel', value: { kind: 'constant', value: 'C0000000001' } })
  })

  it('take the place in the file where pairs leave a choice', () => {
    const all = ['a', 'b', 'c'].map((uuid) => method(uuid, 'text.x'))
    expect(ordered(document(all, [['a', 'c'], ['a', 'b']]).data).order).toEqual([0, 1, 2])
    expect(ordered(document(all, [['a', 'c'], ['c', 'b'], ['b', 'c']]).data).order).toEqual([0])
  })
})

describe('an If/Else', () => {
  const methods = [
    method('start', 'control.callable'),
    method('ask', 'control.if', { branches: { yes: true, no: false } }),
    method('yes', 'control.noop', { model: { displayed: false } }),
    method('no', 'control.noop', { model: { displayed: false } }),
    method('inner', 'control.if', { branches: { deep: true, flat: false } }),
    method('deep', 'control.noop', { model: { displayed: false } }),
    method('flat', 'control.noop', { model: { displayed: false } }),
    method('act', 'text.act'),
    method('innerJoin', 'control.join'),
    method('other', 'text.other'),
    method('join', 'control.join'),
    method('end', 'control.return'),
  ]
  const lane = lanesOf(
    document(methods, [
      ['start', 'ask'],
      ['yes', 'inner'],
      ['yes', 'join'],
      ['deep', 'act'],
      ['deep', 'innerJoin'],
      ['act', 'innerJoin'],
      ['flat', 'innerJoin'],
      ['innerJoin', 'join'],
      ['no', 'other'],
      ['no', 'join'],
      ['other', 'join'],
      ['join', 'end'],
    ]),
  )

  it('holds its ways as lanes, true first, and what follows is outside', () => {
    expect(lane.cards.map((one) => one.uuid)).toEqual(['start', 'ask', 'join', 'end'])
    expect(card(lane, 'ask').lanes.map((way) => [way.title, way.cards.filter((one) => !one.hidden).map((one) => one.uuid)])).toEqual([
      ['If true', ['inner', 'innerJoin']],
      ['Else', ['other']],
    ])
  })

  it('holds another one inside of a way', () => {
    expect(card(lane, 'inner').lanes.map((way) => way.cards.map((one) => one.uuid))).toEqual([['deep', 'act'], ['flat']])
  })
})

describe('a nested flow', () => {
  const inside = (pinned: string) => ({
    methods: [
      method('begin', 'control.callable', {
        outputs: [{ id: 'o1', group: 'context', key: 'K1', metadata: { wormholeMethodId: 'try' } }],
        pins: { o1: { [pinned]: [{ input: 'text', transform: null }] } },
      }),
      method(pinned, 'string.x', { inputs: [{ id: 'text' }] }),
    ],
    orderings: { a: ['begin', pinned] as [string, string] },
  })
  const lane = lanesOf(
    document(
      [
        method('start', 'control.callable', { outputs: [{ id: 'who', metadata: { displayname: 'Who' } }], pins: { who: { try: [{ input: 'k', transform: null }] } } }),
        method('try', 'control.tryCatch', {
          inputs: [
            { id: 'flo', value: { type: 'flo', data: inside('tell') } },
            { id: 'k', group: 'context', key: 'K1', metadata: { forceHide: true, wormholeMethodId: 'begin' } },
          ],
          model: { policy: { error: { type: 'handler', flo: inside('mend') } } },
        }),
      ],
      [['start', 'try']],
    ),
  )

  it('is a lane of the card that holds it, with the paths that history has', () => {
    expect(card(lane, 'try').lanes.map((one) => one.title)).toEqual(['Try', 'If an error occurs'])
    expect([card(lane, 'tell').path, card(lane, 'mend').path]).toEqual(['1/try/1', '1/catch/1'])
  })

  it('takes its values from outside by the name that they have there', () => {
    expect(card(lane, 'tell').inputs[0]!.value).toEqual({ kind: 'from', sources: [{ uuid: 'start', title: 'start', output: ['Who'], converted: false }] })
  })
})
