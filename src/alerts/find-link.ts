const MAX = 2_000;

/** A link that may be shown: http or https, in Slack's characters; a relative one starts at `base`. */
export function findLink(written: string | undefined, base?: string): string | undefined {
  if (written === undefined || written.length > MAX) return undefined;
  const url = parse(written) ?? (base !== undefined && /^[/?]/.test(written) ? parse(written, base) : undefined);
  if (!url || (url.protocol !== 'http:' && url.protocol !== 'https:') || url.hostname === '') return undefined;
  // A name and password in it would be shown to everybody.
  url.username = '';
  url.password = '';
  const text = url.href.replace(/[<>|\s`]/g, encodeURIComponent);
  return text.length > MAX ? undefined : text;
}

function parse(text: string, base?: string): URL | undefined {
  return URL.canParse(text, base) ? new URL(text, base) : undefined;
}
