import { Anchor, Button, NavLink, type AnchorProps, type ButtonProps, type NavLinkProps } from '@mantine/core'
import { createLink } from '@tanstack/react-router'
import { forwardRef, type AnchorHTMLAttributes } from 'react'

type Native = Omit<AnchorHTMLAttributes<HTMLAnchorElement>, 'style' | 'color'>

/** A link to a page of the console; its address, parameters and query are checked. */
export const PageLink = createLink(forwardRef<HTMLAnchorElement, AnchorProps & Native>((props, ref) => <Anchor ref={ref} underline="always" size="sm" {...props} />))

/** The same that looks like a button, because it begins something. */
export const ButtonLink = createLink(forwardRef<HTMLAnchorElement, ButtonProps & Native>((props, ref) => <Button component="a" ref={ref} {...props} />))

/** The same in the menu. */
export const MenuLink = createLink(forwardRef<HTMLAnchorElement, NavLinkProps & Native>((props, ref) => <NavLink component="a" ref={ref} {...props} />))
