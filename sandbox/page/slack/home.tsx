import { useEffect } from 'preact/hooks';
import { Blocks } from '../blocks/blocks.tsx';
import { useSession } from '../shell/session.ts';
import { useBlocksHost } from './use-blocks-host.ts';

/** The app's Home, drawn by the app for this person; looking at it tells the app so. */
export function Home() {
  const { snapshot, act, place, texts } = useSession();
  const host = useBlocksHost('home');
  const { home } = snapshot.me;
  useEffect(() => void act('home'), [place.person]);
  return (
    <section class="channel-main" aria-label={texts.home}>
      <header class="channel-head">
        <h1>watchkeeper · {texts.home}</h1>
      </header>
      <div class="home">{home ? <Blocks blocks={home.blocks} host={host} /> : <p>{texts.homeEmpty}</p>}</div>
    </section>
  );
}
