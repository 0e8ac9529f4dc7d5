import { useEffect, useState } from 'preact/hooks';
import type { ShownMessage } from '../../page-server/shapes.ts';
import { useSession } from '../shell/session.ts';

const LINES = 6;

/** A picture, or a text of which the first lines show until one asks for all of it. */
export function SharedFile({ file }: { file: ShownMessage['files'][number] }) {
  const { texts } = useSession();
  const address = `/files/${file.id}`;
  return (
    <figure class="file">
      <figcaption>
        {file.title || file.name}{' '}
        <a href={address} target="_blank" rel="noreferrer">
          {texts.download}
        </a>
      </figcaption>
      {file.mimetype.startsWith('image/') ? <img src={address} alt={file.title} /> : <TextFile address={address} />}
    </figure>
  );
}

function TextFile({ address }: { address: string }) {
  const { texts } = useSession();
  const [text, setText] = useState('');
  const [isWhole, setWhole] = useState(false);
  useEffect(() => {
    const closing = new AbortController();
    fetch(address, { signal: closing.signal })
      .then((response) => response.text())
      .then(setText)
      .catch(() => setText(''));
    return () => closing.abort();
  }, [address]);
  const lines = text.split('\n');
  return (
    <>
      <pre>{isWhole ? text : lines.slice(0, LINES).join('\n')}</pre>
      {lines.length > LINES && (
        <button type="button" class="plain" aria-expanded={isWhole} onClick={() => setWhole(!isWhole)}>
          {isWhole ? texts.hideFile : `${texts.showFile} (${lines.length})`}
        </button>
      )}
    </>
  );
}
