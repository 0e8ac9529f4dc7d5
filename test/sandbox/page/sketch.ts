import type { Node } from '../../../sandbox/page/blocks/tree.ts';

/** A tree in one line, for tables of expectations. */
export const toSketch = (nodes: readonly Node[]): string => nodes.map(sketch).join('');

function sketch(node: Node): string {
  const named = (id: string, label?: string): string => (label === undefined ? id : `${id}(${label})`);
  switch (node.type) {
    case 'text':
      return node.text;
    case 'break':
      return '⏎';
    case 'gap':
      return '¶';
    case 'bold':
    case 'italic':
    case 'strike':
      return `[${node.type.charAt(0)} ${toSketch(node.children)}]`;
    case 'code':
    case 'pre':
    case 'quote':
      return `[${node.type} ${toSketch(node.children)}]`;
    case 'link':
      return `[a ${node.url}|${toSketch(node.children)}]`;
    case 'emoji':
      return `:${node.name}:${node.unicode}`;
    case 'user':
    case 'usergroup':
      return `@${named(node.id, node.label)}`;
    case 'channel':
      return `#${named(node.id, node.label)}`;
    case 'broadcast':
      return `@${node.range}`;
    case 'date':
      return `[date ${node.timestamp} ${node.format}${node.url === undefined ? '' : ` → ${node.url}`}|${node.fallback}]`;
  }
}
