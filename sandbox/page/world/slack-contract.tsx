import type { ShownWorld } from '../../page-server/shapes.ts';
import { Mark } from './mark.tsx';
import { Part } from './part.tsx';
import { useWorld } from './world-context.ts';

/** Calls of the bot that real Slack would have refused: there must be none. */
export function SlackContract({ slackApi: { calls, violations } }: { slackApi: ShownWorld['slackApi'] }) {
  const { texts, number } = useWorld();
  return (
    <Part name="contract" title={texts.contract}>
      <p>
        <Mark mood={violations.length === 0 ? 'good' : 'bad'}>
          {texts.violations(violations.length, number(calls))}
        </Mark>
      </p>
      <ul class="world-violations">
        {violations.map(({ method, error, messages }, index) => (
          <li key={index}>
            <code>{method}</code> {error} {messages.join('; ')}
          </li>
        ))}
      </ul>
    </Part>
  );
}
