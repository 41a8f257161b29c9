/**
 * An S3-shaped store as a target: PUT, GET, DELETE and ListObjectsV2 with path-style addresses, which every such store speaks.
 * Requests are signed (SigV4, aws4fetch) with the digest of their body, tried again when the store is busy, and ended when it hangs.
 */
import { AwsClient } from 'aws4fetch';
import { sha256 } from './folder.ts';
import type { BackupTarget } from './target.ts';

export type S3Options = {
  place: string;
  bucket: string;
  prefix: string;
  endpoint: string;
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
};

const PATIENCE_MS = 120_000;
const TRIES = 4;

export function s3Target(options: S3Options): BackupTarget {
  const { place, bucket, prefix, endpoint, region, accessKeyId, secretAccessKey } = options;
  const client = new AwsClient({ accessKeyId, secretAccessKey, service: 's3', region, retries: TRIES });
  const root = `${endpoint.replace(/\/+$/, '')}/${encodeURIComponent(bucket)}`;
  const keyOf = (name: string): string => (prefix === '' ? name : `${prefix}/${name}`);
  const urlOf = (name: string): string =>
    `${root}/${keyOf(name).split('/').map(encodeURIComponent).join('/')}`;

  const ask = async (url: string, init: RequestInit, allowed: readonly number[]): Promise<Response> => {
    const answer = await client.fetch(url, { ...init, signal: AbortSignal.timeout(PATIENCE_MS) });
    if (!allowed.includes(answer.status)) {
      const code = /<Code>([A-Za-z0-9]+)<\/Code>/.exec(await answer.text())?.[1];
      throw new Error(`The store answered ${answer.status}${code ? ` ${code}` : ''}.`);
    }
    return answer;
  };

  return {
    place,
    async put(name, bytes) {
      const headers = { 'x-amz-content-sha256': sha256(bytes), 'content-type': 'application/octet-stream' };
      const answer = await ask(urlOf(name), { method: 'PUT', body: new Uint8Array(bytes), headers }, [200]);
      await answer.arrayBuffer();
    },
    async get(name) {
      const answer = await ask(urlOf(name), { method: 'GET' }, [200, 404]);
      const bytes = Buffer.from(await answer.arrayBuffer());
      return answer.status === 404 ? null : bytes;
    },
    async list(wanted) {
      const names: string[] = [];
      for (let token: string | undefined; ; ) {
        const query = new URLSearchParams({ 'list-type': '2', prefix: keyOf(wanted) });
        if (token) query.set('continuation-token', token);
        const text = await (await ask(`${root}?${query}`, { method: 'GET' }, [200])).text();
        for (const key of valuesOf(text, 'Key'))
          names.push(prefix === '' ? key : key.slice(prefix.length + 1));
        token = valuesOf(text, 'NextContinuationToken')[0];
        if (!token) return names.sort();
      }
    },
    async remove(name) {
      await (await ask(urlOf(name), { method: 'DELETE' }, [200, 204, 404])).arrayBuffer();
    },
    // A bucket that does not answer may come back: only a folder can be taken away.
    exists: async () => true,
  };
}

const ENTITIES: Record<string, string> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };

/** The texts of an element in an answer whose shape is fixed; our own names hold nothing but ASCII. */
const valuesOf = (xml: string, element: string): string[] =>
  [...xml.matchAll(new RegExp(`<${element}>([^<]*)</${element}>`, 'g'))].map(([, text = '']) =>
    text.replace(/&(lt|gt|quot|apos|amp);/g, (_, name: string) => ENTITIES[name] ?? ''),
  );
