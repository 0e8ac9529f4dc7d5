import type { Core } from '../core.ts';
import type { JsonObject } from '../json-object.ts';

/** One Web API method: checked arguments in, the answer without `ok` out; throws SlackError. */
export type Method = (core: Core, args: JsonObject) => JsonObject;
