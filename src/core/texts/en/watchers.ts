/** Words of what watches the primaries, and the bot itself. What is put in has been escaped by the adapter. */
export const watchers = {
  looksDown: (s: { service: string }) => `${s.service}: primary looks down`,
  isBack: (s: { service: string }) => `${s.service}: primary is back`,
  since: (s: { time: string }) => `since ${s.time}`,
  lookedDown: (s: { from: string; to: string; duration: string }) =>
    `looked down from ${s.from} to ${s.to} (${s.duration})`,
  /** How many signs there are, in how many independent places. */
  signs: (s: { count: number }) => (s.count === 1 ? 'One sign is left:' : `${s.count} signs, from independent places:`),
  noSigns: 'No sign is left; it is called back when that stays so for half a minute.',
  wereSigns: 'The signs were:',
  alertSign: (s: { source: string; title: string }) => `${s.source}: ${s.title}`,
  probeSign: (s: { text: string }) => `asked by me: ${s.text}`,
  gone: (s: { time: string }) => `gone ${s.time}`,
  probeAnswered: 'answers',
  nothingDone: 'Nothing was changed. A button asks for the run as the command would; who must approve is asked then.',
  confirmStart: (s: { runbook: string }) =>
    `Asks for the run “${s.runbook}”. It looks first, and asks for approval before it changes anything that needs one.`,
  startReason: (s: { signs: string }) => `primary looks down: ${s.signs}`,
  isOver: 'The primary is back: nothing is suggested any more.',

  selfTest: (s: { time: string }) =>
    `Self-test: this message is edited when nothing came from Slack for a while, to see whether Slack tells me so. Last: ${s.time}`,
  deaf: (s: { time: string }) =>
    `Slack takes what I write, but since ${s.time} nothing of what people do here reaches me: commands and buttons may do nothing. I connect anew, then restart. Meanwhile \`npx watchkeeper\` works on the bot's machine.`,
  heardAgain: (s: { from: string; to: string }) =>
    `What people do here reaches me again (it did not from ${s.from} to ${s.to}). What was typed or clicked meanwhile is lost: please do it again.`,

  hearing: (s: { ago: string | undefined }) =>
    s.ago === undefined ? 'Slack was not heard yet' : `Slack was last heard ${s.ago} ago`,
  hearingState: {
    off: 'self-test off',
    unproven:
      'self-test: Slack has not shown me a message of mine yet; if this stays so, install the app again with manifest.yml and invite me into the channel',
    hears: 'self-test passed',
    asking: 'self-test: asked, not heard yet',
    deaf: 'DEAF: what people do does not reach me',
    unanswered: 'self-test: Slack does not take what I write',
  },
  heartbeatOff: 'Heartbeat: none in the inventory',
  heartbeatSent: (s: { ago: string }) => `Heartbeat: sent ${s.ago} ago`,
  heartbeatNone: 'Heartbeat: not sent yet',
  heartbeatFailed: (s: { reason: string }) => `the last one failed: ${s.reason}`,
  heartbeatHeldBack: (s: { reason: string }) => `held back: ${s.reason}`,
  heartbeatReason: {
    store: 'the database cannot be written',
    slack: 'Slack was not heard lately',
    unreachable: 'no answer',
  },
};
