import { useSession } from '../shell/session.ts';
import { Composer } from './composer.tsx';
import { MessageList } from './message-list.tsx';
import { Thread } from './thread.tsx';

/** One channel with its messages, and the thread that is open beside it. */
export function Channel({ told }: { told: readonly string[] }) {
  const { snapshot, place, go, act, texts } = useSession();
  const shown = snapshot.channel;
  const channel = snapshot.me.channels.find(({ id }) => id === shown?.id);
  const person = snapshot.workspace.people.find(({ id }) => id === place.person);
  if (!channel || !shown) return <p class="channel-note">{texts.notForPerson(person?.name ?? '')}</p>;
  const name = channel.kind === 'im' ? channel.name : `#${channel.name}`;
  return (
    <div class="channel">
      <section class="channel-main" aria-label={name}>
        <header class="channel-head">
          <h1>{name}</h1>
          {channel.kind === 'im' && <p>{texts.dmIntro}</p>}
        </header>
        {!channel.isBotMember && channel.kind !== 'im' && (
          <p class="channel-note">
            {texts.botNotHere('watchkeeper')}{' '}
            <button type="button" class="plain" onClick={() => void act('invite', { channel: channel.id })}>
              {texts.invite}
            </button>
          </p>
        )}
        <MessageList channel={shown} onThread={(thread) => go({ thread })} />
        {told.map((text) => (
          <p key={text} class="channel-told" role="status">
            <span class="message-only-you">Slackbot · {texts.onlyYou}</span>
            {text}
          </p>
        ))}
        {refusal(channel, person?.name ?? '', texts) ?? <Composer channel={channel.id} label={texts.messageTo(name)} />}
      </section>
      {place.thread !== '' && <Thread channel={channel.id} />}
    </div>
  );
}

function refusal(
  { isArchived, isMember }: { isArchived: boolean; isMember: boolean },
  person: string,
  texts: ReturnType<typeof useSession>['texts'],
) {
  if (isArchived) return <p class="channel-note">{texts.archived}</p>;
  return isMember ? undefined : <p class="channel-note">{texts.notMember(person)}</p>;
}
