import { Anchor, Text } from '@mantine/core'
import { Fragment } from 'react'
import { blocksOf, inlineOf, type Block, type Inline } from './markdown'
import './markdown.css'

/** What somebody wrote in Markdown: elements of ours with their text in it, never their markup. */
export function Markdown({ text }: { text: string }) {
  return (
    <Text size="sm" component="div" className="markdown" dir="auto">
      {blocksOf(text).map((block, index) => (
        <Piece key={index} block={block} />
      ))}
    </Text>
  )
}

function Piece({ block }: { block: Block }) {
  switch (block.kind) {
    case 'code':
      return (
        <pre>
          <code>{block.text}</code>
        </pre>
      )
    case 'list': {
      const items = block.items.map((item, index) => (
        <li key={index} dir="auto">
          <Pieces of={item} />
        </li>
      ))
      return block.ordered ? <ol>{items}</ol> : <ul>{items}</ul>
    }
    default:
      return (
        <p dir="auto" className={block.kind}>
          <Pieces of={block.inside} />
        </p>
      )
  }
}

function Pieces({ of }: { of: ReturnType<typeof inlineOf> }) {
  return of.map((piece, index) => <Fragment key={index}>{shown(piece)}</Fragment>)
}

function shown(piece: Inline) {
  switch (piece.kind) {
    case 'text':
      return piece.text
    case 'code':
      return <code>{piece.text}</code>
    case 'bold':
      return (
        <strong>
          <Pieces of={piece.inside} />
        </strong>
      )
    case 'italic':
      return (
        <em>
          <Pieces of={piece.inside} />
        </em>
      )
    case 'link':
      return (
        <Anchor href={piece.href} target="_blank" rel="noopener noreferrer" inherit underline="always">
          <Pieces of={piece.inside} />
        </Anchor>
      )
  }
}
