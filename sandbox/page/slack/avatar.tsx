import icon from '../icon.svg';
import type { ShownPerson } from '../../page-server/shapes.ts';

const HUES = [212, 152, 28, 280, 340, 190, 90, 250];

/** A person's picture: the first letter on a colour of their own; the app has its lighthouse. */
export function Avatar({ person, size = 36 }: { person: ShownPerson | undefined; size?: number }) {
  const style = { width: `${size}px`, height: `${size}px`, fontSize: `${size * 0.45}px` };
  if (person?.isBot) return <img class="avatar" src={icon} alt="" style={style} />;
  const name = person?.name ?? '?';
  const hue = HUES[Array.from(name).reduce((sum, letter) => sum + (letter.codePointAt(0) ?? 0), 0) % HUES.length];
  return (
    <span class="avatar" aria-hidden="true" style={{ ...style, background: `hsl(${hue} 45% 42%)` }}>
      {name.slice(0, 1).toUpperCase()}
    </span>
  );
}
