import { typeOf, type Field } from '../../flows/cards/document'

/** The type of a field: one of the format's words, or the members of an object with theirs; and whether it is a list of that. */
export interface Type {
  type: unknown
  collection: boolean
}

/** The types that a person can give to a field. */
export const TYPES = ['string', 'number', 'boolean', 'Date', 'object', 'file'] as const

export type Convert = 'parse' | 'dateTime' | 'wrapArray' | 'stringify' | 'toString' | 'parseFloat' | 'isoString' | 'booleanToString'

/** What a link does to a value on its way. */
export interface Conversion {
  convert?: Convert
  /** Makes a list of one unless the result is a list. */
  wrap: boolean
}

export function fieldType(field: Field): Type {
  return { type: field.value?.type ?? 'string', collection: field.value?.collection ?? false }
}

export function typeName(type: Type): string {
  return typeOf({ id: '', key: '', value: { type: type.type, collection: type.collection } })
}

/** Members of a structured object by name; nothing when the type names none. */
export function membersOf(type: Type): Record<string, Type & { displayname?: string }> | undefined {
  return typeof type.type === 'object' && type.type !== null ? (type.type as Record<string, Type & { displayname?: string }>) : undefined
}

function kind(type: Type): string {
  return typeof type.type === 'string' ? type.type : 'object'
}

/** What has to be done to a value so that it fits; nothing when it fits as it is. */
export function conversion(from: Type, to: Type): Conversion | undefined {
  const [a, b] = [kind(from), kind(to)]
  if (a === '*' || b === '*') return undefined
  if (from.collection && to.collection) return undefined
  if (from.collection) return b === 'string' ? { convert: 'stringify', wrap: false } : undefined
  const convert = a === b ? undefined : between(a, b)
  if (!to.collection) return convert && { convert, wrap: false }
  return convert ? { convert, wrap: true } : { convert: 'wrapArray', wrap: false }
}

function between(from: string, to: string): Convert | undefined {
  switch (to) {
    case 'string':
      return ({ number: 'toString', boolean: 'booleanToString', Date: 'isoString', object: 'stringify' } as const)[from]
    case 'number':
      return from === 'string' ? 'parseFloat' : undefined
    case 'Date':
      return from === 'string' ? 'dateTime' : undefined
    case 'object':
      return from === 'string' ? 'parse' : undefined
    default:
      return undefined
  }
}

/** As it is written beside a link. */
export function transformOf(output: string, conversion: Conversion | undefined): unknown {
  return conversion ? { [output]: { convert: conversion.convert, forceWrapArray: conversion.wrap, dest: output } } : null
}

/** In words: what a link does. */
export function describeConversion(conversion: Conversion): string {
  const words: Record<Convert, string> = {
    parse: 'reads the text as JSON',
    dateTime: 'reads the text as a date',
    wrapArray: 'makes a list of one',
    stringify: 'writes it as JSON',
    toString: 'writes the number as text',
    parseFloat: 'reads the text as a number',
    isoString: 'writes the date as text',
    booleanToString: 'writes true or false as text',
  }
  const first = conversion.convert ? words[conversion.convert] : undefined
  return conversion.wrap ? `${first ?? 'takes it'}, then makes a list of one` : (first ?? 'takes it as it is')
}

/** What a value becomes, to show it beforehand. A text that cannot be read as its new type is an error, as it is when the flow runs. */
export function convert(value: unknown, conversion: Conversion | undefined): unknown {
  if (value === null || value === undefined || !conversion) return value ?? null
  const converted = conversion.convert ? one(value, conversion.convert) : value
  return conversion.wrap && !Array.isArray(converted) ? [converted] : converted
}

function one(value: unknown, convert: Convert): unknown {
  switch (convert) {
    case 'parse':
      return typeof value === 'string' ? (value.trim() === '' ? {} : JSON.parse(value)) : value
    case 'wrapArray':
      return Array.isArray(value) ? value : [value]
    case 'parseFloat': {
      if (typeof value !== 'string') return value
      if (value.trim() === '') return null
      const number = Number(value)
      if (Number.isNaN(number)) throw new EditValueError(`“${value}” is no number`)
      return number
    }
    case 'dateTime':
    case 'isoString': {
      if (value === '') return null
      const date = new Date(String(value))
      if (Number.isNaN(date.getTime())) throw new EditValueError(`“${String(value)}” is no date that this preview can read`)
      return date.toISOString()
    }
    case 'stringify':
    case 'toString':
    case 'booleanToString':
      return typeof value === 'string' ? value : typeof value === 'object' ? JSON.stringify(value) : String(value)
  }
}

/** A value that cannot be converted. */
export class EditValueError extends Error {}
