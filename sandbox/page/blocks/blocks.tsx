import { toText, type JsonObject } from '../../slack/json-object.ts';
import { Block } from './block.tsx';
import { HostContext, type Host } from './host.ts';

/** Block Kit as Slack's client shows it. The blocks are those of the workspace: each has its block_id. */
export function Blocks({ blocks, host }: { blocks: readonly JsonObject[]; host: Host }) {
  return (
    <HostContext.Provider value={host}>
      <div class="bk-blocks">
        {blocks.map((block, index) => (
          <Block key={toText(block['block_id']) || index} block={block} />
        ))}
      </div>
    </HostContext.Provider>
  );
}
