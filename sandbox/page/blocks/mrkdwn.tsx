import { useMemo } from 'preact/hooks';
import { parseMrkdwn } from './mrkdwn/parse-mrkdwn.ts';
import { Nodes } from './nodes.tsx';

/** Slack's mrkdwn, drawn. */
export function Mrkdwn({ text, isVerbatim = false }: { text: string; isVerbatim?: boolean }) {
  return <Nodes nodes={useMemo(() => parseMrkdwn(text, { isVerbatim }), [text, isVerbatim])} />;
}
