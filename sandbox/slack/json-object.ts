/** A parsed JSON object of unknown shape. */
export type JsonObject = Record<string, unknown>;

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const toObject = (value: unknown): JsonObject => (isObject(value) ? value : {});
export const toObjects = (value: unknown): JsonObject[] => (Array.isArray(value) ? value.filter(isObject) : []);
export const toText = (value: unknown): string => (typeof value === 'string' ? value : '');
export const findText = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** The text inside a plain_text or mrkdwn object. */
export const textOf = (value: unknown): string => toText(toObject(value)['text']);
