import { App } from '@slack/bolt';

// The least that anybody would write to answer one command over Socket Mode: what the bot's start and memory are measured against.
const app = new App({
  token: process.env['SLACK_BOT_TOKEN'] ?? '',
  appToken: process.env['SLACK_APP_TOKEN'] ?? '',
  socketMode: true,
  clientOptions: { slackApiUrl: process.env['SLACK_API_URL'] ?? '' },
});
app.command('/watchkeeper', async ({ ack }) => ack('here'));
await app.start();
