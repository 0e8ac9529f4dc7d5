import type { IncomingMessage } from 'node:http';
import type { Core } from '../core.ts';
import { readBytes, readForm } from './body.ts';
import type { Reply } from './reply.ts';

/** The bytes of a file, raw or as a form's first file. Must be as long as was announced. */
export async function takeUpload(core: Core, pathname: string, request: IncomingMessage): Promise<Reply> {
  const file = core.state.files.get(pathname.split('/').at(-1) ?? '');
  const body = await readBytes(request);
  const content = await contentOf(body, request.headers['content-type'] ?? '');
  const headers = { 'content-type': 'text/plain' };
  if (file?.size === content.length) {
    file.content = content;
    return { status: 200, headers, body: `OK - ${content.length}` };
  }
  core.record.refused('upload', 'file_size_mismatch', [`${content.length} bytes`]);
  return { status: 400, headers, body: 'file size mismatch' };
}

async function contentOf(body: Buffer, contentType: string): Promise<Buffer> {
  if (!contentType.includes('multipart/form-data')) return body;
  const form = await readForm(body, contentType);
  const part = [...form.values()].find((value) => typeof value !== 'string');
  return part === undefined ? Buffer.alloc(0) : Buffer.from(await part.arrayBuffer());
}

/** `url_private`: only for those who show the app's token, as on Slack; others are sent to the sign-in page. */
export async function sendFile(core: Core, pathname: string, request: IncomingMessage): Promise<Reply> {
  await readBytes(request);
  const { team, credentials, files } = core.state;
  if (request.headers.authorization !== `Bearer ${credentials.botToken}`) {
    return { status: 302, headers: { location: `https://${team.domain}.slack.com/` }, body: '' };
  }
  const file = files.get(pathname.split('/')[2] ?? '');
  if (!file) return { status: 404, headers: {}, body: '' };
  return { status: 200, headers: { 'content-type': file.mimetype }, body: file.content };
}
