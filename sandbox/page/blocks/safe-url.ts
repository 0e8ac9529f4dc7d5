/** The address if a page may lead there: http, https and mailto; else undefined. */
export function findSafeUrl(url: string): string | undefined {
  // Browsers drop these inside addresses; no scheme may be hidden by them.
  // oxlint-disable-next-line no-control-regex -- these are the characters meant
  if (/[\u0000-\u0020\u007F]/.test(url)) return undefined;
  if (/^mailto:[^<>]+$/i.test(url)) return url;
  return /^https?:\/\/[^/]/i.test(url) && URL.canParse(url) ? url : undefined;
}
