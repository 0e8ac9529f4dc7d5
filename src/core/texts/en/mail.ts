/** Mails of an escalation, and what becomes of them. */
export const mail = {
  unclaimed: (s: { duration: string }) => `Nobody has acknowledged this critical alert for ${s.duration}.`,
  acknowledged: (s: { person: string; duration: string }) => `Acknowledged by ${s.person} after ${s.duration}.`,
  silenced: (s: { person: string; duration: string }) => `Silenced by ${s.person} after ${s.duration}.`,
  resolved: (s: { duration: string }) => `Resolved after ${s.duration}.`,
  subject: (s: { severity: string; title: string; service: string | undefined }) =>
    `[${s.severity}] ${s.title}${s.service === undefined ? '' : ` · ${s.service}`}`,
  severity: 'Severity',
  service: 'Service',
  since: 'Since',
  source: 'Source',
  open: 'Open in Slack',
  reason: 'You get this mail because the escalation of Watchkeeper names your address.',

  sent: (s: { to: string; time: string }) => `Mailed to ${s.to} at ${s.time}.`,
  notSent: (s: { to: string; reason: string }) => `Could not mail ${s.to} yet, and tries again: ${s.reason}`,
  refusedFor: (s: { to: string; reason: string }) => `Could not mail ${s.to}: ${s.reason}`,

  unreachable: (s: { server: string; reason: string }) => `${s.server} takes no mail: ${s.reason}`,
  unreachableHint: 'Check alerts.mail.host, port and encryption, and that this machine may connect there.',
  untrusted: (s: { server: string; reason: string }) => `${s.server} cannot be trusted: ${s.reason}`,
  untrustedHint: 'Correct alerts.mail.host, or name the CA file in alerts.mail.tls.',
  noStartTls: (s: { server: string; reason: string }) => `${s.server} does not begin TLS: ${s.reason}`,
  noStartTlsHint: 'Set alerts.mail.encryption to tls (port 465) if the server speaks TLS from the first byte.',
  loginRefused: (s: { server: string; user: string; reason: string }) =>
    `${s.server} refuses the login as ${s.user}: ${s.reason}`,
  loginRefusedHint: 'Correct alerts.mail.user, or the password where the inventory takes it from.',
  refused: (s: { server: string; reason: string }) => `${s.server} refuses the mail: ${s.reason}`,
  refusedHint: 'Correct the address, or alerts.mail.from.',
  unknown: (s: { server: string; reason: string }) => `${s.server} may or may not have taken the mail: ${s.reason}`,
};
