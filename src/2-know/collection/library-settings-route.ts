/**
 * `GET /v1/projects/:key/settings`: what Segment's browser library asks for first, from its `cdnURL`. Pointed here, it learns that events go
 * here too, so the standard snippet works unchanged but for the host.
 */
import { z } from 'zod';
import type { SourceDirectory } from '#know/sources';
import { Problem } from '#platform/errors';
import { type Route, route, source } from '#platform/http';
import { allowOrigin } from './cross-origin.ts';

const params = z.strictObject({ key: z.string().min(1).max(200) });

export const librarySettingsRoute = (sources: SourceDirectory): Route =>
  route({
    method: 'GET',
    path: '/v1/projects/:key/settings',
    summary: 'Settings for Segment’s browser library',
    lane: 'collection',
    access: source,
    params,
    before: allowOrigin,
    handle: async ({ params: { key }, request, reply }) => {
      if (!(await sources.find(key))) throw new Problem('not_found');
      void reply.header('cache-control', 'public, max-age=300');
      return {
        integrations: {
          'Segment.io': {
            apiKey: key,
            // The address it just reached us by; it tells the caller nothing he does not know.
            apiHost: `${request.host}/v1`,
            protocol: request.protocol,
            unbundledIntegrations: [],
            addBundledMetadata: true,
            versionSettings: { version: '4.4.7', componentTypes: ['browser'] },
          },
        },
        plan: {
          track: { __default: { enabled: true, integrations: {} } },
          identify: { __default: { enabled: true } },
          group: { __default: { enabled: true } },
        },
        edgeFunction: {},
        analyticsNextEnabled: true,
        middlewareSettings: {},
        enabledMiddleware: {},
        metrics: { sampleRate: 0 },
        legacyVideoPluginsEnabled: false,
        remotePlugins: [],
      };
    },
  });
