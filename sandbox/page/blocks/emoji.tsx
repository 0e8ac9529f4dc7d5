export function Emoji({ name, unicode }: { name: string; unicode: string }) {
  const label = `:${name}:`;
  return (
    <span class="bk-emoji" role="img" aria-label={label} title={label}>
      {unicode}
    </span>
  );
}
