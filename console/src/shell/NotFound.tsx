import { Nothing } from '../shown/states'
import { PageLink } from '../shown/links'

export function NotFound() {
  return (
    <>
      <title>Page not found · Hookline</title>
      <Nothing title="Page not found">
        There is nothing at this address.{' '}
        <PageLink to="/">Go home</PageLink>
        .
      </Nothing>
    </>
  )
}
