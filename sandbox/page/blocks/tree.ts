/** Inline markup, as mrkdwn and the markdown block share it. */
export type Inline =
  | { type: 'text'; text: string }
  | { type: 'bold' | 'italic' | 'strike'; children: Inline[] }
  | { type: 'code'; children: Inline[] }
  | { type: 'emoji'; name: string; unicode: string }
  | { type: 'link'; url: string; children: Inline[] }
  /** `label`: what the source gives in case the id is not known. */
  | { type: 'user' | 'usergroup' | 'channel'; id: string; label?: string }
  | { type: 'broadcast'; range: 'here' | 'channel' | 'everyone' }
  | { type: 'date'; timestamp: number; format: string; url?: string; fallback: string }
  | { type: 'break' };

/** `gap` is an empty line, which Slack shows lower than a line. */
export type Node = Inline | { type: 'gap' } | { type: 'pre'; children: Inline[] } | { type: 'quote'; children: Node[] };

/** Adds text; neighbours become one. */
export function pushText(nodes: Inline[], text: string): void {
  if (text === '') return;
  const last = nodes.at(-1);
  if (last?.type === 'text') last.text += text;
  else nodes.push({ type: 'text', text });
}

/** The same with neighbouring texts joined. */
export function joinText(nodes: readonly Inline[]): Inline[] {
  const joined: Inline[] = [];
  for (const node of nodes) {
    if (node.type === 'text') pushText(joined, node.text);
    else joined.push(node);
  }
  return joined;
}
