/** An OpenID Connect issuer, as an identity provider of a company is one: discovery, keys, and codes that are exchanged for signed tokens. */
import { generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Claims = { sub: string; email: string; email_verified: boolean; name: string };

export type Issuer = {
  url: string;
  /** What the person's browser does there: signs in as somebody and comes back with a code. */
  signIn(authorizationUrl: string, claims: Claims, forge?: object): string;
  close(): Promise<void>;
};

export async function startIssuer(): Promise<Issuer> {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const codes = new Map<string, object>();
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', url);
    const answer = (body: object): void => {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(body));
    };
    if (pathname === '/.well-known/openid-configuration')
      return answer({
        issuer: url,
        authorization_endpoint: `${url}/authorize`,
        token_endpoint: `${url}/token`,
        jwks_uri: `${url}/keys`,
        id_token_signing_alg_values_supported: ['RS256'],
      });
    if (pathname === '/keys')
      return answer({
        keys: [{ ...publicKey.export({ format: 'jwk' }), kid: '1', alg: 'RS256', use: 'sig' }],
      });
    let form = '';
    request.on('data', (part) => {
      form += part;
    });
    request.on('end', () => {
      const code = new URLSearchParams(form).get('code') ?? '';
      const claims = codes.get(code);
      codes.delete(code);
      if (!claims) {
        response.statusCode = 400;
        return answer({ error: 'invalid_grant' });
      }
      const tokens = { access_token: `access-${randomUUID()}`, refresh_token: `refresh-${randomUUID()}` };
      answer({ ...tokens, token_type: 'Bearer', expires_in: 60, id_token: jwt(claims) });
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const jwt = (claims: object): string => {
    const said = `${part({ alg: 'RS256', kid: '1', typ: 'JWT' })}.${part(claims)}`;
    return `${said}.${sign('sha256', Buffer.from(said), privateKey).toString('base64url')}`;
  };
  return {
    url,
    signIn(authorizationUrl, claims, forge = {}) {
      const asked = new URL(authorizationUrl).searchParams;
      const code = randomUUID();
      const now = Math.floor(Date.now() / 1000);
      const about = {
        iss: url,
        aud: asked.get('client_id'),
        nonce: asked.get('nonce'),
        iat: now,
        exp: now + 60,
      };
      codes.set(code, { ...about, ...claims, ...forge });
      const back = new URL(asked.get('redirect_uri') ?? '');
      return `${back.pathname}?code=${code}&state=${encodeURIComponent(asked.get('state') ?? '')}`;
    },
    close: () =>
      new Promise((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  };
}
