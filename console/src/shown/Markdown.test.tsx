import { MantineProvider } from '@mantine/core'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { Markdown } from './Markdown'

function shown(text: string): string {
  const page = renderToStaticMarkup(
    <MantineProvider>
      <Markdown text={text} />
    </MantineProvider>,
  )
  return page.slice(page.indexOf('<div class="markdown'))
}

test('marks bold text, code, lists and headings', () => {
  const page = shown('# Before\n\n**Never** run `drop`:\n\n- one\n- two')
  expect(page).toContain('<p class="heading">Before</p>')
  expect(page).toContain('<strong>Never</strong>')
  expect(page).toMatch(/<code[^>]*>drop<\/code>/)
  expect(page.match(/<li/g)).toHaveLength(2)
})

test('opens web addresses in another window, and no other address', () => {
  expect(shown('[page](https://example.com/a)')).toMatch(/<a [^>]*href="https:\/\/example\.com\/a"[^>]*rel="noreferrer noopener"|<a [^>]*rel="noreferrer noopener"[^>]*href="https:\/\/example\.com\/a"/)
  for (const address of ['javascript:alert(1)', 'JaVaScRiPt:alert(1)', 'data:text/html,x', 'vbscript:x', '//elsewhere.example', '/api/hookline/v1/halt'])
    expect(shown(`[page](${address})`)).not.toContain('<a ')
})

test('shows HTML as text and fetches no picture', () => {
  const page = shown('<script>alert(1)</script> <img src=x onerror=alert(1)> ![plan](https://example.com/p.png)')
  expect(page).not.toContain('<script')
  expect(page).not.toContain('<img')
  expect(page).toContain('plan')
})
