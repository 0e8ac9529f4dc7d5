// NUL and other control characters are refused or swallowed by Slack; bidirectional controls could make one text look like another.
// oxlint-disable-next-line no-control-regex -- these are the characters meant
const UNWANTED = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/g;

/** Foreign text that any JSON and any screen can take: no control characters, no lone surrogates. */
export function cleanText(text: string): string {
  return text.toWellFormed().replace(/\r\n?/g, '\n').replace(UNWANTED, '');
}

/** Foreign text for mrkdwn and `text`: no mention, no link can come out of it. */
export function escapeText(text: string): string {
  return cleanText(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Back-ticks that can neither end nor begin a code block. */
export function neutraliseBackticks(text: string): string {
  return text.replaceAll('`', '`\u200B');
}

/** What Slack sends of what a person typed, as that person sees it: `<@U1|jin>` → `@jin`, `&amp;` → `&`. */
export function unescapeTyped(text: string, findName: (slackId: string) => string | undefined): string {
  return text
    .replace(/<@([A-Z0-9]+)(?:\|([^>]*))?>/g, (_, id: string, name?: string) => `@${findName(id) ?? (name || id)}`)
    .replace(/<!subteam\^([A-Z0-9]+)(?:\|@?([^>]*))?>/g, (_, id: string, name?: string) => `@${name || id}`)
    .replace(/<#([A-Z0-9]+)(?:\|([^>]*))?>/g, (_, id: string, name?: string) => `#${name || id}`)
    .replace(/<!(\w+)(?:\|[^>]*)?>/g, '@$1')
    .replace(/<((?:https?|mailto):[^|>]+)(?:\|[^>]*)?>/g, '$1')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
