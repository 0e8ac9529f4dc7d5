import { isIP } from 'node:net';
import { z } from 'zod';
import { findMatcher } from '../core/matcher.ts';
import type { Texts } from '../core/texts/catalogue.ts';

/** Names the text that says what would be right. zod carries it as its message; zod's own messages are never shown. */
export type Expected = keyof Texts['config']['right'];

const expected = (name: Expected): { error: Expected } => ({ error: name });

function field(pattern: RegExp, name: Expected) {
  return z.string(expected(name)).regex(pattern, expected(name));
}

function wholeNumber(least: number, most: number, name: Expected) {
  return z.int(expected(name)).min(least, expected(name)).max(most, expected(name));
}

/** Unknown keys are errors. Their message is the list of the known keys, from which the nearest is suggested. */
export function section<S extends z.ZodRawShape>(shape: S) {
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys' ? Object.keys(shape).join(' ') : ('mapping' satisfies Expected),
  });
}

export function listOf<T extends z.ZodType>(item: T) {
  return z.array(item, expected('list'));
}

export function namedBy<T extends z.ZodType>(value: T) {
  return z.record(field(/^[a-z0-9][a-z0-9-]{0,62}$/, 'name'), value, expected('mapping'));
}

export function oneOf<const V extends readonly [string, ...string[]]>(values: V, name: Expected) {
  return z.enum(values, expected(name));
}

// A name that consists of digits and dots alone is meant as an IPv4 address, and 203.0.113.300 is none.
const isAddress = (text: string): boolean => !/^[\d.]+$/.test(text) || isIP(text) === 4;
const addressOf = (endpoint: string): string => endpoint.replace(/:\d+$/, '');
const hasPossiblePort = (endpoint: string): boolean => {
  const port = /^(?:\[.*\]|[^:]*):(\d+)$/.exec(endpoint)?.[1];
  return port === undefined || (Number(port) >= 1 && Number(port) <= 65_535);
};
const isEndpoint = (text: string): boolean => isAddress(addressOf(text)) && hasPossiblePort(text);
const isTimezone = (text: string): boolean => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
};

// Patterns carry no flags: the JSON Schema keeps only their source.
export const text = field(/\S/, 'text');
export const plainName = field(/^[a-z0-9][a-z0-9-]{0,62}$/, 'name');
export const channelId = field(/^[CG][A-Z0-9]{2,20}$/, 'channel');
export const personId = field(/^[UW][A-Z0-9]{2,20}$/, 'person');
export const personOrGroupId = field(/^[UWS][A-Z0-9]{2,20}$/, 'personOrGroup');
export const duration = field(/^[1-9]\d{0,5}[smhd]$/, 'duration');
export const cron = field(/^\S+( +\S+){4}$/, 'cron');
export const argv = listOf(text).min(1, expected('argv'));
export const port = wholeNumber(1, 65_535, 'port');
export const megabytes = wholeNumber(0, 1_000_000_000, 'size');
export const count = wholeNumber(1, 1_000, 'count');
export const places = wholeNumber(1, 20, 'places');
const oneOrMoreOf = <T extends z.ZodType>(item: T, name: Expected) =>
  z.union([item, z.array(item).min(1)], expected(name));
export const personIds = oneOrMoreOf(personId, 'personOrList');
/** A number of any approvers, or a list of which all is needed. */
export const approvals = z.union(
  [
    wholeNumber(0, 20, 'approvals'),
    z.array(section({ from: oneOrMoreOf(personOrGroupId, 'from'), approvals: places.default(1) })).min(1),
  ],
  expected('approvals'),
);
/** A duration, or 0 for never. */
export const durationOrNever = z.union([z.literal(0), duration], expected('durationOrNever'));
/** Whole days, or 0 for ever. */
export const daysOrEver = z.union([z.literal(0), field(/^[1-9]\d{0,4}d$/, 'daysOrEver')], expected('daysOrEver'));
export const ttl = z.union([z.literal(1), wholeNumber(30, 86_400, 'ttl')], expected('ttl'));
export const hostKey = field(/^SHA256:[A-Za-z0-9+/]{43}=?$/, 'hostKey');
export const header = field(/^[A-Za-z0-9-]+$/, 'header');
export const absolutePath = field(/^\/./, 'absolutePath');
export const urlPath = field(/^\/\S*$/, 'path');
export const url = field(/^https?:\/\/\S+$/, 'url').refine(URL.canParse, expected('url'));
// Plain ones: no comments, no quotes, nothing that could end a header.
const ADDRESS = /[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*/.source;
export const mailAddress = field(new RegExp(`^${ADDRESS}$`), 'mailAddress');
export const mailSender = field(new RegExp(`^(${ADDRESS}|[^<>@"\\r\\n]*[^<>@"\\s] *<${ADDRESS}>)$`), 'mailSender');
export const matcher = field(/\S/, 'matcher').refine((text) => findMatcher(text) !== undefined, expected('matcher'));
export const tls = field(/^(verify|insecure|.*[./].*)$/, 'tls');
export const timezone = field(/\S/, 'timezone').refine(isTimezone, expected('timezone'));
export const dnsName = field(
  /^([A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z][A-Za-z0-9-]{0,62}\.?$/,
  'dnsName',
);
export const address = field(/^([A-Za-z0-9._-]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]+)$/, 'address').refine(
  isAddress,
  expected('address'),
);
export const endpoint = field(
  /^(([A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(:\d{1,5})?|[0-9A-Fa-f]*:[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*)$/,
  'endpoint',
).refine(isEndpoint, expected('endpoint'));
export const socketAddress = field(/^([A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\]):\d{1,5}$/, 'socketAddress').refine(
  isEndpoint,
  expected('socketAddress'),
);
export const authoritative = z.union(
  [z.literal('auto'), listOf(endpoint).min(1, expected('list'))],
  expected('authoritative'),
);
/** A key of the contract that this version cannot obey yet: refused, because ignoring it would be a lie. */
export const later = z.never(expected('later'));
