/** The cart with what it costs now; asked anew with every change of it. */
import { useEffect, useState } from 'preact/hooks';
import type { CartPriced } from '#act/storefront/contract';
import type { Refused } from '../ask.ts';
import { priceOf, useCart } from '../cart.ts';

export type Priced = { priced: CartPriced | null; failure: Refused | null; isEmpty: boolean; cart: string };

export function usePricedCart(): Priced & { again(): void } {
  const cart = useCart();
  const [turn, setTurn] = useState(0);
  const [now, setNow] = useState<Pick<Priced, 'priced' | 'failure'>>({ priced: null, failure: null });
  const wanted = JSON.stringify(cart.lines);
  // biome-ignore lint/correctness/useExhaustiveDependencies: by what is wanted, not by which object says so
  useEffect(() => {
    if (cart.lines.length === 0) return;
    let left = false;
    priceOf(cart).then(
      (priced) => !left && setNow({ priced, failure: null }),
      (failure) => !left && setNow((before) => ({ ...before, failure })),
    );
    return () => {
      left = true;
    };
  }, [wanted, turn]);
  return { ...now, isEmpty: cart.lines.length === 0, cart: cart.id, again: () => setTurn(turn + 1) };
}
