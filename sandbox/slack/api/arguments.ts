import { contract, type MethodContract } from '../contract.ts';
import type { JsonObject } from '../json-object.ts';
import { invalidArguments, SlackError } from './slack-error.ts';

/** A request's arguments before they are checked. */
export interface Given {
  values: JsonObject;
  from: 'form' | 'json';
  /** About the content type, for `response_metadata.warnings`. */
  warnings?: string[];
}

/** Documented as strings, because a form carries them as JSON text; a JSON body may hold them as they are. */
const STRUCTURED = new Set(['attachments', 'blocks', 'file_ids', 'files', 'message', 'metadata', 'view']);

const FORMAT_ERRORS: Record<string, string> = { blocks: 'invalid_blocks_format', metadata: 'invalid_metadata_format' };

/** Sent by Slack's own SDK with every method (a form's token; the team of a pooled client) or by its uploadV2. */
const TOLERATED: Record<string, string[]> = {
  'apps.connections.open': [],
  'files.getUploadURLExternal': ['token', 'team_id', 'alt_text'],
};

/** The arguments with booleans, numbers and JSON texts parsed; throws `invalid_arguments` and lists everything wrong. */
export function readArguments(method: string, { values, from }: Given): JsonObject {
  const spec = contract[method];
  if (!spec) throw new SlackError('unknown_method', [], { req_method: method });
  const tolerated = TOLERATED[method] ?? ['token', 'team_id'];
  const args: JsonObject = {};
  const wrong: string[] = [];
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined || value === null) continue;
    const types = spec.args[name];
    if (!types) {
      if (!tolerated.includes(name)) wrong.push(`invalid additional property: ${name}`);
    } else if (STRUCTURED.has(name)) {
      args[name] = parseStructured(method, name, value, spec);
    } else {
      const line = findWrongType(value, types, from);
      if (line) wrong.push(`${line} [json-pointer:/${name}]`);
      args[name] = from === 'form' ? fromForm(value, types) : value;
    }
  }
  for (const name of spec.required) {
    if (args[name] === undefined || args[name] === '') wrong.unshift(`missing required field: ${name}`);
  }
  if (wrong.length > 0) throw invalidArguments(...wrong);
  return args;
}

function parseStructured(method: string, name: string, value: unknown, spec: MethodContract): unknown {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    const code = FORMAT_ERRORS[name];
    if (code !== undefined && spec.errors.includes(code)) throw new SlackError(code);
    throw invalidArguments(`must be valid JSON [json-pointer:/${name}] (${method})`);
  }
}

function findWrongType(value: unknown, types: readonly string[], from: Given['from']): string | undefined {
  if (types.length === 0) return undefined;
  const fits = (type: string): boolean => (from === 'form' ? fitsForm(String(value), type) : fitsJson(value, type));
  if (types.some(fits)) return undefined;
  if (types.includes('boolean')) return 'must be a boolean';
  if (types.includes('integer')) return 'must provide an integer';
  return types.includes('number') ? 'must provide a number' : 'must provide a string';
}

function fitsForm(value: string, type: string): boolean {
  if (type === 'boolean') return /^(true|false|0|1)$/i.test(value);
  if (type === 'number' || type === 'integer') return /^-?\d+$/.test(value);
  return true;
}

function fitsJson(value: unknown, type: string): boolean {
  if (type === 'integer' || type === 'number') {
    return typeof value === 'number' || (typeof value === 'string' && /^-?\d+$/.test(value));
  }
  return type === 'array' ? Array.isArray(value) : typeof value === type;
}

function fromForm(value: unknown, types: readonly string[]): unknown {
  const text = String(value);
  if (types.includes('boolean') && !types.includes('string')) return /^(true|1)$/i.test(text);
  if (types.includes('number') || types.includes('integer')) return Number(text);
  return text;
}
