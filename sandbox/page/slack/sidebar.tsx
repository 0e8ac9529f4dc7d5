import type { ShownMe } from '../../page-server/shapes.ts';
import { useSession } from '../shell/session.ts';
import { Avatar } from './avatar.tsx';

/** Channels with what is unread, and the app's Home and messages. */
export function Sidebar({ onPick }: { onPick(): void }) {
  const { snapshot, place, go, texts } = useSession();
  const { channels } = snapshot.me;
  const bot = snapshot.workspace.people.find(({ id }) => id === snapshot.workspace.botUserId);
  const pick = (view: string): void => {
    go({ view, thread: '', side: 'slack' });
    onPick();
  };
  const entry = (channel: ShownMe['channels'][number], view: string, label: string, sign: string) => (
    <li key={view}>
      <button
        type="button"
        class={`rail-entry${channel.unread > 0 ? ' is-unread' : ''}`}
        aria-current={place.view === view ? 'page' : undefined}
        data-channel={view}
        onClick={() => pick(view)}
      >
        <span class="rail-sign" aria-hidden="true">
          {sign}
        </span>
        <span class="rail-name">{label}</span>
        {channel.unread > 0 && (
          <span class={channel.mentions > 0 ? 'rail-count' : 'rail-dot'}>
            <span aria-hidden="true">{channel.mentions > 0 ? channel.mentions : ''}</span>
            <span class="for-readers">{texts.unread(channel.unread)}</span>
          </span>
        )}
      </button>
    </li>
  );
  const direct = channels.find(({ kind }) => kind === 'im');
  return (
    <nav class="rail" aria-label={texts.channels}>
      <h2 class="rail-title">{texts.channels}</h2>
      <ul>
        {channels
          .filter(({ kind }) => kind !== 'im')
          .map((channel) => entry(channel, channel.id, channel.name, channel.kind === 'private' ? '🔒' : '#'))}
      </ul>
      <h2 class="rail-title">{texts.apps}</h2>
      <ul>
        <li>
          <button
            type="button"
            class="rail-entry"
            aria-current={place.view === 'home' ? 'page' : undefined}
            data-channel="home"
            onClick={() => pick('home')}
          >
            <Avatar person={bot} size={20} />
            <span class="rail-name">
              {bot?.name ?? ''} · {texts.home}
            </span>
          </button>
        </li>
        {direct && entry(direct, 'dm', texts.messages, '✉')}
      </ul>
    </nav>
  );
}
