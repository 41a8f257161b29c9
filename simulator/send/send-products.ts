/** The catalogue into a channel, with its drawn pictures; told again it changes nothing. */
import type { Product } from '../catalogue/product.ts';
import { givenProduct } from './given-product.ts';
import type { Instance } from './instance.ts';

const AT_ONCE = 50;

export async function sendProducts(
  instance: Instance,
  channel: string,
  products: readonly Product[],
): Promise<void> {
  const now = new Date();
  for (let at = 0; at < products.length; at += AT_ONCE) {
    const part = products.slice(at, at + AT_ONCE).map((product) => givenProduct(product, now));
    await instance.api('POST', `/api/channels/${channel}/products`, { products: part });
  }
}
