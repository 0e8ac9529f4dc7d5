import { inspect } from 'node:util';

/** A secret that prints as `[redacted]` in templates, JSON, logs and `console.log`; `reveal` is the one way to its text. */
export interface Secret {
  reveal(): string;
}

export function createSecret(text: string): Secret {
  const hidden = (): string => '[redacted]';
  return { reveal: () => text, toString: hidden, toJSON: hidden, [inspect.custom]: hidden } as Secret;
}
