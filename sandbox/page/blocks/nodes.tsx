import { Fragment } from 'preact';
import { DateText } from './date-text.tsx';
import { Emoji } from './emoji.tsx';
import { Link } from './link.tsx';
import { Mention } from './mention.tsx';
import type { Node } from './tree.ts';

const TAGS = { bold: 'b', italic: 'i', strike: 's' } as const;

/** Parsed markup on the page. */
export function Nodes({ nodes }: { nodes: readonly Node[] }) {
  return nodes.map((node, index) => <OneNode key={index} node={node} />);
}

function OneNode({ node }: { node: Node }) {
  switch (node.type) {
    case 'text':
      return <Fragment>{node.text}</Fragment>;
    case 'break':
      return <br />;
    case 'gap':
      return <span class="bk-gap" />;
    case 'bold':
    case 'italic':
    case 'strike': {
      const Tag = TAGS[node.type];
      return (
        <Tag>
          <Nodes nodes={node.children} />
        </Tag>
      );
    }
    case 'code':
      return (
        <code class="bk-code">
          <Nodes nodes={node.children} />
        </code>
      );
    case 'pre':
      return (
        <pre class="bk-pre">
          <Nodes nodes={node.children} />
        </pre>
      );
    case 'quote':
      return (
        <blockquote class="bk-quote">
          <Nodes nodes={node.children} />
        </blockquote>
      );
    case 'link':
      return (
        <Link url={node.url}>
          <Nodes nodes={node.children} />
        </Link>
      );
    case 'emoji':
      return <Emoji name={node.name} unicode={node.unicode} />;
    case 'date':
      return <DateText {...node} />;
    case 'user':
    case 'usergroup':
    case 'channel':
    case 'broadcast':
      return <Mention node={node} />;
  }
}
