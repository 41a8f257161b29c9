/**
 * Pictures of goods, from our own address: what a feed gave as `data:` is served as what it is, under a policy that lets nothing in it run. What
 * stands elsewhere is not fetched: the page of the front shows pictures of its own address only.
 */
const KINDS = /^data:(image\/(?:svg\+xml|png|jpeg|webp))(?:;charset=utf-8)?(;base64)?,(.*)$/s;

export type Picture = { type: string; bytes: Buffer };

export function pictureOf(image: string | null): Picture | null {
  const [, type, base64, data] = KINDS.exec(image ?? '') ?? [];
  if (!type || data === undefined) return null;
  if (base64) return { type, bytes: Buffer.from(data, 'base64') };
  try {
    return { type, bytes: Buffer.from(decodeURIComponent(data)) };
  } catch {
    return null;
  }
}

/** Opened by itself it is a document of our origin: it may load, run, send and frame nothing. */
export const PICTURE_POLICY =
  "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'; sandbox";
