import { join } from 'node:path';
import { build, type Rolldown } from 'vite';

export interface PageFile {
  contentType: string;
  body: string | Uint8Array;
}

const ROOT = join(import.meta.dirname, '..', 'page');

const CONTENT_TYPES: Record<string, string> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
  json: 'application/json',
};

/** The page, bundled in memory when the sandbox starts: nothing is written and nothing comes from elsewhere. By path. */
export async function bundlePage(): Promise<ReadonlyMap<string, PageFile>> {
  const result = await build({
    root: ROOT,
    configFile: false,
    logLevel: 'error',
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    build: { write: false, minify: true, target: 'es2023', modulePreload: false },
  });
  const outputs = (Array.isArray(result) ? result : [result]) as Rolldown.RolldownOutput[];
  const files = new Map<string, PageFile>();
  for (const file of outputs.flatMap(({ output }) => output)) {
    const ending = file.fileName.split('.').at(-1) ?? '';
    files.set(`/${file.fileName}`, {
      contentType: CONTENT_TYPES[ending] ?? 'application/octet-stream',
      body: file.type === 'chunk' ? file.code : file.source,
    });
  }
  const index = files.get('/index.html');
  if (!index) throw new Error('the page has no index.html');
  return files.set('/', index);
}
