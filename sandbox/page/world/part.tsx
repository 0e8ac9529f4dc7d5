import type { ComponentChildren } from 'preact';

interface Props {
  name: string;
  title: string;
  /** At the right of the title. */
  aside?: ComponentChildren;
  children: ComponentChildren;
}

/** One titled part of the panel. */
export function Part({ name, title, aside, children }: Props) {
  return (
    <section class={`world-part world-${name}`} data-part={name} aria-labelledby={`world-${name}`}>
      <div class="world-title">
        <h2 id={`world-${name}`}>{title}</h2>
        {aside}
      </div>
      {children}
    </section>
  );
}
