import { cleanText } from '../core/clean-text.ts';
import { cutText } from '../core/cut-text.ts';
import { formatDuration } from '../core/duration.ts';
import { formatLocalTime } from '../core/local-time.ts';
import type { AlertMail, MailNews } from '../core/ports/mailer.ts';
import { redact } from '../core/redact.ts';
import type { Texts } from '../core/texts/catalogue.ts';

export interface Composed {
  subject: string;
  text: string;
  html: string;
}

interface Context {
  texts: Texts;
  timezone: string;
  now: Date;
}

const COLOURS = { critical: '#c62828', error: '#d84315', warning: '#f9a825', info: '#1565c0', none: '#757575' };
const OVER = '#2e7d32';
const SUMMARY_MAX = 600;

/** The same facts as plain text and as HTML. What a sender wrote is text in both: no header, no tag, no link of its own. */
export function composeMail(mail: AlertMail, { texts, timezone, now }: Context): Composed {
  const words = texts.mail;
  const news = toSentence(mail.news, texts);
  const title = line(mail.title, 200) || texts.alerts.unnamed;
  const facts: [string, string][] = [
    [words.severity, texts.alerts.severity[mail.severity]],
    [words.service, mail.service === undefined ? texts.alerts.unmapped : line(mail.service, 100)],
    [words.since, formatLocalTime(new Date(mail.since), now, timezone)],
    [words.source, line(mail.source, 60)],
  ];
  const summary = mail.summary === undefined ? '' : cutText(cleanText(redact(mail.summary)), SUMMARY_MAX);
  const isFirst = mail.news.kind === 'unclaimed';
  const subject = line(mail.subject, 150);
  const text = [
    news,
    '',
    title,
    ...facts.map(([name, value]) => `${name}: ${value}`),
    ...(summary === '' ? [] : ['', summary]),
    ...(mail.link === undefined ? [] : ['', `${words.open}: ${mail.link}`]),
    '',
    '-- ',
    words.reason,
    '',
  ];
  const colour = isFirst ? COLOURS[mail.severity] : OVER;
  const html = [
    '<!doctype html><html><head><meta charset="utf-8"></head>',
    `<body style="font-family:sans-serif;color:#212121"><div style="border-left:4px solid ${colour};padding-left:12px">`,
    `<p>${escapeHtml(news)}</p><h2 style="font-size:18px;margin:8px 0">${escapeHtml(title)}</h2><table>`,
    ...facts.map(
      ([name, value]) =>
        `<tr><td style="color:#757575;padding-right:12px">${escapeHtml(name)}</td><td>${escapeHtml(value)}</td></tr>`,
    ),
    '</table>',
    ...(summary === '' ? [] : [`<p style="white-space:pre-wrap">${escapeHtml(summary)}</p>`]),
    ...(mail.link === undefined ? [] : [`<p><a href="${escapeHtml(mail.link)}">${escapeHtml(words.open)}</a></p>`]),
    `</div><p style="color:#757575;font-size:12px">${escapeHtml(words.reason)}</p></body></html>`,
  ];
  return { subject: isFirst ? subject : `Re: ${subject}`, text: text.join('\n'), html: html.join('\n') };
}

function toSentence(news: MailNews, { mail: words }: Texts): string {
  const duration = formatDuration(Math.max(0, news.afterMs));
  if (news.kind === 'unclaimed' || news.kind === 'resolved') return words[news.kind]({ duration });
  return words[news.kind]({ person: line(news.person, 80), duration });
}

/** Foreign text on one line, without what looks like a secret: fit for a header, too. */
function line(text: string, max: number): string {
  return cutText(cleanText(redact(text)).replace(/\s+/g, ' '), max);
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
