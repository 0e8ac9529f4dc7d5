import type { JsonObject } from '../json-object.ts';

/** A refusal as Slack words it: `{ ok: false, error, ...details, response_metadata: { messages } }`. */
export class SlackError extends Error {
  readonly code: string;
  readonly messages: string[];
  readonly details: JsonObject;

  constructor(code: string, messages: string[] = [], details: JsonObject = {}) {
    super(code);
    this.name = 'SlackError';
    this.code = code;
    this.messages = messages;
    this.details = details;
  }

  toAnswer(): JsonObject {
    const metadata = this.messages.length > 0 ? { response_metadata: { messages: this.messages } } : {};
    return { ok: false, error: this.code, ...this.details, ...metadata };
  }
}

export const invalidArguments = (...lines: string[]): SlackError =>
  new SlackError(
    'invalid_arguments',
    lines.map((line) => `[ERROR] ${line}`),
  );
