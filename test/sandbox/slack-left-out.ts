/** Differences to the samples that are meant, with the reason. `paths` as slack-shapes.ts writes them; `*` any part of one, `@` any way to it. */
interface Agreement {
  why: string;
  in: RegExp;
  paths: string;
}

const EVENTS = /^events/;
const MESSAGES = /chat\.|history|replies|events\/(Message|AppMention)|BlockAction/;
const USERS = /users\.|UserChange/;
const VIEWS = /views|View|AppHome|BlockAction/;

const AGREEMENTS: Agreement[] = [
  {
    why: 'only in refusals, and with a warning',
    in: /^api/,
    paths: '- error, - needed, - provided, - warning, - response_metadata, - errors, - deprecated_argument',
  },
  { why: 'leftovers of an internal tool', in: /conversations.list/, paths: '- arg, - callstack' },
  {
    why: 'only in an Enterprise Grid, which this workspace is not',
    in: /./,
    paths:
      '- enterprise_id, - enterprise_name, - team.enterprise_*, - *.enterprise_id, - *.enterprise_name, - user.teams, ' +
      '- *.enterprise_user, - *.*.enterprise_user, - event.enterprise, - *.is_global_shared, - *.is_org_default, ' +
      '- *.is_org_mandatory, - *.connected_limited_team_ids',
  },
  { why: 'given up by Slack for `authorizations`', in: EVENTS, paths: '- authed_users, - authed_teams' },
  { why: 'newer than the samples', in: EVENTS, paths: '+ context_team_id, + context_enterprise_id' },
  {
    why: 'newer than the samples: in those of chat.postMessage already, not in the others',
    in: MESSAGES,
    paths: '+ *.bot_profile.user_id, + *.*.bot_profile.user_id',
  },
  {
    why: 'every message may have it, the sample only does not happen to',
    in: MESSAGES,
    paths:
      '+ *.username, + *.subtype, + *.reactions, + *.reactions.users, + *.*.app_id, + *.*.username, + *.*.metadata, ' +
      '+ *.*.reactions, + *.parent_user_id',
  },
  {
    why: 'this app sends none (attachments), and nobody uploads, pins, calls or sets topics here',
    in: MESSAGES,
    paths:
      '- *.attachments, - *.*.attachments, - *.room, - *.x_files, - *.files, - *.topic, - *.purpose, - *.inviter, ' +
      '- *.upload, - *.display_as_bot, - *.*.upload, - *.*.display_as_bot, - *.assistant_app_thread',
  },
  {
    why: 'a name of its own is kept, a picture is not; the parent is not repeated in a broadcast reply',
    in: MESSAGES,
    paths: '- *.icons, - *.root',
  },
  {
    why: 'of the reader: an app has read nothing',
    in: MESSAGES,
    paths: '- *.last_read, - *.*.last_read, - *.*.is_starred',
  },
  {
    why: 'of people and of threads: the message changed or deleted here is an app’s own, and alone',
    in: /MessageChanged|MessageDeleted/,
    paths:
      '- *.*.client_msg_id, - *.*.subtype, - *.*.thread_ts, - *.*.parent_user_id, - *.*.hidden, - *.*.is_locked, ' +
      '- *.*.subscribed, - *.*.user_team, - *.*.source_team, - *.*.reply_count, - *.*.reply_users_count, ' +
      '- *.*.latest_reply, - event.previous_message.edited, - event.previous_message.blocks',
  },
  {
    why: 'bots are compared with MessageBot; people cannot edit, and send no metadata',
    in: /MessagePayload|AppMention/,
    paths: '- event.bot_id, - event.bot_profile, - event.metadata, - event.edited, - event.username, - event.subtype',
  },
  {
    why: 'the profile of a person of another workspace, in every message of a shared channel',
    in: /MessagePayload/,
    paths: '+ event.user_team, + event.source_team, + event.user_profile',
  },
  {
    why: 'the sample is of a classic bot, which has no user; this one has',
    in: /MessageBot/,
    paths:
      '+ event.user, + event.team, + event.app_id, + event.bot_profile, + event.metadata, + event.files, + event.upload',
  },
  { why: 'only when asked for by these arguments', in: /history/, paths: '- oldest, - latest' },
  {
    why: 'attachments and links that apps unfold are not imitated',
    in: /BlockAction|views/,
    paths: '- container.attachment_id, - container.text, - container.*app_unfurl*, - app_unfurl, - view.app_unfurl_url',
  },
  {
    why: 'elements that are not imitated',
    in: /BlockAction/,
    paths:
      '- actions.*_conversation, - actions.*_channel, - actions.*_date, - actions.*_time, - actions.min_query_length, ' +
      '- actions.rich_text_value',
  },
  {
    why: 'of custom functions, which are not imitated',
    in: /app-backend/,
    paths: '- bot_access_token, - function_data, - interactivity',
  },
  { why: 'view_closed says it; a submission clears nothing', in: /ViewSubmission/, paths: '- is_cleared' },
  {
    why: 'documented for conversation selects with response_url_enabled, empty without',
    in: /ViewSubmission/,
    paths: '+ response_urls',
  },
  { why: 'taken out of the samples by their origin', in: VIEWS, paths: '+ view.blocks, + event.view.blocks' },
  { why: 'of modals only', in: /publish|AppHome/, paths: '- view.submit_disabled, - event.view.submit_disabled' },
  {
    why: 'of entity details (Work Objects), not imitated',
    in: /views/,
    paths: '- view.entity_url, - view.external_ref, - view.message_ts, - view.thread_ts, - view.channel',
  },
  { why: 'a text over a form, in both modes (measured)', in: /SlashCommand/, paths: '~ is_enterprise_install' },
  {
    why: 'of app-level tokens, and of tokens that rotate',
    in: /auth.test/,
    paths: '- app_name, - app_id, - expires_in',
  },
  {
    why: 'of workspaces with a picture, with discovery, with Salesforce, and for their admins',
    in: /team.info/,
    paths: '- team.icon.image_original, - team.discoverable, - team.sso_provider, - team.pay_prod_cur, - team.locale',
  },
  {
    why: 'of people who set it, of guests with an end, and for admins',
    in: USERS,
    paths:
      '- *.profile.fields, - @profile.image_1024, - @profile.image_original, - @profile.is_custom_image, ' +
      '- @profile.start_date, - @profile.guest_*, - @profile.status_emoji_url, - @profile.pronouns, ' +
      '- event.user.profile.bot_id, - event.user.profile.api_app_id, - event.user.profile.always_active, - *.has_2fa, - *.*.has_2fa, - *.two_factor_type, - *.*.two_factor_type, ' +
      '- *.is_invited_user, - *.*.is_invited_user, - *.is_connector_bot, - *.*.is_connector_bot, - event.user.presence, ' +
      '- event.user.has_files, - event.user.is_stranger, - event.user.is_workflow_bot, - *.locale, - *.*.locale',
  },
  {
    why: 'in the sample of users.info, and documented for both',
    in: USERS,
    paths: '+ members.is_stranger, + event.user.profile.status_emoji_display_info, + event.event_ts',
  },
  { why: 'the old way to page', in: /users.list/, paths: '- offset' },
  { why: 'null where no membership is automatic', in: /usergroups.list/, paths: '+ usergroups.auto_type' },
  {
    why: 'of direct messages, which this list is not of',
    in: /conversations.list/,
    paths: '- channels.user, - channels.is_user_deleted, - channels.priority',
  },
  {
    why: 'tabs, canvases and posting rules of a channel are not imitated',
    in: /conversations\./,
    paths: '- *.properties.*',
  },
  {
    why: 'of pictures, films, mails, canvases and lists; the file here is a text',
    in: /files\./,
    paths:
      '- *.thumb_*, - *.original_*, - *.deanimate*, - *.alt_txt, - *.is_modified_by_ai, - *.subtype, - *.transcription, ' +
      '- *.mp4*, - *.vtt, - *.hls*, - *.duration_ms, - *.external_*, - *.url_static_preview, - *.converted_pdf, ' +
      '- *.image_exif_rotation, - *.pjpeg, - *.plain_text, - *.preview_plain_text, - *.has_more, - *.sent_to_self, ' +
      '- *.to, - *.from, - *.cc, - *.headers, - *.subject, - *.simplified_html, - *.media_progress, - *.quip_thread_id, ' +
      '- *.is_channel_space, - *.linked_channel_id, - *.title_blocks, - *.canvas_*, - *.template_*, - *.list_*, ' +
      '- *.team_pref_version_history_enabled, - *.show_badge, - *.can_toggle_canvas_lock, ' +
      '- *.is_restricted_sharing_enabled, - *.update_notification',
  },
  {
    why: 'of files that somebody edits, saves, pins or limits the access to',
    in: /files\./,
    paths:
      '- *.source_team, - *.non_owner_editable, - *.editor, - *.last_editor, - *.updated, - *.editors, ' +
      '- *.edit_timestamp, - *.app_id, - *.app_name, - *.bot_id, - *.channel_actions_*, - *.saved, - *.access, ' +
      '- *.teams_shared_with, - *.last_read, - *.*_with_file_access*, - *.*_with_access_count, - *.org_or_workspace_access, - *.favorites, ' +
      '- *.initial_comment, - *.num_stars, - *.pinned_to, - *.reactions',
  },
  { why: 'the coloured form of a snippet', in: /files.info/, paths: '- content_highlight_*' },
  {
    why: 'both ways to page are documented; here it is the cursor',
    in: /files.info/,
    paths: '- paging, + response_metadata',
  },
];

const used = new Set<string>();

export function isAgreed(sample: string, difference: string): boolean {
  const [path = ''] = difference.split(':');
  return AGREEMENTS.filter((each) => each.in.test(sample)).some((each) => {
    const found = pathsOf(each).find((pattern) => fits(path, pattern));
    if (found !== undefined) used.add(`${each.why}: ${found}`);
    return found !== undefined;
  });
}

/** What was agreed and did not come up. */
export const findUnused = (): string[] =>
  AGREEMENTS.flatMap((each) => pathsOf(each).map((path) => `${each.why}: ${path}`)).filter((line) => !used.has(line));

const pathsOf = ({ paths }: Agreement): string[] => paths.split(', ');

function fits(path: string, pattern: string): boolean {
  const source = pattern.replaceAll(/[+.]/g, '\\$&').replaceAll('@', '(\\w+[.])+').replaceAll('*', '[^. ]*');
  return new RegExp(`^${source}$`).test(path);
}
