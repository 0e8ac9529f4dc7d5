import type { RefObject } from 'preact';
import { useEffect } from 'preact/hooks';
import type { ControlProps } from './control-props.ts';

/** Gives the focus to an element that asks for it, once, where it may. */
export function useFocusOnLoad({ element, mayFocus }: ControlProps, ref: RefObject<HTMLElement | null>): void {
  const takesFocus = mayFocus === true && element['focus_on_load'] === true;
  useEffect(() => {
    if (takesFocus) ref.current?.focus();
  }, [takesFocus]);
}
