import type { JsonObject } from '../../../slack/json-object.ts';
import type { FormValue } from '../host.ts';

/** An element that holds a value, wherever it stands. */
export interface ControlProps {
  element: JsonObject;
  value: FormValue | undefined;
  onValue(value: FormValue): void;
  /** Enter in a line of text. */
  onEnter?: (() => void) | undefined;
  /** What a label points at. */
  id: string;
  /** Ids of what names and explains it. */
  labelledBy?: string | undefined;
  describedBy?: string | undefined;
  isInvalid?: boolean;
  isRequired?: boolean;
  /** It takes the focus when it appears, where it asks for that. */
  mayFocus?: boolean;
}

/** What all of them tell screen readers; `name` where nothing on the screen names it. */
export function toAria({ labelledBy, describedBy, isInvalid, isRequired }: ControlProps, name: string) {
  return {
    ...(labelledBy === undefined ? { 'aria-label': name } : { 'aria-labelledby': labelledBy }),
    'aria-describedby': describedBy,
    'aria-invalid': isInvalid || undefined,
    'aria-required': isRequired || undefined,
  };
}
