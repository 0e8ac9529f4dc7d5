import { clampPlain, type More } from './clamp.ts';
import { listFileNames } from './find-posted.ts';
import type { ThreadFile } from './thread.ts';
import type { SlackWeb } from './web.ts';

interface Place {
  channel: string;
  threadTs: string;
  /** Nothing older can hold one of these files, ms. */
  since: number;
  /** Just posted, so that no earlier try can have left a file. */
  isFirstTry: boolean;
  more: More;
}

/** Puts files into a thread, each once: a file that is there already, by its name, is left alone. */
export async function shareFiles(web: SlackWeb, files: readonly ThreadFile[], place: Place): Promise<void> {
  if (files.length === 0) return;
  const there = place.isFirstTry ? new Set<string>() : await listFileNames(web, place);
  for (const file of files) {
    if (there.has(file.name)) continue;
    const length = Buffer.byteLength(file.text);
    const slot = await web.call<{ upload_url?: string; file_id?: string }>('files.getUploadURLExternal', {
      filename: file.name,
      length,
    });
    await web.upload(slot.upload_url ?? '', file.text);
    const title = clampPlain(file.title, 200, place.more);
    await web.call('files.completeUploadExternal', {
      files: [{ id: slot.file_id, title }],
      channel_id: place.channel,
      thread_ts: place.threadTs,
    });
  }
}
