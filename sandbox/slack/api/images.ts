/** Avatars and icons by size, as Slack names them. Nothing is there to fetch. */
export const toImages = (...sizes: readonly number[]): Record<string, string> =>
  Object.fromEntries(sizes.map((size) => [`image_${size}`, `https://avatars.example.com/${size}.png`]));
