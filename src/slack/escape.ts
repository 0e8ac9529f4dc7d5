import { cleanText } from '../core/clean-text.ts';

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
