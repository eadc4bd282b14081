import Parsed from 'markdown-to-jsx/react'
import { Anchor } from '@mantine/core'
import type { ComponentProps } from 'react'
import './markdown.css'

/** Only addresses that open a page: what a note says is not trusted. */
function Link({ href, children }: ComponentProps<'a'>) {
  if (!href || !/^(https?:|mailto:)/i.test(href)) return <span>{children}</span>
  return (
    <Anchor href={href} target="_blank" rel="noreferrer noopener" underline="always" size="sm">
      {children}
    </Anchor>
  )
}

/** A picture would be fetched from elsewhere, which the page's policy refuses. */
function Picture({ alt }: ComponentProps<'img'>) {
  return <em>{alt || 'picture'}</em>
}

/** Bold text: the page has headings of its own, in an order of its own. */
function Heading({ children }: ComponentProps<'h1'>) {
  return <p className="heading">{children}</p>
}

const OPTIONS = {
  disableParsingRawHTML: true,
  wrapper: 'div',
  forceBlock: true,
  overrides: { a: Link, img: Picture, h1: Heading, h2: Heading, h3: Heading, h4: Heading, h5: Heading, h6: Heading },
} as const

/** What somebody wrote in markdown. HTML in it is shown as text. */
export function Markdown({ text }: { text: string }) {
  return (
    <div className="markdown wrapped-words" dir="auto">
      <Parsed options={OPTIONS}>{text}</Parsed>
    </div>
  )
}
