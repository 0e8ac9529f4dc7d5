import type { Host } from '../blocks/host.ts';
import { useSession } from '../shell/session.ts';

type Place = { channel: string; ts: string } | 'modal' | 'home';

/** What blocks need of the page around them: names for ids, and what a press does. */
export function useBlocksHost(place: Place): Host {
  const { snapshot, act } = useSession();
  const { people, usergroups, locale } = snapshot.workspace;
  return {
    context: { people, usergroups, channels: snapshot.me.channels, meId: snapshot.me.id, locale },
    async act({ actionId, block, option }) {
      const given = { place, block, actionId, ...(option !== undefined && { option }) };
      return (await act<{ error?: string }>('press', given)) ?? {};
    },
  };
}
