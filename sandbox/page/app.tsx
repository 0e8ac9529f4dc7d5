import { useEffect, useState } from 'preact/hooks';
import { act } from './shell/act.ts';
import { Header } from './shell/header.tsx';
import { usePlace } from './shell/place.ts';
import { SessionContext, type Session } from './shell/session.ts';
import { pageTexts } from './shell/texts.ts';
import { useSnapshot } from './shell/use-snapshot.ts';
import { useTold } from './shell/use-told.ts';
import { Channel } from './slack/channel.tsx';
import { Home } from './slack/home.tsx';
import { Modal } from './slack/modal.tsx';
import { Sidebar } from './slack/sidebar.tsx';
import { Tour } from './tour/tour.tsx';
import { World } from './world/world.tsx';

/** Slack at the left, the infrastructure at the right; a phone shows one of them at a time. */
export function App() {
  const [place, go] = usePlace();
  const { snapshot, isLost } = useSnapshot(place);
  const { told, tell } = useTold(place);
  const [problem, setProblem] = useState('');
  const [isMenuOpen, setMenuOpen] = useState(false);
  const [isTouring, setTouring] = useState(() => localStorage.getItem('tour') === null);

  useEffect(() => {
    if (problem === '') return undefined;
    const timer = setTimeout(() => setProblem(''), 6_000);
    return () => clearTimeout(timer);
  }, [problem]);
  useEffect(() => {
    if (snapshot) document.documentElement.lang = snapshot.workspace.locale;
  }, [snapshot?.workspace.locale]);

  if (!snapshot) return <p class="page-wait">{isLost ? pageTexts.en.lost : pageTexts.en.connecting}</p>;
  const texts = pageTexts[snapshot.workspace.locale];
  // Until the sandbox has answered for a person who was changed to, what the one before saw is not theirs to see or press.
  const isMine = snapshot.me.id === place.person;
  const session: Session = {
    snapshot,
    place,
    go,
    tell,
    texts,
    act: <T,>(name: string, given?: object) =>
      act<T>(place.person, name, given).catch((thrown: unknown) => {
        setProblem(thrown instanceof Error ? thrown.message : String(thrown));
        return undefined;
      }),
  };
  const endTour = (): void => {
    localStorage.setItem('tour', 'over');
    setTouring(false);
  };
  return (
    <SessionContext.Provider value={session}>
      <Header onMenu={() => setMenuOpen(!isMenuOpen)} isMenuOpen={isMenuOpen} onTour={() => setTouring(true)} />
      {isTouring && <Tour onEnd={endTour} />}
      {isLost && (
        <p class="page-banner" role="alert">
          {texts.lost}
        </p>
      )}
      {snapshot.workspace.isDown && (
        <p class="page-banner" role="status">
          {texts.slackDown}
        </p>
      )}
      <main class={`page-body shows-${place.side}${isMenuOpen ? ' has-menu' : ''}`}>
        <div class="slack" data-seen-by={isMine ? place.person : undefined} aria-busy={!isMine}>
          {isMine && <Sidebar onPick={() => setMenuOpen(false)} />}
          {isMine && (place.view === 'home' ? <Home /> : <Channel told={told(snapshot.channel?.id ?? '')} />)}
        </div>
        <World
          world={snapshot.world}
          act={async (name, given) => {
            await session.act(name, given);
          }}
        />
      </main>
      {isMine && snapshot.me.modal && <Modal key={snapshot.me.modal.id} view={snapshot.me.modal} />}
      <p class={`page-problem${problem === '' ? '' : ' is-shown'}`} role="alert">
        {problem}
      </p>
    </SessionContext.Provider>
  );
}
