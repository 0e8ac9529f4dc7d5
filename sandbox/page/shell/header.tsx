import { useEffect, useState } from 'preact/hooks';
import icon from '../icon.svg';
import { Avatar } from '../slack/avatar.tsx';
import { useSession } from './session.ts';

interface Props {
  isMenuOpen: boolean;
  onMenu(): void;
  onTour(): void;
}

/** Who one is, and on a phone which side one looks at. */
export function Header({ isMenuOpen, onMenu, onTour }: Props) {
  const { snapshot, place, go, texts } = useSession();
  const people = snapshot.workspace.people.filter(({ isBot }) => !isBot);
  return (
    <header class="page-head">
      <button type="button" class="icon page-menu" aria-expanded={isMenuOpen} title={texts.openMenu} onClick={onMenu}>
        <span aria-hidden="true">☰</span>
        <span class="for-readers">{texts.openMenu}</span>
      </button>
      <p class="page-name">
        <img src={icon} alt="" width="24" height="24" /> <span>{texts.title}</span>
      </p>
      <div class="page-people" role="group" aria-label={texts.actAs}>
        <span class="page-people-label" aria-hidden="true">
          {texts.actAs}
        </span>
        {people.map((person) => (
          <button
            key={person.id}
            type="button"
            class="page-person"
            aria-pressed={person.id === place.person}
            data-person={person.id}
            disabled={person.isDeactivated}
            onClick={() => go({ person: person.id, thread: place.thread })}
          >
            <Avatar person={person} size={22} /> {person.name}
          </button>
        ))}
      </div>
      <div class="page-tools">
        <div class="page-sides" role="group">
          {(['slack', 'world'] as const).map((side) => (
            <button
              key={side}
              type="button"
              aria-pressed={place.side === side}
              data-side={side}
              onClick={() => go({ side })}
            >
              {texts[side]}
            </button>
          ))}
        </div>
        <button type="button" class="plain" onClick={onTour}>
          {texts.tour}
        </button>
        <ThemeSwitch />
      </div>
    </header>
  );
}

function ThemeSwitch() {
  const { texts } = useSession();
  const [theme, setTheme] = useState(() => localStorage.getItem('theme') ?? '');
  useEffect(() => {
    if (theme === '') delete document.documentElement.dataset['theme'];
    else document.documentElement.dataset['theme'] = theme;
  }, [theme]);
  const isDark = theme === '' ? matchMedia('(prefers-color-scheme: dark)').matches : theme === 'dark';
  const next = isDark ? 'light' : 'dark';
  return (
    <button
      type="button"
      class="icon"
      title={texts.theme}
      onClick={() => {
        localStorage.setItem('theme', next);
        setTheme(next);
      }}
    >
      <span aria-hidden="true">{isDark ? '☀' : '☾'}</span>
      <span class="for-readers">{texts.theme}</span>
    </button>
  );
}
