import type { ComponentChildren } from 'preact';

/** `url`: a safe one (see `findSafeUrl`). */
export function Link({ url, children }: { url: string; children: ComponentChildren }) {
  return (
    <a class="bk-link" href={url} target="_blank" rel="noopener noreferrer">
      {children}
    </a>
  );
}
