import { App, HTTPReceiver, LogLevel, SocketModeReceiver, type Receiver } from '@slack/bolt';
import type { SlackWorkspace } from '../../sandbox/slack/workspace.ts';

export interface Bot {
  app: App;
  /** How often a connection was made and greeted. */
  connected(): number;
  stop(): Promise<void>;
}

/** A real Bolt app over Socket Mode, with as many connections as wanted. */
export async function startSocketBot(slack: SlackWorkspace, connections = 1): Promise<Bot> {
  const receivers = Array.from({ length: connections }, () => {
    const clientOptions = {
      slackApiUrl: slack.apiUrl,
      retryConfig: { forever: true, minTimeout: 100, maxTimeout: 500 },
    };
    const { appToken } = slack;
    return new SocketModeReceiver({ appToken, logLevel: LogLevel.ERROR, installerOptions: { clientOptions } });
  });
  let connected = 0;
  for (const { client } of receivers) client.on('connected', () => (connected += 1));
  const [first] = receivers;
  if (!first) throw new Error('at least one connection');
  const app = createApp(slack, first);
  for (const other of receivers.slice(1)) other.init(app);
  await Promise.all(receivers.map((receiver) => receiver.start()));
  return {
    app,
    connected: () => connected,
    async stop() {
      await Promise.all(receivers.map((receiver) => receiver.client.disconnect()));
    },
  };
}

/** A real Bolt app in HTTP mode; the workspace is pointed at it. */
export async function startHttpBot(slack: SlackWorkspace): Promise<Bot> {
  const receiver = new HTTPReceiver({ signingSecret: slack.signingSecret, logLevel: LogLevel.ERROR });
  const app = createApp(slack, receiver);
  const server = await receiver.start(0);
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('no port');
  slack.setAppUrl(`http://127.0.0.1:${address.port}/slack/events`);
  return {
    app,
    connected: () => 0,
    async stop() {
      server.closeAllConnections();
      await receiver.stop();
    },
  };
}

function createApp(slack: SlackWorkspace, receiver: Receiver): App {
  const clientOptions = { slackApiUrl: slack.apiUrl, retryConfig: { retries: 2, minTimeout: 50, maxTimeout: 100 } };
  const { botToken: token, botId, botUserId } = slack;
  return new App({ token, botId, botUserId, receiver, clientOptions, logLevel: LogLevel.ERROR });
}
