/** @jsxImportSource preact */
/** A picture of goods, or, where there is none, the first character of their name. */
import { useState } from 'preact/hooks';

export function Picture({
  id,
  name,
  number = 1,
  eager = false,
}: {
  id: string;
  name: string;
  number?: number;
  eager?: boolean;
}) {
  const [missing, setMissing] = useState(false);
  if (missing)
    return (
      <span class="picture letter" aria-hidden="true">
        {name.slice(0, 1)}
      </span>
    );
  return (
    <img
      class="picture"
      src={`/api/storefront/goods/${id}/pictures/${number}`}
      alt=""
      width="480"
      height="480"
      loading={eager ? 'eager' : 'lazy'}
      onError={() => setMissing(true)}
    />
  );
}
