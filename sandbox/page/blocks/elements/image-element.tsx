import { useState } from 'preact/hooks';
import { toObject, toText, type JsonObject } from '../../../slack/json-object.ts';
import { findSafeUrl } from '../safe-url.ts';

/** A picture, or what it shows in words where it cannot be had. */
export function ImageElement({ image }: { image: JsonObject }) {
  const source = toText(image['image_url']) || toText(toObject(image['slack_file'])['url']);
  const url = findSafeUrl(source);
  const [failed, setFailed] = useState<string>();
  const alt = toText(image['alt_text']);
  if (url === undefined || failed === url)
    return (
      <span class="bk-image bk-image-missing" role="img" aria-label={alt} title={alt}>
        <span aria-hidden="true">🖼 {alt}</span>
      </span>
    );
  return <img class="bk-image" src={url} alt={alt} title={alt} loading="lazy" onError={() => setFailed(url)} />;
}
