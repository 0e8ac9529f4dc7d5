import { toText } from '../../json-object.ts';
import { toImages } from '../images.ts';
import type { Method } from '../method.ts';
import { SlackError } from '../slack-error.ts';

const authTest: Method = ({ state }) => ({
  url: `https://${state.team.domain}.slack.com/`,
  team: state.team.name,
  user: state.app.name,
  team_id: state.team.id,
  user_id: state.app.botUserId,
  bot_id: state.app.botId,
  is_enterprise_install: false,
});

const apiTest: Method = (_core, args) => {
  const error = toText(args['error']);
  if (error !== '') throw new SlackError(error, [], { args });
  return { args };
};

const openConnection: Method = (core) => ({ url: core.sockets.issueUrl() });

const botInfo: Method = ({ state }, args) => {
  const bot = toText(args['bot']) || state.app.botId;
  if (bot !== state.app.botId) throw new SlackError('bot_not_found');
  const { id: appId, botUserId, name } = state.app;
  const icons = toImages(36, 48, 72);
  return { bot: { id: bot, deleted: false, name, updated: 1_700_000_000, app_id: appId, user_id: botUserId, icons } };
};

const teamInfo: Method = ({ state }, args) => {
  const team = toText(args['team']) || state.team.id;
  if (team !== state.team.id) throw new SlackError('team_not_found');
  const { id, name, domain } = state.team;
  return {
    team: {
      ...{ id, name, domain, url: `https://${domain}.slack.com/`, email_domain: '', is_verified: false },
      icon: { ...toImages(34, 44, 68, 88, 102, 132, 230), image_default: true },
      avatar_base_url: 'https://avatars.example.com/',
      lob_sales_home_enabled: false,
      is_sfdc_auto_slack: false,
    },
  };
};

export const appMethods: Record<string, Method> = {
  'auth.test': authTest,
  'api.test': apiTest,
  'apps.connections.open': openConnection,
  'bots.info': botInfo,
  'team.info': teamInfo,
};
